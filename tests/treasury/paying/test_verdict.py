"""Safe to pay again: yes only for what ended badly and has nothing reserved any more (S-15)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import SEND
from tests.treasury.paying.test_holds import FAILED, read, reserved
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Direction, PaymentStatus
from voltage_tui.model.writes import WriteOutcome
from voltage_tui.treasury.paying.holds import is_held
from voltage_tui.treasury.paying.verdict import No, NotYet, Yes, safe_to_pay_again

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
