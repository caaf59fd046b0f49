"""Payments as the simulator keeps them; amounts on the rail are millisatoshis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from voltage_tui.simulator.amounts import Currency
from voltage_tui.simulator.state.kinds import Category, ReceiveStatus, SendStatus

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject
    from voltage_tui.simulator.state.kinds import Kind
    from voltage_tui.simulator.state.quote import Quote
    from voltage_tui.simulator.state.wallet import Wallet


class FeeTerms(NamedTuple):
    """The frozen processing fee, in base units of the wallet's currency and on the rail."""

    basis_points: int
    amount: int
    msats: int


class Happening(NamedTuple):
    """One entry of the history (section 11): a free text, an error, a moment."""

    name: str
    error: str | None
    at: int


class InvoiceTerms(NamedTuple):
    """What an invoice says, kept until somebody reads it: signing is the costly part.

    `owner` is the payment whose preimage it takes, when it is not the one that carries it.
    """

    msats: int | None
    description: str
    at: int
    expiry_s: int
    node: str
    owner: str | None = None


class Settled(NamedTuple):
    """Settled over Lightning."""

    ledger_id: str


class ShortCircuit(NamedTuple):
    """Settled against another payment here."""

    ledger_id: str
    msats: int
    offset_payment_id: str


class OnChain(NamedTuple):
    """A transaction; `ledger_id` and the block are None until it is settled."""

    tx_id: str
    sats: int
    ledger_id: str | None = None
    height: int | None = None
    mined_at: int | None = None


class Frozen(NamedTuple):
    """On-chain money that was held back."""

    tx_id: str
    address: str
    sats: int
    reason: str


class Credit(NamedTuple):
    """One settled part of a receive: its row, what was credited, and that on the rail."""

    ledger_id: str
    units: int
    principal_msats: int


Receipt: TypeAlias = Settled | ShortCircuit | OnChain


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Payment:
    """What sends and receives share.

    `principal` is in base units of the wallet's currency, `principal_msats` on the rail.
    `invoice` is a text, the terms of one not yet written, or None; `address` likewise is None
    until it exists, and `""` once it does but has not been written out.
    """

    id: str
    wallet: Wallet
    kind: Kind
    created: int
    updated: int
    visible_at: int = 0
    seq: int = -1
    category: Category = Category.STANDARD
    principal: int = 0
    principal_msats: int = 0
    metadata: dict[str, str] | None = None
    description: str | None = None
    quote: Quote | None = None
    error: JsonObject | None = None
    fee: FeeTerms | None = None
    history: list[Happening] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    invoice: str | InvoiceTerms | None = None
    address: str | None = None

    @property
    def currency(self) -> Currency:
        """The wallet's currency."""
        return self.wallet.line.currency


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Send(Payment):
    """A payment out; fees are on the rail, `fees` what was charged in the wallet's currency."""

    status: SendStatus = SendStatus.SENDING
    max_fee_msats: int = 0
    network_msats: int | None = None
    network_fee: int | None = None
    hold_id: str | None = None
    payment_hash: str | None = None
    invoice_expires_at: int | None = None
    check_only: bool | None = None
    body: str = ""

    @property
    def is_terminal(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.status in (SendStatus.COMPLETED, SendStatus.FAILED) or (
            self.check_only is True and self.status is SendStatus.APPROVED
        )


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Receive(Payment):
    """A request to be paid; `ready_at` is when it could first be shown to a payer."""

    status: ReceiveStatus = ReceiveStatus.GENERATING
    any_amount: bool = False
    expiration: int | None = None
    expires_at: int | None = None
    ready_at: int | None = None
    received_msats: int = 0
    settled_fee: int | None = None
    credits: list[Credit] = field(default_factory=list)
    frozen: list[Frozen] = field(default_factory=list)

    @property
    def payer_msats(self) -> int:
        """What the payer owes: principal and processing fee."""
        return self.principal_msats + (self.fee.msats if self.fee is not None else 0)
