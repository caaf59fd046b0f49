"""What is said of a payee before it is paid: known, new, or only like somebody known (S-40).

A node is told as a node: it may receive for many, and being paid before does not make it the same
person. While amounts are hidden, so are names and what is usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from voltage_tui.money import plain
from voltage_tui.treasury.paying.lookalike import (
    KnownPayee,
    differing,
    is_node,
    look_alike,
    payee_keys,
    payee_of,
)
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.grouped import GROUP, grouped, groups_of

if TYPE_CHECKING:
    from voltage_tui.destinations.recognise import Destination
    from voltage_tui.treasury.paying.lookalike import LookAlike

NODE_NOTE: Final = "a node may receive for more than one payee"
_LOOKING: Final = "who was paid before is being looked at"


@dataclass(frozen=True, slots=True)
class Told:
    """Words about a payee, and how they are meant."""

    words: str
    role: Role


def told_of(
    destination: Destination, payees: tuple[KnownPayee, ...] | None, *, hidden: bool
) -> Told:
    """Who it is, as far as that is known; `payees` is None before it was looked at."""
    if payees is None:
        return Told(_LOOKING, Role.MUTED)
    alike = look_alike(destination, payees)
    if alike is not None:
        return Told(_alike_words(alike, hidden=hidden), Role.BAD_STRONG)
    known = payee_of(destination, payees)
    if known is not None:
        return Told(known_words(known, hidden=hidden), Role.TEXT)
    return Told(f"! {_new_words(destination, payees)}", Role.WARN)


def known_words(payee: KnownPayee, *, hidden: bool) -> str:
    """`Anna · paid 12 times · last 2026-11-02 · usually 250,000 sats`."""
    said = [_paid_words(payee)]
    if payee.name is not None:
        said.insert(0, MASK if hidden else payee.name)
    if payee.last is not None:
        said.append(f"last {payee.last:%Y-%m-%d}")
    if payee.usual is not None:
        figure = MASK if hidden else plain(payee.usual)
        said.append(figure if payee.count == 1 else f"usually {figure}")
    return " · ".join(said)


def _paid_words(payee: KnownPayee) -> str:
    times = "once" if payee.count == 1 else f"{payee.count:,} times"
    return f"this node was paid {times}" if payee.is_node else f"paid {times}"


def _alike_words(alike: LookAlike, *, hidden: bool) -> str:
    name = alike.known.name
    whom = "a known payee" if name is None or hidden else name
    return f"✕ LOOK-ALIKE of {whom}: the same ends, another payee"


def _new_words(destination: Destination, payees: tuple[KnownPayee, ...]) -> str:
    """First time; of a link, which half of it was paid before."""
    paid = {payee.key for payee in payees if payee.count}
    keys = payee_keys(destination)
    known = [key for key in keys if key in paid]
    if not known:
        return "first time: no payment to it is known"
    what = "node" if is_node(known[0]) else "address"
    other = "address" if what == "node" else "node"
    return f"first time for the {other}: only the {what} was paid before"


def compared(label: str, key: str, known: str, width: int, cells: int) -> list[Line]:
    """Both keys whole, row under row, with a mark below each character that is another one.

    `cells` are those of a label.
    """
    places = set(differing(key, known))
    marks = "".join("^" if place in places else " " for place in range(len(key)))
    room = width - cells
    given, other = _rows(key, room, places), _rows(known, room, places)
    lines: list[Line] = []
    for number, (row, beside, below) in enumerate(zip_longest(given, other, grouped(marks, room))):
        first = number == 0
        lines += [_labelled(label if first else "", row, cells)] if row else []
        lines += [_labelled("known" if first else "", beside, cells)] if beside else []
        if below and any(span.text.strip() for span in below):
            under = [Span(span.text, Role.BAD_STRONG) for span in below]
            lines.append(_labelled("differs", under, cells))
    return lines


def _labelled(label: str, line: Line, cells: int) -> Line:
    return (Span(f"{label:<{cells}}", Role.MUTED), *line)


def first_difference(alike: LookAlike) -> str:
    """The first group of four in which they differ: the one that tells them apart."""
    places = differing(alike.key, alike.known.key)
    return groups_of(alike.key)[places[0] // GROUP]


def _rows(key: str, width: int, places: set[int]) -> list[Line]:
    """The key in fours, its differing characters lit."""
    rows: list[Line] = []
    at = 0
    for line in grouped(key, width):
        spans: list[Span] = []
        for span in line:
            if span.text == " ":
                spans.append(span)
                continue
            for character in span.text:
                role = Role.BAD_STRONG if at in places else Role.TEXT
                spans.append(Span(character, role))
                at += 1
        rows.append(_merged(spans))
    return rows


def _merged(spans: list[Span]) -> list[Span]:
    """Neighbours of one role as one span."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].role is span.role:
            merged[-1] = merged[-1]._replace(text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return merged
