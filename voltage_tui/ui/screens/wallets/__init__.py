"""Page 2, Wallets: the list, one wallet closely, and changing them."""
