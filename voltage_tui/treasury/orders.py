"""The orders of one kind that this program made, kept up with the payments they became."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.tools import Tools
    from voltage_tui.treasury.topics import Topic

_KEPT: Final = 200


class Tracked(Protocol):
    """An order with the payment it became."""

    @property
    def payment_id(self) -> PaymentId:
        """The identifier both share."""
        ...


T = TypeVar("T", bound=Tracked)


class OrderBook(ABC, Generic[T]):
    """Keeps one kind's orders in the snapshot, newest first; those done with go in time."""

    def __init__(self, tools: Tools, topic: Topic) -> None:
        self._tools = tools
        self._topic = topic

    @abstractmethod
    def _in(self, snapshot: Snapshot) -> tuple[T, ...]:
        """The orders a snapshot has."""

    @abstractmethod
    def _with(self, snapshot: Snapshot, orders: tuple[T, ...]) -> Snapshot:
        """The snapshot with these orders instead."""

    @abstractmethod
    def _is_done(self, order: T) -> bool:
        """Whether nothing more can come of it, so that it may be forgotten."""

    @abstractmethod
    def _advanced(self, order: T, payment: Payment) -> T:
        """The order after a reading of its payment."""

    @abstractmethod
    def _missed(self, order: T, now: datetime, server_now: datetime, now_s: float) -> T:
        """The order after the API answered that it does not know its ID; `now_s` is monotonic."""

    def ids(self) -> Iterable[PaymentId]:
        """The identifiers of all."""
        return [order.payment_id for order in self._known]

    def get(self, payment_id: PaymentId) -> T | None:
        """The order with this ID."""
        return next((o for o in self._known if o.payment_id == payment_id), None)

    def add(self, order: T) -> None:
        """Put a new order first, and forget the oldest that are done if there are too many."""
        known = self._known
        done = [o for o in known if self._is_done(o)]
        dropped = {o.payment_id for o in done[_KEPT:]}
        self._post((order, *(o for o in known if o.payment_id not in dropped)))

    def change(self, payment_id: PaymentId, change: Callable[[T], T]) -> T | None:
        """Replace an order by what `change` makes of it, and return that."""
        found = self.get(payment_id)
        if found is None:
            return None
        changed = change(found)
        if changed != found:
            self._post(tuple(changed if o is found else o for o in self._known))
        return changed

    def note(self, payments: Iterable[Payment]) -> None:
        """Move the orders on whose payments have just been read."""
        known = self._known
        by_id = {p.id: p for p in payments}
        moved = tuple(
            self._advanced(o, by_id[o.payment_id]) if o.payment_id in by_id else o for o in known
        )
        if moved != known:
            self._post(moved)

    def missed(self, payment_id: PaymentId) -> None:
        """The API has just answered that it does not know this ID."""
        clock = self._tools.clock
        moments = clock.now(), self._tools.server_now(), clock.monotonic()
        self.change(payment_id, lambda order: self._missed(order, *moments))

    @property
    def _known(self) -> tuple[T, ...]:
        return self._in(self._tools.board.snapshot)

    def _post(self, orders: tuple[T, ...]) -> None:
        board = self._tools.board
        board.post(self._with(board.snapshot, orders), self._topic)
