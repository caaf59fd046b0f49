"""Page 8, Close: the months of every wallet, what they add up to, and their seals."""
