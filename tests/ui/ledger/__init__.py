"""The ledger, as painted."""
