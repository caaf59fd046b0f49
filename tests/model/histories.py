"""Ledgers of any history, as the API could tell them: for whatever must hold of every ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from voltage_tui.model.ids import LineId, PaymentId, WalletId
from voltage_tui.model.ledger import LedgerBreakdown, LedgerEntry, LedgerKind, effect_of, tie_of
from voltage_tui.model.movement import (
    KnownOfEntry,
    Movement,
    RateOfPayment,
    RateSource,
    WalletOfMovement,
    movements_of,
    order_key,
)
from voltage_tui.model.network import Network
from voltage_tui.money import BTC, USD, Currency, Money, Rate

FIRST = datetime(2026, 2, 26, 21, 0, tzinfo=UTC)
TEXTS = ("", "rent", "=1+1", "@cmd; (x) | y", 'says "no", twice', "-5 Über €", "  * odd", "<a&b>")


@dataclass(frozen=True)
class Move:
    """One thing that happened to a wallet: `fees` are the network's and the processing fee."""

    what: str
    amount: int
    fees: tuple[int, int]
    seconds: int
    rate: int | None
    text: str
    split: bool


def moves(most: int = 20) -> st.SearchStrategy[list[Move]]:
    """What happened to one wallet, oldest first."""
    one = st.builds(
        Move,
        what=st.sampled_from(["receive", "send", "fail", "hold", "deposit", "withdraw"]),
        amount=st.integers(1, 10**13),
        fees=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
        seconds=st.integers(0, 4 * 86_400),
        rate=st.none() | st.integers(1, 10**9),
        text=st.sampled_from(TEXTS),
        split=st.booleans(),
    )
    return st.lists(one, max_size=most)


def wallet(name: str = "Ops", number: int = 1) -> WalletOfMovement:
    """A wallet on a line of credit."""
    wallet_id = WalletId(str(uuid.UUID(int=number)))
    line_id = LineId(str(uuid.UUID(int=1_000 + number)))
    return WalletOfMovement(wallet_id, name, line_id, Network.MUTINYNET)


def rate_of(units: int | None, at: datetime) -> RateOfPayment | None:
    """A rate of so many cents for a bitcoin."""
    if units is None:
        return None
    return RateOfPayment(Rate(units, 0, USD), RateSource.COINPRICE_MINUTE, at)


def entries_of(
    happened: list[Move], whose: WalletOfMovement, currency: Currency = BTC
) -> list[tuple[LedgerEntry, Move]]:
    """The ledger's rows of what happened, oldest first, those of one moment as balances run."""
    rows: list[tuple[LedgerEntry, Move]] = []
    now = FIRST
    for number, move in enumerate(happened):
        now += timedelta(seconds=move.seconds)
        entry_id = str(uuid.UUID(int=int(whose.id[-6:], 16) << 32 | number))
        for kind, units in _rows(move):
            entry = LedgerEntry(
                wallet_id=whose.id,
                kind=kind,
                entry_id=entry_id,
                payment_id=PaymentId(entry_id),
                currency=currency,
                amount=None if units is None else Money(currency, units),
                breakdown=_breakdown(move, kind, currency),
                effective_time=now,
            )
            rows.append((entry, move))
    return sorted(rows, key=lambda row: (row[0].effective_time, tie_of(row[0])))


def _rows(move: Move) -> list[tuple[LedgerKind, int | None]]:
    spent = move.amount + sum(move.fees)
    match move.what:
        case "receive":
            return [(LedgerKind.CREDITED, move.amount)]
        case "send":
            return [(LedgerKind.HELD, spent + 7), (LedgerKind.CAPTURED, spent)]
        case "fail":
            return [(LedgerKind.HELD, spent), (LedgerKind.RELEASED, None)]
        case "hold":
            return [(LedgerKind.HELD, spent)]
        case "deposit":
            return [(LedgerKind.DEPOSITED, move.amount)]
        case _:
            return [(LedgerKind.WITHDRAWN, move.amount)]


def _breakdown(move: Move, kind: LedgerKind, currency: Currency) -> LedgerBreakdown | None:
    if not move.split or kind not in (LedgerKind.CREDITED, LedgerKind.CAPTURED):
        return None
    network, processing = (Money(currency, units) for units in move.fees)
    return LedgerBreakdown(Money(currency, move.amount), network, processing, 100)


def movements(
    happened: list[Move], whose: WalletOfMovement, currency: Currency = BTC, opening: int = 0
) -> list[Movement]:
    """The movements of a history with balances after each, in the order of exports."""
    made: list[Movement] = []
    balance = opening
    rows = entries_of(happened, whose, currency)
    held = {e.entry_id: e.amount for e, _ in rows if e.kind is LedgerKind.HELD}
    for entry, move in rows:
        effect = effect_of(entry, held.get(entry.entry_id))
        balance += effect.total or 0
        known = KnownOfEntry(
            total_after=Money(currency, balance),
            rate=rate_of(move.rate, entry.effective_time),
            note=move.text or None,
            counterparty=move.text[:3] or None,
            tags=(move.text,) if move.text else (),
        )
        made += movements_of(entry, effect, whose, known)
    return sorted(made, key=order_key)


def without_balances(made: list[Movement]) -> list[Movement]:
    """The same where no running balance is known."""
    return [replace(movement, balance=None) for movement in made]
