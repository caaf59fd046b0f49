"""Paying: what was given and what it really is, what it may cost, one confirm, and its end."""
