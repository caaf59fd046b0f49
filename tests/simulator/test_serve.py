"""The simulator as a server of its own: one line when ready, loopback only, a clean end."""

from __future__ import annotations

import http.client
import http.server
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urlsplit

import pytest

from tests.simulator.driver import Node, btc, new_id
from voltage_tui.simulator.loopback import is_loopback

SERVE = "import sys; from voltage_tui.simulator.serve import serve; sys.exit(serve({}))"


@contextmanager
def served(arguments: str = "0") -> Iterator[tuple[subprocess.Popen[str], Node]]:
    """A server in a process of its own, and the line it printed."""
    command = [sys.executable, "-c", SERVE.format(arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            output = process.stdout
            assert isinstance(output, IO) or output is not None
            yield process, Node(json.loads(output.readline()))
        finally:
            process.kill()


def ask(ready: Node, method: str, path: str, body: object = None) -> tuple[int, Node]:
    """One exchange over a real connection; `path` is below the organization."""
    parts = urlsplit(ready["base_url"].str)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    headers = {"x-api-key": ready["api_key"].str, "content-type": "application/json"}
    where = f"{parts.path}/organizations/{ready['organization_id'].str}{path}"
    try:
        data = None if body is None else json.dumps(body)
        connection.request(method, where, data, headers)
        response = connection.getresponse()
        raw = response.read()
    finally:
        connection.close()
    return response.status, Node(json.loads(raw) if raw else None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_how_to_connect_answers_and_ends_cleanly(number: signal.Signals) -> None:
    with served("0, wallets=2, ledger_rows=20") as (process, ready):
        assert set(ready.value) == {  # type: ignore[call-overload]  # an object's keys
            "base_url", "api_key", "organization_id", "environment_id", "wallet_ids",
            "line_of_credit_ids",
        }  # fmt: skip
        assert ready["base_url"].str.startswith("http://127.0.0.1:")
        assert ready["base_url"].str.endswith("/v1")
        status, wallets = ask(ready, "GET", "/wallets")
        assert status == 200
        assert [wallet["id"].str for wallet in wallets] == list(ready["wallet_ids"])
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


class Hook(http.server.BaseHTTPRequestHandler):
    """A receiver of webhooks on this machine."""

    got: list[bytes]
    arrived: threading.Event

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        type(self).got.append(body)
        self.send_response(204)
        self.end_headers()
        type(self).arrived.set()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        return


def test_a_webhook_on_this_machine_is_really_posted_though_nobody_asks() -> None:
    Hook.got, Hook.arrived = [], threading.Event()
    with (
        http.server.HTTPServer(("127.0.0.1", 0), Hook) as receiver,
        served("0, speed=20.0") as (_, ready),
    ):
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{receiver.server_port}/hook"
        environment = f"/environments/{ready['environment_id'].str}"
        body = {"id": new_id(), "url": url, "name": "Till", "events": [{"receive": "completed"}]}
        assert ask(ready, "POST", f"{environment}/webhooks", body)[0] == 202
        payment = {"id": new_id(), "wallet_id": ready["wallet_ids"][0].str}
        payment = {**payment, "payment_kind": "bolt11"}
        sale = {**payment, "amount": btc(1_000)}
        assert ask(ready, "POST", f"{environment}/payments", sale)[0] == 202
        assert Hook.arrived.wait(10)
        receiver.shutdown()
    told = Node(json.loads(Hook.got[0]))
    assert told["detail"]["event"] == "completed"
    assert told["detail"]["data"]["id"] == payment["id"]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=20
    )


def test_without_uvicorn_it_says_what_to_install() -> None:
    ran = run("import sys; sys.modules['uvicorn'] = None\n" + SERVE.format("0"))
    assert ran.returncode == 2
    assert "pip install 'voltage-tui[simulate]'" in ran.stderr
    assert ran.stdout == ""


def test_a_port_in_use_and_options_out_of_range_are_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = run(SERVE.format(taken.getsockname()[1]))
    assert ran.returncode == 1
    assert ran.stderr.startswith("Cannot listen on 127.0.0.1:")
    assert ran.stderr.endswith(": Address already in use\n")
    for arguments in ("0, wallets=0", "0, speed=0.0", "0, ledger_rows=2_000_000"):
        ran = run(SERVE.format(arguments))
        assert (ran.returncode, "Traceback" in ran.stderr) == (2, False)
    assert run(SERVE.format("99999")).returncode == 1


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
     ("127.0.0.1.example.com", False), ("10.0.0.1", False), ("0.0.0.0", False),
     ("example.com", False), (None, False)],
)  # fmt: skip
def test_only_this_machine_is_posted_to(host: str | None, loopback: bool) -> None:
    assert is_loopback(host) is loopback
