"""What others set, as it was known last, and alerts of what is other now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, AlertKind, Severity, Subject, SubjectKind
from voltage_tui.treasury.alerting.rules import line_name
from voltage_tui.treasury.alerting.terms import (
    DISABLED,
    differences,
    line_terms,
    policy_terms,
    wallet_terms,
    webhook_terms,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.alert import Value
    from voltage_tui.model.policy import Policy
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.model.webhook import Webhook
    from voltage_tui.store.alerts import Terms
    from voltage_tui.treasury.snapshot import Snapshot

_ALL_WEBHOOKS: Final = "webhooks"
"""Known once the webhooks were read: from then on a new one is a change."""
REGISTERED: Final = "webhook"


class Changes:
    """Compares what is read with what was known; the first time something is read it is learnt.

    `taken()` gives what has to be kept since it was asked last, and the alerts of it.
    """

    def __init__(self) -> None:
        self._known: dict[str, Terms] = {}
        self._new: dict[str, Terms | None] = {}
        self._alerts: list[Alert] = []
        self._seen: tuple[object, object] = (None, None)

    def learn(self, known: Mapping[str, Terms]) -> None:
        """Begin with what was known before this start."""
        self._known = dict(known)

    def of_snapshot(self, snapshot: Snapshot, now: datetime) -> None:
        """The limits of wallets and lines, and the standing of lines."""
        lines = snapshot.lines.value
        seen = (snapshot.accounts, lines)
        if seen == self._seen:
            return
        self._seen = seen
        for account in snapshot.accounts:
            terms = wallet_terms(account) if account.wallet.active else None
            if terms is not None:
                self._compare(f"wallet:{account.wallet.id}", _wallet(account.wallet), terms, now)
        for line in lines or ():
            about = Subject(SubjectKind.LINE, line.id, line_name(line))
            self._compare(f"line:{line.id}", about, line_terms(line), now)

    def of_policies(self, wallet: Wallet, policies: Iterable[Policy], now: datetime) -> None:
        """What a wallet's payments are held to."""
        self._compare(f"policies:{wallet.id}", _wallet(wallet), policy_terms(policies), now)

    def of_webhooks(self, webhooks: Sequence[Webhook], now: datetime) -> None:
        """Every webhook of the environment; one that came or went is a change too."""
        before = _ALL_WEBHOOKS in self._known
        there = set()
        for webhook in webhooks:
            subject, terms = f"webhook:{webhook.id}", webhook_terms(webhook)
            there.add(subject)
            about = Subject(SubjectKind.WEBHOOK, webhook.id, webhook.name)
            if before and subject not in self._known:
                self._raise(subject, about, REGISTERED, (None, terms["address"]), now)
            self._compare(subject, about, terms, now)
        for subject in [s for s in self._known if s.startswith("webhook:") and s not in there]:
            terms = self._known.pop(subject)
            self._new[subject] = None
            name = str(terms.get("name") or "")
            about = Subject(SubjectKind.WEBHOOK, subject.partition(":")[2], name)
            self._raise(subject, about, REGISTERED, (terms.get("address"), None), now)
        if not before:
            self._keep(_ALL_WEBHOOKS, {})

    @property
    def has_alerts(self) -> bool:
        """Whether something changed since that was asked last."""
        return bool(self._alerts)

    def taken(self) -> tuple[Sequence[Alert], Mapping[str, Terms | None]]:
        """The alerts of what changed, and what is known since this was asked last."""
        alerts, new = self._alerts, self._new
        self._alerts, self._new = [], {}
        return alerts, new

    def _compare(self, subject: str, about: Subject, terms: Terms, now: datetime) -> None:
        before = self._known.get(subject)
        if before == terms:
            return
        if before is not None:
            for name, was, value in differences(before, terms):
                self._raise(subject, about, name, (was, value), now)
        self._keep(subject, terms)

    def _keep(self, subject: str, terms: Terms) -> None:
        self._known[subject] = self._new[subject] = terms

    def _raise(
        self,
        subject: str,
        about: Subject,
        what: str,
        values: tuple[Value | None, Value | None],
        now: datetime,
    ) -> None:
        was, value = values
        self._alerts.append(
            Alert(
                f"{AlertKind.CHANGED.value}:{subject}:{what}:{now.isoformat()}",
                AlertKind.CHANGED,
                Severity.NOW if value == DISABLED else Severity.SOON,
                about,
                now,
                value=value,
                before=was,
                what=what,
                since=now,
            )
        )


def _wallet(wallet: Wallet) -> Subject:
    return Subject(SubjectKind.WALLET, wallet.id, wallet.name)
