"""What is kept on this machine, per environment: the journal of writes, the record, the payees.

SQLite and one append-only file, private to their owner (S-2, S-62). No HTTP, no screen: the
treasury asks, and the client's writes are written down here before they leave.
"""
