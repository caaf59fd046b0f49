"""The figures of a case: principal, fees, what moved, and the rate it moved at."""

from __future__ import annotations

from typing import Final, NamedTuple

from voltage_tui.model.payment import Direction, Payment, PaymentBreakdown, PaymentStatus
from voltage_tui.model.quote import MarketQuote, PeerQuote
from voltage_tui.model.settlement import Exchange
from voltage_tui.money import BTC, Money, Rate, plain
from voltage_tui.ui.paint import Line, Span, pad, width_of
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.lines import worth_lines
from voltage_tui.ui.screens.payments.look import LABEL, Look, fact, moment_words, section

_RIGHT: Final = 12


class Figure(NamedTuple):
    """One figure with its name and a remark."""

    label: str
    amount: Money | None
    remark: str = ""
    strong: bool = False


def amounts(look: Look, width: int) -> list[Line]:
    """The figures under one another, then the exchange."""
    figures = figures_of(look.payment)
    numbers = [look.display.number(f.amount) for f in figures]
    left = max((width_of(n.left) for n in numbers), default=0)
    right = max((width_of(n.right) for n in numbers), default=0)
    lines: list[Line] = []
    for figure, _ in zip(figures, numbers, strict=True):
        role = Role.STRONG if figure.strong else Role.TEXT
        number = look.display.number(figure.amount, role)
        unit = look.display.unit_word(figure.amount) if figure.amount is not None else ""
        lines.append(
            [
                Span(f"  {pad(figure.label, LABEL)}", Role.MUTED),
                Span(" " * (left - width_of(number.left))),
                *number.spans,
                Span(" " * (right - width_of(number.right) + 1)),
                Span(unit, Role.MUTED),
                Span(f"   {figure.remark}" if figure.remark else "", Role.MUTED),
            ]
        )
    lines += worth_lines(look.rates, look.display, fact, width)
    return section("amounts", lines) + section("exchange", _exchange(look, width))


def figures_of(payment: Payment) -> list[Figure]:
    """Every amount the API gives, the one that really moved last."""
    breakdown, terms = payment.breakdown, payment.processing_fee
    figures = [Figure("amount", payment.amount)]
    if payment.requested is not None and payment.requested != payment.amount:
        figures.append(Figure("requested", payment.requested))
    if payment.bitcoin is not None and payment.currency != BTC:
        figures.append(Figure("in bitcoin", payment.bitcoin))
    if breakdown is not None and breakdown.principal != payment.amount:
        figures.append(Figure("principal", breakdown.principal))
    if breakdown is not None:
        figures.append(Figure("network fee", breakdown.network_fee))
    if terms is not None or breakdown is not None:
        fee = breakdown.processing_fee if breakdown is not None else terms and terms.amount
        remark = f"{percent_of(terms.basis_points)} %" if terms is not None else ""
        figures.append(Figure("processing fee", fee or None, remark))
    if terms is not None and breakdown is not None and terms.amount != breakdown.processing_fee:
        figures.append(Figure("fee as agreed", terms.amount))
    if payment.fees is not None and payment.fees not in (_fees_of(breakdown), _agreed(payment)):
        figures.append(Figure("fees charged", payment.fees))
    if payment.max_fee is not None:
        figures.append(Figure("fee cap", payment.max_fee, "network fees only"))
    return figures + _outcome(payment)


def _outcome(payment: Payment) -> list[Figure]:
    """Who paid and who got what, once or as soon as that can be said."""
    done = payment.status is PaymentStatus.COMPLETED
    if payment.direction is Direction.SEND:
        left = _left_the_wallet(payment) if done else None
        return [Figure("left the wallet", left, strong=True)] if left is not None else []
    figures: list[Figure] = []
    owed = _payer_pays(payment)
    if owed is not None:
        figures.append(Figure("payer paid" if done else "payer pays", owed))
    gets = _wallet_gets(payment)
    if gets is not None:
        figures.append(Figure("wallet got" if done else "wallet gets", gets, strong=True))
    return figures


def _fees_of(breakdown: PaymentBreakdown | None) -> Money | None:
    """Both fees together, where they are in one currency."""
    if breakdown is None:
        return None
    network, processing = breakdown.network_fee, breakdown.processing_fee
    return network + processing if network.currency == processing.currency else None


def _agreed(payment: Payment) -> Money | None:
    """The whole fee of a receive, as its payer was told; a send has its network's on top."""
    terms = payment.processing_fee
    return terms.amount if terms is not None and payment.direction is Direction.RECEIVE else None


def _left_the_wallet(payment: Payment) -> Money | None:
    breakdown = payment.breakdown
    if breakdown is not None:
        parts = [breakdown.principal, breakdown.network_fee, breakdown.processing_fee]
    elif payment.amount is not None and payment.fees is not None:
        parts = [payment.amount, payment.fees]
    else:
        return None
    first, *rest = parts
    if any(part.currency != first.currency for part in rest):
        return None
    return Money(first.currency, first.units + sum(part.units for part in rest))


def _payer_pays(payment: Payment) -> Money | None:
    """Principal and fee, where both are in one currency (API reference section 7)."""
    breakdown, terms = payment.breakdown, payment.processing_fee
    if breakdown is not None and payment.status is PaymentStatus.COMPLETED:
        principal, fee = breakdown.principal, breakdown.processing_fee
    elif terms is not None and payment.requested is not None:
        principal, fee = payment.requested, terms.amount
    else:
        return None
    return principal + fee if principal.currency == fee.currency else None


def _wallet_gets(payment: Payment) -> Money | None:
    if payment.breakdown is not None:
        return payment.breakdown.principal
    if payment.processing_fee is not None or payment.status in (
        PaymentStatus.FAILED,
        PaymentStatus.EXPIRED,
    ):
        return None
    return payment.amount if payment.amount is None or not payment.amount.is_zero else None


def percent_of(basis_points: int) -> str:
    """Hundredths of a percent as a percentage: `1.5` for 150."""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".")


def _exchange(look: Look, width: int) -> list[Line]:
    payment, lines = look.payment, list[Line]()
    for exchange in payment.exchanges:
        lines += _exchanged(look, exchange, width)
    quote = payment.market_quote
    if quote is not None and not any(e.quote == quote for e in payment.exchanges):
        lines += fact("quoted", _pair(quote), width)
        lines += _quote_lines(quote, width)
    return lines


def _exchanged(look: Look, exchange: Exchange, width: int) -> list[Line]:
    lines = fact(
        "exchanged",
        [
            *look.display.spans(exchange.source, Role.STRONG),
            Span(" for ", Role.MUTED),
            *look.display.spans(exchange.target, Role.STRONG),
        ],
        width,
    )
    if exchange.quote is not None:
        lines += _quote_lines(exchange.quote, width)
    if exchange.quote_id is not None:
        lines += fact("quote id", exchange.quote_id, width)
    return lines + fact("ledger id", exchange.ledger_id, width)


def _quote_lines(quote: MarketQuote | PeerQuote, width: int) -> list[Line]:
    lines = fact("rate", _rate(quote.rate), width)
    match quote:
        case MarketQuote():
            lines += fact("quoted at", moment_words(quote.quoted_at), width)
        case PeerQuote():
            lines += fact("peer", quote.peer, width)
    if quote.expires_at is not None:
        lines += fact("good until", moment_words(quote.expires_at), width)
    return lines


def _rate(rate: Rate) -> str:
    return f"{plain(rate.price)} for a bitcoin  ({rate})"


def _pair(quote: MarketQuote) -> str:
    return f"{quote.source.upper()} for {quote.target.upper()}"
