"""Asking for a payment: the form, the card that follows it to its end, the customer's screen."""
