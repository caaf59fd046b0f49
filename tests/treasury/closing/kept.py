"""A mirror in memory with the rows of made-up histories, proven from the balance they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from voltage_tui.model.ids import WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind, effect_of
from voltage_tui.model.wallet import Balance
from voltage_tui.money import Currency, Money
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.sweeps import LedgerSweep, Stage

LATER = datetime(2027, 1, 1, tzinfo=UTC)
WHOLE = LedgerSweep(stage=Stage.COMPLETE, read_at=LATER)


def balance(currency: Currency, total: int, available: int) -> Balance:
    """A wallet's balance as it is read."""
    return Balance(
        total=Money(currency, total),
        available=Money(currency, available),
        effective_time=LATER,
    )


def totals(rows: Iterable[LedgerEntry]) -> tuple[int, int]:
    """What rows do to the total and the available, from nothing."""
    rows = list(rows)
    held = {r.entry_id: r.amount for r in rows if r.kind is LedgerKind.HELD}
    effects = [effect_of(r, held.get(r.entry_id)) for r in rows]
    return sum(e.total or 0 for e in effects), sum(e.available or 0 for e in effects)


def kept(*ledgers: tuple[WalletId, Currency, list[LedgerEntry]], opening: int = 0) -> Mirror:
    """A mirror that has all of these, each proven from a balance `opening` above what they make."""
    mirror = Mirror(None)
    for wallet_id, currency, rows in ledgers:
        mirror.keep_rows(wallet_id, rows, WHOLE)
        total, available = totals(rows)
        read = balance(currency, opening + total, opening + available)
        mirror.prove(wallet_id, [read], LATER, complete=True)
        mirror.prove(wallet_id, [read], LATER, complete=True)
    return mirror
