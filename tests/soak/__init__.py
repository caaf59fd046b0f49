"""The program left open for hours, while much happens and much goes wrong."""
