"""The mirror of one environment: ledger rows and payments, kept page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.store.mirror.database import change, open_mirror
from voltage_tui.store.mirror.payments import PaymentTable
from voltage_tui.store.mirror.proving import Prover
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.mirror.rows import RowTable, Written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.kept_rates import CoinPrice, RateSubject
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.model.payment import Payment
    from voltage_tui.model.wallet import Balance
    from voltage_tui.money import Rate
    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.store.mirror.sweeps import LedgerSweep, PaymentSweep


class Mirror(MirrorReader):
    """Reads and writes; for one thread at a time. Everything may raise `MirrorError`."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, made where it is missing; without a path it is in memory."""
        connection = open_mirror(path)
        super().__init__(connection)
        self._rows = RowTable(connection)
        self._payments = PaymentTable(connection, self._numbered)
        self._prover = Prover(connection)
        self._written: dict[WalletId, tuple[int, int]] = {}

    def keep_rows(
        self,
        wallet_id: WalletId,
        entries: Iterable[LedgerEntry],
        sweep: LedgerSweep | None = None,
        *,
        fresh: bool = False,
        more_below: bool = False,
        again: LedgerSweep | None = None,
        now: datetime | None = None,
    ) -> Written:
        """Put a page of rows in, in one transaction with how far the sweep has come.

        Rows that are other than before are kept as evidence of the moment `now`; and where they are
        read `again`, by another sweep of what was complete, those that were not here as well; that
        sweep is kept with its news, so that whoever takes it up knows of them.
        `fresh` rows came after the last balance that was proven; `more_below` when older ones than
        these are not here. See `RowTable.write`.
        """
        with change(self._connection):
            number = self._numbered(wallet_id)
            written = self._rows.write(
                number, wallet_id, entries, fresh=fresh, more_below=more_below
            )
            if sweep is not None:
                self.sweeps.keep_ledger(wallet_id, sweep)
            if again is not None:
                self.sweeps.keep_ledger_again(wallet_id, with_news(again, written))
            if now is not None:
                late = written.new if again is not None else ()
                found = [*written.rewritten, *((None, values) for values in late)]
                if found:
                    self.corrections.note(number, found, now)
        if written.first_us is not None and written.last_us is not None:
            first, last = self._written.get(wallet_id, (written.first_us, written.last_us))
            self._written[wallet_id] = (min(first, written.first_us), max(last, written.last_us))
        return written

    def take_written(self) -> dict[WalletId, tuple[int, int]]:
        """The first and last moment (microseconds) of the rows of each wallet that came or changed
        since this was last asked."""
        written, self._written = self._written, {}
        return written

    def keep_payments(
        self,
        payments: Iterable[Payment],
        sweep: PaymentSweep | None = None,
        again: PaymentSweep | None = None,
    ) -> int:
        """Put a page of payments in, with how far the sweep has come, or another one `again`; how
        many changed."""
        with change(self._connection):
            changed = self._payments.write(payments)
            if sweep is not None:
                self.sweeps.keep_payments(sweep)
            if again is not None:
                self.sweeps.keep_payments_again(again)
        return changed

    def prove(
        self,
        wallet_id: WalletId,
        balances: Iterable[Balance],
        now: datetime,
        *,
        complete: bool = False,
    ) -> tuple[Proof, ...]:
        """Judge balances that were read at the same state as the newest rows here."""
        with change(self._connection):
            number = self._numbered(wallet_id)
            return self._prover.prove(number, wallet_id, balances, now, complete=complete)

    def set_note(self, payment_id: PaymentId, note: str, now: datetime) -> None:
        """Put a note on a payment; an empty one takes it away."""
        with change(self._connection):
            self.marks.set_note(payment_id, note, now)

    def set_tags(self, payment_id: PaymentId, tags: Iterable[str]) -> tuple[str, ...]:
        """Give a payment these tags and no others; what was kept of them."""
        with change(self._connection):
            return self.marks.set_tags(payment_id, tags)

    def set_cleared(self, row_ids: Iterable[int], now: datetime, *, cleared: bool) -> None:
        """Mark rows as checked against a statement, or take the mark away."""
        with change(self._connection):
            self.marks.set_cleared(row_ids, now, cleared=cleared)

    def keep_prices(self, prices: Iterable[CoinPrice], now: datetime) -> None:
        """Keep coin prices of minutes, as they were first read."""
        with change(self._connection):
            self.rates.keep_prices(prices, now)

    def set_manual_rate(
        self, subject: RateSubject, rate: Rate | None, reason: str, now: datetime
    ) -> None:
        """Keep a person's rate for a payment or entry; None takes it away."""
        with change(self._connection):
            self.rates.set_manual(subject, rate, reason, now)

    def keep_wallets(self, wallets: Iterable[WalletOfMovement]) -> None:
        """Keep what wallets are called, for when Voltage is not asked."""
        with change(self._connection):
            self.wallet_facts.keep(wallets)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _numbered(self, wallet_id: WalletId) -> int:
        self._connection.execute("INSERT OR IGNORE INTO wallets (id) VALUES (?)", (wallet_id,))
        return self._number(wallet_id)


def with_news(sweep: LedgerSweep, written: Written) -> LedgerSweep:
    """Another sweep with what its page brought; one that begins a pass has none yet."""
    if sweep.cursor is None:
        return replace(sweep, news=0)
    return replace(sweep, news=sweep.news + written.added + written.changed)
