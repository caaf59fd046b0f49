"""What has been filled in, and what is to be paid by it, or why nothing is yet.

Nothing here guesses: an amount that the destination fixes is never replaced (S-36), one that is
typed is read exactly, and what is wrong is said beside the field it is wrong in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from voltage_tui.destinations.networks import NetworkMatch, matches
from voltage_tui.destinations.recognise import Destination
from voltage_tui.model.ids import WalletId
from voltage_tui.money import (
    BTC,
    MSATS_PER_SAT,
    USD,
    EntryUnit,
    InvalidAmountError,
    Money,
    parse_entry,
    unit_named,
)
from voltage_tui.text import clean
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.durations import duration
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
    Nothing,
    Wrong,
    destination_of,
    fixed_amount,
    read_given,
)
from voltage_tui.ui.screens.send.moments import ends_at
from voltage_tui.ui.screens.send.permit import Permit

NOT_ARMED: Final = "sending is not armed: A, in this field, arms it for five minutes"
READ_ONLY: Final = "nothing can be sent from this run: A, in this field, says why"
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
    what it was filled in with, where it was opened for a new attempt.
    """

    text: str = ""
    wallet_id: WalletId | None = None
    amount: str = ""
    unit: EntryUnit = EntryUnit.SATS
    cap: str = ""
    reference: str = ""
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


def first_fault(draft: Draft, known: Known) -> Fault[Field] | None:
    """The first thing that is wrong, in the order of the fields; None when all of it is right."""
    return (
        _permit_fault(known)
        or given_fault(draft, known)
        or _fault(read_amount(draft, known))
        or wallet_fault(draft, known)
        or _fault(read_cap(draft, known))
        or _fault(read_reference(draft))
    )


def given_fault(draft: Draft, known: Known) -> Fault[Field] | None:
    """What is wrong with what was given: nothing, not payable, or expired (S-33)."""
    given = draft.given
    if isinstance(given, Nothing):
        return Fault(Field.PAY_TO, "paste an invoice, an address or a payment link")
    if isinstance(given, Wrong):
        return Fault(Field.PAY_TO, given.words)
    ends = ends_at(given)
    if ends is not None and ends <= known.server_now:
        ago = duration(known.server_now - ends)
        return Fault(Field.PAY_TO, f"It expired {ago} ago. Ask the payee for a new one.")
    return None


def wallet_fault(draft: Draft, known: Known) -> Fault[Field] | None:
    """What keeps this wallet from paying this, a wrong network first of all (S-32)."""
    account, destination = known.account, draft.destination
    if account is None:
        return Fault(Field.WALLET, "no wallet has been read yet")
    if destination is not None:
        words = mismatch_words(destination, account)
        if words is not None:
            return Fault(Field.WALLET, words)
    if known.freshness in (Freshness.DEAD, Freshness.MISSING):
        return Fault(Field.WALLET, "its balance is too old to pay from: R reads it again")
    if account.currency is None:
        return Fault(Field.WALLET, "its currency is not known yet: its line could not be read")
    if account.currency not in (BTC, USD):
        return Fault(Field.WALLET, "assets cannot be sent from here")
    return None


def mismatch_words(destination: Destination, account: Account) -> str | None:
    """Why the networks do not go together, in words; None when they may."""
    network = str(account.wallet.network.value)
    if matches(destination.network, network) is not NetworkMatch.MISMATCH:
        return None
    what = "invoice" if rail_of(destination) is Rail.LIGHTNING else "address"
    return f"this {what} is for {destination.network.value}, this wallet is {network}"


def _permit_fault(known: Known) -> Fault[Field] | None:
    match known.permit:
        case Permit.ARMED:
            return None
        case Permit.NOT_ARMED:
            return Fault(Field.WALLET, NOT_ARMED)
        case Permit.READ_ONLY:
            return Fault(Field.WALLET, READ_ONLY)


def _fault(read: Asked | Money | str | Fault[Field]) -> Fault[Field] | None:
    return read if isinstance(read, Fault) else None
