"""The metrics over HTTP: on loopback, to a real Prometheus, and as a program of its own."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.cli.conftest import ENVIRONMENT, Program
from tests.cli.server import NO_WALLETS
from tests.cli.server import serving as api_serving
from tests.credentials.samples import CANARY
from tests.metrics.scraping import view_of
from tests.treasury.builders import balance, line, wallet
from tests.treasury.harness import world
from voltage_tui.metrics.server import serving
from voltage_tui.metrics.view import View
from voltage_tui.profiles.profile import is_loopback
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.account import account_of

_PATIENCE_S = 60.0


async def a_view() -> View:
    async with world(SimulatorOptions(wallets=1, history_days=0), running=False) as w:
        account = account_of(wallet(balance(-9_007_199_254_740_993 + 1, 5), limit=9), line())
        read = replace(w.snapshot.wallets, value=(account.wallet,), read_at=w.clock.now())
        return view_of(w, replace(w.snapshot, wallets=read, accounts=(account,)))


@pytest.mark.skipif(shutil.which("prometheus") is None, reason="Prometheus is not installed")
def test_a_real_prometheus_scrapes_it(tmp_path: Path) -> None:
    view, scrapes = asyncio.run(a_view()), threading.Semaphore(0)

    def look() -> View:
        scrapes.release()
        return view

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving("127.0.0.1", 0, look) as served:
        target = {"job_name": "voltage", "static_configs": [{"targets": [f"127.0.0.1:{served}"]}]}
        config = {"global": {"scrape_interval": "1s"}, "scrape_configs": [target]}
        (tmp_path / "prometheus.yml").write_text(json.dumps(config), encoding="utf-8")
        command = [
            *("prometheus", f"--config.file={tmp_path}/prometheus.yml"),
            *(f"--storage.tsdb.path={tmp_path}/data", f"--web.listen-address=127.0.0.1:{port}"),
        ]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                for _ in range(3):  # when the next ones come, the first one has been kept
                    assert scrapes.acquire(timeout=_PATIENCE_S)
                where = f"http://127.0.0.1:{port}/api/v1/query?query="
                with urlopen(where + quote("voltage_wallet_available_msat"), timeout=20) as answer:
                    found = json.load(answer)["data"]["result"]
                with urlopen(where + quote('up{job="voltage"}'), timeout=20) as answer:
                    up = json.load(answer)["data"]["result"]
            finally:
                process.terminate()
    assert [one["value"][1] for one in up] == ["1"]
    assert [one["value"][1] for one in found] == [str(-(2**53))]
    assert found[0]["metric"]["name"] == "Wallet 1"


def test_nothing_else_is_served_and_a_fault_is_told() -> None:
    view = asyncio.run(a_view())

    def look() -> View:
        if broken:
            raise ValueError("secret words")
        return view

    broken: list[bool] = []
    with serving("127.0.0.1", 0, look) as port:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            assert b"voltage_wallet_available_msat{" in answer.read()
        with pytest.raises(HTTPError, match="404") as missing:
            urlopen(f"http://127.0.0.1:{port}/favicon.ico", timeout=20)
        missing.value.close()
        broken.append(True)
        with pytest.raises(HTTPError, match="503") as failed:
            urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20)
        assert b"secret" not in failed.value.read()
        failed.value.close()


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("ops", False)],
)
def test_what_others_can_reach_is_known(host: str, own: bool) -> None:
    assert is_loopback(host) is own


def test_the_program_serves_until_it_is_told_to_end(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SCRAPED_KEY", CANARY)
    with api_serving(lambda key: NO_WALLETS) as asked:
        assert program.login(asked.base_url, "--key-from", "env:SCRAPED_KEY", key="").code == 0
        command = [sys.executable, "-m", "voltage_tui", "metrics", "--port", "0"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            with urlopen(process.stdout.readline().strip(), timeout=20) as answer:
                text = answer.read().decode()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
            assert process.stderr.read() == ""
    assert f'voltage_build_info{{environment="{ENVIRONMENT}",profile="acme"' in text
    assert CANARY not in text


def test_what_is_to_be_imported_is_printed_and_what_is_missing_is_said(
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert program.run("metrics", "--rules").out.startswith("# Alert rules")
    assert json.loads(program.run("metrics", "--dashboard").out)["panels"]
    assert "metrics needs --port N." in program.run("metrics").err
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    ended = program.run("metrics", "--port", "0")
    assert (ended.code, "pip install 'voltage-tui[metrics]'" in ended.err) == (2, True)
