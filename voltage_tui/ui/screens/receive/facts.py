"""The card's right half: every fact of a request, in as many lines as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voltage_tui.model.network import AnyNetwork
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.quote import MarketQuote
from voltage_tui.money import USD, Money, figure_of, plain
from voltage_tui.text import ELLIPSIS
from voltage_tui.treasury.durations import countdown
from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.display import MASK, Display
from voltage_tui.ui.frame.top import world_band
from voltage_tui.ui.paint import Line, Span, spread, width_of, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.receive.draft import KINDS
from voltage_tui.ui.screens.receive.fees import percent
from voltage_tui.ui.screens.receive.stages import stage_mark, stage_words
from voltage_tui.ui.sections import ALWAYS, Section, fitted
from voltage_tui.ui.three_units import hero, others, side_by_side

_LABEL: Final = 13
_SOON: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the card is about at a moment; `wallet` and `network` as they were last read.

    `silent` is how long Voltage has not answered, None while it does.
    """

    receiving: Receiving
    wallet: str
    network: AnyNetwork | None
    display: Display
    now: datetime
    silent: timedelta | None = None

    @property
    def rate(self) -> KnownRate | None:
        """The rate locked for this very request, or else the newest one known."""
        locked = self.locked
        return KnownRate(locked.rate, locked.quoted_at) if locked else self.display.rate

    @property
    def amount(self) -> Money | None:
        """What was asked for, or what came where any amount would do; None while any would."""
        receiving = self.receiving
        if receiving.order.amount is not None or receiving.stage is not ReceivingStage.PAID:
            return receiving.order.amount
        return receiving.payment.amount if receiving.payment else None

    @property
    def owed(self) -> Money | None:
        """What the payer owes or has paid, fee included; None while any amount would do."""
        return self.receiving.payer_pays or self.amount

    @property
    def locked(self) -> MarketQuote | None:
        """The quote that this request was made with."""
        quote = self.receiving.quote.quote if self.receiving.quote else None
        return quote if isinstance(quote, MarketQuote) else None


def fact_lines(subject: Subject, width: int, height: int) -> list[Line]:
    """The facts, with a blank line between subjects where there is room for it."""
    return fitted(_sections(subject, width), height)


def _sections(subject: Subject, width: int) -> list[Section]:
    return [
        (ALWAYS, _head(subject, width)),
        (ALWAYS, _amounts(subject, width)),
        (1, _payer(subject, width)),
        (ALWAYS, _terms(subject, width)),
        (ALWAYS, _stage(subject, width)),
        (3, _times(subject)),
        (2, _request(subject, width)),
    ]


def _head(subject: Subject, width: int) -> list[Line]:
    """What this is, into which wallet, in which world; that one always has its room (S-46)."""
    left = (
        Span("RECEIVE", Role.ACCENT_STRONG),
        Span("   into ", Role.MUTED),
        Span(subject.wallet, Role.TEXT),
    )
    band = world_band([subject.network]) if subject.network is not None else ()
    if width_of(left) + width_of(band) < width:
        return [spread(left, band, width)]
    return [left, band]


def _amounts(subject: Subject, width: int) -> list[Line]:
    """What is asked for; a locked rate has a line of its own, so its age is not said here."""
    amount, hidden = subject.amount, subject.display.hidden
    lines = others(amount, subject.rate, subject.now, hidden=hidden)
    told = lines[:-1] if subject.locked else lines
    return [hero(amount, hidden=hidden), *side_by_side(told, width)]


def _payer(subject: Subject, width: int) -> list[Line]:
    """What the payer owes and what arrives, where a fee makes the two differ (product no. 14)."""
    receiving = subject.receiving
    fee = receiving.payment.processing_fee if receiving.payment else None
    owed, amount = receiving.payer_pays, receiving.order.amount
    if owed is None or amount is None:
        return []
    if fee is None and owed.currency == amount.currency:
        return []
    pays: Line = (_label("payer pays"), *_said(subject, owed))
    if fee is not None:
        note = Span(f"  {percent(fee.basis_points)} fee added", Role.FAINT)
        pays = (*pays, note) if width_of((*pays, note)) <= width else pays
    return [pays, (_label("you receive"), *_said(subject, amount))]


