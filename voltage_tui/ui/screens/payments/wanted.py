"""Which payments a person wants to see, as the filter dialog asks and as the server is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from voltage_tui.model.filters import PaymentFilter
from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import Direction, Payment, PaymentKind, PaymentStatus
from voltage_tui.ui.payment_rows import kind_word


class Standing(Enum):
    """Where a payment stands: all, the pending ones together, or one status."""

    ALL = "all"
    PENDING = "pending"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    GENERATING = "generating"
    RECEIVING = "receiving"
    SENDING = "sending"
    APPROVED = "approved"


class Since(Enum):
    """How far back."""

    EVER = "ever"
    DAY = "24 h"
    WEEK = "7 d"
    MONTH = "30 d"

    @property
    def span(self) -> timedelta | None:
        """How long that is; None without a limit."""
        match self:
            case Since.EVER:
                return None
            case Since.DAY:
                return timedelta(days=1)
            case Since.WEEK:
                return timedelta(days=7)
            case Since.MONTH:
                return timedelta(days=30)


_PENDING = (
    PaymentStatus.GENERATING,
    PaymentStatus.RECEIVING,
    PaymentStatus.SENDING,
    PaymentStatus.APPROVED,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices of the filter dialog; None is any."""

    standing: Standing = Standing.ALL
    direction: Direction | None = None
    kind: PaymentKind | None = None
    wallet_id: WalletId | None = None
    since: Since = Since.EVER

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()

    def start(self, now: datetime) -> datetime | None:
        """From when on, asked at `now`."""
        return None if self.since.span is None else now - self.since.span

    def question(self, start: datetime | None) -> PaymentFilter:
        """What the server is asked (API reference section 4.4)."""
        return PaymentFilter(
            wallet_id=self.wallet_id,
            direction=self.direction,
            kind=self.kind,
            statuses=self._statuses(),
            start=start,
        )

    def matches(self, payment: Payment, start: datetime | None) -> bool:
        """Whether a payment known here is wanted; an unknown status is pending (S-14)."""
        return (
            self._stands(payment)
            and self.direction in (None, payment.direction)
            and self.kind in (None, payment.kind)
            and self.wallet_id in (None, payment.wallet_id)
            and (start is None or payment.created_at >= start)
        )

    def words(self, wallet_name: str) -> list[str]:
        """The choices that leave something out, in words."""
        directions = {Direction.SEND: "sent", Direction.RECEIVE: "received"}
        return [
            *([self.standing.value] if self.standing is not Standing.ALL else []),
            *([directions[self.direction]] if self.direction is not None else []),
            *([kind_word(self.kind)] if self.kind is not None else []),
            *([wallet_name] if self.wallet_id is not None else []),
            *([f"last {self.since.value}"] if self.since is not Since.EVER else []),
        ]

    def _statuses(self) -> tuple[PaymentStatus, ...]:
        match self.standing:
            case Standing.ALL:
                return ()
            case Standing.PENDING:
                return _PENDING
            case _:
                return (PaymentStatus(self.standing.value),)

    def _stands(self, payment: Payment) -> bool:
        match self.standing:
            case Standing.ALL:
                return True
            case Standing.PENDING:
                return not payment.is_terminal
            case _:
                return payment.status is PaymentStatus(self.standing.value)
