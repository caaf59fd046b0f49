"""What used credit, in words and sums, over the rows that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.money import Money
from voltage_tui.treasury.credit.history import together
from voltage_tui.ui.bars import percent, strong_role
from voltage_tui.ui.paint import Line, Span, flow, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.unread import as_sentence
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.credit.times import Stretch
    from voltage_tui.treasury.credit.uses import Stretched
    from voltage_tui.treasury.facility import Facility
    from voltage_tui.treasury.reading import Problem

_TABLE: Final = 5
_KINDS: Final = (
    (LedgerKind.CREDITED, "received"),
    (LedgerKind.DEPOSITED, "paid in"),
    (LedgerKind.WITHDRAWN, "taken out"),
)
_SENDS: Final = (LedgerKind.HELD, LedgerKind.CAPTURED, LedgerKind.RELEASED)


@dataclass(frozen=True, slots=True)
class UsesView:
    """What the head says; `account` is None for a whole line, `free` what would free credit."""

    facility: Facility
    account: Account | None
    stretch: Stretch
    stretched: Stretched | None
    free: Sequence[str]
    problem: str | None
    bills_problem: Problem | None
    bills_read: bool


class UsesHead(Painted):
    """A few lines, wrapped."""

    def __init__(self) -> None:
        super().__init__(classes="parts-head")
        self._view: UsesView | None = None

    def show(self, view: UsesView | None) -> None:
        """Show this; None for a line that is gone."""
        self._view = view
        self.repaint()

    def wanted(self, width: int, height: int) -> int:
        """Rows wanted of a page this high."""
        return max(1, min(len(self._lines_for(width)) + 1, height - _TABLE))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """The lines."""
        return self._lines_for(width)

    def _lines_for(self, width: int) -> list[Line]:
        view = self._view
        if view is None:
            return [[Span("  This line of credit, or its wallet, is gone.", Role.MUTED)]]
        lines = [self._what(view), *self._sums(view, width)]
        if view.problem is not None:
            lines += _wrapped(view.problem, width, Role.WARN)
        if view.free:
            lines.append([Span("  What would free it", Role.MUTED)])
        for words in view.free:
            lines += _wrapped(words, width, Role.TEXT, "· ")
        if not view.bills_read:
            lines += _wrapped("Reading the bills", width, Role.MUTED)
        elif view.bills_problem is not None:
            problem = view.bills_problem
            words = f"Bills are not known. {as_sentence(problem.words)}"
            lines += _wrapped(words, width, Role.MUTED)
        return lines

    def _what(self, view: UsesView) -> Line:
        account, facility = view.account, view.facility
        used = facility.used if account is None else account.used
        limit = facility.line.limit if account is None else account.limit
        part = facility.used_permille if account is None else account.used_permille
        name = "The whole line" if account is None else account.wallet.name
        words = self.app.amounts.words
        hidden = self.app.amounts.hidden
        return [
            Span(f"  {name}  ", Role.STRONG),
            Span("" if hidden else f"{percent(part)} ", strong_role(part)),
            Span("used ", Role.MUTED),
            Span(words(used), Role.STRONG),
            Span(" of ", Role.MUTED),
            Span(words(limit)),
        ]

    def _sums(self, view: UsesView, width: int) -> list[Line]:
        """What each kind of row did in the stretch, and all of them together."""
        label: Line = [Span(f"  {view.stretch.value}", Role.STRONG)]
        found = view.stretched
        if found is None:
            words = "" if view.problem else "Reading the copy of the ledger"
            return [[*label, Span(f"  {words}", Role.MUTED)]]
        currency = view.facility.line.currency
        sums: list[tuple[str, int | None]] = [
            (words, found.flows[kind]) for kind, words in _KINDS if kind in found.flows
        ]
        sends = [found.flows[kind] for kind in _SENDS if kind in found.flows]
        if sends:
            sums.append(("sent or held", together(sends)))
        others = [units for kind, units in found.flows.items() if kind not in _NAMED]
        if others:
            sums.append(("other rows", together(others)))
        sums.append(("together", found.change))
        parts: list[Line] = [label]
        for words, units in sums:
            amount = None if units is None else Money(currency, units)
            figure = self.app.amounts.spans(amount, Role.TEXT, signed=True)
            parts.append([Span(f"{words} ", Role.MUTED), *figure])
        first, *rest = flow(parts, width - 4)
        return [first, *([Span("  "), *line] for line in rest)]


_NAMED: Final = frozenset({*(kind for kind, _ in _KINDS), *_SENDS})


def _wrapped(words: str, width: int, role: Role, mark: str = "") -> list[Line]:
    indent = " " * len(mark)
    return [
        [Span(f"  {mark if n == 0 else indent}", Role.MUTED), Span(piece, role)]
        for n, piece in enumerate(wrap(words, width - 4 - len(mark)))
    ]
