"""The rules in words, and how things stand against each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.alert_rules import AlertRules
from voltage_tui.model.alert import AlertKind, Subject, SubjectKind
from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.model.payment import Direction, PaymentStatus
from voltage_tui.money import USD, Money, sats
from voltage_tui.treasury.alerting.payments import PATIENCE, RECENT, amount_of
from voltage_tui.treasury.alerting.rules import by_line, credit_limits, line_use
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import percent
from voltage_tui.ui.alerting.rule_dialog import subject_of, thresholds_of

if TYPE_CHECKING:
    from voltage_tui.alert_rules import OwnRule
    from voltage_tui.treasury.alerting.rules import Facts
    from voltage_tui.treasury.attention_words import Telling

TITLES: Final = {
    AlertKind.AVAILABLE: "Can be spent",
    AlertKind.CREDIT: "Used credit",
    AlertKind.PAYMENT: "Large payment",
    AlertKind.PENDING: "Pending for long",
    AlertKind.FAILED: "Failed payment",
    AlertKind.WEBHOOK: "Webhook failing",
    AlertKind.CHANGED: "Rules changed by others",
    AlertKind.SEALED: "Sealed month changed",
    AlertKind.PROOF: "Ledger and balance",
}
UNREAD: Final = "not read yet"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule for all, or what a wallet or line (`subject`) has of its own."""

    kind: AlertKind
    title: str
    on: bool
    raises: str
    now: str
    subject: Subject | None = None
    raised: int = 0

    @property
    def key(self) -> str:
        """What tells rows apart."""
        return self.kind.value if self.subject is None else self.subject.id


def rule_rows(rules: AlertRules, facts: Facts, by: Telling) -> list[RuleRow]:
    """Every rule, then those that wallets and lines have of their own."""
    rows = [
        RuleRow(
            kind,
            title,
            rules.watches(kind),
            raise_words(kind, rules, by),
            _now_words(kind, facts, by),
            raised=sum(alert.kind is kind for alert in facts.standing.values()),
        )
        for kind, title in TITLES.items()
    ]
    return [*rows, *(_own_row(subject, rules, facts, by) for subject in rules.own)]


def raise_words(kind: AlertKind, rules: AlertRules, by: Telling) -> str:
    """What it is raised from, and where it is cleared."""
    match kind:
        case AlertKind.AVAILABLE:
            amounts = _amounts(rules.available_under_sats, rules.available_under_cents, by)
            return f"under {amounts}" if amounts else "no amount is set"
        case AlertKind.CREDIT:
            return f"from {rules.credit_over} %, cleared under {rules.credit_clear} %"
        case AlertKind.PAYMENT:
            amounts = _amounts(rules.payment_over_sats, rules.payment_over_cents, by)
            return f"over {amounts}" if amounts else "no amount is set"
        case AlertKind.PENDING:
            one, other = (
                duration(timedelta(minutes=m))
                for m in (rules.pending_minutes, rules.pending_onchain_minutes)
            )
            return f"over {one}, on-chain {other}; at least {PATIENCE} times the usual"
        case AlertKind.WEBHOOK:
            return f"from {rules.webhook_failures} failed in a row"
        case AlertKind.FAILED:
            return f"each, for {duration(RECENT)}"
        case AlertKind.CHANGED:
            return "each, until acknowledged"
        case AlertKind.SEALED | AlertKind.PROOF:
            return "any difference"


def _own_row(subject: str, rules: AlertRules, facts: Facts, by: Telling) -> RuleRow:
    own = rules.own[subject]
    unknown = Subject(SubjectKind.WALLET, subject, subject[:8])
    about = subject_of(subject, facts.snapshot) or unknown
    raised = sum(alert.about.id == subject for alert in facts.standing.values())
    words = own_words(subject, own, rules, facts, by)
    now = _own_now(about, facts, by)
    return RuleRow(AlertKind.CREDIT, f"  {about.name}", own.on, words, now, about, raised)


def own_words(subject: str, own: OwnRule, rules: AlertRules, facts: Facts, by: Telling) -> str:
    """What a wallet or line has of its own."""
    said = []
    limits = credit_limits(subject, rules)
    if limits is not None and (own.credit_over is not None or own.credit_clear is not None):
        said.append(f"credit from {limits[0] // 10} %, cleared under {limits[1] // 10} %")
    if own.available_under is not None:
        account = facts.snapshot.account(WalletId(subject))
        dollars = account is not None and account.currency == USD
        under = Money(USD, own.available_under) if dollars else sats(own.available_under)
        said.append(f"can spend under {by.say(under)}" if own.available_under else "spend freely")
    return "; ".join(said) or "as for all"


