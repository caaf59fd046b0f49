"""The confirm card as lines: all of what is confirmed, in the colour of its world (S-37, S-46)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from voltage_tui.model.network import AnyNetwork, is_real_money
from voltage_tui.money import Money, plain
from voltage_tui.treasury.durations import countdown
from voltage_tui.treasury.paying.checks import CheckKind, warnings_of
from voltage_tui.treasury.paying.lookalike import KnownPayee, asked_key, is_node, look_alike
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.quote_check import usable_until
from voltage_tui.treasury.paying.strong import Reason, ReasonKind
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line, Span, beside, pad, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.send.cost_lines import sum_in_a_line
from voltage_tui.ui.screens.send.decoded import LABEL, Look, decode_lines, decoded_apart
from voltage_tui.ui.screens.send.grouped import last_four
from voltage_tui.ui.screens.send.orders import Judged
from voltage_tui.ui.screens.send.payee_lines import first_difference
from voltage_tui.ui.screens.send.preflight_view import preflight_lines
from voltage_tui.ui.wallet_name import told_apart

_PANEL_LEAST: Final = 7
WIDE: Final = 100
"""From this width two columns stand side by side, where they are not too high."""
_BETWEEN: Final = 4


class Stage(Enum):
    """Where the card stands. From SENDING on it never asks again (S-9).

    TAKEN: its one key was pressed, and nothing is sent before that proves to be no text.
    """

    ASKING = "asking"
    TAKEN = "taken"
    SENDING = "sending"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Asking:
    """What the card is painted from; `words` are why it cannot be confirmed, or what was refused.

    `before` is the worst case at the rate that ran out, where this is a second rate (S-42).
    """

    judged: Judged
    look: Look
    display: Display
    stage: Stage
    strong: bool
    words: str = ""
    before: Money | None = None


def confirm_lines(asking: Asking, width: int, height: int) -> list[Line]:
    """The card, its destination whole at any size; what explains it gives way first."""
    if width >= WIDE:
        lines = _two_columns(asking, width, height)
        if len(lines) <= height:
            return lines
    below = _below(asking, width)
    top = [_band(asking, width)]
    room = max(_PANEL_LEAST, height - len(top) - len(below))
    decoded = decode_lines(asking.look, width, room)
    gap: list[Line] = [()] if len(top) + len(decoded) + len(below) + 1 < height else []
    return [*top, *gap, *decoded, *gap, *below]


def _two_columns(asking: Asking, width: int, height: int) -> list[Line]:
    """What is paid beside what is checked; to whom, and why that is asked for, below both."""
    inner = width - 2
    half = (inner - _BETWEEN) // 2
    what, whom = decoded_apart(asking.look, half, inner)
    what += [*_reference(asking, half), *_rate(asking)]
    below: list[Line] = [(), *whom]
    if reasons := _reasons(asking, inner):
        below += [(), *reasons]
    checked = preflight_lines(asking.judged, asking.display, half, height - len(below) - 2)
    body = beside(what, checked, half + _BETWEEN)
    lines = [*body, *below]
    return [_band(asking, width), (), *((Span(" "), *line) for line in lines)]


def asked_for(order: PayOrder, payees: tuple[KnownPayee, ...] = ()) -> tuple[str, str]:
    """What the strong confirm takes: what it is called, and its last four characters (S-37).

    Of a look-alike the last four are those of another payee and tell nothing: it takes the first
    group of four that differs (S-40).
    """
    alike = look_alike(order.destination, payees)
    if alike is not None:
        return "its own four at the first ^", first_difference(alike)
    key = asked_key(order.destination, payees)
    name = "the payee key" if is_node(key) else "the address"
    return f"the last four of {name}", last_four(key)


def is_answer(typed: str, order: PayOrder, payees: tuple[KnownPayee, ...] = ()) -> bool:
    """Whether what is asked for was typed; capitals count where the destination has any."""
    _, wanted = asked_for(order, payees)
    typed = typed.strip()
    return typed == wanted or (wanted == wanted.lower() and typed.lower() == wanted)


def _band(asking: Asking, width: int) -> Line:
    """One line across, filled with the colour of the wallet's network."""
    account = asking.look.account
    network: AnyNetwork | None = account.wallet.network if account is not None else None
    real = network is None or is_real_money(network)
    word, ground = ("MAINNET", Ground.MAINNET_BAND) if real else ("SANDBOX", Ground.SANDBOX_BAND)
    name = "" if network is None or str(network.value).upper() == word else f" {network.value}"
    others = asking.judged.facts.accounts
    wallet = told_apart(account, others) if account is not None else "a wallet"
    return (Span(pad(f" {word}{name}   CONFIRM   pay from {wallet}", width), Role.STRONG, ground),)


