"""Exports of made-up histories, written to a folder and read again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.model.histories import TEXTS, Move, movements, wallet
from voltage_tui.exports.accounts import AccountMap
from voltage_tui.exports.context import ExportContext, SweepOfWallet
from voltage_tui.exports.pack import Pack, PackRequest, write_pack
from voltage_tui.exports.writers import ExportFormat, formats_there
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.movement import Movement, order_key
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentCategory,
    PaymentKind,
    PaymentStatus,
    Route,
)
from voltage_tui.model.period import Period
from voltage_tui.model.settlement import LightningSettlement, Settlement
from voltage_tui.money import BTC, USD

BERLIN = ZoneInfo("Europe/Berlin")
OPS, TILL = wallet("Ops"), replace(wallet("Till 2", 2), line_id=None)
PERIOD = Period(date(2026, 2, 26), date(2026, 6, 30), BERLIN)
EVERY = formats_there()
PREIMAGE = "c0ffee" + "0" * 58
ORGANIZATION = OrganizationId("5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10")


def context(*, demo: bool = False, period: Period = PERIOD) -> ExportContext:
    """Two wallets, the first of them swept whole."""
    finished = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    return ExportContext(
        organization_id=ORGANIZATION,
        environment="main",
        period=period,
        wallets=(OPS, TILL),
        sweeps=(
            SweepOfWallet(OPS.id, True, 3, 40, finished),
            SweepOfWallet(TILL.id, True, 1, 4, finished),
        ),
        demo=demo,
    )


def payment(wallet_id: WalletId, payment_id: str, memo: str | None = None) -> Payment:
    """A send that is completed."""
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    settled: tuple[Settlement, ...] = (LightningSettlement(PREIMAGE, "ab" * 32, payment_id),)
    return Payment(
        id=PaymentId(payment_id),
        wallet_id=wallet_id,
        organization_id=ORGANIZATION,
        environment_id=EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21"),
        direction=Direction.SEND,
        kind=PaymentKind.BOLT11,
        category=PaymentCategory.STANDARD,
        status=PaymentStatus.COMPLETED,
        currency=BTC,
        amount=None,
        rail_units=None,
        requested=None,
        max_fee=None,
        fees=None,
        memo=memo,
        payment_request="lntbs1",
        address=None,
        bip21_uri=None,
        expiration_s=None,
        market_quote=None,
        settlements=settled,
        exchanges=(),
        frozen=(),
        processing_fee=None,
        breakdown=None,
        error=None,
        route=Route.DIRECT,
        check_only=False,
        metadata={"invoice": "2026-118", "cost_centre": "IT"},
        created_at=at,
        updated_at=at,
    )


def every_kind(number: int = 40) -> list[Move]:
    """A long history with every kind of event, text and fee, with and without rates."""
    kinds = ("receive", "send", "fail", "deposit", "withdraw", "hold")
    return [
        Move(
            what=kinds[place % len(kinds)],
            amount=10**9 + place * 1_234_567,
            fees=(place * 1_001, place * 7),
            seconds=place * 3_600,
            rate=None if place % 5 == 4 else 8_017_210 + place,
            text=TEXTS[place % len(TEXTS)],
            split=place % 2 == 0 or place > 12,
        )
        for place in range(number)
    ]


def both(bitcoin: list[Move], dollars: list[Move], opening: int = 0) -> list[Movement]:
    """Rows of both wallets, the second's in dollars, with payments for some, in order."""
    made = [*movements(bitcoin, OPS, opening=opening), *movements(dollars, TILL, USD)]
    return sorted(map(_with_payment, made), key=order_key)


def _with_payment(movement: Movement) -> Movement:
    if movement.direction is not Direction.SEND or not movement.known.note:
        return movement
    paid = payment(movement.wallet_id, movement.entry.entry_id, movement.known.note)
    return replace(movement, known=replace(movement.known, payment=paid))


def write(
    rows: Iterable[Movement],
    folder: Path,
    formats: tuple[ExportFormat, ...] = EVERY,
    *,
    about: ExportContext | None = None,
    accounts: AccountMap | None = None,
) -> Pack:
    """A pack of the rows at `folder`."""
    request = PackRequest(folder, formats, about or context(), accounts or AccountMap())
    return write_pack(rows, request, lambda _: None)


def lines_of(path: Path) -> list[Mapping[str, str]]:
    """The records of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
