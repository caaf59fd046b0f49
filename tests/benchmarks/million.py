"""A mirror of a million rows that a program can be started on: true to a simulated company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tests.treasury.builders import payment
from tests.treasury.mirroring.mirrored import books_of
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerBreakdown, LedgerEntry, LedgerKind
from voltage_tui.model.wallet import Balance
from voltage_tui.money import Currency, Money
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.simulator.state.ledger import Row
from voltage_tui.simulator.state.wallet import Wallet
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.moments import moment_at
from voltage_tui.store.mirror.sweeps import LedgerSweep, PaymentSweep, Stage
from voltage_tui.store.places import Places

START = datetime(2026, 3, 2, 10, 54, 55, tzinfo=UTC)
ROWS = 1_000_000
PARTS = 4
"""Wallets: the mirror is filled one by one, since no test may take as long as all of them."""
MEMOS = 20_000
"""Payments of the newest rows that are here too, with a memo."""
_PAGE = 5_000


def company() -> Simulator:
    """The same one every time: nothing happens by itself."""
    options = SimulatorOptions(payer=Payer.MANUAL, ledger_rows=ROWS)
    return Simulator(ManualClock(START), options)


def fill(folder: Path, part: int) -> None:
    """Put one of the `PARTS` wallets into the mirror of an environment, complete and proven."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    simulator = company()
    mirror = Mirror(Places(folder).mirror)
    wallet = list(simulator._state.wallets.values())[part]
    _keep_wallet(mirror, simulator, wallet, memos=MEMOS if not part else 0)
    mirror.keep_payments([], PaymentSweep(stage=Stage.COMPLETE, number=2, finished_at=START))
    mirror.close()


def _keep_wallet(mirror: Mirror, simulator: Simulator, wallet: Wallet, memos: int) -> None:
    wallet_id = WalletId(wallet.id)
    rows = sorted(books_of(simulator, wallet.id), key=lambda row: row.at, reverse=True)
    newest = entry_of(rows[0], wallet)
    done = LedgerSweep(
        stage=Stage.COMPLETE,
        number=2,
        solid=(newest.entry_id, str(newest.kind.value)),
        total=len(rows),
        finished_at=START,
        read_at=START,
    )
    currency = Currency(wallet.line.currency.value)
    total, available = Money(currency, wallet.total), Money(currency, wallet.available)
    balance = Balance(available, total, START)
    for begin in range(0, len(rows), _PAGE):
        page = [entry_of(row, wallet) for row in rows[begin : begin + _PAGE]]
        last = begin + _PAGE >= len(rows)
        mirror.keep_rows(wallet_id, page, done if last else None, more_below=not last)
        if not begin:
            mirror.prove(wallet_id, [balance], START)
    mirror.prove(wallet_id, [balance], START, complete=True)
    names = dict.fromkeys(row.payment_id for row in rows if row.payment_id is not None)
    for page_of_names in _pages(list(islice(names, memos))):
        mirror.keep_payments(
            payment(1, id=PaymentId(name), memo=f"Order {name[:4]}") for name in page_of_names
        )


def _pages(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(names), 500):
        yield names[begin : begin + 500]


def entry_of(row: Row, wallet: Wallet) -> LedgerEntry:
    """A row of the simulator's books as the API's client would give it."""
    currency, parts = Currency(wallet.line.currency.value), row.breakdown
    breakdown = parts and LedgerBreakdown(
        Money(currency, parts.principal),
        Money(currency, parts.network_fee),
        Money(currency, parts.processing_fee),
        parts.basis_points,
    )
    kind = LedgerKind(row.kind.value)
    return LedgerEntry(
        wallet_id=WalletId(wallet.id),
        kind=kind,
        entry_id=row.id,
        payment_id=None if row.payment_id is None else PaymentId(row.payment_id),
        currency=currency,
        amount=None if kind is LedgerKind.RELEASED else Money(currency, row.amount),
        breakdown=breakdown or None,
        effective_time=moment_at(row.at),
    )
