"""The first line of a send's case, its holds, and its age against what is usual (S-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.treasury.builders import RECEIVE, SEND, after, wallet
from tests.ui.payments.looks import text_of
from voltage_tui.model.ids import HoldId, PaymentId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Payment, PaymentStatus
from voltage_tui.model.wallet import Hold, Wallet
from voltage_tui.money import BTC, sats
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Case, Connection, PaymentBook, Snapshot
from voltage_tui.treasury.statement import Statement, build_statement
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.display import Display
from voltage_tui.ui.screens.payments.case_head import head
from voltage_tui.ui.screens.payments.case_verdict import unread_lines
from voltage_tui.ui.screens.payments.look import Look

WIDTH = 100
HELD = HoldId("0b7d3c9e-0000-4000-8000-000000000001")


def seen(
    payment: Payment,
    holds: Sequence[Hold] = (),
    ledger: Sequence[LedgerEntry] = (),
    book: Sequence[Payment] = (),
    *,
    read_at_s: float = 600,
    hidden: bool = False,
) -> str:
    """The head of a case at 600 s, its wallet read then with these holds."""
    one: Wallet = replace(wallet(), id=payment.wallet_id, holds=tuple(holds))
    wallets: Reading[tuple[Wallet, ...]] = Reading()
    books: Reading[PaymentBook] = Reading()
    cases: Reading[Case] = Reading()
    statements: Reading[Statement] = Reading()
    statement = build_statement(one.id, ledger, len(ledger), None)
    snapshot = Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, after(0)),
        wallets=wallets.succeeded((one,), after(read_at_s)),
        lines=Reading(),
        accounts=(account_of(one, None),),
        book=books.succeeded(PaymentBook(tuple(book), complete=True), after(600)),
        statements={one.id: statements.succeeded(statement, after(600))},
    )
    reading = cases.succeeded(Case(payment, ()), after(600))
    look = Look(payment, reading, snapshot, Display(hidden=hidden), after(600), proof=False)
    return text_of(head(look, WIDTH))


def tried(status: AnyStatus) -> Payment:
    return replace(SEND, status=status, created_at=after(10), updated_at=after(40))


def hold_at(moment: float) -> Hold:
    return Hold(HELD, sats(12_500), after(moment))


def row_of(owner: PaymentId) -> LedgerEntry:
    one = tried(PaymentStatus.FAILED)
    return LedgerEntry(
        one.wallet_id, LedgerKind.HELD, HELD, owner, BTC, sats(12_500), None, after(20)
    )


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (PaymentStatus.FAILED, "YES  It failed, and nothing"),
        (PaymentStatus.EXPIRED, "YES  It expired, and nothing"),
        (PaymentStatus.COMPLETED, "NO  It was paid."),
        (PaymentStatus.SENDING, "NO  The first attempt may still complete."),
        (PaymentStatus.APPROVED, "NO  The first attempt may still complete."),
        (Unrecognised("settling"), "NO  The first attempt may still complete."),
    ],
)
def test_the_first_line_answers_whether_to_pay_again(status: AnyStatus, answer: str) -> None:
    assert seen(tried(status)).startswith(f"  Safe to pay again? {answer}")


def test_a_receive_is_not_asked_about() -> None:
    assert "Safe to pay again" not in seen(RECEIVE)


def test_an_old_reading_of_the_wallet_is_no_yes() -> None:
    text = seen(tried(PaymentStatus.FAILED), read_at_s=39)
    assert text.startswith("  Safe to pay again? NOT YET  It failed, but its wallet has not been")


def test_a_hold_that_may_be_its_own_is_shown_with_its_amount() -> None:
    text = seen(tried(PaymentStatus.FAILED), [hold_at(20)])
    first, second = text.splitlines()[:2]
    assert first.startswith("  Safe to pay again? NOT YET  It failed, but money that may be its")
    assert second == "  Still reserved on its wallet: 12,500 sats perhaps for it, since 9 m"


def test_the_ledger_says_whose_a_hold_is() -> None:
    failed = tried(PaymentStatus.FAILED)
    text = seen(failed, [hold_at(20)], [row_of(failed.id)])
    assert "12,500 sats for it, since 9 m" in text
    text = seen(failed, [hold_at(20)], [row_of(PaymentId("another"))])
    assert text.startswith("  Safe to pay again? YES")
    assert "Still reserved" not in text


def test_what_is_pending_shows_what_it_holds_and_what_was_paid_holds_nothing() -> None:
    assert "perhaps for it, since 9 m" in seen(tried(PaymentStatus.SENDING), [hold_at(50)])
    assert "Still reserved" not in seen(tried(PaymentStatus.SENDING), [hold_at(4)])
    assert "Still reserved" not in seen(tried(PaymentStatus.COMPLETED), [hold_at(20)])


def test_hidden_amounts_hide_what_is_held() -> None:
    assert "12,500" not in seen(tried(PaymentStatus.FAILED), [hold_at(20)], hidden=True)


def completed(count: int) -> list[Payment]:
    return [
        replace(
            SEND,
            id=PaymentId(f"done-{n}"),
            status=PaymentStatus.COMPLETED,
            created_at=after(0),
            updated_at=after(6),
        )
        for n in range(count)
    ]


def test_its_age_stands_beside_what_is_usual_from_five_on() -> None:
    sending = tried(PaymentStatus.SENDING)
    usual = "Its age is 9 m, usual is 6 s, the median of 5 completed lightning sends"
    assert usual in seen(sending, book=completed(5))
    assert "usual" not in seen(sending, book=completed(4))
    failed = tried(PaymentStatus.FAILED)
    assert "It took 30 s, usual is 6 s" in seen(failed, book=completed(5))


def test_a_failure_without_a_reason_says_so_and_what_to_do() -> None:
    text = seen(tried(PaymentStatus.FAILED))
    assert "✕ It failed, and Voltage gave no reason." in text
    assert "b writes what they need" in text


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        (SendStage.JOURNALLED, "NOT YET"),
        (SendStage.SENDING, "NOT YET"),
        (SendStage.UNKNOWN, "NOT YET"),
        (SendStage.FAILED, "NOT YET"),
        (SendStage.GIVEN_UP, "NOT YET"),
        (SendStage.ACCEPTED, "NO "),
        (SendStage.COMPLETED, "NO "),
        (SendStage.NOT_SENT, "YES"),
        (SendStage.REFUSED, "YES"),
    ],
)
def test_a_send_that_was_never_read_is_answered_from_its_request(
    stage: SendStage, answer: str
) -> None:
    sending = Sending(SEND.id, SEND.wallet_id, None, stage, after(0))
    assert text_of(unread_lines(sending, WIDTH)).startswith(f"  Safe to pay again? {answer}")
