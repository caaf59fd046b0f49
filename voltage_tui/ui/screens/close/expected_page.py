"""Expected invoices and what was received: matched, ours only, theirs only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final

from voltage_tui.money import Money
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.paint import Line, Span, flow, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT
from voltage_tui.ui.screens.close.words import month_title
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.widgets.columns import Cell, Column
from voltage_tui.ui.widgets.painted import Painted
from voltage_tui.ui.widgets.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.geometry import Size

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.period import Period
    from voltage_tui.money import Currency
    from voltage_tui.treasury.closing.expected import Expected, ExpectedFile, Fault
    from voltage_tui.treasury.closing.matching import Receipt, Reconciled
    from voltage_tui.treasury.topics import Topic


class Listed(Enum):
    """Which list a row is of."""

    MATCHED = "matched"
    OURS = "ours only"
    THEIRS = "theirs only"
    AMBIGUOUS = "ambiguous"
    NOT_READ = "not understood"


_ROLES: Final = {
    Listed.MATCHED: Span("● matched", Role.OK),
    Listed.OURS: Span("◌ ours only", Role.TEXT),
    Listed.THEIRS: Span("✕ theirs only", Role.WARN_STRONG),
    Listed.AMBIGUOUS: Span("? ambiguous", Role.WARN_STRONG),
    Listed.NOT_READ: Span("✕ not understood", Role.BAD_STRONG),
}
_COLUMNS: Final = (
    Column("LIST"),
    Column("INVOICE", least=8, most=20),
    Column("EXPECTED", point=True),
    Column("RECEIVED", point=True),
    Column("DIFFERENCE", point=True, optional=True, drop=4),
    Column("UNIT", drop=3),
    Column("DAY", drop=2),
    Column("WHO OR WHAT", flex=True, least=10, most=60, drop=5),
)


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """An invoice, a receipt, both, or a line that was not understood."""

    listed: Listed
    invoice: Expected | None = None
    receipt: Receipt | None = None
    difference: Money | None = None
    fault: Fault | None = None

    @property
    def key(self) -> str:
        """What tells rows apart."""
        parts = (
            self.invoice and self.invoice.line,
            self.receipt and self.receipt.key,
            self.fault and self.fault.line,
        )
        return f"{self.listed.value} {parts}"


def rows_of(file: ExpectedFile, found: Reconciled) -> list[ExpectedRow]:
    """Every invoice, receipt and bad line: what somebody has to look at comes first."""
    ours = [ExpectedRow(Listed.OURS, receipt=receipt) for receipt in found.ours_only]
    return [*_open(file, found), *_matched(found), *ours]


def _matched(found: Reconciled) -> Iterator[ExpectedRow]:
    for match in found.matched:
        for n, receipt in enumerate(match.receipts):
            difference = match.difference if not n else None
            invoice = match.invoice if not n else None
            yield ExpectedRow(Listed.MATCHED, invoice, receipt, difference)


def _open(file: ExpectedFile, found: Reconciled) -> Iterator[ExpectedRow]:
    for invoice in found.theirs_only:
        yield ExpectedRow(Listed.THEIRS, invoice)
    for group in found.ambiguous:
        for invoice in group.invoices:
            yield ExpectedRow(Listed.AMBIGUOUS, invoice)
        for receipt in group.receipts:
            yield ExpectedRow(Listed.AMBIGUOUS, receipt=receipt)
    for fault in file.faults:
        yield ExpectedRow(Listed.NOT_READ, fault=fault)


class ExpectedHead(Painted):
    """How many there are of each list, and their sums; as high as that takes."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Line] = ()
        self._title: Line = ()
        self._warning = ""

    def show(self, title: Line, warning: str, parts: Sequence[Line]) -> None:
        """Show these; no warning is an empty one."""
        self._title, self._warning, self._parts = title, warning, parts
        self.refresh(layout=True)
        self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """What it takes, and a line to tell it from the rows."""
        return len(self.paint(width, 0)) + 1

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The title, what makes the lists preliminary, and the lists."""
        warned = wrap(self._warning, width - 4) if self._warning else []
        return [
            self._title,
            *([Span(f"  {piece}", Role.WARN)] for piece in warned),
            *([Span("  "), *line] for line in flow(self._parts, width - 4)),
        ]


class RowWords(Painted):
    """All that a row says in words, where its columns are too narrow for it."""

    def __init__(self) -> None:
        super().__init__()
        self._words: tuple[Span, ...] = ()

    def show(self, words: tuple[Span, ...]) -> None:
        """Show these."""
        self._words = words
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The words, broken at spaces."""
        role = self._words[0].role if self._words else Role.MUTED
        text = "".join(span.text for span in self._words)
        return [[Span(f"  {piece}", role)] for piece in wrap(text, width - 4)]


