"""What is scraped is what is known: exact, and absent where it is not."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.metrics.scraping import named, samples, scraped, view_of
from tests.treasury.builders import ENVIRONMENT, SEND, balance, line, wallet
from tests.treasury.harness import world
from voltage_tui.cli.metrics import DASHBOARD, RULES, Counts, packaged
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.events import PaymentCreated, PaymentEnded, PaymentMoved

PROMTOOL = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def promtool(*arguments: str, given: bytes = b"") -> str:
    """What it says; it must find nothing wrong."""
    done = subprocess.run(
        ["promtool", "check", *arguments], input=given, capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def text() -> bytes:
    """One scrape of a company at work, with a dollar wallet and open sends."""

    async def one() -> bytes:
        async with world(SimulatorOptions(wallets=3, history_days=2)) as w:
            await w.until(lambda s: s.book.value and s.wallets.value and s.lines.value)
            return scraped(view_of(w))

    return asyncio.run(one())


@PROMTOOL
def test_promtool_accepts_every_metric(text: bytes) -> None:
    assert promtool("metrics", given=text) == ""


@PROMTOOL
def test_promtool_accepts_the_rules(tmp_path: Path) -> None:
    (tmp_path / RULES).write_text(packaged(RULES), encoding="utf-8")
    assert "SUCCESS: 12 rules found" in promtool("rules", str(tmp_path / RULES))


def test_the_dashboard_and_the_rules_name_metrics_there_are(text: bytes) -> None:
    known = set(re.findall(r"^# TYPE (\S+)", text.decode(), re.MULTILINE))
    of_a_copy = {"voltage_copy_proven"}
    panels = json.loads(packaged(DASHBOARD))["panels"]
    asked = " ".join(target["expr"] for panel in panels for target in panel["targets"])
    names = set(re.findall(r"voltage_[a-z_]+", asked + packaged(RULES))) - of_a_copy
    assert names
    assert names <= known, names - known


@pytest.mark.safety("S-19", "a figure that is not known is absent from a scrape, never 0")
async def test_figures_are_exact_and_leave_when_they_are_old() -> None:
    async with world(SimulatorOptions(wallets=3, history_days=2)) as w:
        assert named(view_of(w), "voltage_wallets") == []
        await w.until(lambda s: s.book.value and s.wallets.value and s.lines.value)
        found = samples(view_of(w))
        for account in w.snapshot.accounts:
            unit = "msat" if account.currency == "btc" else "cents"
            labels = {"wallet": account.wallet.id, "name": account.wallet.name}
            key = frozenset({"environment": ENVIRONMENT, **labels}.items())
            for name, amount in (
                ("available", account.available),
                ("balance", account.total),
                ("credit_used", account.used),
                ("spendable", account.headroom),
            ):
                assert amount is not None
                assert found[f"voltage_wallet_{name}_{unit}", key] == amount.units
        assert named(view_of(w), "voltage_payments_pending_oldest_age_seconds")
        w.faults.add(Break.REFUSE, times=None)
        await w.pass_time(200.0)
        late = view_of(w)
        assert named(late, "voltage_wallet_available_msat") == []
        assert named(late, "voltage_line_credit_limit_msat") == []
        assert named(late, "voltage_payments_pending") == []
        assert len(named(late, "voltage_reading_age_seconds")) == 3
        assert max(named(late, "voltage_reading_age_seconds")) > 150
        assert named(late, "voltage_api_requests_total") == [len(w.asked)]
        assert named(late, "voltage_api_request_failures_total")[0] > 0


async def test_a_thousand_wallets_make_series_for_wallets_alone() -> None:
    async with world(SimulatorOptions(wallets=1, history_days=0), running=False) as w:
        wallets = (wallet(balance(-(2**53), 5), number=n, limit=9) for n in range(1_000))
        many = tuple(account_of(one, line()) for one in wallets)
        object.__setattr__(many[0].wallet, "name", 'a"b\\\n\x1b[31mOps')
        read = replace(
            w.snapshot.wallets, value=tuple(a.wallet for a in many), read_at=w.clock.now()
        )
        view = view_of(w, replace(w.snapshot, wallets=read, accounts=many))
        found = samples(view)
        of_wallets = [labels for _, labels in found if any(key == "wallet" for key, _ in labels)]
        assert len(of_wallets) == 7 * 1_000
        assert len(found) - len(of_wallets) < 60
        assert min(named(view, "voltage_wallet_available_msat")) == -(2**53)
        names = {value for labels in of_wallets for key, value in labels if key == "name"}
        assert 'a"b\\ Ops' in names
        old = replace(view, now=view.now + timedelta(seconds=26))
        assert named(old, "voltage_wallet_available_msat") == []


def test_payments_are_counted_once_for_each_status_they_came_into() -> None:
    counts = Counts()
    done = replace(SEND, status=PaymentStatus.COMPLETED)
    odd = replace(SEND, status=Unrecognised("settling"))
    check = replace(done, check_only=True)
    counts.note([PaymentCreated(SEND), PaymentMoved(odd, SEND.status)])
    counts.note([PaymentEnded(done, odd.status), PaymentCreated(done), PaymentEnded(done, None)])
    counts.note([PaymentCreated(check), PaymentEnded(check, None)])
    assert counts.seen == {("send", "sending"): 1, ("send", "other"): 1, ("send", "completed"): 2}
