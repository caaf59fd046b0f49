"""A waterfall as lines of a table: label, figure, a thin bar from where to where, what it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, USD, Currency, Money
from voltage_tui.treasury.waterfall import Step, StepKind, Waterfall
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS: Final = {
    StepKind.HOLDS: "less holds",
    StepKind.SETTLEMENTS: "less pending settlements",
    StepKind.RECEIPTS: "less frozen or unconfirmed",
    StepKind.UNEXPLAINED: "less what is not explained",
}
TOTAL: Final = "total"
AVAILABLE: Final = "available"
LIMIT: Final = "credit limit"
HEADROOM: Final = "can be spent"


@dataclass(frozen=True, slots=True)
class WaterfallLine:
    """One line: `amount` None is a head. `begin` and `end` are where its bar is, in base units.

    `scale` is from the lowest to the highest of them all. `step` is what enter opens.
    """

    key: str
    label: str
    currency: Currency
    role: Role
    amount: Money | None
    begin: int = 0
    end: int = 0
    scale: tuple[int, int] = (0, 0)
    signed: bool = False
    step: Step | None = None

    @property
    def is_sum(self) -> bool:
        """Whether it is what the steps lead to."""
        return self.label in (AVAILABLE, HEADROOM)


def lines_of(waterfalls: Sequence[Waterfall]) -> list[WaterfallLine]:
    """Every line; each currency has a head where there are several."""
    lines: list[WaterfallLine] = []
    for one in waterfalls:
        if len(waterfalls) > 1:
            lines.append(_head(one))
        lines.extend(_lines(one))
    return lines


def _head(one: Waterfall) -> WaterfallLine:
    names = {BTC: "BITCOIN", USD: "US DOLLARS"}
    name = names.get(one.currency, one.currency.upper())
    label = f"{name}, {one.wallets:,} {'wallet' if one.wallets == 1 else 'wallets'}"
    return WaterfallLine(f"{one.currency} head", label, one.currency, Role.MUTED, None)


def _lines(one: Waterfall) -> Iterator[WaterfallLine]:
    scale = _scale(one)

    def line(
        label: str,
        amount: Money,
        role: Role,
        begin: int,
        end: int,
        step: Step | None = None,
    ) -> WaterfallLine:
        key = f"{one.currency} {label}"
        signed = step is not None
        return WaterfallLine(
            key, label, one.currency, role, amount, begin, end, scale, signed, step
        )

    level, available = one.total.units, one.available.units
    yield line(TOTAL, one.total, Role.TEXT, 0, level)
    for step in one.steps:
        below = level - step.less.units
        yield line(LABELS[step.kind], -step.less, _role(step), level, below, step)
        level = below
    bad = Role.BAD_STRONG if one.available.is_negative else Role.STRONG
    yield line(AVAILABLE, one.available, bad, 0, available)
    if one.limit is not None:
        headroom = one.headroom
        yield line(LIMIT, one.limit, Role.MUTED, available, headroom.units)
        out = Role.BAD_STRONG if headroom.units <= 0 else Role.STRONG
        yield line(HEADROOM, headroom, out, 0, headroom.units)


def _scale(one: Waterfall) -> tuple[int, int]:
    level = one.total.units
    levels = [0, level, one.available.units, one.headroom.units]
    for step in one.steps:
        level -= step.less.units
        levels.append(level)
    return min(levels), max(levels)


def _role(step: Step) -> Role:
    """What takes nothing is no news; what nothing explains is."""
    if step.kind is StepKind.UNEXPLAINED:
        return Role.BAD
    if step.less.is_zero:
        return Role.FAINT
    return Role.WARN if step.kind is StepKind.RECEIPTS else Role.TEXT


_BAR: Final = "━"


def bar(line: WaterfallLine, width: int) -> tuple[Span, ...]:
    """The line's bar in `width` cells, at least one for anything that is not nothing."""
    low, high = line.scale
    if line.amount is None or high == low or line.begin == line.end:
        return ()
    least, most = sorted((line.begin, line.end))
    start = min(width - 1, (least - low) * width // (high - low))
    stop = max(start + 1, -((low - most) * width // (high - low)))
    return (Span(" " * start), Span(_BAR * (stop - start), _bar_role(line)))


def _bar_role(line: WaterfallLine) -> Role:
    if line.step is None:
        return {LIMIT: Role.FAINT, TOTAL: Role.MUTED}.get(line.label, Role.TEXT)
    return Role.WARN if line.role is Role.TEXT else line.role