class ExpectedPage(Page):
    """What a file of expected invoices says of a month; it is read once, when it is opened."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset()
    CONVERTS: ClassVar[bool] = False

    def __init__(
        self, period: Period, file: ExpectedFile, found: Reconciled, *, whole: bool
    ) -> None:
        super().__init__()
        self._period = period
        self._whole = whole
        self._rows = rows_of(file, found)
        self._listed: Listed | None = None
        self._head = ExpectedHead()
        self._words = RowWords()
        self._table: Table[ExpectedRow] = Table(_COLUMNS, lambda row: row.key, self._cells)

    def compose(self) -> ComposeResult:
        """The sums, the rows, and all the words of one."""
        yield self._head
        self._table.empty = [[Span("  Nothing here.", Role.MUTED)]]
        yield self._table
        yield self._words

    def update(self, snapshot: object) -> None:
        """Show them; amounts may be shown otherwise than before."""
        shown = [r for r in self._rows if self._listed in (None, r.listed)]
        self._table.set_rows(shown)
        which = "all lists" if self._listed is None else self._listed.value
        title = [
            Span(f"  Expected invoices, {month_title(self._period)}", Role.STRONG),
            Span(f"  {which}", Role.ACCENT),
        ]
        if self.app.now() < self._period.end:
            title.append(Span("  the month is not over", Role.WARN))
        self._head.show(title, self._missing(), [self._sum(listed) for listed in Listed])
        self._show_row()

    def _missing(self) -> str:
        """What makes these lists other than they will be."""
        if self._whole:
            return ""
        return (
            "◐ Not every row and payment was copied yet when this was matched: what is theirs only "
            "may have been received. Match it again once all of it is here."
        )

    def _show_row(self) -> None:
        row = self._table.current
        if row is None:
            self._words.show(())
            return
        number = row.invoice.number if row.invoice is not None else ""
        named = (Span(f"{number}  ", Role.MUTED),) if number else ()
        self._words.show((*named, *self._about(row)))

    def on_table_moved(self) -> None:
        """Another row's words."""
        self._show_row()

    def recolour(self) -> None:
        """Paint all of it again."""
        super().recolour()
        self.update(None)

    def _sum(self, listed: Listed) -> Line:
        rows = [row for row in self._rows if row.listed is listed]
        sums: defaultdict[Currency, int] = defaultdict(int)
        for row in rows:
            amount = row.receipt.amount if row.receipt is not None else None
            if amount is None and row.invoice is not None and listed is not Listed.MATCHED:
                amount = row.invoice.amount
            if amount is not None and listed is not Listed.AMBIGUOUS:
                sums[amount.currency] += amount.units
        count = sum(row.invoice is not None for row in rows) if listed is Listed.MATCHED else 0
        words = ", ".join(
            self.app.amounts.own.words(Money(currency, units))
            for currency, units in sorted(sums.items())
        )
        role = _ROLES[listed].role if rows else Role.MUTED
        return [
            Span(f"{listed.value} {count or len(rows):,}", role),
            Span(f" {words}" if words else "", Role.MUTED),
        ]

    def _cells(self, row: ExpectedRow) -> Sequence[Cell]:
        display, invoice, receipt = self.app.amounts.own, row.invoice, row.receipt
        amount = invoice.amount if invoice is not None else None
        got = receipt.amount if receipt is not None else None
        known = amount or got
        wrong = row.difference is not None and not row.difference.is_zero
        other = amount is not None and got is not None and amount.currency != got.currency
        day = invoice.due if invoice is not None and invoice.due else None
        day = receipt.day if receipt is not None else day
        number = invoice.number if invoice is not None else ""
        return (
            (_ROLES[row.listed],),
            (Span(number if row.fault is None else f"line {row.fault.line}", Role.STRONG),),
            () if amount is None else display.number(amount),
            () if got is None else display.number(got, Role.OK_STRONG),
            display.number(row.difference, Role.WARN_STRONG, signed=True) if wrong else (),
            () if known is None else (Span(_units(amount, got, other=other, page=self)),),
            () if day is None else (Span(f"{day:%Y-%m-%d}", Role.MUTED),),
            self._about(row),
        )

    def _about(self, row: ExpectedRow) -> tuple[Span, ...]:
        if row.fault is not None:
            return (Span(f"{row.fault.why}: ", Role.BAD), Span(row.fault.text, Role.MUTED))
        if self.app.amounts.hidden:
            return (Span(HIDDEN_TEXT, Role.FAINT),)
        customer = row.invoice.customer if row.invoice is not None else ""
        memo = row.receipt.memo if row.receipt is not None else ""
        both = "  ".join(words for words in (customer, memo) if words)
        return (Span(both, Role.MUTED),)

    def commands(self) -> Sequence[Command]:
        """Which list, and the payment of a row."""
        return (
            Command(
                "open",
                ("enter",),
                "payment",
                "Open the payment of the row.",
                self._table.action_open,
                lambda: self._payment_id() is not None,
                footer=1,
            ),
            Command("next-list", ("o",), "next list", "Show the next list.", self._next, footer=2),
        )

    def _next(self) -> None:
        order = [None, *Listed]
        self._listed = order[(order.index(self._listed) + 1) % len(order)]
        self.update(None)

    def _payment_id(self) -> PaymentId | None:
        row = self._table.current
        return row.receipt.payment_id if row is not None and row.receipt is not None else None

    def on_table_opened(self) -> None:
        """Look at the payment closely."""
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415

        payment_id = self._payment_id()
        if payment_id is not None:
            self.app.pages.open(CasePage(payment_id))


def _units(amount: Money | None, got: Money | None, *, other: bool, page: ExpectedPage) -> str:
    """The unit, or both where the invoice and the receipt are not of one currency."""
    word = page.app.amounts.own.unit_word
    known = amount or got
    if other and amount is not None and got is not None:
        return f"{word(amount)} / {word(got)}"
    return "" if known is None else word(known)
