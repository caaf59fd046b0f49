"""What a payment's state says, and what a payer is given (S-13, S-14)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import MappingProxyType

import pytest

from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    AnyStatus,
    Direction,
    Payment,
    PaymentKind,
    PaymentStatus,
    is_terminal,
)
from voltage_tui.money import BTC

WHEN = datetime(2026, 10, 5, tzinfo=UTC)
INVOICE = "lntbs80u1p5s7k2u"
ADDRESS = "tb1qlhrc7pk72awdy7pgycjhwrwds4xq7dspd04jsc"
UNIFIED = f"bitcoin:{ADDRESS}?amount=0.0008&lightning={INVOICE}"


def receive(
    kind: PaymentKind | Unrecognised,
    *,
    request: str | None = None,
    address: str | None = None,
    uri: str | None = None,
    status: AnyStatus = PaymentStatus.RECEIVING,
    check_only: bool = False,
) -> Payment:
    """A receive with nothing in it but what a payer may be given."""
    return Payment(
        id=PaymentId("payment"),
        wallet_id=WalletId("wallet"),
        organization_id=OrganizationId("organization"),
        environment_id=EnvironmentId("environment"),
        direction=Direction.RECEIVE,
        kind=kind,
        category=None,
        status=status,
        currency=BTC,
        amount=None,
        rail_units=None,
        requested=None,
        max_fee=None,
        fees=None,
        memo=None,
        payment_request=request,
        address=address,
        bip21_uri=uri,
        expiration_s=None,
        market_quote=None,
        settlements=(),
        exchanges=(),
        frozen=(),
        processing_fee=None,
        breakdown=None,
        error=None,
        route=None,
        check_only=check_only,
        metadata=MappingProxyType({}),
        created_at=WHEN,
        updated_at=WHEN,
    )


@pytest.mark.safety("S-13", "a table of every status and what it means")
@pytest.mark.parametrize(
    ("status", "terminal", "terminal_as_check"),
    [
        (PaymentStatus.GENERATING, False, False),
        (PaymentStatus.RECEIVING, False, False),
        (PaymentStatus.SENDING, False, False),
        (PaymentStatus.APPROVED, False, True),
        (PaymentStatus.COMPLETED, True, True),
        (PaymentStatus.EXPIRED, True, True),
        (PaymentStatus.FAILED, True, True),
        (Unrecognised("settling"), False, False),
    ],
)
def test_when_nothing_more_will_happen(
    status: AnyStatus, terminal: bool, terminal_as_check: bool
) -> None:
    assert is_terminal(status) is terminal
    assert is_terminal(status, check_only=True) is terminal_as_check
    assert receive(PaymentKind.BOLT11, status=status).is_terminal is terminal
    checked = receive(PaymentKind.BOLT11, status=status, check_only=True)
    assert checked.is_terminal is terminal_as_check


def test_every_status_is_in_the_table_above() -> None:
    assert len(PaymentStatus) == 7


@pytest.mark.parametrize(
    ("payment", "payable"),
    [
        (receive(PaymentKind.BOLT11, request=INVOICE, uri=f"lightning:{INVOICE}"), INVOICE),
        (receive(PaymentKind.BOLT11, request=INVOICE), INVOICE),
        (receive(PaymentKind.BIP21, request=INVOICE, address=ADDRESS, uri=UNIFIED), UNIFIED),
        (receive(PaymentKind.ONCHAIN, address=ADDRESS), ADDRESS),
        (receive(PaymentKind.ONCHAIN, address=ADDRESS, uri=f"bitcoin:{ADDRESS}?amount=1"), None),
        (receive(PaymentKind.TAPROOTASSET, request=INVOICE), INVOICE),
        (receive(Unrecognised("bolt12"), request="lno1"), "lno1"),
    ],
)
def test_a_payer_is_given_the_whole_of_it(payment: Payment, payable: str | None) -> None:
    assert payment.payable == (payable or payment.bip21_uri)


@pytest.mark.parametrize("kind", PaymentKind)
def test_while_it_is_generated_there_is_nothing_to_give(kind: PaymentKind) -> None:
    assert receive(kind, status=PaymentStatus.GENERATING).payable is None
