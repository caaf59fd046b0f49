"""The screen to turn to a customer: one code, one amount, a countdown, and PAID.

Nothing of the treasury is on it: no balance, no wallet, no other payment (product 2, no. 13).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from voltage_tui.money import USD, figure_of
from voltage_tui.treasury.durations import countdown
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.ui.display import MASK
from voltage_tui.ui.paint import Line
from voltage_tui.ui.palette import Role
from voltage_tui.ui.qr.widget import QrCode
from voltage_tui.ui.rate_age import is_stale
from voltage_tui.ui.screens.receive.big_text import big
from voltage_tui.ui.screens.receive.faces import face_of
from voltage_tui.ui.screens.receive.facts import Subject
from voltage_tui.ui.screens.receive.onchain import progress_of
from voltage_tui.ui.screens.receive.paid import PaidField, centred
from voltage_tui.ui.screens.receive.request import open_request
from voltage_tui.ui.three_units import hero, others, side_by_side
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from textual import events

    from voltage_tui.ui.app import VoltageApp

_BESIDE = 30
"""The fewest columns for the words beside the code; else they are a line above it."""
_ABOVE = 1
_LEAVE = ("escape", "f")


class CustomerScreen(Screen[None], inherit_bindings=False):
    """Shows what the card gives it with `show`; esc goes back to the card."""

    app: VoltageApp
    DEFAULT_CSS: ClassVar[str] = """
    CustomerScreen #customer { layout: horizontal; width: 100%; height: 100%; }
    CustomerScreen QrCode { height: 1fr; }
    CustomerScreen CustomerWords { width: 1fr; height: 1fr; }
    CustomerScreen.stacked #customer { layout: vertical; }
    CustomerScreen.stacked CustomerWords { width: 100%; height: 1; }
    CustomerScreen PaidField { display: none; width: 100%; height: 100%; }
    CustomerScreen.paid QrCode, CustomerScreen.paid CustomerWords { display: none; }
    CustomerScreen.paid PaidField { display: block; }
    """

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._subject = subject

    def compose(self) -> ComposeResult:
        """Words, code, and what stands in their place in the end."""
        with Container(id="customer"):
            yield CustomerWords(self._subject)
            yield QrCode()
            yield PaidField()

    def on_mount(self) -> None:
        """Show what was given."""
        self._tell()

    def show(self, subject: Subject) -> None:
        """Show the request as it stands now."""
        self._subject = subject
        if self.is_mounted:
            self._tell()

    def _tell(self) -> None:
        subject = self._subject
        receiving, hidden = subject.receiving, subject.display.hidden
        paid = receiving.stage is ReceivingStage.PAID
        code = self.query_one(QrCode)
        code.face = face_of(receiving, hidden=hidden, key="esc, then p")
        self._arrange(*self.size)
        self.set_class(paid, "paid")
        words = self.query_one(CustomerWords)
        words.subject = subject
        words.repaint()
        self.query_one(PaidField).tell(paid_lines(subject))

    def on_resize(self, event: events.Resize) -> None:
        """Put the words where they leave the code its room."""
        self._arrange(*event.size)

    def _arrange(self, width: int, height: int) -> None:
        code = self.query_one(QrCode)
        columns = code.needed[0] if code.needed else width // 2
        stacked = width - columns < _BESIDE
        self.set_class(stacked, "stacked")
        code.overhead = (0, _ABOVE) if stacked else (_BESIDE, 0)
        room = min(max(columns, width // 2), width - _BESIDE)
        code.styles.width = "100%" if stacked else room

    def on_key(self, event: events.Key) -> None:
        """Only leaving: the terminal may be in a customer's hands."""
        event.stop()
        event.prevent_default()
        if event.key in _LEAVE:
            self.dismiss()


def fits_alone(needed: tuple[int, int], width: int, height: int) -> bool:
    """Whether a code that needs so many columns and rows can be drawn on this screen."""
    columns, rows = needed
    above = _ABOVE if width - columns < _BESIDE else 0
    return columns <= width and rows + above <= height


