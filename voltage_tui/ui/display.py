"""How amounts are shown now: in which unit, hidden or not, and what a bitcoin is worth.

All figures of all screens come through here, so that `u` and `p` work everywhere at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, DASH, USD, Money, Unit, figure_of
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from voltage_tui.settings import UnitChoice
    from voltage_tui.treasury.snapshot import KnownRate

MASK: Final = "••••"
"""What stands for a hidden amount, whatever its size (it shows no digit count)."""

_SHORT_CELLS: Final = 7
_WHOLE_IS_ENOUGH: Final = 100

UNIT_CHOICES: Final[tuple[UnitChoice, ...]] = ("sats", "btc", "usd", "both")


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in two pieces that meet at the decimal point, so that columns can align there."""

    left: tuple[Span, ...]
    right: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The whole figure."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class Display:
    """The person's choice of unit, whether amounts are hidden, and the rate known, if any."""

    unit: UnitChoice = "sats"
    hidden: bool = False
    rate: KnownRate | None = None

    @property
    def own(self) -> Display:
        """Every amount in its own currency, whatever else was chosen: what must add up to the last
        digit, and is of a time of which today's rate says nothing (S-69)."""
        return replace(self, unit="btc" if self.unit == "btc" else "sats", rate=None)

    def number(
        self,
        amount: Money | None,
        role: Role = Role.TEXT,
        *,
        signed: bool = False,
        places: int = 0,
    ) -> Number:
        """An amount in the chosen unit; None is a dash (S-19), hidden is a mask."""
        if amount is None:
            return Number((Span(DASH, Role.FAINT),))
        if self.hidden:
            return Number((Span(MASK, Role.MUTED),))
        shown = self.converted(amount)
        figure = figure_of(shown, self._unit_for(shown), signed=signed, places=places)
        right = (
            Span(figure.fraction, role),
            Span(figure.tail, Role.FAINT if role is not Role.STRUCK else role),
        )
        return Number((Span(figure.left, role),), tuple(s for s in right if s.text))

    def spans(
        self, amount: Money | None, role: Role = Role.TEXT, *, signed: bool = False
    ) -> tuple[Span, ...]:
        """An amount with its unit behind it, muted: `25,000 sats`, `−312.50 USD`."""
        number = self.number(amount, role, signed=signed)
        if amount is None:
            return number.spans
        return (*number.spans, Span(f" {self.unit_word(amount)}", Role.MUTED))

    def words(self, amount: Money | None) -> str:
        """An amount with its unit as plain text, for a sentence."""
        return "".join(span.text for span in self.spans(amount))

    def short(self, amount: Money) -> str:
        """About how much, without its unit: `18.5 M`, `2.5 k`, `950`, `0.18500`.

        In about seven cells, and never nearer to nothing than 0 when it is more than that.

        For a scale or a limit beside an exact figure, never in its place.
        """
        if self.hidden:
            return MASK
        figure = figure_of(self.converted(amount), self._unit_for(self.converted(amount)))
        whole = int(figure.whole.replace(",", ""))
        for size, word in ((10**9, "G"), (10**6, "M"), (10**4, "k")):
            if whole >= size:
                step = 1_000 if word == "k" else size
                return f"{figure.sign}{whole // step}.{whole % step * 10 // step} {word}"
        if whole >= _WHOLE_IS_ENOUGH or amount.is_zero:
            return figure.left
        # Bitcoin, mostly: what stands before the point alone would be a zero that is none.
        cut = f"{figure.left}{figure.fraction}"[: _SHORT_CELLS + len(figure.sign)]
        return cut if any(c in "123456789" for c in cut) else str(figure)

    def worth(self, amount: Money | None, *, beside: Money | None = None) -> tuple[Span, ...]:
        """The other view of an amount: bitcoin in dollars at the known rate, with a `≈`.

        With `beside`, an amount in dollars, the worth of both together, which is said. Empty for
        what has no other view: no rate, no amount, or a currency that is not bitcoin.
        """
        if amount is None or amount.currency != BTC or self.rate is None or self.unit == "usd":
            return ()
        all_of_it = "" if beside is None else "all "
        if self.hidden:
            return (Span(f"{all_of_it}≈ ${MASK}", Role.MUTED),)
        worth = self.rate.rate.value_of(amount)
        figure = figure_of(worth if beside is None else worth + beside)
        return (Span(f"{all_of_it}≈ {figure.sign}${figure.whole}{figure.right}", Role.MUTED),)

    def unit_word(self, amount: Money) -> str:
        """The word for the unit the amount is shown in: `sats`, `BTC`, `USD`, `≈USD`."""
        if self.hidden:
            return self._unit_for(amount).value
        shown = self.converted(amount)
        word = self._unit_for(shown).value
        return f"≈{word}" if shown.currency != amount.currency else word

    def converted(self, amount: Money) -> Money:
        """The amount the figure shows: bitcoin in dollars where that is the choice and a rate
        is known, else the amount itself."""
        if self.unit == "usd" and amount.currency == BTC and self.rate is not None:
            return self.rate.rate.value_of(amount)
        return amount

    def _unit_for(self, amount: Money) -> Unit:
        if amount.currency == USD:
            return Unit.USD
        if amount.currency != BTC:
            return Unit.UNITS
        return Unit.BTC if self.unit == "btc" else Unit.SATS
