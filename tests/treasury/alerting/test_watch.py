"""Alerts over the simulator: raised by themselves, kept over restarts, told of changed rules."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.treasury.builders import T0
from tests.treasury.harness import World, world
from voltage_tui.alert_rules import AlertRules
from voltage_tui.model.alert import Alert, AlertKind, Cleared, Share
from voltage_tui.model.ids import WalletId
from voltage_tui.money import BTC, sats
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.book import Pair
from voltage_tui.store.mirror.proving import Proof, Verdict
from voltage_tui.store.places import Places
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.mirroring.progress import MirrorProgress
from voltage_tui.treasury.topics import Topic

QUIET = SimulatorOptions(payer=Payer.MANUAL)
ROUND_S = 330.0
SELDOM = Cadence(
    wallets=900, lines=900, payments=900, sweep=900, rate=900, in_flight=(), oldest=900
)
"""So that nothing but what is read seldom anyway costs the test time."""


@asynccontextmanager
async def watched(
    places: Places | None = None, cadence: Cadence | None = None
) -> AsyncIterator[World]:
    async with world(QUIET, alert_rules=AlertRules(), places=places, cadence=cadence) as w:
        await w.until(lambda s: s.book.value is not None)
        await w.pass_time(3)
        yield w


def of_kind(w: World, kind: AlertKind) -> list[Alert]:
    return [alert for alert in w.snapshot.alerts if alert.kind is kind]


async def test_the_story_raises_what_is_late_and_the_one_wallet_over_its_mark() -> None:
    async with watched() as w:
        late = of_kind(w, AlertKind.PENDING)[0]
        assert late.since is not None
        assert w.clock.now() - late.since > timedelta(minutes=12)
        assert [(a.about.name, a.threshold) for a in of_kind(w, AlertKind.CREDIT)] == [
            ("Ops", Share(800))
        ]
        await w.pass_time(30)
        assert late in of_kind(w, AlertKind.PENDING)


async def test_other_rules_hold_from_now_on() -> None:
    async with watched() as w:
        w.treasury.alerting.use_rules(AlertRules(credit_over=20, credit_clear=15))
        await w.pass_time(2)
        raised = of_kind(w, AlertKind.CREDIT)
        assert raised
        w.treasury.alerting.use_rules(AlertRules().switched(AlertKind.CREDIT))
        await w.pass_time(2)
        assert not of_kind(w, AlertKind.CREDIT)
        history = await w.treasury.alerting.history(99)
        assert {p.why for p in history if p.alert.kind is AlertKind.CREDIT} == {Cleared.OFF}


async def test_a_restart_knows_what_was_raised_and_who_has_seen_it(tmp_path: Path) -> None:
    async with watched(places=Places(tmp_path / "env")) as w:
        late = of_kind(w, AlertKind.PENDING)[0]
        await w.treasury.alerting.acknowledge(late.key)
        await w.restart()
        await w.until(lambda s: s.alerts)
        again = next(a for a in w.snapshot.alerts if a.key == late.key)
        assert (again.is_old, again.acknowledged_by) == (True, getpass.getuser())
        assert again.raised_at == late.raised_at
        await w.pass_time(10)
        assert (
            len([p for p in await w.treasury.alerting.history(99) if p.alert.key == late.key]) == 1
        )


async def test_a_snooze_is_quiet_until_its_end() -> None:
    async with watched() as w:
        late = of_kind(w, AlertKind.PENDING)[0]
        until = w.clock.now() + timedelta(minutes=15)
        await w.treasury.alerting.snooze(late.key, until)
        snoozed = of_kind(w, AlertKind.PENDING)[0]
        assert not snoozed.is_loud(w.clock.now())
        assert snoozed.is_loud(until)
        await w.treasury.alerting.snooze(late.key, None)
        assert of_kind(w, AlertKind.PENDING)[0].is_loud(w.clock.now())


def only_wallet(w: World) -> WalletId:
    return next(wallet.id for wallet in w.snapshot.wallets.value or () if wallet.active)


async def test_a_policy_that_others_changed_is_told_with_before_and_after() -> None:
    async with watched(cadence=SELDOM) as w:
        await w.pass_time(ROUND_S)
        assert not of_kind(w, AlertKind.CHANGED)
        wallet_id = only_wallet(w)
        state = w.simulator._state
        target = state.wallet(wallet_id)
        assert target is not None
        assert target.policies is not None
        size = target.policies.max_payment_size
        assert size is not None
        target.policies.max_payment_size = size._replace(value=size.value * 2)
        await w.pass_time(ROUND_S)
        (changed,) = of_kind(w, AlertKind.CHANGED)
        assert (changed.what, changed.before, changed.value) == (
            "largest payment",
            sats(size.value),
            sats(size.value * 2),
        )
        await w.treasury.alerting.acknowledge(changed.key)
        await w.pass_time(3)
        assert not of_kind(w, AlertKind.CHANGED)
        await w.pass_time(ROUND_S)
        assert not of_kind(w, AlertKind.CHANGED)


async def test_what_changed_while_nothing_ran_is_told_after_a_restart(tmp_path: Path) -> None:
    async with watched(places=Places(tmp_path / "env")) as w:
        await w.pass_time(3)
        line = next(iter(w.simulator._state.lines.values()))
        await w.stop()
        line.disabled_at = w.simulator._state.now
        await w.restart()
        await w.until(lambda s: any(a.kind is AlertKind.CHANGED for a in s.alerts))
        (changed,) = of_kind(w, AlertKind.CHANGED)
        assert (changed.what, changed.before, changed.value) == ("status", "enabled", "disabled")


async def test_a_webhook_that_comes_changes_and_fails_is_told() -> None:
    async with watched(cadence=SELDOM) as w:
        await w.pass_time(ROUND_S)
        hooks = w.simulator._state.webhooks
        hook = next(h for h in hooks.values() if h.stopped_at is None)
        hook.url = "https://elsewhere.example/in"
        other = next(h for h in hooks.values() if h is not hook)
        del hooks[other.id]
        await w.pass_time(ROUND_S)
        told = {(a.about.name, a.what, a.value) for a in of_kind(w, AlertKind.CHANGED)}
        assert told == {
            (hook.name, "address", "https://elsewhere.example/in"),
            (other.name, "webhook", None),
        }


def post_proof(w: World, verdict: Verdict) -> None:
    """Have the mirror say this of the first wallet's rows."""
    board, wallet_id = w.treasury._tools.board, w.snapshot.accounts[0].wallet.id
    proof = Proof(wallet_id, BTC, verdict, T0, Pair(0, 0), 1, 0, Pair(0, 0), Pair(5, 5))
    mirrors = {wallet_id: MirrorProgress(proofs=(proof,))}
    board.post(replace(board.snapshot, mirrors=mirrors), Topic.MIRROR)


async def test_rows_that_do_not_lead_to_the_balance_are_raised_until_they_do() -> None:
    async with watched(cadence=SELDOM) as w:
        post_proof(w, Verdict.BROKEN)
        await w.until(lambda _: of_kind(w, AlertKind.PROOF), 3)
        post_proof(w, Verdict.PROVEN)
        await w.until(lambda _: not of_kind(w, AlertKind.PROOF), 3)
