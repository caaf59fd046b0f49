"""What `voltage-tui watch` says to a person: a short report, and a line for what happens."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from voltage_tui.model.payment_words import Direction
from voltage_tui.money import DASH, Money, plain
from voltage_tui.text import clean
from voltage_tui.treasury.account import in_use, totals_of
from voltage_tui.treasury.attention import attention
from voltage_tui.treasury.attention_words import Telling, sentence, told
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.events import (
    AlertCleared,
    AlertRaised,
    AttentionCleared,
    AttentionRaised,
    BalanceChanged,
    ConnectionChanged,
    Event,
    PaymentCreated,
    PaymentEnded,
    PaymentFound,
    PaymentLate,
    PaymentMoved,
)
from voltage_tui.treasury.overview import all_known, under_way
from voltage_tui.treasury.phrases import percent
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.treasury.usual import usual_for
from voltage_tui.treasury.words import status_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from voltage_tui.model.alert import Alert
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.snapshot import Connection, Snapshot

HIDDEN: Final = "a hidden amount"
_COLUMN: Final = 12
_NAME: Final = 40
_STATES: Final = {
    ConnectionState.STARTING: "starting",
    ConnectionState.LIVE: "live",
    ConnectionState.RETRYING: "not answered, trying again",
    ConnectionState.REFUSED: "the key is refused",
}


def telling(now: datetime, *, hidden: bool) -> Telling:
    """How amounts are said in words: in full, or not at all."""

    def say(amount: Money | None) -> str:
        if hidden:
            return HIDDEN
        return DASH if amount is None else plain(amount)

    return Telling(now, say, hidden)


def report(title: str, snapshot: Snapshot, by: Telling) -> Iterator[str]:
    """Whether there is money, whether something is stuck, and what wants a person."""
    yield _row(title, f"{_connection(snapshot.connection)} · {by.now.astimezone(UTC):%F %T} UTC")
    yield from _money(snapshot, by)
    yield _row("under way", _under_way(snapshot, by))
    needs = attention(snapshot, by.now)
    if not needs:
        words = "nothing" if all_known(snapshot) else "not known: not everything could be read"
        yield _row("needs you", words)
    for place, item in enumerate(needs):
        yield _row("" if place else "needs you", f"! {sentence(item, by)}")


def line_of(event: Event, by: Telling, names: dict[str, str]) -> str:
    """What happened, in one line; `names` are the wallets' by their identifiers."""
    return clean(f"{by.now.astimezone(UTC):%F %TZ}  {_happened(event, by, names)}")


def _happened(event: Event, by: Telling, names: dict[str, str]) -> str:
    match event:
        case ConnectionChanged():
            why = f": {event.problem.words}" if event.problem else ""
            return f"connection: {_STATES[event.after]}{why}"
        case BalanceChanged():
            return _balance(event, by)
        case AttentionRaised():
            return f"needs you: {sentence(event.item, by)}"
        case AttentionCleared():
            return f"no longer needs you: {told(event.item, by, memo='')[0]}"
        case AlertRaised():
            return f"alert: {_alert(event.alert)}"
        case AlertCleared():
            return f"alert over: {_alert(event.alert)}"
        case _:
            return _of_payment(event, by, names)


def _of_payment(
    event: PaymentCreated | PaymentFound | PaymentMoved | PaymentEnded | PaymentLate,
    by: Telling,
    names: dict[str, str],
) -> str:
    match event:
        case PaymentCreated():
            return f"new: {_payment(event.payment, by, names)}"
        case PaymentFound():
            return f"from before: {_payment(event.payment, by, names)}"
        case PaymentMoved() | PaymentEnded():
            return _payment(event.payment, by, names)
        case PaymentLate():
            usual = f", usually {duration(event.usual.span)}" if event.usual else ""
            return f"late: {_payment(event.payment, by, names)} for {duration(event.age)}{usual}"


