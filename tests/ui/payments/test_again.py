"""Paying again is safe only when nothing of the first attempt is left (S-15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.builders import SEND, after, payment, wallet
from voltage_tui.model.ids import HoldId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Direction, PaymentStatus
from voltage_tui.model.wallet import Hold, Wallet
from voltage_tui.money import msats
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Connection, Snapshot
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.screens.payments.again import Again, pay_again


def known(one: Wallet, read_at_s: float) -> Snapshot:
    wallets: Reading[tuple[Wallet, ...]] = Reading()
    return Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, after(0)),
        wallets=wallets.succeeded((one,), after(read_at_s)),
        lines=Reading(),
        accounts=(account_of(one, None),),
        book=Reading(),
    )


def held_at(*moments: float) -> Wallet:
    holds = tuple(Hold(HoldId(str(s)), msats(1), after(s)) for s in moments)
    return replace(wallet(), holds=holds)


def answer(status: AnyStatus, one: Wallet, read_at_s: float = 60) -> Again | None:
    tried = replace(
        SEND, status=status, wallet_id=one.id, created_at=after(10), updated_at=after(40)
    )
    given = pay_again(tried, known(one, read_at_s))
    return given.again if given is not None else None


@pytest.mark.parametrize(
    "status",
    [PaymentStatus.SENDING, PaymentStatus.APPROVED, Unrecognised("settling")],
)
def test_never_while_it_may_still_complete(status: AnyStatus) -> None:
    assert answer(status, held_at()) is Again.NO


def test_yes_once_it_failed_and_nothing_is_reserved() -> None:
    assert answer(PaymentStatus.FAILED, held_at()) is Again.YES


@pytest.mark.parametrize("moment", [10, 25, 40])
def test_not_yet_while_a_hold_from_its_time_is_open(moment: float) -> None:
    assert answer(PaymentStatus.FAILED, held_at(moment)) is Again.NOT_YET


def test_holds_of_other_payments_do_not_count() -> None:
    assert answer(PaymentStatus.FAILED, held_at(9, 41)) is Again.YES


def test_not_yet_on_an_old_reading_of_the_wallet() -> None:
    assert answer(PaymentStatus.FAILED, held_at(), read_at_s=39) is Again.NOT_YET


def test_not_yet_when_the_wallet_is_not_known() -> None:
    tried = replace(SEND, status=PaymentStatus.FAILED)
    given = pay_again(tried, None)
    assert given is not None
    assert given.again is Again.NOT_YET


def test_nobody_asks_about_what_was_paid_received_or_only_checked() -> None:
    assert answer(PaymentStatus.COMPLETED, held_at()) is None
    assert pay_again(payment(1, direction=Direction.RECEIVE), None) is None
    checked = replace(SEND, status=PaymentStatus.FAILED, check_only=True)
    assert pay_again(checked, None) is None
