"""A copy of the ledgers and payments on this machine, in a file of its own beside the journal.

It is there to be searched, added up and looked at without waiting; what is money is decided by
the API alone. Wiping it touches nothing of the journal.
"""
