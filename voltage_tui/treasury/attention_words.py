"""What wants a person, in words: what happened, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.treasury.attention import Attention, Matter
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import as_sentence, percent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from voltage_tui.money import Money


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is told: at which moment, how an amount is said, whether amounts are hidden."""

    now: datetime
    say: Callable[[Money | None], str]
    hidden: bool = False


def told(item: Attention, by: Telling, memo: str | None = None) -> tuple[str, str]:
    """What happened, and what it means (may be empty).

    `memo` stands for the payment's own; an empty one leaves it out.
    """
    age = duration(by.now - item.since)
    match item.matter:
        case Matter.UNREAD:
            words = as_sentence(item.problem.words) if item.problem else ""
            return f"{item.what} could not be read for {age}", f"{words} Old figures stay."
        case Matter.STUCK_SEND:
            head = f"{_payment(item, by, memo)} still sending after {age}"
            return head, "It may still complete: do not pay again."
        case Matter.UNKNOWN_SEND:
            head = f"{_sending(item, by)}: it is not known whether it was sent"
            return head, "It may still complete: do not pay again."
        case Matter.UNKNOWN_OUTCOME:
            head = f"{_request(item, by)}: it is not known whether it arrived"
            return head, "It may exist: look before asking again."
        case Matter.FROZEN:
            return brief(item, by, memo), "Compliance must look."
        case Matter.FAILED_SEND:
            return brief(item, by, memo), _reason(item)
        case Matter.CREDIT_HIGH:
            return _credit(item, by)
        case Matter.SEAL_BROKEN:
            return f"{item.what} was sealed and has changed", _seal(item)
        case Matter.LINE_DISABLED | Matter.LINE_NOT_SECURED | Matter.WALLET_TROUBLE:
            return _standing(item, age)


def sentence(item: Attention, by: Telling) -> str:
    """What happened and what it means, for where no memo may be told (S-60)."""
    head, meaning = told(item, by, memo="")
    return f"{as_sentence(head)} {meaning}".strip()


def brief(item: Attention, by: Telling, memo: str | None = None) -> str:
    """What has to be said where there is little room."""
    age = duration(by.now - item.since)
    match item.matter:
        case Matter.STUCK_SEND:
            return f"{_payment(item, by, memo)} sending {age}: do not pay again"
        case Matter.UNKNOWN_SEND:
            return f"{_sending(item, by)} may have been sent: do not pay again"
        case Matter.UNKNOWN_OUTCOME:
            return f"{_request(item, by)} may exist: look before asking again"
        case Matter.FROZEN:
            return f"{_payment(item, by, memo)}: funds are frozen"
        case Matter.FAILED_SEND:
            return f"{_payment(item, by, memo)} failed {age} ago"
        case _:
            return told(item, by, memo)[0]


def _seal(item: Attention) -> str:
    """What changed in a sealed month."""
    change = item.sealed.change if item.sealed is not None else None
    if change is None:
        return ""
    return f"{change.rows.words or 'Its balances are others'}."


def _standing(item: Attention, age: str) -> tuple[str, str]:
    """Of lines and wallets, where no payment is the matter."""
    if item.matter is Matter.LINE_DISABLED:
        return "A line of credit is disabled", f"since {age}: it takes no payments."
    if item.matter is Matter.LINE_NOT_SECURED:
        return "A line of credit is not secured yet", "Its limit may not be usable."
    name = item.wallet.name if item.wallet else "A wallet"
    error = item.wallet.error.type.value if item.wallet and item.wallet.error else ""
    return f"{name}: the last change failed", error


def _payment(item: Attention, by: Telling, memo: str | None) -> str:
    """Its amount and its memo."""
    payment = item.payment
    if payment is None:
        return "A payment"
    amount = by.say(payment.amount or payment.bitcoin)
    shown = payment.memo if memo is None else memo
    return amount if by.hidden or not shown else f"{amount} ({shown})"


def _request(item: Attention, by: Telling) -> str:
    order = item.receiving.order if item.receiving else None
    if order is None or order.amount is None:
        return "A request for a payment"
    return f"A request for {by.say(order.amount)}"


def _sending(item: Attention, by: Telling) -> str:
    """After a start anew the amount is not known: the journal keeps none (S-2)."""
    order = item.sending.order if item.sending else None
    return "A payment" if order is None else f"A payment of {by.say(order.amount)}"


def _reason(item: Attention) -> str:
    error = item.payment.error if item.payment else None
    return "" if error is None else error.reason.replace("_", " ")


def _credit(item: Attention, by: Telling) -> tuple[str, str]:
    account = item.account
    if account is None:
        return "Credit is high", ""
    used = "much" if by.hidden else percent(account.used_permille)
    left = by.say(account.headroom)
    return f"{account.wallet.name} uses {used} of its credit", f"{left} can still be spent."
