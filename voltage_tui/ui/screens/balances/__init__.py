"""Page 1, Balances: do I have money, is something stuck, did something change?"""
