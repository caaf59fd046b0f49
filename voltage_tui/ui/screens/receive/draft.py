"""What has been typed into the form, and the order it makes, or why it makes none yet.

Nothing here guesses: a number is read exactly, converted only when a fresh rate is known, and
whatever is wrong is said beside the field it is wrong in (safety rules S-18, S-21 to S-23).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from voltage_tui.model.ids import WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import BTC, USD, Currency, EntryUnit, unit_named
from voltage_tui.text import clean
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.receiving import ReceiveOrder
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked, Wanted, read_typed

EXPIRIES: Final = ((300, "5 m"), (900, "15 m"), (3_600, "1 h"), (86_400, "24 h"))
"""Seconds a request may be paid for, and the words for it; a day is the most the API takes."""
KINDS: Final = (
    (PaymentKind.BOLT11, "Lightning"),
    (PaymentKind.ONCHAIN, "on-chain"),
    (PaymentKind.BIP21, "both (BIP21)"),
)
ONLY_READING: Final = "only reading is allowed now: in this field, A raises it for five minutes"
MEMO_LENGTH: Final = 200
"""Characters of a memo; an invoice holds 639 bytes, and its QR code grows with each of them."""


class Field(Enum):
    """A field of the form."""

    WALLET = "wallet"
    AMOUNT = "amount"
    KIND = "kind"
    MEMO = "memo"
    EXPIRY = "expires"


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it stands; `unit` is what a number without a unit word is in.

    `metadata` are entries from a template, keys with their values.
    """

    wallet_id: WalletId | None = None
    amount: str = ""
    unit: EntryUnit = EntryUnit.SATS
    kind: PaymentKind = PaymentKind.BOLT11
    memo: str = ""
    expiration_s: int = 3_600
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def unit_read(self) -> EntryUnit:
        """The unit the amount will be read in: the word typed after it, or the field's own."""
        return unit_named(self.amount) or self.unit


@dataclass(frozen=True, slots=True)
class Known:
    """What the form is judged by.

    `fee` is the receive fee in basis points that earlier requests of this wallet carried, None
    when there were none to tell from. `may_ask` is whether the power in force allows it (S-44).
    """

    account: Account | None
    rate: KnownRate | None
    fee: int | None
    now: datetime
    may_ask: bool = True


def read_amount(draft: Draft, known: Known) -> Asked | Fault[Field]:
    """The amount that was typed, or what is wrong with it."""
    currency = known.account.currency if known.account else BTC
    if not draft.amount.strip():
        why = _why_not_any(draft.kind, currency, known.fee)
        return Fault(Field.AMOUNT, why) if why else Asked(None)
    whole_sats = draft.kind in (PaymentKind.ONCHAIN, PaymentKind.BIP21)
    zero = "more than 0, or empty for any amount"
    wanted = Wanted(currency, known.rate, known.now, whole_sats, zero)
    read = read_typed(draft.amount, draft.unit, wanted)
    return read if isinstance(read, Asked) else Fault(Field.AMOUNT, read)


def order_of(draft: Draft, known: Known) -> ReceiveOrder | Fault[Field]:
    """The order, or the first fault in the order of the fields."""
    account = known.account
    fault = _wallet_fault(account) if known.may_ask else Fault(Field.WALLET, ONLY_READING)
    if account is None or fault is not None:
        return fault or Fault(Field.WALLET, "choose a wallet")
    asked = read_amount(draft, known)
    if isinstance(asked, Fault):
        return asked
    memo = clean(draft.memo).strip()
    if len(memo) > MEMO_LENGTH:
        return Fault(Field.MEMO, f"at most {MEMO_LENGTH} characters, these are {len(memo)}")
    return ReceiveOrder(
        wallet_id=account.wallet.id,
        kind=draft.kind,
        amount=asked.amount,
        memo=memo or None,
        expiration_s=draft.expiration_s,
        metadata=draft.metadata,
    )


def _wallet_fault(account: Account | None) -> Fault[Field] | None:
    if account is None:
        return Fault(Field.WALLET, "no wallet has been read yet")
    if account.currency is None:
        return Fault(Field.WALLET, "its currency is not known yet: its line could not be read")
    if account.currency not in (BTC, USD):
        return Fault(Field.WALLET, "assets cannot be asked for from here")
    if account.line is not None and account.line.disabled_at is not None:
        return Fault(
            Field.WALLET, f"its line takes no payments since {account.line.disabled_at:%d %B %Y}"
        )
    return None


def _why_not_any(kind: PaymentKind, currency: Currency | None, fee: int | None) -> str | None:
    """Why an empty amount is not possible here (API reference section 5), or None if it is."""
    if currency == USD:
        return "a dollar wallet needs an amount, since its rate is locked for it"
    if kind is PaymentKind.ONCHAIN:
        return "on-chain needs an amount; Lightning can do without"
    if fee:
        return "this wallet adds a fee to what the payer pays, so an amount is needed"
    return None
