"""What the API said, kept in a file and answered from it again: `--record` and `replay`.

A recording is JSON Lines: a header, then one line for each exchange in the order of their ends
(`lines.py`), redacted before it is written (`redaction.py`).
"""