class CustomerWords(Painted):
    """What is asked for, large, and how long it can be paid."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.subject = subject

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Everything in the middle where there is room, else one line."""
        lines = _few(self.subject) if height <= _ABOVE else _many(self.subject, width, height)
        above = max(0, (height - len(lines)) // 2)
        return [*([()] * above), *(centred(text, width, role) for text, role in lines)]


def paid_lines(subject: Subject) -> list[str]:
    """What was paid and when, for the green screen."""
    ended = subject.receiving.ended_at
    when = f"{ended:%H:%M:%S} UTC" if ended is not None else ""
    return [line for line in (_amount(subject), when) if line]


def _few(subject: Subject) -> list[tuple[str, Role]]:
    left = _no_word(subject) or _left(subject)
    tail = f"   {left}" if left else ""
    return [((_missing(subject) or _amount(subject)) + tail, Role.STRONG)]


def _many(subject: Subject, width: int, height: int) -> list[tuple[str, Role]]:
    lines: list[tuple[str, Role]] = []
    lines += [(row, Role.STRONG) for row in _large(subject, width - 2, height - 8)]
    lines += [(text, Role.MUTED) for text in _worth(subject, width)]
    lines += [("", Role.TEXT), (_missing(subject) or _what_to_do(subject), Role.TEXT)]
    left = _left(subject)
    return [*lines, (left, Role.MUTED)] if left else lines


def _large(subject: Subject, width: int, height: int) -> list[str]:
    """The payer's amount in large figures with its unit under it, or on one line as it is."""
    owed = subject.owed
    if owed is None or subject.display.hidden:
        return [_amount(subject)]
    figure = figure_of(owed)
    text = f"${figure}" if owed.currency == USD else str(figure)
    rows = big(text, width, height)
    return [*rows, "", figure.unit.value] if rows else [_amount(subject)]


def _worth(subject: Subject, width: int) -> list[str]:
    owed = subject.owed
    rate = subject.rate
    fresh = None if rate is None or is_stale(rate, subject.now) else rate
    lines = others(owed, fresh, subject.now, hidden=subject.display.hidden)
    packed = side_by_side(lines[:-1], width)
    return ["", *("".join(span.text for span in line) for line in packed)] if lines else []


def _amount(subject: Subject) -> str:
    """What the payer owes, fee included."""
    owed = subject.owed
    if subject.display.hidden:
        return MASK
    return "".join(span.text for span in hero(owed, hidden=False))


def _what_to_do(subject: Subject) -> str:
    match subject.receiving.stage:
        case ReceivingStage.READY:
            return _how_to_pay(subject)
        case ReceivingStage.PAID:
            return "paid, thank you"
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            return "one moment"
        case ReceivingStage.EXPIRED:
            return "this request has expired"
        case ReceivingStage.FAILED | ReceivingStage.REFUSED | ReceivingStage.NOT_SENT:
            return "this request cannot be paid"
        case ReceivingStage.UNKNOWN:
            return "please wait"


def _how_to_pay(subject: Subject) -> str:
    if open_request(subject.receiving) is None:
        return "seen, thank you"
    return "" if subject.display.hidden else _no_word(subject) or "scan to pay"


def _no_word(subject: Subject) -> str:
    """What keeps a customer from paying twice while nobody can see whether they have paid."""
    waiting = subject.receiving.stage is ReceivingStage.READY and subject.silent is not None
    return "no connection: please wait" if waiting else ""


def _missing(subject: Subject) -> str:
    """What is still to be paid of a request that was paid in part: the code asks for all of it."""
    progress = progress_of(subject.receiving)
    if progress is None or progress.missing is None or not progress.is_short:
        return ""
    return f"{subject.display.words(progress.missing)} still missing"


def _left(subject: Subject) -> str:
    ends = subject.receiving.expires_at
    if ends is None or open_request(subject.receiving) is None:
        return ""
    return countdown(ends - subject.now)
