"""What can be begun from a payment's case, besides looking at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.model.payment import Direction
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.screens.payments.case_links import EARLIER_KEY, LATER_KEY, earlier, later
from voltage_tui.ui.watches import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.paying.sending import Sending
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.page import Page


class CaseActs:
    """The keys of one case that lead on from it; `payment` is its newest reading."""

    def __init__(
        self, page: Page, payment_id: PaymentId, payment: Callable[[], Payment | None]
    ) -> None:
        self._page = page
        self._payment_id = payment_id
        self._payment = payment

    def commands(self) -> Sequence[Command]:
        """A new attempt, the attempts before and after it, watching it."""
        return (
            Command(
                "again",
                ("a",),
                "new attempt",
                "Fill in the form that pays for a new attempt of what came to nothing.",
                self._open_again,
                self._is_send,
                footer=2 if self._may_try_again() else 0,
            ),
            Command(
                "earlier-attempt",
                (EARLIER_KEY,),
                "attempt before",
                "Open the attempt that this one follows.",
                lambda: self._open_case(self._earlier()),
                lambda: self._earlier() is not None,
            ),
            Command(
                "later-attempt",
                (LATER_KEY,),
                "attempt after",
                "Open the newest attempt that follows this one.",
                lambda: self._open_case(self._later()),
                lambda: self._later() is not None,
            ),
            Command(
                "watch",
                ("w",),
                "stop watching" if self._is_watched() else "watch",
                "Ring the bell when it moves, whatever page is showing; or stop that.",
                self._toggle_watch,
                lambda: self._is_watched() or not self._is_over(),
                footer=5,
            ),
        )

    @property
    def _app(self) -> VoltageApp:
        return self._page.app

    @property
    def _snapshot(self) -> Snapshot | None:
        return self._page.app.snapshot

    @property
    def _sending(self) -> Sending | None:
        return self._snapshot.sending(self._payment_id) if self._snapshot is not None else None

    # --- attempts ------------------------------------------------------------------------------

    def _is_send(self) -> bool:
        payment = self._payment()
        if payment is None:
            return self._sending is not None
        return payment.direction is Direction.SEND

    def _may_try_again(self) -> bool:
        if not self._is_send() or not self._is_over():
            return False
        from voltage_tui.ui.screens.send.again import offered  # noqa: PLC0415 - of a send only

        return not isinstance(offered(self._payment(), self._sending, self._snapshot), str)

    def _open_again(self) -> None:
        from voltage_tui.ui.screens.send.again import open_again  # noqa: PLC0415 - when asked for

        open_again(self._app, self._payment(), self._sending)

    def _earlier(self) -> PaymentId | None:
        return earlier(self._payment_id, self._payment(), self._snapshot)

    def _later(self) -> PaymentId | None:
        return next(iter(later(self._payment_id, self._snapshot)), None)

    def _open_case(self, payment_id: PaymentId | None) -> None:
        from voltage_tui.ui.screens.payments.case import CasePage  # noqa: PLC0415 - a circle

        if payment_id is not None:
            self._app.pages.open(CasePage(payment_id))

    # --- watching ------------------------------------------------------------------------------

    def _is_watched(self) -> bool:
        return self._payment_id in self._app.pages.watches

    def _is_over(self) -> bool:
        now = standing(self._snapshot, self._payment_id) if self._snapshot is not None else None
        return now is None or now.over

    def _toggle_watch(self) -> None:
        self._app.pages.watches.toggle(self._payment_id)
        if self._snapshot is not None:
            self._page.update(self._snapshot)
        self._app.frame_changed()
