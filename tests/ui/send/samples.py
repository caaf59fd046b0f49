"""What a treasurer is given to pay, for the wallets of the demo."""

from __future__ import annotations

from datetime import datetime

from tests.destinations.bolt11_vectors import HASH, PAYMENT_SECRET, SECRET_KEY
from tests.ui.stage import START
from voltage_tui.destinations.bolt11_encode import encode

ADDRESS = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"


def invoice(
    sats: int | None = 250_000,
    *,
    prefix: str = "lntbs",
    made: datetime = START,
    expiry_s: int = 600,
    memo: str = "invoice 2026-118",
) -> str:
    """A signed invoice for whole sats, or for any amount."""
    return encode(
        prefix=prefix,
        amount_msat=None if sats is None else sats * 1_000,
        timestamp=int(made.timestamp()),
        payment_hash=HASH,
        payment_secret=PAYMENT_SECRET,
        description=memo,
        expiry_s=expiry_s,
        min_final_cltv=18,
        secret=SECRET_KEY,
    )
