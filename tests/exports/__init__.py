"""The formats of exports, and the pack they come in."""
