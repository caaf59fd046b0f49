"""Exports: what is kept here of ledgers and payments, written as packs of files."""
