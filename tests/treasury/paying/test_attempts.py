"""What a new attempt begins with, which cap is suggested for it, and what links it to the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.builders import SEND, after, wallet
from tests.treasury.paying.orders import (
    ADDRESS,
    EARLIER,
    INVOICE,
    PAYMENT,
    destination,
    link,
    order,
    sent,
)
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
)
from voltage_tui.money import Money, cents, msats, sats
from voltage_tui.treasury.paying.attempts import (
    Raised,
    alive_after,
    attempt_after,
    attempt_before,
    attempts_after,
    suggested_cap,
)
from voltage_tui.treasury.paying.order import REFERENCE_KEY, RETRY_KEY
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Connection, PaymentBook, Snapshot
from voltage_tui.treasury.topics import ConnectionState

FAILED = replace(
    SEND,
    status=PaymentStatus.FAILED,
    payment_request=INVOICE,
    amount=sats(10_000),
    rail_units=10_000_000,
    max_fee=sats(100),
)


def error(code: PaymentErrorCode, **context: str) -> PaymentError:
    return PaymentError(PaymentErrorType.SEND_FAILED, code, None, context)


NO_ROUTE = error(PaymentErrorCode.NO_ROUTE)


def above_max(needed: str, cap: str = "300") -> PaymentError:
    code = PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX
    return error(code, estimated_fee_sats=needed, max_fee_sats=cap)


@pytest.mark.parametrize(
    ("why", "cap", "amount", "suggested"),
    [
        (None, sats(100), sats(10_000), sats(100)),
        (error(PaymentErrorCode.UPSTREAM_FAILURE), sats(100), sats(10_000), sats(100)),
        (NO_ROUTE, sats(100), sats(10_000), sats(200)),
        (NO_ROUTE, sats(3), sats(10_000), sats(100)),
        (NO_ROUTE, msats(100_500), sats(10_000), sats(201)),
        (NO_ROUTE, sats(60), sats(100), sats(60)),
        (NO_ROUTE, None, sats(100), None),
        (NO_ROUTE, sats(60), None, sats(60)),
        (above_max("742"), sats(300), sats(90_000), sats(817)),
        (above_max("742"), None, sats(90_000), sats(817)),
        (above_max("742"), sats(300), sats(800), sats(300)),
        (above_max("9" * 15), sats(300), sats(90_000), sats(300)),
        (above_max("9" * 40), sats(300), sats(90_000), sats(300)),
        (above_max("20"), sats(300), sats(90_000), sats(300)),
        (above_max("-5"), sats(300), sats(90_000), sats(300)),
        (above_max("742", ""), None, sats(90_000), None),
    ],
)
def test_the_cap_is_raised_only_where_the_error_asks_for_it(
    why: PaymentError | None, cap: Money | None, amount: Money | None, suggested: Money | None
) -> None:
    found, raised = suggested_cap(why, cap, amount)
    assert found == suggested
    assert (raised is not None) == (found != cap)


def test_a_raised_cap_says_what_was_needed_and_allowed() -> None:
    assert suggested_cap(above_max("742"), None, sats(90_000))[1] == Raised(sats(300), sats(742))
    assert suggested_cap(NO_ROUTE, sats(100), sats(10_000))[1] == Raised(sats(100))


def test_the_order_says_exactly_what_was_to_be_paid() -> None:
    made = order(reference="inv-7")
    sending = Sending(PAYMENT, made.wallet_id, made, SendStage.NOT_SENT, after(0))
    found = attempt_after(None, sending)
    assert found is not None
    assert (found.of, found.ended) == (PAYMENT, "was not sent")
    assert (found.text, found.wallet_id) == (INVOICE, made.wallet_id)
    assert (found.amount, found.cap, found.reference) == (sats(10_000), sats(100), "inv-7")
    assert found.raised is None


def test_without_an_order_the_api_says_it() -> None:
    told = replace(FAILED, error=NO_ROUTE, metadata={REFERENCE_KEY: "inv-7", "other": "x"})
    sending = Sending(told.id, told.wallet_id, None, SendStage.FAILED, after(0), payment=told)
    for known in (None, sending):
        found = attempt_after(told, known)
        assert found is not None
        assert (found.of, found.ended, found.text) == (told.id, "failed", INVOICE)
        assert (found.amount, found.cap, found.reference) == (sats(10_000), sats(200), "inv-7")


def test_the_cap_of_a_dollar_wallet_is_not_known_in_bitcoin() -> None:
    found = attempt_after(replace(FAILED, amount=cents(600), max_fee=cents(6)), None)
    assert found is not None
    assert (found.amount, found.cap) == (sats(10_000), None)


@pytest.mark.parametrize(
    ("request_", "address", "uri", "text"),
    [
        (INVOICE, ADDRESS, None, link(f"?lightning={INVOICE}")),
        (None, ADDRESS, None, link()),
        (None, link("?amount=0.0001"), None, link("?amount=0.0001")),
        (INVOICE, ADDRESS, link("?label=x"), link("?label=x")),
    ],
)
def test_a_link_is_put_together_again_from_its_parts(
    request_: str | None, address: str, uri: str | None, text: str
) -> None:
    told = replace(
        FAILED, kind=PaymentKind.BIP21, payment_request=request_, address=address, bip21_uri=uri
    )
    found = attempt_after(told, None)
    assert found is not None
    assert found.text == text
    destination(found.text)


def test_a_payment_to_nowhere_has_no_new_attempt() -> None:
    assert attempt_after(replace(FAILED, payment_request=None), None) is None
    assert attempt_after(None, None) is None


def known(*payments: Payment, sendings: tuple[Sending, ...] = ()) -> Snapshot:
    books: Reading[PaymentBook] = Reading()
    return Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, after(0)),
        wallets=Reading((wallet(),), after(0)),
        lines=Reading(),
        accounts=(),
        book=books.succeeded(PaymentBook(payments, complete=True), after(0)),
        sendings=sendings,
    )


def test_the_attempts_after_one_are_found_in_its_orders_and_in_what_the_api_lists() -> None:
    retry = {RETRY_KEY: EARLIER}
    second, check = sent(2, 20, metadata=retry), sent(3, 30, metadata=retry, check_only=True)
    receive = sent(4, 40, metadata=retry, direction=Direction.RECEIVE)
    made = order(retry_of=EARLIER)
    third = Sending(PAYMENT, made.wallet_id, made, SendStage.SENDING, after(50))
    snapshot = known(receive, check, second, sent(5, 10), sendings=(third,))
    assert attempts_after(EARLIER, snapshot) == (PAYMENT, second.id)
    assert attempts_after(PAYMENT, snapshot) == ()


@pytest.mark.safety("S-15", "what was tried again and paid, at whatever remove, is no yes")
def test_a_later_attempt_that_was_paid_or_may_be_is_found_at_any_remove() -> None:
    first = sent(1, 0, status=PaymentStatus.FAILED)
    second = sent(2, 10, status=PaymentStatus.FAILED, metadata={RETRY_KEY: first.id})
    third = sent(3, 20, metadata={RETRY_KEY: second.id})
    assert alive_after(first.id, known(first, second)) is None
    assert alive_after(first.id, known(first, second, third)) == third.id
    under_way = replace(third, status=PaymentStatus.SENDING)
    assert alive_after(first.id, known(first, second, under_way)) == third.id
    failed = replace(third, status=PaymentStatus.EXPIRED)
    assert alive_after(first.id, known(first, second, failed)) is None
    around = replace(first, metadata={RETRY_KEY: second.id})
    assert alive_after(first.id, known(around, second)) is None


@pytest.mark.parametrize("stage", SendStage)
def test_a_later_attempt_that_was_never_read_counts_by_its_stage(stage: SendStage) -> None:
    made = order(retry_of=EARLIER)
    later = Sending(PAYMENT, made.wallet_id, made, stage, after(50))
    nothing = (SendStage.NOT_SENT, SendStage.REFUSED, SendStage.FAILED, SendStage.GIVEN_UP)
    found = alive_after(EARLIER, known(sendings=(later,)))
    assert found == (None if stage in nothing else PAYMENT)


def test_the_attempt_before_is_named_by_the_order_or_by_the_metadata() -> None:
    made = order(retry_of=EARLIER)
    sending = Sending(PAYMENT, made.wallet_id, made, SendStage.SENDING, after(0))
    assert attempt_before(None, sending) == EARLIER
    assert attempt_before(replace(SEND, metadata={RETRY_KEY: EARLIER}), None) == EARLIER
    for odd in ("", "../../wallets", EARLIER + "\n", EARLIER.upper()):
        assert attempt_before(replace(SEND, metadata={RETRY_KEY: odd}), None) is None
    assert attempt_before(None, None) is None


def test_one_that_names_itself_is_linked_with_nothing() -> None:
    itself = sent(2, 20)
    itself = replace(itself, metadata={RETRY_KEY: itself.id})
    assert attempts_after(itself.id, known(itself)) == ()
    assert attempt_before(itself, None) is None
    assert attempts_after(PaymentId("none"), known()) == ()
