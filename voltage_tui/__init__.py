"""voltage-tui: the treasurer's terminal for the Voltage Payments API."""

__version__ = "0.1.0"
