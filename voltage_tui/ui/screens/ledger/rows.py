"""A ledger row as cells: what it was, what it did to both balances, what they were after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import Money
from voltage_tui.treasury.words import row_words
from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import moment
from voltage_tui.ui.widgets.columns import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.statement import StatementRow
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.ledger.scope import LedgerRow


def ledger_columns(*, one_wallet: bool) -> tuple[Column, ...]:
    """The wallet leaves when only one is shown; narrow, the available balance leaves first."""
    wallet = () if one_wallet else (Column("WALLET", drop=5, most=24),)
    return (
        Column("TIME"),
        *wallet,
        Column("ROW"),
        Column("TO TOTAL", point=True),
        Column("TO AVAILABLE", point=True, drop=8),
        Column("TOTAL AFTER", point=True),
        Column("AVAILABLE AFTER", point=True, drop=9),
        Column("UNIT", drop=1),
        Column("WHAT IT DID", flex=True, least=12, most=90, drop=6),
    )


def ledger_cells(item: LedgerRow, app: VoltageApp, *, one_wallet: bool) -> Sequence[Cell]:
    """A row."""
    row = item.row
    entry = row.entry
    display = app.amounts
    unit = display.unit_word(Money(entry.currency, 0))
    wallet: tuple[Cell, ...] = () if one_wallet else ((Span(item.wallet, Role.MUTED),),)
    return (
        (Span(moment(row.time, app.now()), Role.MUTED),),
        *wallet,
        (kind_span(row, is_open=_is_open(row, app)),),
        _effect(row, row.effect.total, app),
        _effect(row, row.effect.available, app),
        display.number(row.total_after, Role.STRONG),
        display.number(row.available_after, Role.TEXT),
        (Span(unit, Role.MUTED),),
        what_it_did(row, app),
    )


def _effect(row: StatementRow, units: int | None, app: VoltageApp) -> Number:
    if units == 0:
        return Number((Span("·", Role.FAINT),))
    amount = None if units is None else Money(row.entry.currency, units)
    settled = row.entry.kind in (LedgerKind.CREDITED, LedgerKind.DEPOSITED)
    role = Role.OK_STRONG if settled else Role.TEXT
    return app.amounts.number(amount, role, signed=True)


def what_it_did(row: StatementRow, app: VoltageApp) -> tuple[Span, ...]:
    """The payment's memo where the payment is known, and what the row did."""
    if app.amounts.hidden:
        return ()
    payment_id = row.entry.payment_id
    payment = app.snapshot.payment(payment_id) if app.snapshot and payment_id else None
    memo = (Span(f"{payment.memo}  "),) if payment is not None and payment.memo else ()
    return (*memo, Span(row_words(row, app.amounts.words), Role.MUTED))


def _is_open(row: StatementRow, app: VoltageApp) -> bool:
    """Whether the row's hold is still open."""
    account = app.snapshot.account(row.entry.wallet_id) if app.snapshot else None
    return account is not None and any(h.id == row.entry.entry_id for h in account.wallet.holds)


def kind_span(row: StatementRow, *, is_open: bool) -> Span:
    """What kind of row, with a mark; a hold has colour only while it is open."""
    match row.entry.kind:
        case LedgerKind.CREDITED:
            return Span("+ credited", Role.OK)
        case LedgerKind.DEPOSITED:
            return Span("+ deposited", Role.OK)
        case LedgerKind.CAPTURED:
            return Span("− captured", Role.TEXT)
        case LedgerKind.WITHDRAWN:
            return Span("− withdrawn", Role.TEXT)
        case LedgerKind.HELD:
            return Span("◐ held", Role.WARN if is_open else Role.MUTED)
        case LedgerKind.RELEASED:
            return Span("◌ released", Role.MUTED)
        case Unrecognised(value):
            return Span(f"? {value}", Role.WARN_STRONG)
