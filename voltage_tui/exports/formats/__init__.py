"""One module for each format; `voltage_tui.exports.writers` knows them all."""
