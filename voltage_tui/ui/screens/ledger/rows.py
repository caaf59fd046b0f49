"""A ledger row as cells: what it was, what it did to both balances, what they were after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.money import Money
from voltage_tui.treasury.words import row_words
from voltage_tui.ui.columns_dialog import is_chosen
from voltage_tui.ui.display import Number
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT, moment
from voltage_tui.ui.widgets.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.store.mirror.ledger_rows import MirrorRow
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.display import Display
    from voltage_tui.ui.screens.ledger.reading import LedgerRow
    from voltage_tui.ui.widgets.columns import Cell


@dataclass(frozen=True, slots=True)
class Seen:
    """What a row's cells depend on besides the row."""

    amounts: Display
    now: datetime
    names: Mapping[WalletId, str]
    open_holds: frozenset[str]

    @property
    def state(self) -> object:
        """Equal as long as every cell is."""
        return self.amounts, self.now.date(), self.names, self.open_holds


def seen_now(snapshot: Snapshot | None, amounts: Display, now: datetime) -> Seen:
    """What is known now."""
    accounts = snapshot.accounts if snapshot is not None else ()
    names = {a.wallet.id: a.wallet.name for a in accounts}
    holds = frozenset(hold.id for a in accounts for hold in a.wallet.holds)
    return Seen(amounts, now, names, holds)


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One that can be chosen: its name in the settings, its head, and how a cell is made.

    One that is `usual` is there until somebody chooses otherwise; one that `stays` always is.
    """

    name: str
    column: Column
    cell: Callable[[LedgerRow, Seen], Cell]
    usual: bool = True
    stays: bool = False


def _time(item: LedgerRow, seen: Seen) -> Cell:
    return (Span(moment(item.row.entry.effective_time, seen.now), Role.MUTED),)


def _second(item: LedgerRow, _: Seen) -> Cell:
    return (Span(f"{item.row.entry.effective_time:%Y-%m-%d %H:%M:%S}", Role.MUTED),)


def _wallet(item: LedgerRow, seen: Seen) -> Cell:
    return (Span(seen.names.get(item.row.entry.wallet_id, ""), Role.MUTED),)


def _kind(item: LedgerRow, seen: Seen) -> Cell:
    return (kind_span(item.row, is_open=item.row.entry.entry_id in seen.open_holds),)


def _to_total(item: LedgerRow, seen: Seen) -> Cell:
    return effect_number(item.row, item.row.effect.total, seen.amounts)


def _to_available(item: LedgerRow, seen: Seen) -> Cell:
    return effect_number(item.row, item.row.effect.available, seen.amounts)


def _total(item: LedgerRow, seen: Seen) -> Cell:
    return seen.amounts.number(item.row.total_after, Role.STRONG)


def _available(item: LedgerRow, seen: Seen) -> Cell:
    return seen.amounts.number(item.row.available_after, Role.TEXT)


def _unit(item: LedgerRow, seen: Seen) -> Cell:
    return (Span(seen.amounts.unit_word(Money(item.row.entry.currency, 0)), Role.MUTED),)


def _words(item: LedgerRow, seen: Seen) -> Cell:
    return what_it_did(item, seen.amounts)


def _payment(item: LedgerRow, _: Seen) -> Cell:
    return (Span(item.payment_id or "", Role.MUTED),)


def _entry(item: LedgerRow, _: Seen) -> Cell:
    return (Span(item.row.entry.entry_id, Role.MUTED),)


ALL_COLUMNS: Final = (
    LedgerColumn("time", Column("TIME"), _time, stays=True),
    LedgerColumn("second", Column("DATE AND TIME"), _second, usual=False),
    LedgerColumn("wallet", Column("WALLET", drop=5, most=24), _wallet),
    LedgerColumn("row", Column("ROW"), _kind, stays=True),
    LedgerColumn("to-total", Column("TO TOTAL", point=True), _to_total),
    LedgerColumn("to-available", Column("TO AVAILABLE", point=True, drop=8), _to_available),
    LedgerColumn("total", Column("TOTAL AFTER", point=True, drop=2), _total, stays=True),
    LedgerColumn("available", Column("AVAILABLE AFTER", point=True, drop=9), _available),
    LedgerColumn("unit", Column("UNIT", drop=1), _unit, stays=True),
    LedgerColumn("words", Column("WHAT IT DID", flex=True, least=12, most=90, drop=6), _words),
    LedgerColumn("payment", Column("PAYMENT", drop=10), _payment, usual=False),
    LedgerColumn("entry", Column("ROW ID", drop=11), _entry, usual=False),
)


def chosen_columns(names: str | None, *, one_wallet: bool) -> tuple[LedgerColumn, ...]:
    """The columns of these names, with commas between them, or the usual ones.

    The wallet leaves when only one is shown. Narrow, the available balance leaves first, and the
    total after it before what the row did to it: that is what a row is; the unit leaves last.
    """
    return tuple(
        each
        for each in ALL_COLUMNS
        if is_chosen(each, names) and not (one_wallet and each.name == "wallet")
    )


def ledger_cells(item: LedgerRow, seen: Seen, columns: Sequence[LedgerColumn]) -> tuple[Cell, ...]:
    """A row."""
    return tuple(each.cell(item, seen) for each in columns)


def effect_number(row: MirrorRow, units: int | None, amounts: Display) -> Number:
    """What a row did to a balance, signed; a dot for nothing, a dash for what is not known."""
    if units == 0:
        return Number((Span("·", Role.FAINT),))
    amount = None if units is None else Money(row.entry.currency, units)
    settled = row.entry.kind in (LedgerKind.CREDITED, LedgerKind.DEPOSITED)
    role = Role.OK_STRONG if settled else Role.TEXT
    return amounts.number(amount, role, signed=True)


def what_it_did(item: LedgerRow, amounts: Display, *, memo_first: bool = True) -> tuple[Span, ...]:
    """The payment's memo, what the row did, and a person's tags and note; hidden with amounts.

    What the row did comes before the memo where it is the only place that has the figure.
    """
    told = item.told
    if amounts.hidden:
        return (Span(HIDDEN_TEXT, Role.FAINT),) if told.memo or told.note or told.tags else ()
    did = Span(row_words(item.statement, amounts.words), Role.MUTED)
    memo = Span(told.memo or "")
    both = (memo, Span("  "), did) if memo_first else (did, Span("  "), memo)
    spans = list(both) if told.memo else [did]
    if told.tags:
        spans.append(Span("  " + " ".join(f"#{tag}" for tag in told.tags)))
    if told.note:
        spans.append(Span(f"  · {told.note}"))
    return tuple(spans)


def kind_span(row: MirrorRow, *, is_open: bool) -> Span:
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
