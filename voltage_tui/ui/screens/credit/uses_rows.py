"""What used credit as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.bill import Bill
from voltage_tui.model.wallet import Hold, PendingSettlement
from voltage_tui.treasury.credit.uses import PaidTo, Use, UseKind
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import counted
from voltage_tui.ui.paint import Align, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.ui.app import VoltageApp

_ID: Final = 8
_KEY_ENDS: Final = 12


def use_columns() -> tuple[Column, ...]:
    """The wallet leaves first, then the age."""
    return (
        Column("WHAT", least=5),
        Column("AMOUNT", point=True),
        Column("UNIT"),
        Column("WHEN", Align.RIGHT, drop=3),
        Column("FOR", flex=True, least=12),
        Column("WALLET", drop=7, most=24),
    )


def use_key(use: Use) -> str:
    """What tells them apart."""
    return use.key


def use_cells(
    use: Use, app: VoltageApp, now: datetime, payments: Mapping[PaymentId, Payment]
) -> Sequence[Cell]:
    """A row; `now` is the server's clock."""
    display = app.amounts
    account = None
    if use.wallet_id is not None and app.snapshot is not None:
        account = app.snapshot.account(use.wallet_id)
    role = Role.WARN if use.kind is UseKind.BILL else Role.MUTED
    return (
        (Span(use.kind.value, role),),
        display.number(use.amount, Role.STRONG if use.payment_id is None else Role.TEXT),
        (Span(display.unit_word(use.amount), Role.MUTED),),
        (Span(_when(use, now), Role.MUTED),),
        _for(use, app, payments),
        (Span(account.wallet.name if account else "", Role.MUTED),),
    )


def _when(use: Use, now: datetime) -> str:
    """How long ago; a bill says how long there is left."""
    if use.at is None:
        return ""
    if use.kind is not UseKind.BILL:
        return duration(now - use.at)
    return f"in {duration(use.at - now)}" if use.at > now else f"due {duration(now - use.at)} ago"


def _for(use: Use, app: VoltageApp, payments: Mapping[PaymentId, Payment]) -> Cell:
    hidden = app.amounts.hidden
    match use.about:
        case Bill():
            words = use.about.status.value.replace("_", " ")
            return (Span(f"{words}, bill {use.about.id[:_ID]}"),)
        case PendingSettlement():
            return (Span(f"a bill's {use.about.settlement_type.value.lower()}"),)
        case PaidTo():
            many = counted(use.about.payments, "payment")
            name = HIDDEN_TEXT if hidden else _payee(use.about.key, app)
            return (Span(name, Role.FAINT if hidden else Role.TEXT), Span(f"  {many}", Role.MUTED))
        case Hold() | None:
            return _payment(use, app, payments, hidden=hidden)


def _payee(key: str, app: VoltageApp) -> str:
    """A payee's name, or both ends of its key: enough to find it, not to pay it by."""
    known = app.snapshot.payee(key) if app.snapshot is not None else None
    if known is not None and known.name is not None:
        return known.name
    return f"{key[:_KEY_ENDS]}…{key[-_ID:]}"


def _payment(
    use: Use, app: VoltageApp, payments: Mapping[PaymentId, Payment], *, hidden: bool
) -> Cell:
    if use.payment_id is None:
        words = "outside payments" if use.about is None else "its payment is not known"
        return (Span(words, Role.MUTED),)
    payment = payments.get(use.payment_id)
    if payment is None and app.snapshot is not None:
        payment = app.snapshot.payment(use.payment_id)
    if payment is not None and payment.memo:
        return (Span(HIDDEN_TEXT, Role.FAINT) if hidden else Span(payment.memo),)
    return (Span(f"payment {use.payment_id[:_ID]}"),)
