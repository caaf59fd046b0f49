"""Whose ledger is shown: one wallet's, or those of the wallets that moved last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from voltage_tui.ui.account_rows import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.reading import Reading
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.statement import Statement, StatementRow

MOST_WALLETS: Final = 24
"""Ledgers read together; of more wallets, those that moved last are chosen."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of a statement and the name of its wallet."""

    row: StatementRow
    wallet: str

    @property
    def key(self) -> str:
        """What tells it from every other row."""
        return "/".join(self.row.entry.key)


def wallets_in(accounts: Iterable[Account], chosen: WalletId | None) -> list[WalletId]:
    """The wallets whose ledgers are read: the chosen one, or those that moved last."""
    if chosen is not None:
        return [chosen]
    moved = sorted(accounts, key=_moved_at, reverse=True)
    return [a.wallet.id for a in moved[:MOST_WALLETS]]


def _moved_at(account: Account) -> datetime:
    return max((b.effective_time for b in account.wallet.balances), default=_NEVER)


def choices(accounts: Iterable[Account]) -> list[tuple[WalletId | None, str]]:
    """What can be chosen: all of them, then each wallet by name."""
    names = [(a.wallet.id, a.wallet.name) for a in by_name(a for a in accounts if a.wallet.active)]
    return [(None, "All"), *names]


def readings(snapshot: Snapshot, wallets: Sequence[WalletId]) -> list[Reading[Statement]]:
    """The ledgers of these wallets that have been asked for."""
    return [snapshot.statements[w] for w in wallets if w in snapshot.statements]


def merged(snapshot: Snapshot, wallets: Sequence[WalletId]) -> list[LedgerRow]:
    """Their rows together, newest first; rows of one moment keep their ledger's order.

    Rows older than the oldest row known of a ledger that is not whole are left out: rows of that
    ledger would be missing between them.
    """
    known = [r.value for r in readings(snapshot, wallets) if r.value is not None]
    floors = [s.rows[-1].time for s in known if s.rows and not s.complete]
    floor = max(floors, default=_NEVER)
    names = {a.wallet.id: a.wallet.name for a in snapshot.accounts}
    rows = [
        LedgerRow(row, names.get(s.wallet_id, ""))
        for s in known
        for row in s.rows
        if row.time >= floor
    ]
    return rows if len(known) == 1 else sorted(rows, key=lambda r: r.row.time, reverse=True)
