"""The decode card: what was given, told in full before anything is decided (S-32 to S-37).

All of it is read on this machine from the text itself; the payee wrote it, and is not believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voltage_tui.destinations.bip21 import PaymentUri
from voltage_tui.destinations.bolt11 import Invoice
from voltage_tui.destinations.networks import NetworkMatch, matches
from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    Destination,
)
from voltage_tui.money import msats, plain
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.durations import countdown, duration
from voltage_tui.treasury.paying.lookalike import KnownPayee, asked_key, look_alike
from voltage_tui.treasury.paying.preflight import SOON
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.frame.top import world_band
from voltage_tui.ui.paint import Line, Span, fit, spread, width_of, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.draft import Draft, Field, Known, read_amount
from voltage_tui.ui.screens.send.given import Given, Nothing, Wrong, fixed_amount, name_of
from voltage_tui.ui.screens.send.grouped import grouped
from voltage_tui.ui.screens.send.moments import ends_at, is_clock_off
from voltage_tui.ui.screens.send.payee_lines import NODE_NOTE, compared, told_of
from voltage_tui.ui.sections import ALWAYS, Section, cut, fitted, joined
from voltage_tui.ui.three_units import hero, others, side_by_side

LABEL: Final = 11
_MEMO_SHARE: Final = 8
"""Where not all has room a long memo keeps this part of the lines, and ends with an ellipsis."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the card is painted from; `offset` is the server's clock less ours.

    `payees` are those who were paid before, None while that is being looked at.
    """

    given: Given
    amount: Asked | Fault[Field]
    account: Account | None
    rate: KnownRate | None
    now: datetime
    server_now: datetime
    hidden: bool = False
    offset: timedelta | None = None
    headed: bool = True
    """Whether the wallet and its world are said here, and not by what it stands in."""
    payees: tuple[KnownPayee, ...] | None = None
    compares: bool = True
    """Whether a look-alike stands beside the whole of the one that it looks like."""


def look_at(
    draft: Draft,
    known: Known,
    payees: tuple[KnownPayee, ...] | None = None,
    *,
    hidden: bool = False,
    offset: timedelta | None = None,
) -> Look:
    """A form as it stands."""
    return Look(
        draft.given,
        read_amount(draft, known),
        known.account,
        known.rate,
        known.now,
        known.server_now,
        hidden,
        offset,
        payees=payees,
    )


def decode_lines(look: Look, width: int, height: int) -> list[Line]:
    """The card in at most `height` lines if they can be spared; the destination never is."""
    given = look.given
    match given:
        case Nothing():
            return _empty(width)
        case Wrong(words):
            return _wrong(words, width)
        case _:
            whole = _sections(look, given, width)
            if len(joined(whole, gap=False)) <= height:
                return fitted(whole, height)
            return fitted(_sections(look, given, width, max(1, height // _MEMO_SHARE)), height)


def decoded_apart(look: Look, half: int, width: int) -> tuple[list[Line], list[Line]]:
    """The same in two parts: what it is in a column of `half`, to whom in lines of `width`."""
    match look.given:
        case Nothing() | Wrong():
            return decode_lines(look, half, 0), []
        case destination:
            what = _terms_of(look, destination, half)
            whom = _destination(look, destination, width)
            return joined([s for s in what if s[1]], gap=True), joined(whom, gap=False)


def _empty(width: int) -> list[Line]:
    words = "Paste a Lightning invoice, a bitcoin address or a payment link."
    more = "It is read here, on this machine: nothing is sent before you confirm."
    return [(Span(line, Role.MUTED),) for text in (words, more) for line in wrap(text, width)]


def _wrong(words: str, width: int) -> list[Line]:
    first, *rest = wrap(words, width - 2)
    lines: list[Line] = [(Span("✕ ", Role.BAD_STRONG), Span(first, Role.BAD))]
    return [*lines, *((Span("  "), Span(line, Role.BAD)) for line in rest)]


def _sections(
    look: Look, destination: Destination, width: int, memo: int | None = None
) -> list[Section]:
    terms = _terms_of(look, destination, width, memo)
    return [*terms, *_destination(look, destination, width)]


def _terms_of(
    look: Look, destination: Destination, width: int, memo: int | None = None
) -> list[Section]:
    """What is paid and on which terms; of a memo all lines, or the first `memo`."""
    return [
        (ALWAYS, _head(look, destination, width)),
        (ALWAYS, _figure(look)),
        (3, _amount(look, destination, width)),
        (2, cut(_description(destination, width), memo)),
        (1, _terms(look, destination, width)),
    ]


def _destination(look: Look, destination: Destination, width: int) -> list[Section]:
    """Who is paid, and the whole of where to."""
    sections = _payee(look, destination, width)
    match destination:
        case Bolt11Destination(invoice):
            sections += _invoice(look, invoice, width)
        case AddressDestination(address):
            sections.append((ALWAYS, _key(look, "address", address.text, width)))
            sections.append((3, [_fact("kind", address.kind.value)]))
        case Bip21Destination(uri):
            sections += _link(look, uri, width)
    return sections


def _head(look: Look, destination: Destination, width: int) -> list[Line]:
    """What it is, from which wallet, in which world; that one always has its room (S-46)."""
    account = look.account if look.headed else None
    left: list[Span] = [Span(name_of(destination), Role.STRONG)]
    if account is None:
        return [left]
    band = world_band([account.wallet.network])
    room = width - width_of(left) - width_of(band) - len(", from ") - 1
    left += [Span(", from ", Role.MUTED), Span(fit(account.wallet.name, max(8, room)))]
    if width_of(left) + width_of(band) < width:
        return [spread(left, band, width)]
    return [left, band]


def _figure(look: Look) -> list[Line]:
    """How much, in its own unit."""
    if isinstance(look.amount, Fault):
        return [(Span("—", Role.FAINT), Span("  no amount yet", Role.MUTED))]
    return [hero(look.amount.amount, hidden=look.hidden)]


def _amount(look: Look, destination: Destination, width: int) -> list[Line]:
    """The same in the two other units, and who decided it (S-23, S-36)."""
    read = look.amount
    if isinstance(read, Fault):
        return []
    told = others(read.amount, look.rate, look.now, hidden=look.hidden)
    lines: list[Line] = [
        *side_by_side(told, width),
        *_converted(read, look),
    ]
    if fixed_amount(destination) is not None:
        what = "link" if isinstance(destination, Bip21Destination) else "invoice"
        return [*lines, (Span(f"fixed by the {what}, cannot be changed here", Role.MUTED),)]
    return lines


def _converted(read: Asked, look: Look) -> list[Line]:
    """At which rate dollars were turned into bitcoin, where that was done."""
    if read.rate is None or look.hidden:
        return []
    age = duration(look.now - read.rate.quoted_at)
    words = f"converted at {plain(read.rate.rate.price)} a bitcoin, {age} old"
    return [(Span(words, Role.MUTED),)]


def _terms(look: Look, destination: Destination, width: int) -> list[Line]:
    return [
        *_network(look, destination, width),
        *_expiry(look, destination),
        *_clock(look, width),
    ]


def _description(destination: Destination, width: int) -> list[Line]:
    match destination:
        case Bolt11Destination(invoice):
            if invoice.description_hash is not None:
                note = "only the hash of a text given elsewhere"
                return [_fact("memo", note, Role.MUTED)]
            return _text("memo", invoice.description or "", width - 1)  # and an ellipsis
        case AddressDestination() | Bip21Destination():
            return []


def _network(look: Look, destination: Destination, width: int) -> list[Line]:
    """Its network against the wallet's, in words (S-32)."""
    name = destination.network.value
    account = look.account
    if account is None:
        return [_fact("network", name)]
    wallet = str(account.wallet.network.value)
    match matches(destination.network, wallet):
        case NetworkMatch.MATCH:
            note = Span("  matches this wallet", Role.OK)
        case NetworkMatch.AMBIGUOUS:
            note = Span(f"  ! cannot be told from {wallet}, this wallet's", Role.WARN)
        case NetworkMatch.MISMATCH:
            note = Span(f"  ✕ not this wallet's, {wallet}", Role.BAD_STRONG)
    line = (*_fact("network", name), note)
    if width_of(line) <= width:
        return [line]
    indent, below = Span(" " * LABEL), wrap(note.text.strip(), width - LABEL)
    return [_fact("network", name), *((indent, note._replace(text=words)) for words in below)]


