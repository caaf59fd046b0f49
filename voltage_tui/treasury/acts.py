"""Changes this program made to wallets, each followed to its end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.reading import Problem


class ActKind(Enum):
    """What was asked for."""

    CREATE_WALLET = "create wallet"
    RENAME_WALLET = "rename wallet"
    DELETE_WALLET = "delete wallet"


class ActState(Enum):
    """How far it has come; UNKNOWN means the request may or may not have arrived."""

    SENDING = "sending"
    ACCEPTED = "accepted"
    DONE = "done"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Act:
    """One change: `name` is the wallet's name asked for, `problem` why it did not come about."""

    kind: ActKind
    wallet_id: WalletId
    name: str
    state: ActState
    started_at: datetime
    problem: Problem | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it; an unknown one is still being looked for."""
        match self.state:
            case ActState.DONE | ActState.REFUSED | ActState.NOT_SENT:
                return True
            case ActState.SENDING | ActState.ACCEPTED | ActState.UNKNOWN:
                return False
