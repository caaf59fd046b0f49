"""Where a payment goes, whole, and what its invoice says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment import Direction
from voltage_tui.money import msats
from voltage_tui.treasury.durations import countdown
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.payment_rows import HIDDEN_TEXT
from voltage_tui.ui.screens.payments.look import Look, fact, moment_words, section, whole
from voltage_tui.ui.screens.send.payee_lines import known_words

if TYPE_CHECKING:
    from voltage_tui.destinations.bolt11 import Invoice

_SCHEME: Final = "lightning:"


def destination(look: Look, width: int) -> list[Line]:
    """The invoice, address and link, never shortened."""
    payment = look.payment
    title = "request" if payment.direction is Direction.RECEIVE else "destination"
    invoice, link = payment.payment_request, payment.bip21_uri
    same = invoice is not None and link == f"{_SCHEME}{invoice}"
    texts = (
        ("invoice", invoice),
        ("address", payment.address),
        ("payment link", None if same else link),
    )
    given = [(label, text) for label, text in texts if text]
    if not given:
        waiting = "none" if payment.is_terminal else "none yet"
        return section(title, [[Span(f"  {waiting}", Role.FAINT)]])
    if look.hidden:
        return section(title, [[Span(f"  {HIDDEN_TEXT}", Role.FAINT)]])
    lines = _payee(look, width)
    lines += [line for label, text in given for line in whole(label, text, width)]
    if same:
        lines += fact("payment link", f"the invoice with {_SCHEME} before it", width, Role.MUTED)
    return section(title, lines)


def _payee(look: Look, width: int) -> list[Line]:
    """Whom it paid, as far as payments that were made tell."""
    if look.payee is None:
        return []
    return fact("payee", known_words(look.payee, hidden=look.hidden), width)


def invoice_facts(look: Look, width: int) -> list[Line]:
    """What the invoice itself says, without asking anybody."""
    request = look.payment.payment_request
    if request is None or look.hidden:
        return []
    invoice = read_invoice(request)
    if isinstance(invoice, str):
        return section("the invoice says", fact("not readable", invoice, width, Role.MUTED))
    return section("the invoice says", _facts(look, invoice, width))


def _facts(look: Look, invoice: Invoice, width: int) -> list[Line]:
    amount = None if invoice.amount_msat is None else msats(invoice.amount_msat)
    made, ends = invoice.made_at, invoice.expires_at
    if amount is None:
        lines = fact("amount", "any, the payer chooses", width)
    else:
        lines = fact("amount", look.display.spans(amount), width)
    lines += fact("network", invoice.network.value, width)
    lines += whole("payee key", invoice.payee.hex(), width)
    lines += fact("made", moment_words(made), width)
    left = ends - look.now
    open_still = not look.payment.is_terminal and ends > look.now
    tail = f", {countdown(left)} left" if open_still else ""
    lines += fact("expires", f"{moment_words(ends)}{tail}", width)
    lines += whole("payment hash", invoice.payment_hash.hex(), width)
    if invoice.description is not None:
        lines += fact("description", invoice.description or "empty", width)
    if invoice.description_hash is not None:
        lines += whole("description hash", invoice.description_hash.hex(), width)
    if invoice.route_hints:
        lines += fact("route hints", str(len(invoice.route_hints)), width)
    for address in invoice.fallback_addresses:
        lines += whole("or on-chain to", address, width)
    return lines


@lru_cache(maxsize=16)
def read_invoice(text: str) -> Invoice | str:
    """The checked invoice, or why it cannot be read; remembered, as a signature takes a while."""
    from voltage_tui.destinations import bolt11  # noqa: PLC0415 - only when one is looked at
    from voltage_tui.destinations.errors import InvalidDestination  # noqa: PLC0415

    try:
        return bolt11.decode(text)
    except InvalidDestination as error:
        return error.words
