"""What moved: in and out of the organisation, apart from what only changed wallets."""

from __future__ import annotations

from typing import TypeAlias

from tests.treasury.builders import T0, after, payment
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.money import BTC, msats
from voltage_tui.treasury.movements import Movement, movements_since

Fields: TypeAlias = dict[str, object]
OTHER = WalletId("00000000-0000-4000-9000-000000000002")


def done(number: int, changes: Fields, at_s: float = 0.0) -> Payment:
    known = {"status": PaymentStatus.COMPLETED, "payment_request": f"lntbs{number}", **changes}
    return payment(number, at_s, **known)


def sent(number: int, changes: Fields, at_s: float = 0.0) -> Payment:
    return done(number, {"direction": Direction.SEND, "wallet_id": OTHER, **changes}, at_s)


def test_a_transfer_between_own_wallets_is_neither_in_nor_out() -> None:
    moved = movements_since(
        [
            done(1, {"amount": msats(5_000)}),
            sent(2, {"amount": msats(3_000)}),
            done(3, {"payment_request": "lntbs-own"}),
            sent(4, {"payment_request": "LNTBS-OWN"}),
        ],
        T0,
    )
    assert moved.by_currency == (Movement(BTC, 1, msats(5_000), 1, msats(3_000)),)
    assert moved.between_own == 1


def test_nothing_but_transfers_is_no_movement() -> None:
    own: Fields = {"kind": PaymentKind.ONCHAIN, "payment_request": None, "address": "tb1qown"}
    moved = movements_since([done(1, own), sent(2, own)], T0)
    assert (moved.by_currency, moved.between_own) == ((), 1)


def test_a_half_older_than_the_period_still_tells_a_transfer() -> None:
    own: Fields = {"payment_request": "lntbs-own"}
    moved = movements_since([sent(2, own, 100), done(1, own)], after(50))
    assert (moved.by_currency, moved.between_own) == ((), 1)


def test_an_own_request_that_somebody_else_paid_came_in() -> None:
    own: Fields = {"payment_request": "lntbs-own"}
    failed = sent(2, {"status": PaymentStatus.FAILED, **own})
    moved = movements_since([done(1, own), failed], T0)
    assert (moved.by_currency[0].received, moved.between_own, moved.failed) == (1, 0, 1)


def test_payments_without_an_invoice_or_address_are_not_matched_to_each_other() -> None:
    bare: Fields = {"payment_request": None}
    moved = movements_since([done(1, bare), sent(2, bare)], T0)
    assert (moved.by_currency[0].received, moved.by_currency[0].sent) == (1, 1)
    assert moved.between_own == 0