def _own_now(about: Subject, facts: Facts, by: Telling) -> str:
    snapshot = facts.snapshot
    account, line = snapshot.account(WalletId(about.id)), snapshot.line(LineId(about.id))
    if account is not None:
        used = "" if by.hidden else f"{percent(account.used_permille)} used, "
        return f"{used}can spend {by.say(account.headroom)}"
    if line is None:
        return "not there now"
    used_permille = line_use(by_line(snapshot).get(line.id, ()), line)
    return "hidden" if by.hidden else f"{percent(used_permille)} used"


def _now_words(kind: AlertKind, facts: Facts, by: Telling) -> str:
    match kind:
        case AlertKind.AVAILABLE:
            return _least(facts, by)
        case AlertKind.CREDIT:
            return _most_used(facts, by)
        case AlertKind.PAYMENT:
            return _largest(facts, by)
        case AlertKind.PENDING:
            return _pending(facts)
        case AlertKind.FAILED:
            return _failed(facts)
        case AlertKind.WEBHOOK:
            return _webhooks(facts)
        case AlertKind.CHANGED:
            count = sum(a.kind is AlertKind.CHANGED for a in facts.standing.values())
            return f"{count:,} not acknowledged" if count else "no change"
        case AlertKind.SEALED:
            return _sealed(facts)
        case AlertKind.PROOF:
            return _proofs(facts)


def _least(facts: Facts, by: Telling) -> str:
    """The wallet that can spend the least, of each currency."""
    found: dict[str, tuple[Money, str]] = {}
    for account in facts.snapshot.accounts:
        left = account.headroom
        if left is None or not account.wallet.active:
            continue
        known = found.get(left.currency)
        if known is None or left.units < known[0].units:
            found[left.currency] = (left, account.wallet.name)
    if not found:
        return UNREAD
    if by.hidden:
        return "hidden"
    return "; ".join(f"least {by.say(left)} {name}" for left, name in found.values())


def _most_used(facts: Facts, by: Telling) -> str:
    used = [
        (a.used_permille, a.wallet.name)
        for a in facts.snapshot.accounts
        if a.used_permille is not None and a.wallet.active
    ]
    if not used:
        return UNREAD if facts.snapshot.wallets.value is None else "no credit"
    most, name = max(used)
    return "hidden" if by.hidden else f"most {percent(most)} {name}"


def _largest(facts: Facts, by: Telling) -> str:
    book = facts.snapshot.book.value
    if book is None:
        return UNREAD
    largest: dict[str, Money] = {}
    for payment in book.payments:
        amount = amount_of(payment)
        if amount is None or payment.check_only or payment.updated_at <= facts.now - RECENT:
            continue
        known = largest.get(amount.currency)
        if known is None or amount.units > known.units:
            largest[amount.currency] = amount
    if by.hidden and largest:
        return "hidden"
    said = "; ".join(by.say(amount) for amount in largest.values())
    return f"largest of the last day {said}" if said else "none in the last day"


def _pending(facts: Facts) -> str:
    if facts.snapshot.book.value is None:
        return UNREAD
    sends = [p for p in facts.snapshot.pending if p.direction is Direction.SEND]
    if not sends:
        return "no send is pending"
    oldest = min(p.created_at for p in sends)
    return f"{len(sends):,} pending, oldest {duration(facts.now - oldest)}"


def _failed(facts: Facts) -> str:
    book = facts.snapshot.book.value
    if book is None:
        return UNREAD
    count = sum(
        p.status is PaymentStatus.FAILED and not p.check_only and p.updated_at > facts.now - RECENT
        for p in book.payments
    )
    return f"{count:,} in the last day"


def _webhooks(facts: Facts) -> str:
    if facts.webhooks is None:
        return UNREAD
    if not facts.webhooks:
        return "no webhook delivers"
    worst = max(facts.webhooks.values(), key=lambda health: health.failed_in_a_row)
    if not worst.failed_in_a_row:
        return "all deliver"
    return f"{worst.name}: {worst.failed_in_a_row:,} failed in a row"


def _sealed(facts: Facts) -> str:
    sealed = facts.snapshot.sealed
    if sealed is None:
        return UNREAD
    changed = sum(one.change is not None for one in sealed)
    unchecked = sum(not one.checked for one in sealed)
    if not sealed:
        return "no month is sealed"
    tail = f", {unchecked:,} not compared yet" if unchecked else ""
    return f"{changed:,} of {len(sealed):,} changed{tail}"


def _proofs(facts: Facts) -> str:
    mirrors = facts.snapshot.mirrors
    if not mirrors:
        return UNREAD
    proven = sum(progress.is_proven for progress in mirrors.values())
    return f"{proven:,} of {len(mirrors):,} ledgers lead to their balance"


def _amounts(satoshis: int, cents: int, by: Telling) -> str:
    return ", ".join(by.say(a) for a in (sats(satoshis), Money(USD, cents)) if not a.is_zero)


def editable(row: RuleRow) -> bool:
    """Whether it has a threshold."""
    return row.subject is not None or bool(thresholds_of(row.kind, AlertRules()))
