"""Requests of this program that are no payments yet: closing their cards must not lose them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.treasury.receiving import Receiving
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

TOLD_FOR: Final = timedelta(hours=1)
"""How long a request that came to nothing is still told."""


def without_payment(snapshot: Snapshot | None, now: datetime) -> tuple[Receiving, ...]:
    """What was asked for and is in no list of payments, newest first."""
    if snapshot is None:
        return ()
    return tuple(
        r
        for r in snapshot.receivings
        if r.payment is None and (r.ended_at is None or now - r.ended_at < TOLD_FOR)
    )


def asked_line(requests: tuple[Receiving, ...], app: VoltageApp) -> Line:
    """The newest of `requests`, how far it has come, and the key that opens it."""
    from voltage_tui.ui.screens.receive.stages import stage_mark, stage_words  # noqa: PLC0415

    newest = requests[0]
    account = app.snapshot.account(newest.order.wallet_id) if app.snapshot else None
    amount = newest.order.amount
    what = "any amount" if amount is None else app.amounts.words(amount)
    into = account.wallet.name if account else "a wallet"
    more = f"  and {len(requests) - 1} more" if len(requests) > 1 else ""
    words = stage_words(newest, app.now(), app.amounts)[0]
    return [
        Span("  "),
        stage_mark(newest),
        Span(f"  {what} into {into}"),
        Span("  o", Role.ACCENT),
        Span(f" opens it{more}  {words}", Role.MUTED),
    ]
