"""What `voltage-tui watch --json` prints: one object a line, described in README, `v` 1.

Amounts are texts of whole base units beside their currency and the name of that unit, so that no
reader makes a float of them; hidden ones are null. Memos, invoices and addresses are left out:
lines like these end in logs (S-60).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.cli.watch_words import telling
from voltage_tui.model.alert import Share
from voltage_tui.money import BTC, USD, Money
from voltage_tui.treasury.account import in_use, totals_of
from voltage_tui.treasury.attention import attention
from voltage_tui.treasury.attention_words import sentence
from voltage_tui.treasury.events import (
    AlertCleared,
    AlertRaised,
    AttentionCleared,
    AttentionRaised,
    BalanceChanged,
    ConnectionChanged,
    Event,
    Funds,
    PaymentCreated,
    PaymentEnded,
    PaymentFound,
    PaymentLate,
    PaymentMoved,
    need_key,
)
from voltage_tui.treasury.overview import under_way

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.model.alert import Alert, Value
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.payment import AnyStatus, Payment
    from voltage_tui.profiles import Profile
    from voltage_tui.treasury.account import Account, Totals
    from voltage_tui.treasury.attention import Attention
    from voltage_tui.treasury.reading import Problem, Reading
    from voltage_tui.treasury.snapshot import Snapshot

T = TypeVar("T")
SCHEMA: Final = 1
"""Grows when a field changes its meaning or goes; new fields and events may come without."""
Fields = dict[str, object]
_UNITS: Final = {BTC: "msat", USD: "cent"}


@dataclass(frozen=True, slots=True)
class Encoder:
    """Makes the lines of one environment; amounts are null while `hidden`."""

    profile: Profile
    hidden: bool = False

    def state(self, snapshot: Snapshot, now: datetime) -> str:
        """All that is known at a moment: what --once prints, and the first line of all."""
        pending = under_way(snapshot)
        rate = snapshot.rate
        return self._line(
            "state",
            now,
            {
                "profile": self.profile.name,
                "organization": self.profile.organization_id,
                "connection": {
                    "state": snapshot.connection.state.value,
                    "since": moment(snapshot.connection.since),
                    "last_answer": moment(snapshot.connection.last_answer),
                    "next_try": moment(snapshot.connection.next_try),
                    "problem": _problem(snapshot.connection.problem),
                },
                "readings": {
                    "wallets": _reading(snapshot.wallets, now),
                    "lines": _reading(snapshot.lines, now),
                    "payments": _reading(snapshot.book, now),
                },
                "totals": None
                if snapshot.wallets.value is None
                else [self._totals(t) for t in totals_of(in_use(snapshot.accounts))],
                "wallets": None
                if snapshot.wallets.value is None
                else [self._account(a) for a in snapshot.accounts],
                "lines": None
                if snapshot.lines.value is None
                else [self._line_of_credit(line) for line in snapshot.lines.value],
                "pending": None
                if snapshot.book.value is None
                else {
                    "count": pending.count,
                    "sends": pending.sends,
                    "receives": pending.receives,
                    "oldest_age_s": _seconds(
                        pending.oldest_age(now, snapshot.connection.server_offset)
                    ),
                    "payments": [self._payment(p) for p in snapshot.pending],
                },
                "rate": None
                if rate is None
                else {
                    "usd_cents_per_btc": str(rate.rate.price.units),
                    "quoted_at": moment(rate.quoted_at),
                    "age_s": _seconds(now - rate.quoted_at),
                },
                "attention": [self._need(item, now) for item in attention(snapshot, now)],
                "alerts": [self._alert(alert) for alert in snapshot.alerts],
            },
        )

    def event(self, event: Event, now: datetime) -> str:
        """One thing that happened, told at `now`."""
        return self._line(event.name, now, self._of(event, now))

    def _of(self, event: Event, now: datetime) -> Fields:
        match event:
            case ConnectionChanged():
                return {
                    "before": event.before.value,
                    "after": event.after.value,
                    "since": moment(event.since),
                    "problem": _problem(event.problem),
                }
            case BalanceChanged():
                return {
                    "wallet": self._account(event.account),
                    "before": self._funds(event.before),
                    "after": self._funds(event.after),
                }
            case PaymentCreated() | PaymentFound():
                return {"payment": self._payment(event.payment)}
            case PaymentMoved() | PaymentEnded():
                return {"payment": self._payment(event.payment), "before": _status(event.before)}
            case PaymentLate():
                usual = event.usual
                return {
                    "payment": self._payment(event.payment),
                    "age_s": _seconds(event.age),
                    "usual_s": None if usual is None else _seconds(usual.span),
                }
            case AttentionRaised() | AttentionCleared():
                return self._need(event.item, now)
            case AlertRaised() | AlertCleared():
                return self._alert(event.alert)

    def _line(self, name: str, now: datetime, fields: Fields) -> str:
        head: Fields = {
            "v": SCHEMA,
            "event": name,
            "at": moment(now),
            "environment": self.profile.environment_id,
        }
        return json.dumps({**head, **fields}, ensure_ascii=True, separators=(",", ":"))

    def amount(self, amount: Money | None) -> Fields | None:
        """An amount; None where it is not known, its number null where it is hidden."""
        if amount is None:
            return None
        return {
            "currency": amount.currency,
            "amount": None if self.hidden else str(amount.units),
            "unit": _UNITS.get(amount.currency, "unit"),
        }

    def _account(self, account: Account) -> Fields:
        return {
            "id": account.wallet.id,
            "name": account.wallet.name,
            "active": account.wallet.active,
            "currency": account.currency,
            "line": account.wallet.line_of_credit_id,
            "available": self.amount(account.available),
            "total": self.amount(account.total),
            "held": self.amount(account.held),
            "limit": self.amount(account.limit),
            "used": self.amount(account.used),
            "spendable": self.amount(account.headroom),
            "used_permille": None if self.hidden else account.used_permille,
        }

    def _totals(self, totals: Totals) -> Fields:
        return {
            "currency": totals.currency,
            "wallets": totals.accounts,
            "available": self.amount(totals.available),
            "total": self.amount(totals.total),
            "held": self.amount(totals.held),
            "limit": self.amount(totals.limit),
            "used": self.amount(totals.used),
            "spendable": self.amount(totals.headroom),
            "used_permille": None if self.hidden else totals.used_permille,
        }

    def _funds(self, funds: Funds | None) -> Fields | None:
        if funds is None:
            return None
        return {
            "available": self.amount(funds.available),
            "total": self.amount(funds.total),
            "held": self.amount(funds.held),
            "limit": self.amount(funds.limit),
        }

    def _line_of_credit(self, line: LineOfCredit) -> Fields:
        return {
            "id": line.id,
            "currency": line.currency,
            "limit": self.amount(line.limit),
            "allocated": self.amount(line.allocated),
            "collateral": None if line.collateral is None else line.collateral.value,
            "disabled_at": moment(line.disabled_at),
        }

    def _payment(self, payment: Payment) -> Fields:
        return {
            "id": payment.id,
            "wallet": payment.wallet_id,
            "direction": payment.direction.value,
            "kind": payment.kind.value,
            "status": payment.status.value,
            "check_only": payment.check_only,
            "amount": self.amount(payment.amount),
            "bitcoin": self.amount(payment.bitcoin),
            "error": None if payment.error is None else payment.error.reason,
            "created_at": moment(payment.created_at),
            "updated_at": moment(payment.updated_at),
        }

    def _need(self, item: Attention, now: datetime) -> Fields:
        matter, about = need_key(item)
        return {
            "matter": matter.value.replace(" ", "_"),
            "urgency": item.urgency.name.lower(),
            "about": about,
            "since": moment(item.since),
            "words": sentence(item, telling(now, hidden=self.hidden)),
        }

    def _alert(self, alert: Alert) -> Fields:
        return {
            "key": alert.key,
            "kind": alert.kind.value,
            "severity": alert.severity.name.lower(),
            "about": {
                "kind": alert.about.kind.value,
                "id": alert.about.id,
                "name": alert.about.name,
            },
            "raised_at": moment(alert.raised_at),
            "what": alert.what,
            "value": self._value(alert.value),
            "threshold": self._value(alert.threshold),
            "before": self._value(alert.before),
        }

    def _value(self, value: Value | None) -> object:
        """An amount as amounts are, a share in permille, a span in seconds; else as it is."""
        match value:
            case Money():
                return self.amount(value)
            case Share():
                return {"permille": None if self.hidden else value.permille}
            case timedelta():
                return {"seconds": _seconds(value)}
            case int() | str() | None:
                return value


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else max(0, int(span.total_seconds()))


def _status(status: AnyStatus | None) -> str | None:
    return None if status is None else status.value


def _problem(problem: Problem | None) -> Fields | None:
    if problem is None:
        return None
    return {
        "kind": problem.kind.value.replace(" ", "_"),
        "words": problem.words,
        "since": moment(problem.since),
    }


def _reading(reading: Reading[T], now: datetime) -> Fields:
    age = reading.age_s(now)
    return {
        "freshness": reading.freshness(now).value,
        "read_at": moment(reading.read_at),
        "age_s": None if age is None else int(age),
        "problem": _problem(reading.problem),
    }
