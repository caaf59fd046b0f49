"""The same payment twice: found in any form, and stopped while the first may complete (S-7)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.destinations.bolt11_vectors import HASH
from tests.treasury.builders import T0, after, row
from tests.treasury.paying.orders import (
    ADDRESS,
    EARLIER,
    INVOICE,
    MADE_AT,
    OPEN_INVOICE,
    OTHER_HASH,
    PAYMENT,
    account,
    facts,
    invoice,
    link,
    order,
    sent,
)
from voltage_tui.model.ids import HoldId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Direction, Payment, PaymentStatus
from voltage_tui.model.wallet import Hold
from voltage_tui.model.writes import PaidBefore
from voltage_tui.money import cents, sats
from voltage_tui.treasury.paying.checks import Passes, Stops, Unknown
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.repeats import Same, duplicate_check, repeats_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.statement import build_statement

BOTH = link(f"?lightning={INVOICE}")
OTHER = invoice(payment_hash=OTHER_HASH)
NEARLY = invoice(payment_hash=HASH[:-1] + bytes([HASH[-1] ^ 2]))
TO_ADDRESS = sent(1, -60, address=ADDRESS)
TO_INVOICE = sent(1, -60, payment_request=INVOICE)


def verdict(asked: PayOrder, known: Facts) -> object:
    return duplicate_check(asked, known).verdict


def stop(asked: PayOrder, known: Facts) -> Stops:
    found = verdict(asked, known)
    assert isinstance(found, Stops)
    return found


@pytest.mark.parametrize(
    ("asked", "earlier", "same"),
    [
        (order(), TO_INVOICE, Same.INVOICE),
        (order(), sent(1, 0, payment_request=INVOICE.upper()), Same.INVOICE),
        (order(), sent(1, 0, payment_request=OPEN_INVOICE), Same.INVOICE),
        (order(), sent(1, 0, bip21_uri=BOTH.upper()), Same.INVOICE),
        (order(), sent(1, 0, address=BOTH), Same.INVOICE),
        (order(BOTH), TO_INVOICE, Same.INVOICE),
        (order(BOTH), TO_ADDRESS, Same.ADDRESS_AND_AMOUNT),
        (order(ADDRESS), TO_ADDRESS, Same.ADDRESS_AND_AMOUNT),
        (order(ADDRESS), sent(1, 0, address=ADDRESS.upper()), Same.ADDRESS_AND_AMOUNT),
        (order(ADDRESS), sent(1, 0, bip21_uri=link("?amount=1")), Same.ADDRESS_AND_AMOUNT),
        (order(ADDRESS), sent(1, 0, address=BOTH.upper()), Same.ADDRESS_AND_AMOUNT),
        (
            order(ADDRESS),
            replace(TO_ADDRESS, rail_units=None, amount=None),
            Same.ADDRESS_AND_AMOUNT,
        ),
        (
            order(ADDRESS),
            replace(TO_ADDRESS, rail_units=None, amount=sats(10_000)),
            Same.ADDRESS_AND_AMOUNT,
        ),
        (
            order(ADDRESS),
            replace(TO_ADDRESS, rail_units=None, amount=cents(625)),
            Same.ADDRESS_AND_AMOUNT,
        ),
        (
            order(reference="Invoice 8841"),
            sent(1, 0, metadata={"reference": "Invoice 8841"}),
            Same.REFERENCE,
        ),
    ],
)
def test_the_same_payment_is_found_in_any_form(
    asked: PayOrder, earlier: Payment, same: Same
) -> None:
    (found,) = repeats_of(asked, [sent(9, 0), earlier])
    assert (found.payment, found.same) == (earlier, same)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        (order(), sent(1, 0)),
        (order(), sent(1, 0, payment_request=OTHER)),
        (order(), sent(1, 0, payment_request=NEARLY)),
        (order(), TO_ADDRESS),
        (order(ADDRESS), TO_INVOICE),
        (order(ADDRESS), replace(TO_ADDRESS, rail_units=10_000_001)),
        (order(ADDRESS), replace(TO_ADDRESS, rail_units=None, amount=sats(10_001))),
        (order(ADDRESS), replace(TO_ADDRESS, address=ADDRESS[:-1])),
        (order(), replace(TO_INVOICE, check_only=True)),
        (order(), replace(TO_INVOICE, direction=Direction.RECEIVE)),
        (order(), replace(TO_INVOICE, id=PAYMENT)),
        (order(reference="a"), sent(1, 0, metadata={"reference": "b"})),
        (order(), sent(1, 0, metadata={"reference": "b"})),
    ],
)
def test_another_payment_is_not_taken_for_it(asked: PayOrder, other: Payment) -> None:
    assert repeats_of(asked, [other]) == ()


def test_an_open_payment_of_the_same_stops_it_and_is_named() -> None:
    assert stop(order(), facts(guarded_by=EARLIER)).earlier == EARLIER
    assert isinstance(verdict(order(), facts(guarded_by=PAYMENT)), Passes)  # its own


def test_what_the_journal_knows_as_paid_stops_it_and_is_named() -> None:
    found = stop(order(), facts(paid_before=PaidBefore(EARLIER, T0)))
    assert found.earlier == EARLIER
    assert f"known since {T0:%Y-%m-%d %H:%M} UTC" in found.words


PENDING: list[AnyStatus] = [
    PaymentStatus.SENDING,
    PaymentStatus.APPROVED,
    Unrecognised("settling"),
]


@pytest.mark.safety("S-7", "a payment under way stops the same one, and is named")
@pytest.mark.parametrize("status", PENDING)
@pytest.mark.parametrize(
    ("asked", "earlier"), [(order(), TO_INVOICE), (order(ADDRESS), TO_ADDRESS)]
)
def test_one_under_way_stops_it_however_old(
    asked: PayOrder, earlier: Payment, status: AnyStatus
) -> None:
    old = replace(earlier, status=status, created_at=after(-(10**7)))
    assert stop(asked, facts(payments=(old,))).earlier == old.id


def test_an_invoice_that_was_paid_is_not_paid_again() -> None:
    stopped = stop(order(), facts(payments=(TO_INVOICE,)))
    assert stopped.words == "This was paid 1 m ago."
    assert stopped.earlier == TO_INVOICE.id


def test_an_address_that_was_paid_the_same_is_remarked_on_for_a_day() -> None:
    remark = verdict(order(ADDRESS), facts(payments=(TO_ADDRESS,)))
    assert isinstance(remark, Passes)
    assert remark.warning == "The same amount was paid to this address 1 m ago."
    assert remark.earlier == TO_ADDRESS.id
    old = replace(TO_ADDRESS, created_at=after(-86_401))
    assert verdict(order(ADDRESS), facts(payments=(old,))) == Passes("It was not paid before.")


@pytest.mark.parametrize("status", [PaymentStatus.COMPLETED, PaymentStatus.SENDING])
def test_a_reference_used_before_is_remarked_on(status: PaymentStatus) -> None:
    earlier = sent(1, -3_600, metadata={"reference": "8841"}, status=status)
    remark = verdict(order(reference="8841"), facts(payments=(earlier,)))
    assert isinstance(remark, Passes)
    assert remark.warning == "A payment with the same reference was made 1 h ago."
    failed = replace(earlier, status=PaymentStatus.FAILED)
    passed = verdict(order(reference="8841"), facts(payments=(failed,)))
    assert isinstance(passed, Passes)
    assert passed.warning is None


FAILED = replace(TO_INVOICE, status=PaymentStatus.FAILED, updated_at=after(-30))


def holding(at_s: float, hold_id: str = "h") -> Facts:
    paying = account(holds=(Hold(HoldId(hold_id), sats(1), after(at_s)),))
    return facts(paying, payments=(FAILED,))


def test_a_failed_attempt_lets_it_pass_once_nothing_is_held() -> None:
    assert isinstance(verdict(order(), facts(payments=(FAILED,))), Passes)
    stopped = stop(order(), holding(-50))
    assert stopped.words == (
        "An earlier attempt is not over: it failed, but money that may be its own is still"
        " reserved."
    )
    unread = facts(payments=(replace(FAILED, updated_at=after(0)),))
    assert stop(order(), unread).earlier == FAILED.id


@pytest.mark.safety("S-15", "one of our own passes once it was looked for and nothing was held")
def test_of_our_own_what_was_released_passes_before_the_wallet_is_read_again() -> None:
    failed = sent(1, 0, payment_request=INVOICE, status=PaymentStatus.FAILED)
    known = facts(payments=(failed,))
    assert isinstance(verdict(order(), known), Stops)
    assert isinstance(verdict(order(), replace(known, released=frozenset({failed.id}))), Passes)
    paid = replace(failed, status=PaymentStatus.COMPLETED)
    known = facts(payments=(paid,), released=frozenset({paid.id}))
    assert isinstance(verdict(order(), known), Stops)


def test_the_ledger_tells_that_a_hold_is_another_s() -> None:
    entry = replace(row(LedgerKind.HELD, "h", 1_000), payment_id=EARLIER)
    statement = build_statement(FAILED.wallet_id, [entry], 1, None)
    known = replace(holding(-50), statements={FAILED.wallet_id: Reading(statement, T0)})
    assert isinstance(verdict(order(), known), Passes)


def test_a_stop_counts_more_than_a_remark_before_it() -> None:
    remark = sent(1, -10, metadata={"reference": "8841"})
    known = facts(payments=(remark, replace(TO_INVOICE, id=EARLIER)))
    assert stop(order(reference="8841"), known).earlier == EARLIER


@pytest.mark.parametrize(
    ("text", "reaches_s", "answer"),
    [
        (INVOICE, -1, Passes),  # made at the first moment: nothing before it counts
        (INVOICE, 0, Unknown),
        (ADDRESS, -86_401, Passes),
        (ADDRESS, -86_400, Unknown),
        (BOTH, -86_400, Unknown),
    ],
)
def test_what_was_not_read_far_enough_back_is_unknown(
    text: str, reaches_s: float, answer: type[object]
) -> None:
    assert after(0).timestamp() == MADE_AT
    known = facts(complete=False, reaches=after(reaches_s))
    assert isinstance(verdict(order(text), known), answer)
    assert isinstance(verdict(order(text), facts(book=Reading())), Unknown)


def test_an_invoice_from_the_future_is_looked_for_in_the_past() -> None:
    known = facts(complete=False, reaches=after(-100), now=after(-50))
    assert isinstance(verdict(order(), known), Unknown)


STATUSES: list[AnyStatus] = [*PENDING, *PaymentStatus]


@pytest.mark.safety("S-15", "a new attempt passes only when every earlier one failed")
@given(
    st.lists(
        st.builds(
            lambda number, status, text: sent(number, -60, status=status, payment_request=text),
            st.integers(1, 10**6),
            st.sampled_from(STATUSES),
            st.sampled_from([INVOICE, OPEN_INVOICE, OTHER, None]),
        ),
        max_size=5,
    )
)
def test_it_passes_only_when_every_attempt_failed(payments: list[Payment]) -> None:
    paid = [p for p in payments if p.payment_request in (INVOICE, OPEN_INVOICE)]
    over = (PaymentStatus.FAILED, PaymentStatus.EXPIRED)
    passes = all(p.status in over for p in paid)
    known = facts(payments=tuple(payments))
    assert isinstance(verdict(order(), known), Passes if passes else Stops)


@pytest.mark.safety("S-15", "completed and failed, to an address: stops, however old")
@pytest.mark.parametrize("at_s", [-60, -90 * 86_400])
def test_what_is_disputed_is_not_paid_again(at_s: float) -> None:
    known = facts(payments=(sent(1, at_s, address=ADDRESS, disputed=True),))
    assert "said also that it failed" in stop(order(link()), known).words