def _expiry(look: Look, destination: Destination) -> list[Line]:
    ends = ends_at(destination)
    if ends is None:
        return []
    left = ends - look.server_now
    if left <= timedelta():
        note = f"{duration(-left)} ago, ask the payee for a new one"
        return [(*_fact("expired", "", Role.BAD), Span(f"✕ {note}", Role.BAD_STRONG))]
    role = Role.WARN_STRONG if left < SOON else Role.STRONG
    soon = Span("  ! soon", Role.WARN) if left < SOON else Span("")
    at = Span(f"  at {ends:%H:%M:%S} UTC", Role.MUTED)
    if left > timedelta(days=1):
        return [(*_fact("expires", f"in {duration(left)}", role), at)]
    return [(*_fact("expires", countdown(left), role), at, soon)]


def _clock(look: Look, width: int) -> list[Line]:
    """This machine's clock, where it is too far off to judge an expiry by."""
    offset = look.offset
    if offset is None or not is_clock_off(offset):
        return []
    side = "behind" if offset > timedelta() else "ahead of"
    words = f"this clock is {duration(abs(offset))} {side} the server's, which is used here"
    return _text("clock", words, width, Role.WARN)


def _payee(look: Look, destination: Destination, width: int) -> list[Section]:
    """Known, new, or only like somebody known (S-40); of a node, what that does not say."""
    told = told_of(destination, look.payees, hidden=look.hidden)
    sections: list[Section] = [(ALWAYS, _text("payee", told.words, width, told.role))]
    if told.role is Role.TEXT and not isinstance(destination, AddressDestination):
        sections.append((3, _text("", NODE_NOTE, width, Role.MUTED)))
    return sections


