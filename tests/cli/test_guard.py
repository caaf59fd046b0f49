"""In the demo the network cannot be used, and the event loop still runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

_TRY = """
import asyncio, socket, sys
from voltage_tui.cli.guard import SocketInDemoError, forbid_sockets
forbid_sockets()
try:
    {use}
except SocketInDemoError as error:
    print("refused", error)
"""


def run(use: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _TRY.format(use=use)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.safety("S-64", "in the demo every way to the network is refused")
@pytest.mark.parametrize(
    ("use", "event"),
    [
        ("socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
        ("socket.socket().connect(('127.0.0.1', 9))", "socket.connect"),
        ("socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
        ("socket.socket(socket.AF_UNIX).connect('/tmp/x')", "socket.connect"),
        ("socket.socket().bind(('127.0.0.1', 0))", "socket.bind"),
        ("socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("socket.gethostbyname('localhost')", "socket.gethostbyname"),
        (
            "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
            "socket.sendto",
        ),
        ("asyncio.run(asyncio.open_connection('127.0.0.1', 9))", "socket.connect"),
        ("__import__('httpx').get('http://127.0.0.1:9')", "socket.getaddrinfo"),
    ],
)
def test_every_way_out_is_refused(use: str, event: str) -> None:
    assert run(use) == f"refused {event}"


@pytest.mark.parametrize(
    "use",
    [
        "asyncio.run(asyncio.sleep(0))",
        "asyncio.run(asyncio.to_thread(int))",
        "asyncio.run(asyncio.create_subprocess_exec(sys.executable, '-c', ''))",
    ],
)
def test_the_event_loop_is_not_affected(use: str) -> None:
    assert run(use) == ""
