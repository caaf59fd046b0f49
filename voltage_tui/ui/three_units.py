"""An amount in all three units at once, as the form echoes it and the card shows it (S-23)."""

from __future__ import annotations

from datetime import datetime

from voltage_tui.money import BTC, USD, Money, Unit, figure_of
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line, Span, join, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.rate_age import is_stale, rate_note


def hero(amount: Money | None, *, hidden: bool) -> Line:
    """The amount in its own unit, large as a line can be; None is any amount."""
    if amount is None:
        return (Span("any amount", Role.STRONG), Span("  the payer chooses", Role.MUTED))
    if hidden:
        return (Span(MASK, Role.STRONG),)
    figure = figure_of(amount)
    if amount.currency == USD:
        return (Span(f"${figure}", Role.STRONG), Span(" USD", Role.MUTED))
    return (
        Span(figure.left + figure.fraction, Role.STRONG),
        Span(figure.tail, Role.FAINT),
        Span(f" {figure.unit.value}", Role.MUTED),
    )


def others(
    amount: Money | None, rate: KnownRate | None, now: datetime, *, hidden: bool
) -> tuple[Line, ...]:
    """The other two units of it, then the age of the rate that gave them, a line each."""
    if amount is None or hidden:
        return ()
    if amount.currency == BTC:
        btc = (Span(f"{figure_of(amount, Unit.BTC)} BTC", Role.MUTED),)
        dollars = _dollars(amount, rate, now)
        return (btc, *((dollars,) if dollars else ()), rate_note(rate, now))
    if rate is None:
        return (rate_note(None, now),)
    bitcoin = rate.rate.bitcoin_for(amount, whole_sats=True)
    mark = _mark(rate, now)
    sats = (Span(f"≈ {figure_of(bitcoin)} sats{mark}", Role.MUTED),)
    btc = (Span(f"≈ {figure_of(bitcoin, Unit.BTC)} BTC{mark}", Role.MUTED),)
    return (sats, btc, rate_note(rate, now))


def side_by_side(lines: tuple[Line, ...], width: int) -> list[Line]:
    """As many of the lines beside one another as fit in `width`, in as few lines as that takes."""
    packed: list[Line] = []
    for line in lines:
        if packed and width_of(joined := join([packed[-1], line], 3)) <= width:
            packed[-1] = joined
        else:
            packed.append(line)
    return packed


def _dollars(amount: Money, rate: KnownRate | None, now: datetime) -> Line:
    if rate is None:
        return ()
    return (Span(f"≈ ${figure_of(rate.rate.value_of(amount))}{_mark(rate, now)}", Role.MUTED),)


def _mark(rate: KnownRate, now: datetime) -> str:
    return " stale" if is_stale(rate, now) else ""