def _said(subject: Subject, amount: Money) -> Line:
    if subject.display.hidden:
        return (Span(MASK, Role.MUTED),)
    figure = figure_of(amount)
    if amount.currency == USD:
        return (Span(f"${figure}", Role.STRONG),)
    return (Span(figure.left, Role.STRONG), Span(figure.right, Role.FAINT), Span(" sats"))


def _terms(subject: Subject, width: int) -> list[Line]:
    receiving = subject.receiving
    lines: list[Line] = []
    memo = receiving.order.memo
    if memo is not None:
        lines.append((_label("memo"), Span(MASK if subject.display.hidden else memo)))
    lines.append((_label("kind"), Span(dict(KINDS).get(receiving.order.kind, "other"))))
    if receiving.expires_at is not None and not receiving.is_over:
        lines.append(_ends("expires", receiving.expires_at, subject.now, width))
    return [*lines, *_quote(subject, width)]


def _ends(label: str, moment: datetime, now: datetime, width: int) -> Line:
    left = moment - now
    role = Role.WARN_STRONG if left <= _SOON else Role.STRONG
    line: Line = (_label(label), Span(countdown(left), role))
    when = Span(f"  at {moment:%H:%M:%S} UTC", Role.FAINT)
    if width_of((*line, when)) > width:
        when = Span(f"  at {moment:%H:%M} UTC", Role.FAINT)
    return (*line, when)


def _quote(subject: Subject, width: int) -> list[Line]:
    """The rate that was locked, and how long it holds."""
    quote = subject.locked
    if quote is None:
        return []
    lines: list[Line] = []
    if quote.expires_at is not None and not subject.receiving.is_over:
        lines.append(_ends("rate holds", quote.expires_at, subject.now, width))
    if not subject.display.hidden:
        lines.append((_label("rate"), Span(f"{plain(quote.rate.price)} a bitcoin", Role.MUTED)))
    return lines


def _stage(subject: Subject, width: int) -> list[Line]:
    mark = stage_mark(subject.receiving)
    words = stage_words(subject.receiving, subject.now, subject.display, subject.silent)
    if subject.receiving.stage is ReceivingStage.PAID:
        if len(mark.text) + len(words[0]) + 4 > width:
            return [(Span(f" {mark.text} ", Role.STRONG, Ground.OK_BAND),), *_wrapped(words, width)]
        band = Span(f" {mark.text}  {words[0]} ", Role.STRONG, Ground.OK_BAND)
        return [(band,), *_wrapped(words[1:], width)]
    first = f"{mark.text}   {words[0]}" if words else mark.text
    if len(first) <= width and words:
        return [(mark, Span(f"   {words[0]}", Role.MUTED)), *_wrapped(words[1:], width)]
    return [(mark,), *_wrapped(words, width)]


def _wrapped(words: Sequence[str], width: int) -> list[Line]:
    return [(Span(line, Role.MUTED),) for text in words for line in wrap(text, width)]


def _times(subject: Subject) -> list[Line]:
    """When each step was reached; a dash for what has not come yet."""
    receiving = subject.receiving
    made = "address" if receiving.order.kind is PaymentKind.ONCHAIN else "invoice"
    end = "ended" if receiving.is_over and receiving.stage is not ReceivingStage.PAID else "paid"
    steps = [
        ("asked", receiving.started_at),
        ("accepted", receiving.accepted_at),
        (made, receiving.ready_at),
        (end, receiving.ended_at),
    ]
    return [(_label(name), Span(_clock(moment), Role.FAINT)) for name, moment in steps]


def _clock(moment: datetime | None) -> str:
    return "—" if moment is None else f"{moment:%H:%M:%S}.{moment.microsecond // 100_000}"


def _request(subject: Subject, width: int) -> list[Line]:
    """The beginning of the request, so that it can be told from another, and its length."""
    payment = subject.receiving.payment
    text = payment.payable if payment else None
    if text is None:
        return []
    size = f"  {len(text)} characters"
    if subject.display.hidden:
        return [(Span(MASK, Role.MUTED), Span(size, Role.FAINT))]
    if len(text) <= width:
        return [(Span(text, Role.MUTED),), (Span(size.strip(), Role.FAINT),)]
    second = text[width : width + max(4, width - len(size) - 1)]
    return [
        (Span(text[:width], Role.MUTED),),
        (Span(second + ELLIPSIS, Role.MUTED), Span(size, Role.FAINT)),
    ]


def _label(words: str) -> Span:
    return Span(f"{words:<{_LABEL}}", Role.MUTED)
