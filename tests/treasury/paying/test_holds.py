"""What of a payment is still reserved: whose a hold is, and when that can be told (S-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.treasury.builders import SEND, WALLET, after, row, wallet
from tests.treasury.paying.orders import EARLIER
from voltage_tui.model.ids import HoldId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.model.wallet import Hold, Wallet
from voltage_tui.money import sats
from voltage_tui.treasury.paying.holds import is_held
from voltage_tui.treasury.reading import Reading

FAILED = replace(SEND, status=PaymentStatus.FAILED, created_at=after(10), updated_at=after(20))


def reserved(*holds_at_s: float) -> Wallet:
    holds = tuple(Hold(HoldId(str(n)), sats(1), after(at)) for n, at in enumerate(holds_at_s))
    return replace(wallet(), id=WALLET, holds=holds)


def read(known: Wallet, at_s: float = 26) -> Reading[tuple[Wallet, ...]]:
    return Reading((known,), after(at_s))


def held_for(payment: Payment, hold_id: str = "0") -> LedgerEntry:
    return replace(row(LedgerKind.HELD, hold_id, 1_000), payment_id=payment.id)


@pytest.mark.parametrize(
    ("holds_at_s", "held"),
    [((), False), ((10,), True), ((5,), True), ((20,), True), ((4, 21), False), ((4, 15), True)],
)
def test_a_hold_from_its_time_may_be_its_own(holds_at_s: tuple[float, ...], held: bool) -> None:
    assert is_held(FAILED, read(reserved(*holds_at_s)), (), None) is held


def test_the_ledger_says_whose_a_hold_is() -> None:
    other = replace(SEND, id=EARLIER)
    wallets = read(reserved(15))
    assert is_held(FAILED, wallets, (held_for(other),), None) is False
    assert is_held(FAILED, wallets, (held_for(FAILED),), None) is True
    assert is_held(FAILED, read(reserved(9)), (held_for(FAILED),), None) is True
    released = replace(held_for(other), kind=LedgerKind.RELEASED)
    assert is_held(FAILED, wallets, (released,), None) is True


def test_a_wallet_not_read_since_tells_nothing() -> None:
    assert is_held(FAILED, read(reserved(), at_s=25), (), None) is None
    assert is_held(FAILED, Reading(), (), None) is None
    assert is_held(FAILED, Reading((wallet(),), after(30)), (), None) is None


FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(("at", "told"), [(FIRST, False), (LAST, None)])
def test_moments_at_the_ends_of_the_range_are_judged(at: datetime, told: bool | None) -> None:
    ended = replace(FAILED, updated_at=at)
    assert is_held(ended, read(reserved(15)), (), None) is told
    known = replace(wallet(), id=WALLET, holds=(Hold(HoldId("0"), sats(1), at),))
    assert is_held(FAILED, read(known), (), None) is False


def test_since_is_told_by_the_server_s_clock() -> None:
    ahead = timedelta(seconds=30)
    assert is_held(FAILED, read(reserved(), at_s=-4), (), ahead) is False
    assert is_held(FAILED, read(reserved(), at_s=-5), (), ahead) is None
    assert is_held(FAILED, read(reserved(), at_s=40), (), -ahead) is None
