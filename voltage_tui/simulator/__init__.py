"""A stand-in for Voltage, written from the API reference and from nothing of our client's."""
