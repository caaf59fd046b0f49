"""Why the form cannot be reviewed yet: the first thing that is wrong, and in which field."""

from __future__ import annotations

from typing import Final

from voltage_tui.destinations.networks import NetworkMatch, matches
from voltage_tui.destinations.recognise import Destination
from voltage_tui.money import BTC, USD, Money
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.fee_caps import Rail, rail_of
from voltage_tui.treasury.reading import Freshness
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.screens.send.draft import (
    Draft,
    Field,
    Known,
    read_amount,
    read_cap,
    read_reference,
)
from voltage_tui.ui.screens.send.given import Nothing, Wrong
from voltage_tui.ui.screens.send.moments import ends_at
from voltage_tui.ui.screens.send.permit import Permit

NOT_ARMED: Final = "sending is not armed: A, in this field, arms it for five minutes"
READ_ONLY: Final = "nothing can be sent from this run: A, in this field, says why"


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
