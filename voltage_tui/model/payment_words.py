"""What the API says of a payment in one word (API reference sections 6 and 7).

Apart from the payment itself, so that whoever only counts payments does not load all they hold.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from voltage_tui.model.open_enum import Unrecognised


class Direction(Enum):
    """Which way a payment goes."""

    SEND = "send"
    RECEIVE = "receive"


class PaymentKind(Enum):
    """The rail or form of a payment."""

    BOLT11 = "bolt11"
    ONCHAIN = "onchain"
    BIP21 = "bip21"
    TAPROOTASSET = "taprootasset"
    USDBATCH = "usdbatch"


class PaymentStatus(Enum):
    """Every status of sends and receives together."""

    GENERATING = "generating"
    RECEIVING = "receiving"
    SENDING = "sending"
    APPROVED = "approved"
    COMPLETED = "completed"
    EXPIRED = "expired"
    FAILED = "failed"


class PaymentCategory(Enum):
    """Whether a payment is business or the owner moving own money."""

    STANDARD = "standard"
    TREASURY = "treasury"


AnyStatus = PaymentStatus | Unrecognised


def is_terminal(status: AnyStatus, *, check_only: bool = False) -> bool:
    """Whether a status is final (API reference section 6).

    `approved` ends only a policy check; a status this version does not know is still pending.
    """
    match status:
        case PaymentStatus.COMPLETED | PaymentStatus.FAILED | PaymentStatus.EXPIRED:
            return True
        case PaymentStatus.APPROVED:
            return check_only
        case PaymentStatus.GENERATING | PaymentStatus.RECEIVING | PaymentStatus.SENDING:
            return False
        case Unrecognised():
            return False


ENDED: Final = frozenset(status.value for status in PaymentStatus if is_terminal(status))
"""The words of the statuses after which nothing moves any more."""
