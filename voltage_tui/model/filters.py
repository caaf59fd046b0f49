"""Which payments to list, and in which order (API reference section 4.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.model.checks import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import LineId, WalletId
    from voltage_tui.model.payment import Direction, PaymentCategory, PaymentKind, PaymentStatus


class SortKey(Enum):
    """What a list is ordered by; `updated_at` is no watermark, pages change as it moves."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


class SortOrder(Enum):
    """Upper case on the wire."""

    ASCENDING = "ASC"
    DESCENDING = "DESC"


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Payments to list; the default is all of the environment, newest first.

    `start` and `end` are inclusive and compare the time of creation; there is no "changed since".
    `metadata` pairs must all match. `check_only` None leaves policy checks in, True lists only
    them, False leaves them out (where the server knows it). Raises `InvalidRequestError` for
    moments without a time zone.
    """

    wallet_id: WalletId | None = None
    line_id: LineId | None = None
    category: PaymentCategory | None = None
    direction: Direction | None = None
    kind: PaymentKind | None = None
    statuses: tuple[PaymentStatus, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    start: datetime | None = None
    end: datetime | None = None
    check_only: bool | None = None
    sort_key: SortKey = SortKey.CREATED_AT
    sort_order: SortOrder = SortOrder.DESCENDING

    def __post_init__(self) -> None:
        _check_zones(self.start, self.end)


@dataclass(frozen=True, slots=True)
class SummaryFilter:
    """Payments to count; the default is all of them on lines that are not disabled."""

    line_id: LineId | None = None
    direction: Direction | None = None
    kind: PaymentKind | None = None
    statuses: tuple[PaymentStatus, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    start: datetime | None = None
    end: datetime | None = None
    include_inactive: bool = False

    def __post_init__(self) -> None:
        _check_zones(self.start, self.end)


def _check_zones(start: datetime | None, end: datetime | None) -> None:
    for name, moment in (("start", start), ("end", end)):
        if moment is not None and moment.tzinfo is None:
            raise InvalidRequestError(name, "a moment needs its time zone")
