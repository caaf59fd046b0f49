"""Balances, as painted."""
