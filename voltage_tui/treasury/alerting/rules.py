"""Every rule against what is known: what is over its threshold, between, or clear of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, AlertKind, Cleared, Severity, Share, Subject, SubjectKind
from voltage_tui.money import BTC, MSATS_PER_SAT, USD, Currency, Money, total
from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.treasury.account import permille
from voltage_tui.treasury.alerting.judge import Finding, Level
from voltage_tui.treasury.alerting.payments import payment_findings, pending_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import LineId, WebhookId
    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Snapshot

FULL_PERMILLE: Final = 900
"""Used credit from which a person should look now."""
_CLEAR_PERCENT: Final = 110
"""What can be spent is raised again at this part of the threshold, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """How a webhook that delivers stands: deliveries that failed since the last that did not."""

    webhook_id: WebhookId
    name: str
    failed_in_a_row: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules are judged by. `webhooks` is None until their deliveries were read.

    `now` is the moment by the server's clock.
    """

    snapshot: Snapshot
    now: datetime
    webhooks: Mapping[WebhookId, WebhookHealth] | None = None
    standing: Mapping[str, Alert] = field(default_factory=dict)


def findings(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    """What every rule finds; of what could not be read nothing is found (S-19)."""
    yield from _switched_off(facts, rules)
    if rules.watches(AlertKind.AVAILABLE):
        yield from _of_accounts(facts, rules, AlertKind.AVAILABLE)
    if rules.watches(AlertKind.CREDIT):
        yield from _of_accounts(facts, rules, AlertKind.CREDIT)
        yield from _of_lines(facts, rules)
    yield from payment_findings(facts, rules)
    if rules.watches(AlertKind.PENDING):
        yield from pending_findings(facts, rules)
    if rules.watches(AlertKind.WEBHOOK):
        yield from _of_webhooks(facts, rules)
    if rules.watches(AlertKind.SEALED):
        yield from _of_months(facts)
    if rules.watches(AlertKind.PROOF):
        yield from _of_proofs(facts)


def spendable_limits(account: Account, rules: AlertRules) -> tuple[Money, Money] | None:
    """Under what it is raised and from what on cleared; None where it is not watched."""
    own, currency = rules.own_of(account.wallet.id), account.currency
    if currency is None or not own.on:
        return None
    usual = {BTC: rules.available_under_sats, USD: rules.available_under_cents}.get(currency, 0)
    under = usual if own.available_under is None else own.available_under
    if under <= 0:
        return None
    clear = -(-under * _CLEAR_PERCENT // 100)
    if own.available_clear is not None:
        clear = max(under, own.available_clear)
    return _amount(currency, under), _amount(currency, clear)


def credit_limits(subject: str, rules: AlertRules) -> tuple[int, int] | None:
    """From which share it is raised and under which cleared, in tenths of a percent, or None."""
    own = rules.own_of(subject)
    if not own.on:
        return None
    over = rules.credit_over if own.credit_over is None else own.credit_over
    clear = rules.credit_clear if own.credit_clear is None else own.credit_clear
    return over * 10, min(over, clear) * 10


def line_name(line: LineOfCredit) -> str:
    """What a line is called: by its currency, as it has no name."""
    return f"{line.currency.upper() if len(line.currency) < 6 else 'Asset'} line"


def line_use(accounts: Iterable[Account], line: LineOfCredit) -> int | None:
    """What the wallets on a line use of it, in tenths of a percent; None if one is not known."""
    used = [a.used for a in accounts if a.wallet.active]
    if None in used:
        return None
    return permille(total(line.currency, (u for u in used if u is not None)), line.limit)


def by_line(snapshot: Snapshot) -> Mapping[LineId, Sequence[Account]]:
    """The accounts on each line."""
    found: defaultdict[LineId, list[Account]] = defaultdict(list)
    for account in snapshot.accounts:
        if account.wallet.line_of_credit_id is not None:
            found[account.wallet.line_of_credit_id].append(account)
    return found


def _switched_off(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    """What is raised by a rule that is watched no more."""
    for alert in facts.standing.values():
        if not rules.watches(alert.kind):
            yield Finding(Level.CLEAR, alert, Cleared.OFF)


def _of_accounts(facts: Facts, rules: AlertRules, kind: AlertKind) -> Iterator[Finding]:
    snapshot, seen = facts.snapshot, set()
    if snapshot.wallets.value is None:
        return
    for account in snapshot.accounts:
        if not account.wallet.active:
            continue
        key = f"{kind.value}:{account.wallet.id}"
        seen.add(key)
        about = Subject(SubjectKind.WALLET, account.wallet.id, account.wallet.name)
        if kind is AlertKind.CREDIT:
            read = account.available is not None
            yield from _share(facts, key, about, account.used_permille, rules, none=read)
        else:
            yield from _spendable(facts, key, about, account, rules)
    yield from _gone(facts, kind, SubjectKind.WALLET, seen)


def _of_lines(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    snapshot, seen = facts.snapshot, set()
    if snapshot.lines.value is None or snapshot.wallets.value is None:
        return
    accounts = by_line(snapshot)
    for line in snapshot.lines.value:
        key = f"{AlertKind.CREDIT.value}:{line.id}"
        seen.add(key)
        used = line_use(accounts.get(line.id, ()), line)
        about = Subject(SubjectKind.LINE, line.id, line_name(line))
        yield from _share(facts, key, about, used, rules)
    yield from _gone(facts, AlertKind.CREDIT, SubjectKind.LINE, seen)


def _share(
    facts: Facts,
    key: str,
    about: Subject,
    used: int | None,
    rules: AlertRules,
    *,
    none: bool = False,
) -> Iterator[Finding]:
    """`none` is whether no share means that there is no limit, and not that it was not read."""
    limits = credit_limits(about.id, rules)
    if limits is None or (used is None and none):
        yield from _cleared(facts, key, Cleared.OFF if limits is None else Cleared.GONE)
    elif used is not None:
        over, clear = limits
        severity = Severity.NOW if used >= FULL_PERMILLE else Severity.SOON
        found = Alert(key, AlertKind.CREDIT, severity, about, facts.now, Share(used), Share(over))
        level = Level.RAISE if used >= over else Level.KEEP if used >= clear else Level.CLEAR
        yield Finding(level, found)


def _spendable(
    facts: Facts, key: str, about: Subject, account: Account, rules: AlertRules
) -> Iterator[Finding]:
    left = account.headroom
    if left is None:
        return
    limits = spendable_limits(account, rules)
    if limits is None:
        yield from _cleared(facts, key, Cleared.OFF)
        return
    under, clear = limits
    severity = Severity.NOW if left.units <= 0 else Severity.SOON
    found = Alert(key, AlertKind.AVAILABLE, severity, about, facts.now, left, under)
    low, between = left.units < under.units, left.units < clear.units
    yield Finding(Level.RAISE if low else Level.KEEP if between else Level.CLEAR, found)


def _of_webhooks(facts: Facts, rules: AlertRules) -> Iterator[Finding]:
    if facts.webhooks is None:
        return
    seen = set()
    for health in facts.webhooks.values():
        key = f"{AlertKind.WEBHOOK.value}:{health.webhook_id}"
        seen.add(key)
        failed = health.failed_in_a_row
        found = Alert(
            key,
            AlertKind.WEBHOOK,
            Severity.SOON,
            Subject(SubjectKind.WEBHOOK, health.webhook_id, health.name),
            facts.now,
            value=failed,
            threshold=rules.webhook_failures,
        )
        raised = failed >= rules.webhook_failures
        yield Finding(Level.RAISE if raised else Level.KEEP if failed else Level.CLEAR, found)
    yield from _gone(facts, AlertKind.WEBHOOK, SubjectKind.WEBHOOK, seen)


def _of_months(facts: Facts) -> Iterator[Finding]:
    """Sealed months; of one that was not compared yet nothing is found."""
    if facts.snapshot.sealed is None:
        return
    names = {w.id: w.name for w in facts.snapshot.wallets.value or ()}
    seen = set()
    for sealed in facts.snapshot.sealed:
        seal, change = sealed.seal, sealed.change
        key = f"{AlertKind.SEALED.value}:{seal.n}"
        seen.add(key)
        name = f"{names.get(seal.wallet_id, '')} {seal.month}".strip()
        about = Subject(SubjectKind.MONTH, str(seal.n), name)
        found = Alert(key, AlertKind.SEALED, Severity.NOW, about, facts.now)
        if change is not None:
            rows = change.rows.added + change.rows.changed + change.rows.gone
            found = Alert(
                key,
                AlertKind.SEALED,
                Severity.NOW,
                about,
                facts.now,
                value=rows,
                since=change.found_at,
            )
            yield Finding(Level.RAISE, found)
        elif sealed.checked:
            yield Finding(Level.CLEAR, found)
    yield from _gone(facts, AlertKind.SEALED, SubjectKind.MONTH, seen)


def _of_proofs(facts: Facts) -> Iterator[Finding]:
    """Ledgers whose rows do not lead to the balance, twice; one that is out for a moment is not."""
    names = {w.id: w.name for w in facts.snapshot.wallets.value or ()}
    for wallet_id, progress in facts.snapshot.mirrors.items():
        for proof in progress.proofs or ():
            if proof.verdict is Verdict.NOT_YET:
                continue
            difference = proof.difference
            broken = proof.verdict is Verdict.BROKEN
            found = Alert(
                f"{AlertKind.PROOF.value}:{wallet_id}:{proof.currency}",
                AlertKind.PROOF,
                Severity.NOW,
                Subject(SubjectKind.WALLET, wallet_id, names.get(wallet_id, "")),
                facts.now,
                value=None if difference is None else Money(proof.currency, difference.total),
                since=proof.at,
            )
            yield Finding(Level.RAISE if broken else Level.CLEAR, found)


def is_broken(proofs: Iterable[Proof] | None) -> bool:
    """Whether rows do not lead to a balance, twice."""
    return any(proof.verdict is Verdict.BROKEN for proof in proofs or ())


def _gone(facts: Facts, kind: AlertKind, about: SubjectKind, seen: set[str]) -> Iterator[Finding]:
    """What is raised of a subject that was looked for and is not there any more."""
    for key, alert in facts.standing.items():
        if alert.kind is kind and alert.about.kind is about and key not in seen:
            yield Finding(Level.CLEAR, alert, Cleared.GONE)


def _cleared(facts: Facts, key: str, why: Cleared) -> Iterator[Finding]:
    known = facts.standing.get(key)
    if known is not None:
        yield Finding(Level.CLEAR, known, why)


def _amount(currency: Currency, units: int) -> Money:
    """Satoshis of bitcoin, base units of any other."""
    return Money(currency, units * MSATS_PER_SAT if currency == BTC else units)
