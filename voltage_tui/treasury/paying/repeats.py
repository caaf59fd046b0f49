"""Whether the same was paid before, or is being paid (S-7, S-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.destinations import bech32
from voltage_tui.destinations.address import is_segwit_like
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import BTC
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown
from voltage_tui.treasury.paying.holds import is_held, was_captured
from voltage_tui.treasury.paying.order import REFERENCE_KEY
from voltage_tui.treasury.paying.verdict import No, NotYet, Yes, safe_to_pay_again

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.treasury.paying.checks import Verdict
    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.order import PayOrder

LOOK_BACK: Final = timedelta(days=1)
"""How long the same amount to the same address is remarked on."""
_HASH_FIELD: Final = "pp5"
"""How the payment hash begins in an invoice: its letter, and its length of 52."""


class Same(Enum):
    """What two payments have in common."""

    INVOICE = "invoice"
    ADDRESS_AND_AMOUNT = "address and amount"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier send that an order repeats, and in what."""

    payment: Payment
    same: Same


def repeats_of(
    order: PayOrder, payments: Iterable[Payment], ordered: Collection[PaymentId] = ()
) -> tuple[Repeat, ...]:
    """The sends that an order repeats, in the order given; checks of policies are none.

    Those `ordered` are known to have been confirmed as the same, whatever they are shown with.
    """
    look = _Look(order)
    return tuple(
        Repeat(payment, same)
        for payment in payments
        if payment.direction is Direction.SEND
        and not payment.check_only
        and payment.id != order.payment_id
        and (same := look.at(payment, ordered=payment.id in ordered)) is not None
    )


def pays_the_same(payment: Payment, order: PayOrder) -> bool:
    """Whether a payment names the order's payment hash or address, whatever its amount."""
    return _Look(order).names(payment)


def duplicate_check(order: PayOrder, facts: Facts) -> Check:
    """Stops while an earlier one may still complete, and for an invoice that was paid."""
    return Check(CheckKind.DUPLICATE, _verdict(order, facts))


def _verdict(order: PayOrder, facts: Facts) -> Verdict:
    if facts.guarded_by not in (None, order.payment_id):
        return Stops(
            "An earlier payment of this may still complete.",
            "Open it and wait for its end; do not pay again.",
            facts.guarded_by,
        )
    remark: Passes | None = None
    for repeat in repeats_of(order, facts.payments, facts.ordered):
        said = _of_repeat(repeat, facts)
        if isinstance(said, Stops):
            return said
        remark = remark or said
    before = facts.paid_before
    if before is not None and before.payment_id != order.payment_id:
        since = f"{before.known_since:%Y-%m-%d %H:%M} UTC"
        return Stops(
            f"This invoice was paid from here, known since {since}.",
            "Ask the payee for a new invoice.",
            PaymentId(before.payment_id),
        )
    return remark or _of_address(order, facts) or _unless_unread(order, facts)


def _of_address(order: PayOrder, facts: Facts) -> Passes | None:
    """A warning of one that may still pay another amount to the same address."""
    if facts.open_to_address in (None, order.payment_id):
        return None
    passes = "It is not known to be the same payment twice."
    warning = "An earlier payment to this address, of another amount, may still complete."
    return Passes(passes, warning=warning, earlier=facts.open_to_address)


def _of_repeat(repeat: Repeat, facts: Facts) -> Passes | Stops | None:
    payment = repeat.payment
    if repeat.same is Same.REFERENCE:
        return _remark("A payment with the same reference was made", payment, facts)
    paid = payment.id in facts.paid or was_captured(payment, _ledger_of(payment, facts))
    match safe_to_pay_again(payment, held=_held(payment, facts), paid=paid):
        case Yes():
            return None
        case NotYet(words):
            return Stops(
                f"An earlier attempt is not over: {words[:1].lower()}{words[1:]}",
                "Open it and wait; do not pay again.",
                payment.id,
            )
        case No(words):
            return _of_unsafe(repeat, facts)


def _held(payment: Payment, facts: Facts) -> bool | None:
    """Whether something of it is still reserved: of our own it was looked for, closely."""
    held = is_held(payment, facts.wallets, _ledger_of(payment, facts), facts.server_offset)
    return bool(held) if payment.id in facts.released else held


