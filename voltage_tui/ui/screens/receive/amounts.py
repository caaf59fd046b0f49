"""An amount in all three units at once, as the form echoes it and the card shows it (S-23)."""

from __future__ import annotations

from datetime import datetime

from voltage_tui.money import BTC, USD, Money, Unit, figure_of
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line, Span, join
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.receive.rates import is_stale, rate_note


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
    """The other two units of it, with the age of the rate that gave them."""
    if amount is None or hidden:
        return ()
    if amount.currency == BTC:
        btc = (Span(f"{figure_of(amount, Unit.BTC)} BTC", Role.MUTED),)
        return (join([btc, _dollars(amount, rate, now)], 3), rate_note(rate, now))
    if rate is None:
        return (rate_note(None, now),)
    bitcoin = rate.rate.bitcoin_for(amount, whole_sats=True)
    mark = _mark(rate, now)
    sats = Span(f"≈ {figure_of(bitcoin)} sats{mark}", Role.MUTED)
    btc = (Span(f"≈ {figure_of(bitcoin, Unit.BTC)} BTC{mark}", Role.MUTED),)
    return (join([(sats,), btc], 3), rate_note(rate, now))


def _dollars(amount: Money, rate: KnownRate | None, now: datetime) -> Line:
    if rate is None:
        return ()
    return (Span(f"≈ ${figure_of(rate.rate.value_of(amount))}{_mark(rate, now)}", Role.MUTED),)


def _mark(rate: KnownRate, now: datetime) -> str:
    return " stale" if is_stale(rate, now) else ""
