"""What may not be paid twice at once: invoice, address with amount, quote (S-7)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.destinations.bolt11_vectors import HASH
from tests.treasury.paying.orders import (
    ADDRESS,
    EARLIER,
    INVOICE,
    OPEN_INVOICE,
    OTHER_HASH,
    QUOTE,
    dollar_order,
    invoice,
    link,
    order,
)
from voltage_tui.money import sats
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder

BOTH = link(f"?lightning={INVOICE}")


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_a_guard_is_the_digest_of_kind_and_value() -> None:
    hashed = digest(f"payment_hash:{HASH.hex()}")
    address = digest(f"address_and_amount:{ADDRESS}:10000000")
    assert guards_of(order()) == {hashed}
    assert guards_of(order(ADDRESS)) == {address}
    assert guards_of(order(BOTH)) == {hashed, address}
    assert guards_of(dollar_order()) == {hashed, digest(f"quote:{QUOTE}")}


@pytest.mark.safety("S-7", "an invoice, its link, its address and its quote guard each other")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (order(), order(payment_id=EARLIER, max_fee=sats(1), reference="again")),
        (order(), order(INVOICE.upper())),
        (order(), order(BOTH)),
        (order(), order(OPEN_INVOICE)),  # another text with the same hash
        (order(ADDRESS), order(BOTH)),
        (order(ADDRESS), order(ADDRESS.upper())),
        (order(ADDRESS), order(link("?amount=0.0001"))),
        (order(ADDRESS), order(link(f"?lightning={invoice(payment_hash=OTHER_HASH)}"))),
        (order(ADDRESS), order(invoice(fallback=True))),
        (dollar_order(), dollar_order(ADDRESS)),
    ],
)
def test_the_same_payment_in_another_form_is_found(one: PayOrder, other: PayOrder) -> None:
    assert guards_of(one) & guards_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (order(), order(invoice(payment_hash=OTHER_HASH))),
        (order(ADDRESS), order(ADDRESS, amount=sats(10_001))),
        (order(ADDRESS), order(INVOICE)),
    ],
)
def test_another_payment_is_not_taken_for_it(one: PayOrder, other: PayOrder) -> None:
    assert not guards_of(one) & guards_of(other)
