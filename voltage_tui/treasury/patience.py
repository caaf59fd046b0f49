"""How long one read may take in a client that the treasury polls with."""

from __future__ import annotations

from typing import Final

from voltage_tui.api.session import Patience

POLLING: Final = Patience(read_timeout_s=6.0, deadline_s=6.0)
"""Short, since a read that failed is made again anyway: trouble must show before figures are old.

A wallet is read every 5 s and its figures are old after 10 (S-17); the client's own 20 s of
retries would leave them old with no reason given.
"""
