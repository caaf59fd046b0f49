"""One file per resource: from a request to a reply."""

from __future__ import annotations

from voltage_tui.simulator.routes import (
    ledger,
    lines,
    payments,
    payments_create,
    quotes,
    summaries,
    wallets,
)

ALL_ROUTES = (
    *wallets.ROUTES,
    *ledger.ROUTES,
    *lines.ROUTES,
    *payments.ROUTES,
    *payments_create.ROUTES,
    *summaries.ROUTES,
    *quotes.ROUTES,
)
"""Every operation of section 4 but checkout."""