def _key(look: Look, label: str, key: str, width: int) -> list[Line]:
    """Whole, what the confirm asks for lit; beside the whole of the one that it looks like."""
    match look.given:
        case Nothing() | Wrong():
            alike, asked = None, key
        case destination:
            alike = look_alike(destination, look.payees or ())
            asked = asked_key(destination, look.payees or ())
    if alike is None or alike.key != key or look.hidden or not look.compares:
        return _whole(label, key, width, marked=alike is None and key == asked)
    return compared(label, key, alike.known.key, width, LABEL)


def _invoice(look: Look, invoice: Invoice, width: int) -> list[Section]:
    payee: list[Line] = _key(look, "payee key", invoice.payee.hex(), width)
    digest: list[Line] = _whole("hash", invoice.payment_hash.hex(), width, marked=False)
    return [(ALWAYS, payee), (3, digest)]


def _link(look: Look, uri: PaymentUri, width: int) -> list[Section]:
    """The address, the invoice if there is one, and what the link decides (S-34)."""
    sections: list[Section] = [(ALWAYS, _key(look, "address", uri.address.text, width))]
    if uri.lightning is not None:
        sections += _invoice(look, uri.lightning, width)
        words = "pays the invoice or the address, as Voltage chooses"
        sections.append((3, _text("either", words, width, Role.MUTED)))
    return [*sections, (1, _overrides(look, uri, width))]


def _overrides(look: Look, uri: PaymentUri, width: int) -> list[Line]:
    said: list[Line] = []
    if uri.amount_msat is not None:
        amount = "".join(span.text for span in hero(msats(uri.amount_msat), hidden=look.hidden))
        said += _text("  amount", amount, width)
    if uri.label is not None:
        said += _text("  label", uri.label, width)
    if uri.message is not None:
        said += _text("  message", uri.message, width)
    lines: list[Line] = []
    if said:
        lines = [(Span("the link decides, whatever is typed here:", Role.MUTED),), *said]
    for key, value in uri.other:
        lines += _text("not read", f"{key}={value}", width, Role.MUTED)
    return lines


def _whole(label: str, text: str, width: int, *, marked: bool = True) -> list[Line]:
    """Every character, never shortened; the last four lit when they are what is confirmed."""
    first, *rest = grouped(text, width - LABEL, marked=marked)
    indent = Span(" " * LABEL)
    return [(_label(label), *first), *((indent, *line) for line in rest)]


def _text(label: str, text: str, width: int, role: Role = Role.TEXT) -> list[Line]:
    """Words, in as many lines as they take."""
    if not text:
        return [_fact(label, "empty", Role.FAINT)]
    first, *rest = wrap(text, max(8, width - LABEL))
    indent = Span(" " * LABEL)
    return [_fact(label, first, role), *((indent, Span(line, role)) for line in rest)]


def _fact(label: str, value: str, role: Role = Role.TEXT) -> Line:
    return (_label(label), Span(value, role))


def _label(words: str) -> Span:
    return Span(f"{words:<{LABEL}}", Role.MUTED)
