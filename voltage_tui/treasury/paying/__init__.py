"""Paying out: what is ordered, what it may cost, what would stop it, and what became of it."""
