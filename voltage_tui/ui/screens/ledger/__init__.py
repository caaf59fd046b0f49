"""Page 4, Ledger: what each movement did to the balances, and what they were after it."""
