"""What has been filled in, and what is to be paid by it.

Nothing here guesses: an amount that the destination fixes is never replaced (S-36), one that is
typed is read exactly, and what is wrong is said beside the field it is wrong in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from voltage_tui.destinations.recognise import Destination
from voltage_tui.model.ids import WalletId
from voltage_tui.money import (
    BTC,
    MSATS_PER_SAT,
    EntryUnit,
    InvalidAmountError,
    Money,
    parse_entry,
    unit_named,
)
from voltage_tui.text import clean
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.paying.attempts import Attempt, Raised
from voltage_tui.treasury.paying.fee_caps import (
    CapRefused,
    FeeCap,
    Rail,
    default_cap,
    judge_cap,
    rail_of,
)
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked, Wanted, read_typed
from voltage_tui.ui.screens.send.given import (
    Given,
    destination_of,
    fixed_amount,
    read_given,
)
from voltage_tui.ui.screens.send.permit import Permit

REFERENCE_LENGTH: Final = 200
"""Characters of a reference."""


class Field(Enum):
    """A field of the form, in their order; the value is its name there."""

    PAY_TO = "pay to"
    AMOUNT = "amount"
    WALLET = "from"
    CAP = "fee cap"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Draft:
    """The form as it stands; `unit` is what an amount without a unit word is in.

    `cap` is sats unless it names a unit; empty takes the usual cap, which is shown. `again` is
    what it was filled in with, where it was opened for a new attempt. `metadata` are entries from
    a template, keys with their values.
    """

    text: str = ""
    wallet_id: WalletId | None = None
    amount: str = ""
    unit: EntryUnit = EntryUnit.SATS
    cap: str = ""
    reference: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    again: Attempt | None = None

    @property
    def attempt(self) -> Attempt | None:
        """The new attempt this is, as long as the same is paid: another payee makes it none."""
        again = self.again
        if again is None or destination_of(read_given(again.text)) != self.destination:
            return None
        return again

    @property
    def raised(self) -> Raised | None:
        """The larger fee cap that is suggested, while it stands in the field as it was."""
        attempt = self.attempt
        if attempt is None or attempt.cap is None or self.cap.strip() != typed(attempt.cap):
            return None
        return attempt.raised

    @property
    def given(self) -> Given:
        """What is in the first field."""
        return read_given(self.text)

    @property
    def destination(self) -> Destination | None:
        """What is to be paid, if it can be."""
        return destination_of(self.given)

    @property
    def unit_read(self) -> EntryUnit:
        """The unit the amount is read in: the word typed after it, or the field's own."""
        return unit_named(self.amount) or self.unit


@dataclass(frozen=True, slots=True)
class Known:
    """What the form is judged by; `server_now` is the moment by the server's clock (S-33)."""

    account: Account | None
    rate: KnownRate | None
    now: datetime
    server_now: datetime
    permit: Permit = Permit.ARMED
    freshness: Freshness = Freshness.FRESH


def draft_for(attempt: Attempt) -> Draft:
    """The form filled in for a new attempt of a payment that came to nothing."""
    destination = destination_of(read_given(attempt.text))
    fixed = destination is not None and fixed_amount(destination) is not None
    return Draft(
        text=attempt.text,
        wallet_id=attempt.wallet_id,
        amount="" if fixed or attempt.amount is None else typed(attempt.amount),
        cap="" if attempt.cap is None else typed(attempt.cap),
        reference=attempt.reference,
        again=attempt,
    )


def typed(amount: Money) -> str:
    """Bitcoin as it is typed in sats, to the last msat."""
    whole, rest = divmod(amount.units, MSATS_PER_SAT)
    return f"{whole}.{rest:03}" if rest else str(whole)


def read_amount(draft: Draft, known: Known) -> Asked | Fault[Field]:
    """The bitcoin to be paid: what the destination fixes, or else what was typed."""
    destination = draft.destination
    fixed = fixed_amount(destination) if destination is not None else None
    if fixed is not None:
        return Asked(fixed)
    if not draft.amount.strip():
        return Fault(Field.AMOUNT, "how much? it names no amount")
    whole_sats = destination is not None and rail_of(destination) is not Rail.LIGHTNING
    read = read_typed(draft.amount, draft.unit, Wanted(BTC, known.rate, known.now, whole_sats))
    return read if isinstance(read, Asked) else Fault(Field.AMOUNT, read)


def read_cap(draft: Draft, known: Known) -> Money | Fault[Field]:
    """The most the network may take, bitcoin: what was typed, or the usual cap (S-26)."""
    usual = usual_cap(draft, known)
    if not draft.cap.strip():
        return usual.amount if usual else Fault(Field.CAP, "it follows from the amount")
    try:
        cap = parse_entry(draft.cap, EntryUnit.SATS).amount
    except InvalidAmountError as error:
        return Fault(Field.CAP, str(error))
    if cap.currency != BTC:
        return Fault(Field.CAP, "a fee cap is in sats or BTC")
    destination, read = draft.destination, read_amount(draft, known)
    if destination is not None and isinstance(read, Asked) and read.amount is not None:
        judged = judge_cap(rail_of(destination), read.amount, cap)
        if isinstance(judged, CapRefused):
            return Fault(Field.CAP, judged.words)
    return cap


def usual_cap(draft: Draft, known: Known) -> FeeCap | None:
    """The cap that is offered for this amount on this rail; None before both are known."""
    destination, read = draft.destination, read_amount(draft, known)
    if destination is None or isinstance(read, Fault) or read.amount is None:
        return None
    return default_cap(rail_of(destination), read.amount)


def read_reference(draft: Draft) -> str | Fault[Field]:
    """The reference as it is kept with the payment; may be empty."""
    reference = clean(draft.reference).strip()
    if len(reference) > REFERENCE_LENGTH:
        words = f"at most {REFERENCE_LENGTH} characters, these are {len(reference)}"
        return Fault(Field.REFERENCE, words)
    return reference
