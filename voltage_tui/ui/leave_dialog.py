"""The question before leaving while a payment is under way (S-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from voltage_tui.treasury.paying.left import said_of, under_way
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Size
    from textual.widget import Widget

    from voltage_tui.treasury.paying.sending import Sending
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.leaving import Leaving

_MOST: Final = 3
"""How many payments are named; of more it is said how many there are."""
_IF_LEFT: Final = (
    "Leaving stops none of it, but nobody follows it until this program is started again, which "
    "then looks for it by its ID."
)


class Left(Painted):
    """The payments by name, whether each may have been sent, and what leaving does."""

    GROUND: ClassVar[Ground] = Ground.PANEL
    DEFAULT_CSS: ClassVar[str] = "Left { width: 100%; height: auto; }"
    app: VoltageApp

    def __init__(self, leaving: Leaving) -> None:
        super().__init__()
        self._leaving = leaving

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(self.paint(width, 0))

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """Each payment in a paragraph of its own."""
        snapshot = self._leaving.snapshot
        if snapshot is None:
            return []
        payments = under_way(snapshot)
        lines: list[Line] = []
        for sending in payments[:_MOST]:
            lines += [*self._payment(sending, snapshot, width), ()]
        words = [f"and {len(payments) - _MOST} more"] if len(payments) > _MOST else []
        words += [s for s in self._leaving.sentences() if not s.startswith("Payment ")]
        for sentence in (*words, _IF_LEFT):
            lines += [[Span(text, Role.TEXT)] for text in wrap(sentence, width)]
        return lines

    def _payment(self, sending: Sending, snapshot: Snapshot, width: int) -> list[Line]:
        account = snapshot.account(sending.wallet_id)
        name = "" if account is None else f" from {account.wallet.name}"
        order = sending.order
        what = "A payment" if order is None else self.app.amounts.words(order.amount)
        said = f"It {said_of(sending)}."
        return [
            *([Span(text, Role.STRONG)] for text in wrap(f"{what}{name}", width)),
            [Span(sending.payment_id, Role.MUTED)],
            *([Span(text, Role.WARN)] for text in wrap(said, width)),
        ]


class LeaveDialog(Dialog[bool]):
    """Dismissed with True to leave; enter does nothing, so that a burst of keys does not leave."""

    TITLE = "Something is still under way"
    AT_ANY_SIZE = True
    KEYS = (("y", "leave"), ("esc", "stay"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "leave", show=False)]

    def __init__(self, leaving: Leaving) -> None:
        super().__init__()
        self._leaving = leaving

    def body(self) -> Iterable[Widget]:
        """What is left behind."""
        yield Left(self._leaving)

    def action_leave(self) -> None:
        """Leave all the same."""
        self.dismiss(True)  # noqa: FBT003 - the answer itself

    def accept(self) -> None:
        """Enter is no answer to this."""
