"""A row of a month as cells: when, what it did, whether it is cleared and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Money
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.close.rows import NOTHING
from voltage_tui.ui.screens.ledger.reading import LedgerRow, rows_with_words
from voltage_tui.ui.screens.ledger.rows import Seen, effect_number, kind_span, what_it_did
from voltage_tui.ui.widgets.columns import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.months import Gap
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.ui.display import Number
    from voltage_tui.ui.widgets.columns import Cell


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A ledger's row; `gap` is what does not fit at it."""

    item: LedgerRow
    cleared: bool
    gap: Gap | None


ROW_COLUMNS: Final = (
    Column("CLEARED"),
    Column("DAY AND TIME"),
    Column("ROW"),
    Column("TO TOTAL", point=True),
    Column("HELD", point=True, drop=8),
    Column("TOTAL AFTER", point=True, drop=5),
    Column("UNIT", drop=4),
    Column("DOES NOT FIT", optional=True),
    Column("WHAT IT DID", flex=True, least=12, most=90, drop=6),
)


def read_rows(
    reader: MirrorReader, ids: Sequence[int], gaps: Mapping[int, Gap]
) -> dict[int, ClosedRow]:
    """The rows with these ids, for the mirror's thread."""
    cleared = reader.marks.cleared(ids)
    return {
        row_id: ClosedRow(item, row_id in cleared, gaps.get(row_id))
        for row_id, item in rows_with_words(reader, ids).items()
    }


def closed_cells(row: ClosedRow, seen: Seen, zone: ZoneInfo) -> Sequence[Cell]:
    """A row, its time by the clocks the month is counted by."""
    kept, amounts = row.item.row, seen.amounts
    at = kept.entry.effective_time.astimezone(zone)
    effect = kept.effect
    known = effect.total is not None and effect.available is not None
    held = (effect.available or 0) - (effect.total or 0) if known else None
    return (
        (Span("  ✓  " if row.cleared else "  ·  ", Role.OK if row.cleared else Role.FAINT),),
        (Span(f"{at.day:2} {at:%b %H:%M:%S}", Role.MUTED),),
        (kind_span(kept, is_open=kept.entry.entry_id in seen.open_holds),),
        effect_number(kept, effect.total, amounts),
        _held(kept.entry.currency, held, seen),
        amounts.number(kept.total_after, Role.STRONG),
        (Span(amounts.unit_word(Money(kept.entry.currency, 0)), Role.MUTED),),
        _gap(row, seen),
        what_it_did(row.item, amounts),
    )


def _held(currency: Currency, units: int | None, seen: Seen) -> Number:
    """What it reserved or gave back of a hold; a dot for nothing."""
    if units == 0:
        return NOTHING
    amount = None if units is None else Money(currency, units)
    return seen.amounts.number(amount, Role.MUTED, signed=True)


def _gap(row: ClosedRow, seen: Seen) -> tuple[Span, ...]:
    gap = row.gap
    if gap is None:
        return ()
    if gap.effect_unknown:
        return (Span("? effect not known", Role.WARN_STRONG),)
    amount = None if gap.units is None else Money(row.item.row.entry.currency, gap.units)
    figure = seen.amounts.number(amount, signed=True)
    return (Span("✕ before it " + "".join(s.text for s in figure.spans), Role.BAD_STRONG),)