def _of_unsafe(repeat: Repeat, facts: Facts) -> Passes | Stops | None:
    payment = repeat.payment
    if payment.disputed or payment.status in (PaymentStatus.FAILED, PaymentStatus.EXPIRED):
        return Stops(
            "An earlier payment of this was paid, and Voltage said also that it failed.",
            "Do not pay again; ask Voltage about it.",
            payment.id,
        )
    if payment.status is not PaymentStatus.COMPLETED:
        return Stops(
            "An earlier payment of this may still complete.",
            "Open it and wait for its end; do not pay again.",
            payment.id,
        )
    if repeat.same is Same.INVOICE:
        ago = duration(facts.server_now - payment.created_at)
        return Stops(f"This was paid {ago} ago.", "Ask the payee for a new invoice.", payment.id)
    return _remark("The same amount was paid to this address", payment, facts)


def _remark(words: str, payment: Payment, facts: Facts) -> Passes | None:
    """A warning of an earlier payment; None for one that failed, or is old."""
    span = facts.server_now - payment.created_at
    over = payment.status in (PaymentStatus.FAILED, PaymentStatus.EXPIRED)
    if over or span > LOOK_BACK:
        return None
    passes = "It is not known to be the same payment twice."
    return Passes(passes, warning=f"{words} {duration(span)} ago.", earlier=payment.id)


def _unless_unread(order: PayOrder, facts: Facts) -> Verdict:
    """That it was not paid before, as far back as it could have been."""
    book, since = facts.book.value, _could_be_paid_since(order, facts)
    if book is None or not book.covers(since):
        ago = duration(facts.server_now - since)
        return Unknown(f"Not every payment of the last {ago} has been read.")
    return Passes("It was not paid before.")


def _could_be_paid_since(order: PayOrder, facts: Facts) -> datetime:
    """From when on it counts; an invoice cannot have been paid before it was made."""
    since = facts.server_now - LOOK_BACK
    if order.invoice is None:
        return since
    made = order.invoice.made_at
    return min(made, since) if order.address is not None or made > facts.server_now else made


def _ledger_of(payment: Payment, facts: Facts) -> Iterable[LedgerEntry]:
    read = facts.statements.get(payment.wallet_id)
    statement = None if read is None else read.value
    return () if statement is None else (row.entry for row in statement.rows)


class _Look:
    """Compares payments with one order, cheaply: there may be many, on every painting."""

    def __init__(self, order: PayOrder) -> None:
        self._amount = order.amount.units
        self._address = order.address
        self._reference = order.reference
        self._hash = None
        if order.invoice is not None:
            words = bech32.to_words(order.invoice.payment_hash)
            # The last word is padded, and so could be written in more than one way.
            self._hash = _HASH_FIELD + "".join(bech32.CHARSET[word] for word in words[:-1])

    def at(self, payment: Payment, *, ordered: bool = False) -> Same | None:
        """What the payment has in common with the order; the gravest of it."""
        if self._hash is not None and self._has_hash(payment, self._hash):
            return Same.INVOICE
        amount_fits = _principal(payment) in (None, self._amount)
        if ordered or (amount_fits and self._has_address(payment)):
            return Same.ADDRESS_AND_AMOUNT
        reference = self._reference
        if reference is not None and payment.metadata.get(REFERENCE_KEY) == reference:
            return Same.REFERENCE
        return None

    def names(self, payment: Payment) -> bool:
        """Whether it pays to the order's payment hash or address."""
        by_hash = self._hash is not None and self._has_hash(payment, self._hash)
        return by_hash or self._has_address(payment)

    def _has_address(self, payment: Payment) -> bool:
        if self._address is None:
            return False
        shown = (payment.address, payment.bip21_uri)
        return any(text is not None and _address_of(text) == self._address for text in shown)

    def _has_hash(self, payment: Payment, wanted: str) -> bool:
        """Whether an invoice in it is for the hash, which is looked for without decoding it."""
        for text in (payment.payment_request, payment.bip21_uri, payment.address):
            if text is not None and wanted in text.lower():
                return True
        return False


def _address_of(text: str) -> str:
    """The address of an address or a link, as `Address.text` writes it."""
    bare = text.partition("?")[0]
    if bare[: len("bitcoin:")].lower() == "bitcoin:":
        bare = bare[len("bitcoin:") :]
    return bare.lower() if is_segwit_like(bare) else bare


def _principal(payment: Payment) -> int | None:
    """The bitcoin it paid, msats, or None when that is not known."""
    if payment.rail_units is not None:
        return payment.rail_units
    amount = payment.amount
    return amount.units if amount is not None and amount.currency == BTC else None
