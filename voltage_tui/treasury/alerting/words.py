"""Alerts in words: what happened, and what it means."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, AlertKind, Share, SubjectKind
from voltage_tui.money import Money
from voltage_tui.treasury.alerting.changes import REGISTERED
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import percent

if TYPE_CHECKING:
    from voltage_tui.model.alert import Value
    from voltage_tui.treasury.attention_words import Telling

_MEANING: Final = {
    AlertKind.AVAILABLE: "A payment of more than that does not go through.",
    AlertKind.CREDIT: "At its limit payments are refused.",
    AlertKind.PAYMENT: "Make sure that somebody meant it.",
    AlertKind.PENDING: "It may still complete: do not pay again.",
    AlertKind.FAILED: "Its case says why, and whether paying again is safe.",
    AlertKind.WEBHOOK: "What waits for its messages does not hear of payments.",
    AlertKind.CHANGED: "Make sure that somebody meant it.",
    AlertKind.SEALED: "Exports and accounts of that month are not what they were.",
    AlertKind.PROOF: "Rows are missing or wrong: the ledger keeps the evidence.",
}


def headline(alert: Alert, by: Telling, memo: str = "") -> str:
    """What happened, in a sentence without its full stop; `memo` is the payment's, where shown."""
    name = alert.about.name or alert.about.id[:8]
    match alert.kind:
        case AlertKind.AVAILABLE:
            under = value_words(alert.threshold, by)
            return f"{name} can spend {value_words(alert.value, by)}, under {under}"
        case AlertKind.CREDIT:
            if by.hidden:
                return f"{name} uses more of its credit than its rule allows"
            over = value_words(alert.threshold, by)
            return f"{name} uses {value_words(alert.value, by)} of its credit, over {over}"
        case AlertKind.PAYMENT | AlertKind.PENDING | AlertKind.FAILED:
            return _of_payment(alert, by, memo)
        case AlertKind.WEBHOOK:
            count = alert.value if isinstance(alert.value, int) else 0
            deliveries = "delivery" if count == 1 else "deliveries"
            return f"Webhook {name}: {count:,} {deliveries} failed in a row"
        case AlertKind.CHANGED:
            return _change(alert, name, by)
        case AlertKind.SEALED:
            return f"{name} was sealed and has changed"
        case AlertKind.PROOF:
            off = "" if alert.value is None else f", {value_words(alert.value, by)} off"
            return f"The ledger of {name} does not lead to its balance{off}"


def meaning(alert: Alert) -> str:
    """What it means, in a sentence."""
    return _MEANING[alert.kind]


def value_words(value: Value | None, by: Telling) -> str:
    """A figure of an alert, an amount as amounts are said now; None is a term that is not set."""
    match value:
        case None:
            return "none"
        case Money():
            return by.say(value)
        case Share():
            return "hidden" if by.hidden else percent(value.permille)
        case timedelta():
            return duration(value)
        case int():
            return f"{value:,}"
        case str():
            return value


def seen_words(alert: Alert, by: Telling) -> str:
    """Who has seen it, or until when nobody wants to hear of it; nothing for neither."""
    if alert.acknowledged_at is not None:
        ago = duration(by.now - alert.acknowledged_at)
        return f"acknowledged by {alert.acknowledged_by} {ago} ago"
    if alert.snoozed_until is not None and alert.is_snoozed(by.now):
        return f"snoozed for {duration(alert.snoozed_until - by.now)}"
    return ""


def _of_payment(alert: Alert, by: Telling, memo: str) -> str:
    payment = _payment(alert, by, memo)
    if alert.kind is AlertKind.PAYMENT:
        return f"A large payment {'out' if alert.what == 'send' else 'in'}: {payment}"
    if alert.kind is AlertKind.PENDING:
        return f"{payment} pending for {_pending(alert, by)}"
    reason = f": {alert.what}" if alert.what else ""
    return f"{payment} failed {_ago(alert, by)}{reason}"


def _payment(alert: Alert, by: Telling, memo: str) -> str:
    amount = "A payment" if alert.value is None else value_words(alert.value, by)
    return f"{amount} ({memo})" if memo and not by.hidden else amount


def _pending(alert: Alert, by: Telling) -> str:
    usual = "" if alert.usual is None else f" (usual {duration(alert.usual)})"
    return f"{duration(by.now - (alert.since or alert.raised_at))}{usual}"


def _ago(alert: Alert, by: Telling) -> str:
    return f"{duration(by.now - (alert.since or alert.raised_at))} ago"


def _change(alert: Alert, name: str, by: Telling) -> str:
    who = f"Webhook {name}" if alert.about.kind is SubjectKind.WEBHOOK else name
    before, now = value_words(alert.before, by), value_words(alert.value, by)
    if alert.what == REGISTERED:
        return f"{who} was removed: {before}" if alert.value is None else f"{who} is new: {now}"
    return f"{who}: {alert.what} was {before}, is now {now}"
