"""From the form to the order that is shown, and sent as it was shown (S-38)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.money import sats
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.checks import Check, CheckKind, Facts, Stops, first_stop
from voltage_tui.treasury.paying.funds import cost_of
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.preflight import preflight
from voltage_tui.treasury.paying.server_check import subject_of
from voltage_tui.treasury.paying.strong import Reason, strong_reasons
from voltage_tui.treasury.reading import Reading
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.screens.send.draft import (
    Draft,
    Field,
    Known,
    read_amount,
    read_cap,
    read_reference,
)

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Money
    from voltage_tui.treasury.paying.server_check import ServerWord
    from voltage_tui.treasury.paying.worst_case import WorstCase
    from voltage_tui.treasury.snapshot import KnownRate, Snapshot
    from voltage_tui.treasury.words import Say
    from voltage_tui.ui.app import VoltageApp


LATELY: Final = timedelta(minutes=5)
"""How long an answer of Voltage is worth telling: what it goes by changes with every payment."""


def new_payment_id() -> PaymentId:
    """The identifier of a payment that has yet to be shown, made before it is (S-1)."""
    return PaymentId(new_id())


def order_of(draft: Draft, known: Known) -> PayOrder | Fault[Field]:
    """What would be paid, under a new identifier and still without a rate.

    The network and the power are not looked at.
    """
    destination, account = draft.destination, known.account
    read, cap, reference = read_amount(draft, known), read_cap(draft, known), read_reference(draft)
    if isinstance(read, Fault):
        return read
    if isinstance(cap, Fault):
        return cap
    if isinstance(reference, Fault):
        return reference
    if destination is None or read.amount is None:
        return Fault(Field.PAY_TO, "paste an invoice, an address or a payment link")
    if account is None or account.currency is None:
        return Fault(Field.WALLET, "choose a wallet")
    try:
        return PayOrder(
            payment_id=new_payment_id(),
            wallet_id=account.wallet.id,
            destination=destination,
            amount=read.amount,
            max_fee=cap,
            currency=account.currency,
            reference=reference or None,
            retry_of=None if draft.attempt is None else draft.attempt.of,
        )
    except InvalidRequestError as error:
        return Fault(Field.AMOUNT, str(error))


def facts_in(
    app: VoltageApp, order: PayOrder, snapshot: Snapshot, quote: Quote | None = None
) -> Facts:
    """The same on the screen: now, in its words, with the threshold of its settings (S-28)."""
    facts = facts_for(order, snapshot, app.now(), app.amounts.words, quote)
    return replace(facts, threshold=sats(app.settings.strong_confirm_sats))


def facts_for(
    order: PayOrder, snapshot: Snapshot, now: datetime, say: Say, quote: Quote | None = None
) -> Facts:
    """What the preflight judges an order by."""
    book = snapshot.book.value.payments if snapshot.book.value else ()
    known = {p.id: p for p in (*book, *snapshot.pending)}
    return Facts(
        now=now,
        server_offset=snapshot.connection.server_offset,
        account=snapshot.account(order.wallet_id),
        accounts=snapshot.accounts,
        payments=tuple(known.values()),
        wallets=snapshot.wallets,
        lines=snapshot.lines,
        book=snapshot.book,
        policies=snapshot.policies.get(order.wallet_id, Reading()),
        statements=snapshot.statements,
        guarded_by=guarded_by(order, snapshot),
        quote=quote,
        released=frozenset(s.payment_id for s in snapshot.sendings if s.closed is Resolution.ENDED),
        payees=snapshot.payees or (),
        server_word=server_word_of(order, snapshot, now),
        say=say,
    )


def server_word_of(order: PayOrder, snapshot: Snapshot, now: datetime) -> ServerWord | None:
    """What Voltage said of this very payment in the last minutes, if it was asked."""
    if not snapshot.server_words:
        return None
    subject = subject_of(order)
    said = next((w for w in snapshot.server_words if w.subject == subject), None)
    return said if said is not None and now - said.at < LATELY else None


def guarded_by(order: PayOrder, snapshot: Snapshot) -> PaymentId | None:
    """The open payment of this program that has one of the order's guards (S-7)."""
    guards = guards_of(order)
    for sending in snapshot.sendings:
        earlier = sending.order
        if sending.closed is None and earlier is not None and guards_of(earlier) & guards:
            return sending.payment_id
    return None


@dataclass(frozen=True, slots=True)
class Judged:
    """An order and all that is said of it before it is confirmed.

    `worst` is None while a dollar wallet has no rate. Any of `reasons` asks for the strong confirm.
    `converted_at` is the rate by which a sum typed in dollars became bitcoin, if it was (S-18).
    """

    order: PayOrder
    facts: Facts
    checks: tuple[Check, ...]
    worst: WorstCase | None
    reasons: tuple[Reason, ...]
    quote: Quote | None = None
    converted_at: KnownRate | None = None

    @property
    def stop(self) -> Stops | None:
        """What stops it first, if anything does."""
        check = first_stop(self.checks)
        return check.verdict if check is not None and isinstance(check.verdict, Stops) else None

    @property
    def after(self) -> Money | None:
        """What would be available after the worst case; None where that is not known."""
        account, worst = self.facts.account, self.worst
        available = account.available if account is not None else None
        total = worst.total if worst is not None else None
        if available is None or total is None or available.currency != total.currency:
            return None
        return available - total


def judged(order: PayOrder, facts: Facts, converted_at: KnownRate | None = None) -> Judged:
    """Judge an order by what is known now."""
    reasons = strong_reasons(order, facts, facts.payees, facts.threshold)
    checks, worst = preflight(order, facts), cost_of(order, facts)
    return Judged(order, facts, checks, worst, reasons, facts.quote, converted_at)


def without_rate(found: Judged) -> Judged:
    """The same before a dollar wallet's rate was asked for: that it lacks one stops nothing yet."""
    if found.order.quote_id is not None:
        return found
    checks = tuple(check for check in found.checks if check.kind is not CheckKind.QUOTE)
    return replace(found, checks=checks)
