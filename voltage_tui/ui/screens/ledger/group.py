"""The rows of one payment together: what it held, took, paid and gave back, in one place.

The list below keeps the order of time, in which every running balance is true of the row it
stands on; moved together, rows would stand beside balances that were never there.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.model.ids import PaymentId
from voltage_tui.money import Money
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.ledger.reading import LedgerRow, rows_of_payment
from voltage_tui.ui.screens.ledger.rows import Seen, chosen_columns, ledger_cells
from voltage_tui.ui.widgets.columns import Widths
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.money import Currency
    from voltage_tui.treasury.treasury import Treasury

_MOST_ROWS: Final = 6


class GroupPanel(Painted):
    """Follows the row under the cursor while it is open; `seen` is what cells depend on."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    DEFAULT_CSS = "GroupPanel { height: auto; max-height: 9; width: 100%; dock: bottom; }"

    def __init__(self, seen: Callable[[], Seen]) -> None:
        super().__init__(id="ledger-group")
        self._seen = seen
        self._payment: PaymentId | None = None
        self._rows: Sequence[LedgerRow] = ()
        self._error: TroubleError | None = None
        self._asking: asyncio.Task[None] | None = None
        self._wanted: tuple[Treasury, PaymentId] | None = None
        self.display = False

    def follow(self, treasury: Treasury | None, item: LedgerRow | None) -> None:
        """Show the rows of this row's payment; of one without a payment only the row itself."""
        if not self.display or treasury is None:
            return
        if item is None or item.payment_id is None:
            self._wanted = None
            self._show(None, () if item is None else (item,))
            return
        self._wanted = (treasury, item.payment_id)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._read(), name="rows of a payment")

    async def _read(self) -> None:
        """Read what is wanted last; what was wanted meanwhile and is not any more is let go."""
        while self._wanted is not None:
            (treasury, payment_id), self._wanted = self._wanted, None
            try:
                rows = await treasury.mirror.read(partial(rows_of_payment, payment_id=payment_id))
            except TroubleError as error:
                self._error = error
                self._show(payment_id, ())
                continue
            self._error = None
            if self._wanted is None:
                self._show(payment_id, rows)

    def _show(self, payment_id: PaymentId | None, rows: Sequence[LedgerRow]) -> None:
        before = len(self._rows)
        self._payment, self._rows = payment_id, rows
        if len(rows) != before:
            self.refresh(layout=True)
        self.repaint()

    def on_unmount(self) -> None:
        """Read no more."""
        if self._asking is not None:
            self._asking.cancel()

    # --- painting ------------------------------------------------------------------------------

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """The title, the head, and as many rows as there is room for."""
        return 2 + max(1, min(len(self._rows), _MOST_ROWS) + (len(self._rows) > _MOST_ROWS))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The title with what all rows did together, then the rows, oldest first."""
        seen = self._seen()
        columns = chosen_columns(None, one_wallet=False)
        cells = [ledger_cells(item, seen, columns) for item in self._rows]
        widths = Widths([each.column for each in columns])
        for row in cells:
            widths.grow(row)
        layout = widths.layout(width)
        lines: list[Line] = [self._title(seen)]
        if self._error is not None:
            return [*lines, [Span(f"  {self._error}", Role.WARN)]]
        if not cells:
            return lines
        lines += [layout.head(), *(layout.row(row) for row in cells[:_MOST_ROWS])]
        if len(cells) > _MOST_ROWS:
            more = f"  and {len(cells) - _MOST_ROWS:,} more: "
            lines.append([Span(more, Role.MUTED), Span("O", Role.ACCENT), Span(" lists them all")])
        return lines

    def _title(self, seen: Seen) -> Line:
        if self._payment is None:
            none = "This row belongs to no payment" if self._rows else "No row is under the cursor"
            return [Span(f"  {none}", Role.MUTED)]
        words = "row" if len(self._rows) == 1 else "rows"
        line = [
            Span("  Payment ", Role.MUTED),
            Span(self._payment, Role.TEXT),
            Span(f"  {len(self._rows):,} {words}, together ", Role.MUTED),
        ]
        return [*line, *_together(self._rows, seen)]


def _together(rows: Sequence[LedgerRow], seen: Seen) -> list[Span]:
    """What the rows did to the total, one figure for each currency; a dash where one is unknown."""
    sums: dict[Currency, Money | None] = {}
    for item in rows:
        currency, units = item.row.entry.currency, item.row.effect.total
        before = sums.get(currency, Money(currency, 0))
        if units is None or before is None:
            sums[currency] = None
        else:
            sums[currency] = before + Money(currency, units)
    spans: list[Span] = []
    for amount in sums.values():
        if spans:
            spans.append(Span("  "))
        spans += seen.amounts.spans(amount, Role.STRONG, signed=True)
    return spans
