"""Whom a payment makes known, and what follows from many of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.destinations.bolt11_vectors import SECRET_KEY
from tests.treasury.builders import T0
from tests.treasury.paying.orders import ADDRESS, INVOICE, destination, sent
from voltage_tui.destinations import secp256k1
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.model.settlement import (
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    Settlement,
)
from voltage_tui.money import BTC, cents, msats, sats
from voltage_tui.store.payees import Paid
from voltage_tui.treasury.paying.lookalike import differing, look_alike, payee_keys
from voltage_tui.treasury.paying.payees import LATEST, known_payees, paid_by

NODE = secp256k1.public_key(SECRET_KEY).hex()
BY_LIGHTNING = LightningSettlement("aa", "bb", None)
ON_CHAIN = OnchainSettlement(
    "cc", sats(1), 1, 1, None, pending=False, sanctioned=None, ledger_id=None
)
INSIDE = InternalSettlement(sats(1), PaymentId("p-9"), None)


def to_invoice(**changes: object) -> Payment:
    return sent(1, 0, **{"kind": PaymentKind.BOLT11, "payment_request": INVOICE, **changes})


def to_address(**changes: object) -> Payment:
    return sent(1, 0, **{"kind": PaymentKind.ONCHAIN, "address": ADDRESS, **changes})


def to_both(*settlements: Settlement) -> Payment:
    return to_invoice(kind=PaymentKind.BIP21, address=ADDRESS, settlements=settlements)


def key_of(payment: Payment) -> str | None:
    paid = paid_by(payment)
    return None if paid is None else paid.key


def test_a_send_that_completed_makes_its_node_or_address_known() -> None:
    payment = to_invoice()
    assert paid_by(payment) == Paid(NODE, payment.id, 10_000_000, payment.updated_at)
    assert key_of(to_address()) == ADDRESS
    assert key_of(to_address(address=ADDRESS.upper())) == ADDRESS


NEVER: list[dict[str, object]] = [
    {"direction": Direction.RECEIVE},
    {"check_only": True},
    *[{"status": s} for s in list[object](PaymentStatus) if s is not PaymentStatus.COMPLETED],
    {"status": Unrecognised("settled?")},
    {"kind": Unrecognised("bolt12")},
    {"payment_request": None, "address": None},
    {"payment_request": INVOICE[:-6] + "qqqqqq", "address": ADDRESS[:-6] + "qqqqqq"},
]


@pytest.mark.safety("S-40", "receives, checks, failed and pending sends make nobody known")
@pytest.mark.parametrize("changes", NEVER, ids=str)
def test_nothing_else_makes_anybody_known(changes: dict[str, object]) -> None:
    assert paid_by(to_invoice(**changes)) is None
    assert paid_by(to_address(**changes)) is None


@pytest.mark.safety("S-40", "a link makes known what was paid of it, and never both")
@pytest.mark.parametrize(
    ("settlements", "key"),
    [
        ((BY_LIGHTNING,), NODE),
        ((ON_CHAIN,), ADDRESS),
        ((ON_CHAIN, BY_LIGHTNING), None),
        ((INSIDE,), None),
        ((), None),
    ],
)
def test_of_a_link_only_what_was_paid_is_known(
    settlements: tuple[Settlement, ...], key: str | None
) -> None:
    assert key_of(to_both(*settlements)) == key
    only_address = replace(to_both(*settlements), payment_request=None)
    only_invoice = replace(to_both(*settlements), address=None)
    assert (key_of(only_address), key_of(only_invoice)) == (ADDRESS, NODE)


def test_an_amount_in_dollars_is_not_taken_for_msats() -> None:
    told = paid_by(to_address(rail_units=None, amount=cents(500)))
    assert told is not None
    assert told.msats is None
    assert known_payees([told], {})[0].usual is None


def paid(number: int, msat: int | None, key: str = "k", at_s: int | None = None) -> Paid:
    at = T0 + timedelta(seconds=number if at_s is None else at_s)
    return Paid(key, PaymentId(f"p-{number}"), msat, at)


@pytest.mark.safety("S-28", "what is usual is the median of the newest 20, whatever their order")
@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=60), st.randoms())
def test_what_is_usual_is_the_median_of_the_newest(amounts: list[int], random: object) -> None:
    rows = [paid(number, amount) for number, amount in enumerate(amounts)]
    shuffled = sorted(rows, key=lambda _: random.random())  # type: ignore[attr-defined]
    (known,) = known_payees([*shuffled, *rows[:3]], {})
    assert known.count == len(amounts)
    assert known.last == rows[-1].completed_at
    assert known.usual is not None
    exact = median(amounts[-LATEST:])
    assert known.usual.currency == BTC
    assert known.usual.units == exact // 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc"), st.none() | st.integers(1, 9)))
)
def test_each_payment_counts_once_for_one_payee(told: list[tuple[int, str, int | None]]) -> None:
    first: dict[str, Paid] = {}
    for number, key, amount in told:
        first.setdefault(f"p-{number}", paid(number, amount, key))
    known = known_payees(first.values(), {"a": "Anna", "z": "never paid"})
    assert sum(payee.count for payee in known) == len(first)
    assert {payee.key for payee in known} == {one.key for one in first.values()}
    assert {payee.name for payee in known} <= {"Anna", None}


def test_at_one_moment_all_of_it_is_counted() -> None:
    (known,) = known_payees([paid(n, 100 * n, at_s=0) for n in (1, 2, 3, 4)], {"k": "Anna"})
    assert (known.count, known.usual, known.name) == (4, msats(250), "Anna")


KEYS = st.text("0123456789abcdef", min_size=60, max_size=60).map(lambda text: f"02{text}1234")


@pytest.mark.safety("S-40", "random keys: whatever shares both ends and is another is flagged")
@given(st.data(), KEYS)
def test_look_alikes_differ_where_they_are_said_to(data: st.DataObject, key: str) -> None:
    places = data.draw(st.sets(st.integers(4, len(key) - 5)))
    other = "".join("x" if i in places else c for i, c in enumerate(key))
    assert differing(key, other) == tuple(sorted(places))
    assert differing(key, key) == ()
    assert differing(key, key[:-1]) == (len(key) - 1,)


@pytest.mark.safety("S-40", "an address altered anywhere but its ends is flagged, every one")
@given(st.sets(st.integers(5, len(ADDRESS) - 6), min_size=1))
def test_any_change_between_the_ends_of_an_address_is_flagged(places: set[int]) -> None:
    known = "".join("-" if i in places else c for i, c in enumerate(ADDRESS))
    payees = known_payees([paid(1, 5, known)], {known: "Anna"})
    asked = destination(ADDRESS)
    found = look_alike(asked, payees)
    assert found is not None
    assert (found.key, found.known.called) == (payee_keys(asked)[0], "Anna")
    assert differing(found.key, found.known.key) == tuple(sorted(places))
