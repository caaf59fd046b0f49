"""Rates at the moments of payments: shown with their source, fetched, or given by a person."""
