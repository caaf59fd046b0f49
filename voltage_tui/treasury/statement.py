"""A wallet's ledger with what each row did and the balances after it.

Balances after a row are counted back from the wallet's own balance. That is only honest when both
were read at the same state, so a statement says whether it is `anchored`; when it is not, the
running balances are None and the screen shows a dash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.model.ledger import Effect, LedgerEntry, LedgerKind, LedgerPage, effect_of
from voltage_tui.money import Currency, Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.wallet import Balance


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One entry, its effect, and both balances after it (None where they cannot be known).

    `held` is the amount of the row's hold where it is known.
    """

    entry: LedgerEntry
    effect: Effect
    held: Money | None
    total_after: Money | None
    available_after: Money | None

    @property
    def time(self) -> datetime:
        """The row's effective time."""
        return self.entry.effective_time


@dataclass(frozen=True, slots=True)
class Statement:
    """The newest rows of one wallet's ledger, newest first; `ledger_rows` counts them all."""

    wallet_id: WalletId
    rows: tuple[StatementRow, ...]
    ledger_rows: int
    anchored: bool

    @property
    def complete(self) -> bool:
        """Whether every row of the ledger is here."""
        return len(self.rows) >= self.ledger_rows


def build_statement(
    wallet_id: WalletId,
    entries: Sequence[LedgerEntry],
    ledger_rows: int,
    balances: Iterable[Balance] | None,
) -> Statement:
    """Work out effects and running balances of `entries`, newest first.

    `balances` are the wallet's at the state the entries were read at, or None when that is not
    certain. A row whose effect is unknown leaves the rows below it without a balance.
    """
    held = _holds(entries)
    running: dict[Currency, tuple[int | None, int | None]] = {}
    if balances is not None:
        running = {b.total.currency: (b.total.units, b.available.units) for b in balances}
    rows = []
    for entry in entries:
        hold = held.get(entry.entry_id)
        effect = effect_of(entry, hold)
        total_after, available_after = running.get(entry.currency, (None, None))
        rows.append(
            StatementRow(
                entry,
                effect,
                hold,
                _money(entry.currency, total_after),
                _money(entry.currency, available_after),
            )
        )
        running[entry.currency] = (
            _before(total_after, effect.total),
            _before(available_after, effect.available),
        )
    return Statement(wallet_id, tuple(rows), ledger_rows, balances is not None)


def adds_up(page: LedgerPage, balances: Iterable[Balance]) -> bool:
    """Whether a whole ledger leads from nothing to `balances`; True for a page that is not whole.

    Ledger and wallet are projected apart, so that one may be ahead of the other for a moment even
    when neither changed while they were read.
    """
    if len(page.entries) < page.total:
        return True
    held = _holds(page.entries)
    sums: dict[Currency, tuple[int | None, int | None]] = {}
    for entry in page.entries:
        effect = effect_of(entry, held.get(entry.entry_id))
        total, available = sums.get(entry.currency, (0, 0))
        sums[entry.currency] = (_plus(total, effect.total), _plus(available, effect.available))
    stated = {b.total.currency: (b.total.units, b.available.units) for b in balances}
    return all(
        _agrees(sums.get(currency, (0, 0)), stated.get(currency, (0, 0)))
        for currency in sums.keys() | stated.keys()
    )


def _agrees(worked_out: tuple[int | None, int | None], stated: tuple[int, int]) -> bool:
    return all(w is None or w == s for w, s in zip(worked_out, stated, strict=True))


def _plus(amount: int | None, effect: int | None) -> int | None:
    return None if amount is None or effect is None else amount + effect


def _holds(entries: Iterable[LedgerEntry]) -> dict[str, Money]:
    return {
        e.entry_id: e.amount for e in entries if e.kind is LedgerKind.HELD and e.amount is not None
    }


def _before(after: int | None, effect: int | None) -> int | None:
    return None if after is None or effect is None else after - effect


def _money(currency: Currency, units: int | None) -> Money | None:
    return None if units is None else Money(currency, units)
