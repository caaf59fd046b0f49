"""What statuses, ledger rows and collateral mean, in a treasurer's words.

Amounts inside a sentence are said by the `say` that is given, so that a screen that hides amounts
hides these too. What this version does not know is shown as it came (S-14).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voltage_tui.model.credit import Collateral, LineOfCredit
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import Money, plain

if TYPE_CHECKING:
    from voltage_tui.treasury.statement import StatementRow

Say = Callable[[Money], str]


def status_words(payment: Payment) -> str:
    """Where a payment stands, as a sentence part: `ready to be paid`, `received`."""
    receive = payment.direction is Direction.RECEIVE
    match payment.status:
        case PaymentStatus.GENERATING:
            return "being made"
        case PaymentStatus.RECEIVING:
            return "ready to be paid" if payment.payable else "being made"
        case PaymentStatus.SENDING:
            return "being checked" if payment.check_only else "on its way"
        case PaymentStatus.APPROVED:
            return (
                "allowed by the policies, not paid" if payment.check_only else "allowed, being paid"
            )
        case PaymentStatus.COMPLETED:
            return "received" if receive else "paid out"
        case PaymentStatus.EXPIRED:
            return "ran out before it was paid"
        case PaymentStatus.FAILED:
            return "failed"
        case Unrecognised():
            return payment.status.value


def row_words(row: StatementRow, say: Say = plain) -> str:
    """What a ledger row did: `paid out 10,162 sats, 88 sats of the hold given back`."""
    entry, amount = row.entry, row.entry.amount
    said = "an unknown amount" if amount is None else say(amount)
    match entry.kind:
        case LedgerKind.CREDITED:
            return f"received {said}{_fee_on_top(row, say)}"
        case LedgerKind.HELD:
            return f"reserved {said} for a send"
        case LedgerKind.CAPTURED:
            return f"paid out {said}{_given_back(row, say)}"
        case LedgerKind.RELEASED:
            held = "a hold" if row.held is None else say(row.held)
            return f"gave back {held}, the send failed"
        case LedgerKind.DEPOSITED:
            return f"paid in {said}, outside payments"
        case LedgerKind.WITHDRAWN:
            return f"taken out {said}, outside payments"
        case Unrecognised():
            return entry.kind.value


def collateral_words(line: LineOfCredit) -> str:
    """How far a line's collateral has come, and whether the line can be used."""
    if line.disabled_at is not None:
        return "disabled: no new payments"
    match line.collateral:
        case None:
            return "no collateral needed"
        case Collateral.PENDING_DEPOSIT:
            return "waiting for its deposit"
        case Collateral.PARTIALLY_SECURED:
            return "secured in part"
        case Collateral.SECURED:
            return "secured"
        case Collateral.PENDING_VERIFICATION:
            return "waiting to be verified"
        case Collateral.VERIFIED:
            return "verified"
        case Unrecognised():
            return line.collateral.value


def _fee_on_top(row: StatementRow, say: Say) -> str:
    breakdown = row.entry.breakdown
    if breakdown is None or breakdown.processing_fee.is_zero:
        return ""
    return f", the payer paid {say(breakdown.processing_fee)} on top"


def _given_back(row: StatementRow, say: Say) -> str:
    amount = row.entry.amount
    if row.held is None or amount is None or row.held.currency != amount.currency:
        return ""
    back = row.held - amount
    if back.is_negative:
        return f", {say(-back)} more than was held"
    return "" if back.is_zero else f", {say(back)} of the hold given back"
