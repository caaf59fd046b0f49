"""What an order is judged by, as a snapshot has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import T0, WALLET, payment
from tests.treasury.paying.orders import ADDRESS, EARLIER, account, order
from voltage_tui.money import plain
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.facts import LATELY, Facts, facts_for
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.paying.server_check import Answer, ServerWord, subject_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Connection, PaymentBook, Snapshot
from voltage_tui.treasury.topics import ConnectionState

LIVE = Connection(ConnectionState.LIVE, T0)
EMPTY = Snapshot(
    version=1,
    connection=LIVE,
    wallets=Reading(),
    lines=Reading(),
    accounts=(account(),),
    book=Reading(),
)


def facts_in(snapshot: Snapshot) -> Facts:
    return facts_for(order(), snapshot, T0, plain)


def test_it_is_the_paying_account_and_the_server_s_clock() -> None:
    offset = timedelta(seconds=30)
    found = facts_in(replace(EMPTY, connection=replace(LIVE, server_offset=offset)))
    assert found.account is not None
    assert found.account.wallet.id == WALLET
    assert found.server_now == T0 + offset


def test_a_payment_that_is_listed_twice_counts_once_as_it_stands_now() -> None:
    listed, now = payment(1), replace(payment(1), memo="now")
    book = Reading(PaymentBook((listed, payment(2)), complete=True, reaches=None), T0)
    found = facts_in(replace(EMPTY, book=book, pending=(now,)))
    assert found.payments == (now, payment(2))


@pytest.mark.parametrize(
    ("closed", "is_guarded"), [(None, True), (Resolution.ENDED, False), (Resolution.PAID, False)]
)
def test_one_of_the_same_guards_until_its_question_is_settled(
    closed: Resolution | None, is_guarded: bool
) -> None:
    earlier = Sending(
        EARLIER, WALLET, order(payment_id=EARLIER), SendStage.FAILED, T0, closed=closed
    )
    found = facts_in(replace(EMPTY, sendings=(earlier,)))
    assert found.guarded_by == (EARLIER if is_guarded else None)
    assert found.released == ({EARLIER} if closed is Resolution.ENDED else set())


def test_one_of_something_else_guards_nothing() -> None:
    other = order(ADDRESS, payment_id=EARLIER)
    sendings = (Sending(EARLIER, WALLET, other, SendStage.UNKNOWN, T0),)
    assert facts_in(replace(EMPTY, sendings=sendings)).guarded_by is None


@pytest.mark.parametrize(
    ("age", "is_told"), [(LATELY - timedelta(seconds=1), True), (LATELY, False)]
)
def test_what_voltage_said_of_the_very_same_is_told_while_it_is_fresh(
    age: timedelta, is_told: bool
) -> None:
    said = ServerWord(subject_of(order()), Answer.ALLOWED, "Yes.", T0 - age)
    of_another = replace(said, subject=subject_of(order(ADDRESS)), at=T0)
    found = facts_in(replace(EMPTY, server_words=(of_another, said)))
    assert found.server_word == (said if is_told else None)
