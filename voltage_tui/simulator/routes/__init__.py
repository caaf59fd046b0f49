"""One file per resource: from a request to a reply."""

from __future__ import annotations

from voltage_tui.simulator.routes import (
    assets,
    bills,
    deliveries,
    ledger,
    lines,
    payments,
    payments_create,
    policies,
    quotes,
    summaries,
    wallets,
    webhooks,
)

ALL_ROUTES = (
    *assets.ROUTES,
    *wallets.ROUTES,
    *policies.ROUTES,
    *ledger.ROUTES,
    *lines.ROUTES,
    *payments.ROUTES,
    *payments_create.ROUTES,
    *summaries.ROUTES,
    *bills.ROUTES,
    *quotes.ROUTES,
    *webhooks.ROUTES,
    *deliveries.ROUTES,
)
"""Every operation of section 4 but checkout."""
