"""What the simulator knows: wallets with their ledgers, payments, quotes, and the rest."""
