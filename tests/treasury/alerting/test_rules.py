"""Each rule against figures: over, between, under, not read, gone and switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import LINE, T0, after, balance, line, payment, wallet
from voltage_tui.alert_rules import AlertRules, OwnRule
from voltage_tui.model.alert import Alert, AlertKind, Cleared
from voltage_tui.model.ids import WebhookId
from voltage_tui.model.payment import Direction, Payment, PaymentStatus
from voltage_tui.money import msats
from voltage_tui.treasury.account import Account, accounts_of
from voltage_tui.treasury.alerting.judge import Finding, Level, judge
from voltage_tui.treasury.alerting.payments import next_late
from voltage_tui.treasury.alerting.rules import Facts, WebhookHealth, findings
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.snapshot import Connection, PaymentBook, Snapshot
from voltage_tui.treasury.topics import ConnectionState

LIMIT = 1_000_000_000
WALLET = wallet().id


def snapshot(available: int | None = None, *payments: Payment) -> Snapshot:
    """One wallet with a limit of a million sats, or none that was read."""
    wallets: Reading[tuple[object, ...]] = Reading()
    accounts: tuple[Account, ...] = ()
    the_line = line(limit=LIMIT)
    if available is not None:
        one = replace(wallet(), limit=LIMIT, balances=(balance(available, available),))
        accounts = accounts_of((one,), {LINE: the_line})
        wallets = Reading((one,), T0)
    return Snapshot(
        version=1,
        connection=Connection(ConnectionState.LIVE, T0),
        wallets=wallets,  # type: ignore[arg-type]
        lines=Reading((the_line,), T0),
        accounts=accounts,
        book=Reading(PaymentBook(payments, complete=True), T0),
        pending=tuple(p for p in payments if not p.is_terminal),
    )


def found(
    shown: Snapshot, kind: AlertKind, rules: AlertRules | None = None, now_s: float = 0.0
) -> list[Finding]:
    facts = Facts(shown, after(now_s))
    return [f for f in findings(facts, rules or AlertRules()) if f.alert.kind is kind]


@pytest.mark.parametrize(
    ("used", "level"),
    [(800, Level.RAISE), (799, Level.KEEP), (750, Level.KEEP), (749, Level.CLEAR)],
)
def test_credit_is_raised_from_the_one_value_and_cleared_under_the_other(
    used: int, level: Level
) -> None:
    both = found(snapshot(-used * 1_000_000), AlertKind.CREDIT)
    assert [(f.level, f.alert.about.id) for f in both] == [(level, WALLET), (level, LINE)]


@given(st.lists(st.integers(0, 1_100), max_size=20))
def test_credit_never_flaps_within_its_hysteresis(shares: list[int]) -> None:
    standing: tuple[Alert, ...] = ()
    was = False
    for used in shares:
        facts = Facts(snapshot(-used * 1_000_000), T0, standing={a.key: a for a in standing})
        standing = judge(standing, findings(facts, AlertRules()), T0, raised_at=T0).standing
        is_up = bool(standing)
        assert is_up if used >= 800 else not is_up if used < 750 else is_up == was
        was = is_up


@pytest.mark.safety("S-19", "a figure that was not read neither raises nor clears an alert")
def test_what_was_not_read_is_not_found() -> None:
    rules = replace(AlertRules(), available_under_sats=1)
    assert not list(findings(Facts(replace(snapshot(), book=Reading()), T0), rules))
    standing = {f.alert.key: f.alert for f in found(snapshot(-900_000_000), AlertKind.CREDIT)}
    unread = replace(snapshot(), lines=Reading(), book=Reading())
    assert len(standing) == 2
    assert not list(findings(Facts(unread, T0, standing=standing), rules))


def test_a_rule_of_its_own_goes_before_the_one_for_all() -> None:
    rules = AlertRules().with_own(WALLET, OwnRule(credit_over=95, credit_clear=90))
    one, other = found(snapshot(-850_000_000), AlertKind.CREDIT, rules)
    assert (one.level, other.level) == (Level.CLEAR, Level.RAISE)


def test_a_rule_that_was_switched_off_clears_what_it_raised() -> None:
    raised = found(snapshot(-850_000_000), AlertKind.CREDIT)
    facts = Facts(snapshot(-850_000_000), T0, standing={f.alert.key: f.alert for f in raised})
    for rules in (
        AlertRules().switched(AlertKind.CREDIT),
        AlertRules().with_own(WALLET, OwnRule(on=False)).with_own(LINE, OwnRule(on=False)),
    ):
        cleared = [f for f in findings(facts, rules) if f.alert.kind is AlertKind.CREDIT]
        assert {(f.level, f.why) for f in cleared} == {(Level.CLEAR, Cleared.OFF)}
        assert len(cleared) == 2


def test_a_wallet_that_is_gone_is_cleared() -> None:
    raised = found(snapshot(-850_000_000), AlertKind.CREDIT)
    empty = replace(snapshot(), wallets=Reading((), T0), lines=Reading((), T0))
    facts = Facts(empty, T0, standing={f.alert.key: f.alert for f in raised})
    assert [f.why for f in findings(facts, AlertRules())] == [Cleared.GONE] * 2


@pytest.mark.parametrize(
    ("left", "level"),
    [(499, Level.RAISE), (500, Level.KEEP), (549, Level.KEEP), (550, Level.CLEAR)],
)
def test_what_can_be_spent_counts_the_credit_that_is_left(left: int, level: Level) -> None:
    rules = replace(AlertRules(), available_under_sats=500)
    (one,) = found(snapshot(left * 1_000 - LIMIT), AlertKind.AVAILABLE, rules)
    assert (one.level, one.alert.value, one.alert.threshold) == (
        level,
        msats(left * 1_000),
        msats(500_000),
    )
    assert not found(snapshot(0), AlertKind.AVAILABLE)


def send(number: int, **changes: object) -> Payment:
    return replace(payment(number), **{"direction": Direction.SEND} | changes)  # type: ignore[arg-type]


def test_a_failed_payment_is_raised_for_a_day() -> None:
    failed = send(1, status=PaymentStatus.FAILED, updated_at=T0)
    good = send(2, status=PaymentStatus.COMPLETED, updated_at=T0)
    checked = send(3, status=PaymentStatus.FAILED, updated_at=T0, check_only=True)
    shown = snapshot(None, failed, good, checked)
    (one,) = found(shown, AlertKind.FAILED)
    assert (one.alert.about.id, one.alert.until) == (failed.id, T0 + timedelta(hours=24))
    assert not found(shown, AlertKind.FAILED, now_s=24 * 3600)


@pytest.mark.parametrize(
    ("changes", "raised"),
    [
        ({"status": PaymentStatus.COMPLETED}, True),
        ({"status": PaymentStatus.SENDING}, True),
        ({"status": PaymentStatus.FAILED}, False),
        ({"direction": Direction.RECEIVE, "status": PaymentStatus.COMPLETED}, True),
        ({"direction": Direction.RECEIVE, "status": PaymentStatus.RECEIVING}, False),
        ({"amount": msats(10_000_000_000)}, False),
    ],
)
def test_a_payment_over_the_limit_is_raised_where_money_moves(
    changes: dict[str, object], raised: bool
) -> None:
    large = send(1, **{"amount": msats(10_000_000_001), "status": PaymentStatus.SENDING} | changes)
    assert bool(found(snapshot(None, large), AlertKind.PAYMENT)) is raised


def test_a_send_is_late_after_its_patience_and_over_when_it_ends() -> None:
    waiting = send(9, status=PaymentStatus.SENDING, created_at=T0)
    shown = snapshot(None, waiting)
    assert [f.level for f in found(shown, AlertKind.PENDING, now_s=119)] == [Level.KEEP]
    (late,) = found(shown, AlertKind.PENDING, now_s=120)
    assert (late.level, late.alert.since) == (Level.RAISE, T0)
    assert next_late(Facts(shown, after(10)), AlertRules()) == after(120)
    done = snapshot(None, replace(waiting, status=PaymentStatus.COMPLETED))
    facts = Facts(done, after(130), standing={late.alert.key: late.alert})
    assert [f.level for f in findings(facts, AlertRules())] == [Level.CLEAR]


def test_what_usually_takes_long_is_waited_for_longer() -> None:
    slow = [
        send(n, status=PaymentStatus.COMPLETED, created_at=T0, updated_at=after(600))
        for n in range(10, 16)
    ]
    waiting = send(9, status=PaymentStatus.SENDING, created_at=T0)
    shown = snapshot(None, waiting, *slow)
    (kept,) = found(shown, AlertKind.PENDING, now_s=1_799)
    (late,) = found(shown, AlertKind.PENDING, now_s=1_800)
    assert (kept.level, late.level, late.alert.usual) == (
        Level.KEEP,
        Level.RAISE,
        timedelta(seconds=600),
    )


def test_a_webhook_fails_from_three_in_a_row_and_is_cleared_by_one_that_went_through() -> None:
    hook = WebhookId("h1")
    levels = []
    for failed in (2, 3, 0):
        facts = Facts(snapshot(), T0, {hook: WebhookHealth(hook, "Orders", failed)})
        levels += [f.level for f in findings(facts, AlertRules())]
    assert levels == [Level.KEEP, Level.RAISE, Level.CLEAR]


def test_moments_at_the_end_of_all_time_are_judged_too() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    pending = send(9, status=PaymentStatus.SENDING, created_at=last)
    failed = send(8, status=PaymentStatus.FAILED, created_at=last, updated_at=last)
    shown = snapshot(0, pending, failed)
    assert next_late(Facts(shown, T0), AlertRules()) == last
    assert [f.alert.until for f in found(shown, AlertKind.FAILED)] == [last]