def _balance(event: BalanceChanged, by: Telling) -> str:
    name = event.account.wallet.name
    if event.after is None:
        return f"{name}: the wallet is gone"
    words = f"{name}: {by.say(event.after.available)} available"
    if by.hidden or event.before is None or event.before.available is None:
        return words
    was, now = event.before.available, event.after.available
    if now is None or was.currency != now.currency or was == now:
        return f"{words}, {by.say(event.after.held)} held"
    moved = now - was
    return f"{words}, {'' if moved.is_negative else '+'}{plain(moved)}"


def _payment(payment: Payment, by: Telling, names: dict[str, str]) -> str:
    """`send of 10,162 sats from Ops: paid out (457a9bbc-…)`, without memo and destination."""
    way = "from" if payment.direction is Direction.SEND else "into"
    name = names.get(payment.wallet_id, payment.wallet_id)
    amount = by.say(payment.amount or payment.bitcoin)
    said = status_words(payment)
    why = f", {payment.error.reason}" if payment.error else ""
    return f"{payment.direction.value} of {amount} {way} {name}: {said}{why} ({payment.id})"


def _alert(alert: Alert) -> str:
    """`credit: Ops`, `failed: 457a9bbc-…: no route`."""
    what = f": {alert.what}" if alert.what else ""
    return f"{alert.kind.value}: {alert.about.name or alert.about.id}{what}"


def _connection(connection: Connection) -> str:
    words = _STATES[connection.state]
    return f"{words}: {connection.problem.words}" if connection.problem else words


def _money(snapshot: Snapshot, by: Telling) -> Iterator[str]:
    wallets = snapshot.wallets
    if wallets.value is None:
        why = wallets.problem.words if wallets.problem else "not read yet"
        yield _row("money", f"{DASH}  {why}")
        return
    age = wallets.age_s(by.now)
    if wallets.freshness(by.now) is not Freshness.FRESH and age is not None:
        yield _row("", f"these figures are {int(age)} s old")
    accounts = in_use(snapshot.accounts)
    if by.hidden:
        yield _row("money", f"amounts are hidden; {len(accounts):,} wallets")
        return
    for place, totals in enumerate(totals_of(accounts)):
        of = [f"{by.say(totals.available)} available"]
        of += [] if totals.limit.is_zero else [f"limit {by.say(totals.limit)}"]
        of += [] if totals.held.is_zero else [f"{by.say(totals.held)} held"]
        words = f"{by.say(totals.headroom)} can be spent: {', '.join(of)}"
        yield _row("" if place else "money", words)
    if not accounts:
        yield _row("money", "no wallets")
    width = min(_NAME, max((len(a.wallet.name) for a in accounts), default=0))
    for account in accounts:
        yield _row("", f"  {clean(account.wallet.name, _NAME):<{width}}  {_account(account, by)}")


def _account(account: Account, by: Telling) -> str:
    if account.available is None:
        return f"{DASH}  its currency is not known"
    words = f"{by.say(account.available)} available"
    if not account.limit or account.used is None or account.used.is_zero:
        return words
    return f"{words}, {percent(account.used_permille)} of its credit used"


def _under_way(snapshot: Snapshot, by: Telling) -> str:
    if snapshot.book.value is None:
        why = snapshot.book.problem.words if snapshot.book.problem else "not read yet"
        return f"{DASH}  {why}"
    pending = under_way(snapshot)
    age = pending.oldest_age(by.now, snapshot.connection.server_offset)
    if pending.oldest is None or age is None:
        return "nothing"
    usual = usual_for(pending.oldest, snapshot.book.value.payments)
    words = f"{pending.count:,} pending ({pending.sends:,} out, {pending.receives:,} in)"
    words += f", the oldest for {duration(age)}"
    return words + (f", usually {duration(usual.span)}" if usual else "")


def _row(name: str, words: str) -> str:
    return clean(f"{name:<{_COLUMN - 1}} {words}".rstrip() if name else " " * _COLUMN + words)
