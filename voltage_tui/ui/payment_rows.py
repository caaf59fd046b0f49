"""A payment as a table row: one look for every table of payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentKind
from voltage_tui.treasury.durations import rough_age
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.status import amount_role, arrow, status_span
from voltage_tui.ui.widgets.columns import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.money import Money
    from voltage_tui.ui.app import VoltageApp

HIDDEN_TEXT = "hidden"


def payment_key(payment: Payment) -> str:
    """What tells payments apart."""
    return payment.id


def shown_amount(payment: Payment) -> Money | None:
    """What the wallet sees of it, signed: plus for a receive, minus for a send."""
    amount = payment.amount
    if amount is None:
        return None
    return amount if payment.direction is Direction.RECEIVE else -amount


def payment_cells(payment: Payment, app: VoltageApp) -> Sequence[Cell]:
    """A row."""
    display = app.amounts
    amount = shown_amount(payment)
    now = app.now()
    account = app.snapshot.account(payment.wallet_id) if app.snapshot else None
    return (
        (Span(moment(payment.created_at, now), Role.MUTED),),
        (arrow(payment),),
        display.number(amount, amount_role(payment), signed=True)
        if amount is None or not amount.is_zero or payment.rail_units
        else (Span("any", Role.MUTED),),
        (Span("" if amount is None else display.unit_word(amount), Role.MUTED),),
        display.number(payment.fees, Role.MUTED) if payment.fees else (),
        (status_span(payment.status, check_only=payment.check_only),),
        (Span(kind_word(payment.kind), Role.MUTED),),
        memo_spans(payment, hidden=display.hidden),
        (Span(account.wallet.name if account else "", Role.MUTED),),
        (Span(rough_age(now - payment.created_at), Role.FAINT),),
    )


def payment_state(payment: Payment, app: VoltageApp) -> object:
    """What its cells depend on besides the payment."""
    now = app.now()
    account = app.snapshot.account(payment.wallet_id) if app.snapshot else None
    return (
        app.amounts,
        now.date(),
        rough_age(now - payment.created_at),
        account.wallet.name if account else "",
    )


def kind_word(kind: PaymentKind | Unrecognised) -> str:
    """The rail as a treasurer says it."""
    match kind:
        case PaymentKind.BOLT11:
            return "lightning"
        case PaymentKind.ONCHAIN:
            return "on-chain"
        case PaymentKind.BIP21:
            return "bip21"
        case PaymentKind.TAPROOTASSET:
            return "asset"
        case PaymentKind.USDBATCH:
            return "bank"
        case Unrecognised(value):
            return value


def memo_spans(payment: Payment, *, hidden: bool) -> tuple[Span, ...]:
    """The memo, with a failed payment's reason behind it; hidden when amounts are (S-27)."""
    if hidden:
        return (Span(HIDDEN_TEXT, Role.FAINT),) if payment.memo else ()
    spans = [Span(payment.memo)] if payment.memo else []
    if payment.error is not None and payment.error.type.value != "expired":
        reason = payment.error.reason.replace("_", " ")
        spans.append(Span(f"{' · ' if spans else ''}{reason}", Role.MUTED))
    return tuple(spans)


def moment(time: datetime, now: datetime) -> str:
    """`10:41:07` today, `14 Nov 10:41` before, with the year when it is another."""
    if time.date() == now.date():
        return f"{time:%H:%M:%S}"
    if time.year == now.year:
        return f"{time.day:2} {time:%b %H:%M}"
    return f"{time.day:2} {time:%b %Y}"
