"""How a payment was settled: receipts, outflows, exchanges and frozen funds (schemas section 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, QuoteId
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.quote import AnyQuote
    from voltage_tui.money import Money


@dataclass(frozen=True, slots=True)
class SanctionedInfo:
    """Value that came from sanctioned inputs and was left out of what was received."""

    tx_id: str
    value: Money
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnchainSettlement:
    """An on-chain transaction; `pending` until it has `required_confirmations`."""

    tx_id: str
    amount: Money
    required_confirmations: int
    height_mined_at: int | None
    mined_at: datetime | None
    pending: bool
    sanctioned: SanctionedInfo | None
    ledger_id: str | None


@dataclass(frozen=True, slots=True)
class LightningSettlement:
    """A Lightning payment; the preimage is proof of payment and is never shown by default."""

    preimage: str
    payment_hash: str
    ledger_id: str | None


@dataclass(frozen=True, slots=True)
class InternalSettlement:
    """A short circuit: settled against another Voltage payment, nothing touched the network."""

    amount: Money
    offset_payment_id: PaymentId
    ledger_id: str | None


class SwapStep(Enum):
    """How far a swap has come (API reference section 16)."""

    SOURCE_PAYMENT_SUBMITTED = "source_payment_submitted"
    SOURCE_SUBMITTED = "source_submitted"
    TARGET_SUBMITTED = "target_submitted"
    TARGET_PAID = "target_paid"
    TARGET_CLAIMED = "target_claimed"
    TARGET_CONFIRMED = "target_confirmed"
    SOURCE_CLAIMED = "source_claimed"


class SwapRail(Enum):
    """The rail one leg of a swap ran on."""

    LIGHTNING = "lightning"
    ONCHAIN = "onchain"


@dataclass(frozen=True, slots=True)
class SwapSettlement:
    """One step of a swap, with the leg's own settlement."""

    step: SwapStep | Unrecognised
    rail: SwapRail | Unrecognised
    leg: OnchainSettlement | LightningSettlement | UnrecognisedSettlement


@dataclass(frozen=True, slots=True)
class BankSettlement:
    """An ACH batch, which the API reports and never lets anyone request."""

    idempotency_key: str
    transfers: int


@dataclass(frozen=True, slots=True)
class UnrecognisedSettlement:
    """A settlement of a type that this version does not know."""

    type: str


Settlement = (
    OnchainSettlement
    | LightningSettlement
    | InternalSettlement
    | SwapSettlement
    | BankSettlement
    | UnrecognisedSettlement
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was really exchanged for a USD or asset payment."""

    source: Money
    target: Money
    quote: AnyQuote | None
    quote_id: QuoteId | None
    ledger_id: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Funds of a receive that are withheld, and why, in the API's own word."""

    amount: Money
    reason: str
    tx_id: str | None
    address: str | None
