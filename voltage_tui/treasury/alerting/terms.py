"""What others set and may change: limits, policies, webhooks, the standing of lines. Pure.

Each is a table of terms by the names people read, so that a change is told as before and after.
A term that is not set is None; one that a table did not have before says nothing of a change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.policy import (
    FeeRates,
    MaxPaymentSize,
    OfacCompliant,
    Policy,
    ProcessingFeeOverride,
    ReflexApproval,
    SendVolumeLimit,
    TransactionVelocity,
    UnrecognisedPolicy,
)
from voltage_tui.model.webhook import Delivery, DeliveryStatus, Webhook
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from voltage_tui.model.alert import Value
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.store.alerts import Terms
    from voltage_tui.treasury.account import Account

DISABLED: Final = "disabled"
LIMIT: Final = "credit limit"
STATUS: Final = "status"
_LONGEST: Final = 500


def wallet_terms(account: Account) -> Terms | None:
    """The slice of credit of a wallet; None while its currency is not known."""
    return None if account.currency is None else {LIMIT: account.limit}


def line_terms(line: LineOfCredit) -> Terms:
    """A line's limit, whether it takes payments, and its collateral."""
    collateral = line.collateral
    return {
        LIMIT: line.limit,
        STATUS: "enabled" if line.disabled_at is None else DISABLED,
        "collateral": "waived" if collateral is None else _word(collateral.value),
    }


def policy_terms(policies: Iterable[Policy]) -> Terms:
    """What a wallet's payments are held to; of two of one sort the last, as they come sorted."""
    terms: dict[str, Value | None] = dict.fromkeys(
        (
            "largest payment",
            "payments a minute",
            "most sent",
            "outside approval",
            "sanctions screening",
            "fees of its own",
        )
    )
    others = []
    for policy in policies:
        match policy.rule:
            case MaxPaymentSize(limit):
                terms["largest payment"] = limit
            case TransactionVelocity(per_minute):
                terms["payments a minute"] = per_minute
            case SendVolumeLimit(limit):
                terms["most sent"] = limit
            case ReflexApproval(template_id, threshold):
                terms["outside approval"] = f"by {template_id}"
                terms["outside approval from"] = threshold
            case OfacCompliant():
                terms["sanctions screening"] = "on"
            case ProcessingFeeOverride(rates):
                terms["fees of its own"] = _rates(rates)
            case UnrecognisedPolicy(kind):
                others.append(kind)
    terms.setdefault("outside approval from", None)
    terms["other policies"] = _joined(others)
    return terms


def webhook_terms(webhook: Webhook) -> Terms:
    """Where a webhook delivers, what, and whether it does."""
    events = sorted(f"{event.topic.value} {event.name.value}" for event in webhook.events)
    return {
        "name": clean(webhook.name, _LONGEST),
        "address": clean(webhook.url, _LONGEST),
        "events": _joined(events),
        STATUS: _word(webhook.status.value),
    }


def differences(before: Terms, after: Terms) -> Iterator[tuple[str, Value | None, Value | None]]:
    """Each term that is other than it was: its name, what it was, what it is."""
    for name, value in after.items():
        if name in before and before[name] != value:
            yield name, before[name], value


def failed_in_a_row(newest_first: Sequence[Delivery]) -> int:
    """How many deliveries failed since the last that did not; one that is tried again has."""
    count = 0
    for delivery in newest_first:
        match delivery.status:
            case DeliveryStatus.SUCCEEDED:
                break
            case DeliveryStatus.FAILED | DeliveryStatus.ABANDONED:
                count += 1
            case DeliveryStatus.ATTEMPTING:
                count += delivery.attempts > 1
            case Unrecognised():
                pass
    return count


def _rates(rates: FeeRates) -> str:
    return f"send {_percent(rates.send)}, receive {_percent(rates.receive)}"


def _percent(basis_points: int) -> str:
    return f"{basis_points // 100}.{basis_points % 100:02} %"


def _joined(words: Iterable[str]) -> str | None:
    return clean(", ".join(words), _LONGEST) or None


def _word(value: object) -> str:
    return str(value).replace("_", " ")
