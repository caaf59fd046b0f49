"""Safe to pay again: yes only for what ended badly and has nothing reserved any more (S-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import SEND, WALLET, after, row, wallet
from tests.treasury.paying.orders import EARLIER
from voltage_tui.model.ids import HoldId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Direction, Payment, PaymentStatus
from voltage_tui.model.wallet import Hold, Wallet
from voltage_tui.model.writes import WriteOutcome
from voltage_tui.money import sats
from voltage_tui.treasury.paying.verdict import No, NotYet, Yes, is_held, safe_to_pay_again
from voltage_tui.treasury.reading import Reading

NO_END: list[AnyStatus] = [
    PaymentStatus.SENDING,
    PaymentStatus.APPROVED,
    PaymentStatus.GENERATING,
    PaymentStatus.RECEIVING,
    Unrecognised("settling"),
    Unrecognised("failed "),
]
ENDED = [PaymentStatus.FAILED, PaymentStatus.EXPIRED]
EVERY: list[AnyStatus] = [*NO_END, *ENDED, PaymentStatus.COMPLETED]


@pytest.mark.safety(
    "S-15",
    "every status, held or not: yes only for what ended badly with nothing held",
)
@pytest.mark.parametrize("status", EVERY)
@pytest.mark.parametrize("held", [True, False, None])
def test_every_status_has_its_answer(status: AnyStatus, held: bool | None) -> None:
    given = safe_to_pay_again(replace(SEND, status=status), held=held)
    if status not in ENDED:
        assert isinstance(given, No)
    elif held is False:
        assert isinstance(given, Yes)
    else:
        assert isinstance(given, NotYet)


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        (WriteOutcome.NOT_SENT, Yes),
        (WriteOutcome.REFUSED, Yes),
        (WriteOutcome.ACCEPTED, No),
        (WriteOutcome.UNKNOWN, NotYet),
        (None, NotYet),
    ],
)
def test_before_it_was_read_its_request_tells(
    outcome: WriteOutcome | None, answer: type[object]
) -> None:
    assert isinstance(safe_to_pay_again(outcome, held=None), answer)


def test_a_check_of_the_policies_is_no_payment_to_repeat() -> None:
    checked = replace(SEND, status=PaymentStatus.FAILED, check_only=True)
    assert isinstance(safe_to_pay_again(checked, held=False), No)


def test_only_what_is_sent_is_asked_about() -> None:
    with pytest.raises(ValueError, match="sent"):
        safe_to_pay_again(replace(SEND, direction=Direction.RECEIVE), held=False)


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
    [((), False), ((10,), True), ((20,), True), ((9, 21), False), ((9, 15), True)],
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


def test_since_is_told_by_the_server_s_clock() -> None:
    ahead = timedelta(seconds=30)
    assert is_held(FAILED, read(reserved(), at_s=-4), (), ahead) is False
    assert is_held(FAILED, read(reserved(), at_s=-5), (), ahead) is None
    assert is_held(FAILED, read(reserved(), at_s=40), (), -ahead) is None


@pytest.mark.safety("S-15", "never yes while a hold of its time is open or the wallet unread")
@given(
    st.sampled_from(EVERY),
    st.lists(st.integers(0, 30), max_size=4),
    st.integers(0, 40),
    st.booleans(),
)
def test_it_is_never_safe_while_anything_of_its_time_is_reserved(
    status: AnyStatus, holds_at_s: list[int], read_at_s: int, check_only: bool
) -> None:
    tried = replace(FAILED, status=status, check_only=check_only)
    held = is_held(tried, read(reserved(*holds_at_s), read_at_s), (), None)
    if isinstance(safe_to_pay_again(tried, held=held), Yes):
        assert status in ENDED
        assert read_at_s > 25
        assert not check_only
        assert all(at < 10 or at > 20 for at in holds_at_s)
