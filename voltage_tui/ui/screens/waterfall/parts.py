"""The rows of one step as a table: what it is, how much, how old, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.wallet import Hold, PendingSettlement
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.waterfall import Receipt
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT
from voltage_tui.ui.status import status_span
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.waterfall import Part
    from voltage_tui.ui.app import VoltageApp

_ID = 8
"""Characters of an identifier, as they stand first in it."""


def part_columns() -> tuple[Column, ...]:
    """The wallet leaves first, then the payment's state, then the age."""
    return (
        Column("AMOUNT", point=True),
        Column("UNIT"),
        Column("AGE", Align.RIGHT, drop=3),
        Column("FOR", flex=True, least=14),
        Column("WHAT", drop=5, most=48),
        Column("WALLET", drop=7, most=24),
    )


def part_key(part: Part) -> str:
    """What tells the rows of a step apart."""
    match part.about:
        case Hold() | PendingSettlement():
            return f"{part.wallet_id} {part.about.id}"
        case Receipt():
            one = part.about
            return f"{part.wallet_id} {one.payment.id} {one.kind.value} {one.stated} {one.words}"
        case None:
            return part.wallet_id


def payment_id_of(part: Part, owners: Mapping[str, PaymentId]) -> PaymentId | None:
    """The payment a row belongs to; a hold's is in `owners`, where the ledger tells it."""
    match part.about:
        case Hold():
            return owners.get(part.about.id)
        case Receipt():
            return part.about.payment.id
        case PendingSettlement() | None:
            return None


def id_of(part: Part) -> tuple[str, str]:
    """The identifier of a row, and what that is."""
    match part.about:
        case Hold():
            return part.about.id, "the hold's id"
        case PendingSettlement():
            return part.about.id, "the settlement's id"
        case Receipt():
            return part.about.payment.id, "the payment's id"
        case None:
            return part.wallet_id, "the wallet's id"


def leads_nowhere(part: Part) -> str:
    """Why there is nothing to open."""
    match part.about:
        case Hold():
            return "Which payment it is for is not known yet: its ledger row has not been read."
        case PendingSettlement():
            return "A bill is settled by no payment."
        case Receipt() | None:
            return "There is nothing else to open: ask Voltage."


def since(part: Part) -> datetime | None:
    """Since when it stands."""
    match part.about:
        case Hold() | PendingSettlement():
            return part.about.effective_time
        case Receipt():
            return part.about.payment.created_at
        case None:
            return None


def part_cells(
    part: Part, app: VoltageApp, owners: Mapping[str, PaymentId], now: datetime
) -> Sequence[Cell]:
    """A row; `now` is the server's."""
    display = app.amounts
    stated = part.about.stated if isinstance(part.about, Receipt) else None
    if isinstance(part.about, Hold | PendingSettlement):
        stated = part.about.amount
    amount = part.amount if stated is None else stated
    began = since(part)
    account = app.snapshot.account(part.wallet_id) if app.snapshot else None
    payment_id = payment_id_of(part, owners)
    payment = app.snapshot.payment(payment_id) if app.snapshot and payment_id else None
    return (
        display.number(amount, Role.TEXT if part.taken else Role.MUTED),
        (Span("" if amount is None else display.unit_word(amount), Role.MUTED),),
        (Span("" if began is None else duration(now - began), Role.MUTED),),
        _subject(part, payment, payment_id, hidden=display.hidden),
        _what(part, payment),
        (Span(account.wallet.name if account else "", Role.MUTED),),
    )


def _subject(
    part: Part, payment: Payment | None, payment_id: PaymentId | None, *, hidden: bool
) -> tuple[Span, ...]:
    """The payment's memo, or the beginning of what identifies it."""
    if isinstance(part.about, Receipt):
        payment = part.about.payment
    if payment is not None and payment.memo:
        return (Span(HIDDEN_TEXT, Role.FAINT) if hidden else Span(payment.memo),)
    if payment_id is not None:
        return (Span(f"payment {payment_id[:_ID]}"),)
    match part.about:
        case PendingSettlement() if part.about.bill_id is not None:
            return (Span(f"bill {part.about.bill_id[:_ID]}"),)
        case Hold() | PendingSettlement():
            return (Span(f"{part.about.id[:_ID]}, its payment is not known", Role.MUTED),)
        case Receipt() | None:
            return (Span("nothing explains it", Role.MUTED),)


def _what(part: Part, payment: Payment | None) -> tuple[Span, ...]:
    """What it waits for; whether it is in the figure where that is not so."""
    beside = () if part.taken else (Span(", not in it", Role.MUTED),)
    match part.about:
        case Hold():
            if payment is None:
                return (Span("held", Role.MUTED), *beside)
            return (status_span(payment.status, check_only=payment.check_only), *beside)
        case PendingSettlement():
            return (Span(part.about.settlement_type.value.lower(), Role.MUTED), *beside)
        case Receipt():
            words = part.about.words.replace("_", " ")
            return (Span(f"{part.about.kind.value}: {words}", Role.WARN), *beside)
        case None:
            return ()
