"""Parts of a case as text, from a payment a test spells out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.treasury.builders import T0
from voltage_tui.model.payment import HistoryEvent, Payment
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Case, KnownRate
from voltage_tui.ui.display import Display
from voltage_tui.ui.paint import Line
from voltage_tui.ui.screens.payments.look import Look


def look_at(
    payment: Payment,
    *history: HistoryEvent,
    now: datetime = T0,
    hidden: bool = False,
    proof: bool = False,
    rate: KnownRate | None = None,
) -> Look:
    """A payment read just now, with these events."""
    unread: Reading[Case] = Reading()
    reading = unread.succeeded(Case(payment, tuple(history)), now)
    return Look(payment, reading, None, Display(hidden=hidden, rate=rate), now, proof)


def text_of(lines: Sequence[Line]) -> str:
    """Lines as a text, the spaces at their ends gone."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)