def _below(asking: Asking, width: int) -> list[Line]:
    judged = asking.judged
    lines = [*_reference(asking, width), *_rate(asking)]
    lines += sum_in_a_line(judged, asking.display, width)
    # The decode card says more of the network, right above.
    for words in warnings_of(c for c in judged.checks if c.kind is not CheckKind.NETWORK):
        lines += [(Span(line, Role.WARN),) for line in wrap(f"! {words}", width)]
    return [*lines, *_answered(judged, width), *_reasons(asking, width)]


def _answered(judged: Judged, width: int) -> list[Line]:
    """What Voltage said when it was asked, unless that is a warning, which stands above."""
    checks = [c for c in judged.checks if c.kind is CheckKind.SERVER]
    if warnings_of(checks):
        return []
    said = [f"Voltage's word: {c.verdict.words}" for c in checks]
    return [(Span(line, Role.MUTED),) for words in said for line in wrap(words, width)]


def _reference(asking: Asking, width: int) -> list[Line]:
    """What goes with it, whole: the reference, metadata, the attempt that it follows (S-38)."""
    order = asking.judged.order
    lines: list[Line] = []
    told = [
        ("reference", order.reference),
        *(("with", f"{key}={value}") for key, value in order.metadata.items()),
        ("follows", order.retry_of),
    ]
    for label, text in told:
        pieces = wrap(text, width - LABEL) if text is not None else []
        lines += [(_label("" if n else label), Span(piece)) for n, piece in enumerate(pieces)]
    return lines


def _reasons(asking: Asking, width: int) -> list[Line]:
    """Why more than one key is asked for."""
    unsaid = _unsaid(asking.judged.reasons)
    if not asking.strong or not unsaid:
        return []
    because = " ".join(reason.words for reason in unsaid)
    return [(Span(line, Role.WARN),) for line in wrap(because, width)]


def _unsaid(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """The reasons that the card does not tell above: a look-alike is told there, and is new."""
    if all(reason.kind is not ReasonKind.LOOK_ALIKE for reason in reasons):
        return reasons
    told = (ReasonKind.LOOK_ALIKE, ReasonKind.FIRST_TIME)
    return [reason for reason in reasons if reason.kind not in told]


def _rate(asking: Asking) -> list[Line]:
    """The rate it is paid at, how long that holds, and how it differs from the one before."""
    quote = asking.judged.quote
    if quote is None or quote.quote is None:
        return []
    until = usable_until(quote)
    left = "" if until is None else f"  holds {countdown(until - asking.look.server_now)}"
    price = plain(quote.quote.rate.price) if not asking.display.hidden else ""
    lines: list[Line] = [(_label("rate"), Span(f"{price} a bitcoin"), Span(left, Role.STRONG))]
    worst = asking.judged.worst
    total = (worst.total or worst.known) if worst is not None else None
    if asking.before is not None and total is not None:
        more = total - asking.before
        way = "more" if not more.is_negative else "less"
        size = more if not more.is_negative else -more
        words = f"a new rate: {asking.display.words(size)} {way} than the one before"
        lines.append((_label(""), Span(words, Role.WARN_STRONG)))
    return lines


def prompt(asking: Asking) -> Line:
    """What to press, or why nothing can be."""
    match asking.stage:
        case Stage.TAKEN:
            return (Span("◐ ", Role.WARN), Span("paying", Role.STRONG))
        case Stage.SENDING:
            return (Span("◐ ", Role.WARN), Span("being written down and sent, once", Role.TEXT))
        case Stage.REFUSED:
            words = f"{asking.words}  esc goes back to the form, nothing was sent"
            return (Span("✕ ", Role.BAD_STRONG), Span(words, Role.BAD))
        case Stage.ASKING if asking.words:
            return (Span("✕ ", Role.BAD_STRONG), Span(asking.words, Role.BAD))
        case Stage.ASKING if asking.strong:
            what, _ = asked_for(asking.judged.order, asking.judged.facts.payees)
            return (Span(f"Type {what}, then enter, to pay:", Role.STRONG),)
        case Stage.ASKING:
            return (
                Span(" y ", Role.STRONG, Ground.KEYCAP),
                Span(" pays it, once", Role.STRONG),
            )


def _label(words: str) -> Span:
    return Span(f"{words:<{LABEL}}", Role.MUTED)
