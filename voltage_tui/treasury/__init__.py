"""The day's work without a screen: polling, following payments, accounts, receiving."""
