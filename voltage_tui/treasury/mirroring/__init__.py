"""Fills the mirror: sweeps of ledgers and payments, slowly, behind everything that is live."""
