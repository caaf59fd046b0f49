"""From the form to the order that is shown, and sent as it was shown (S-38)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.model.ids import PaymentId, new_id
from voltage_tui.money import sats
from voltage_tui.treasury.paying.checks import Check, CheckKind, Stops, first_stop
from voltage_tui.treasury.paying.facts import Facts, facts_for
from voltage_tui.treasury.paying.funds import cost_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.preflight import preflight
from voltage_tui.treasury.paying.strong import Reason, strong_reasons
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
    from voltage_tui.model.quote import Quote
    from voltage_tui.money import Money
    from voltage_tui.treasury.paying.worst_case import WorstCase
    from voltage_tui.treasury.snapshot import KnownRate, Snapshot
    from voltage_tui.ui.app import VoltageApp


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
            metadata=dict(draft.metadata),
            retry_of=None if draft.attempt is None else draft.attempt.of,
        )
    except InvalidRequestError as error:
        return Fault(Field.AMOUNT, str(error))


def facts_in(
    app: VoltageApp, order: PayOrder, snapshot: Snapshot, quote: Quote | None = None
) -> Facts:
    """What an order is judged by on the screen: now, in its words, by its settings (S-28)."""
    facts = facts_for(order, snapshot, app.now(), app.amounts.words, quote)
    return replace(facts, threshold=sats(app.settings.strong_confirm_sats))


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
    checks, worst = preflight(order, facts), cost_of(order, facts)
    reasons = strong_reasons(order, facts)
    return Judged(order, facts, checks, worst, reasons, facts.quote, converted_at)


def without_rate(found: Judged) -> Judged:
    """The same before a dollar wallet's rate was asked for: that it lacks one stops nothing yet."""
    if found.order.quote_id is not None:
        return found
    checks = tuple(check for check in found.checks if check.kind is not CheckKind.QUOTE)
    return replace(found, checks=checks)
