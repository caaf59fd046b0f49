"""The simulated Voltage in a process of its own, which can be killed, started again and frozen."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.cli.simulated import Served


@dataclass
class Server:
    """A server that begins at once; `answers` is False while it is dead or frozen."""

    answers: bool = False
    _port: int = 0
    _processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> Served:
        """Serve, at the same address as before; how to reach it."""
        command = [sys.executable, "-m", "voltage_tui", "simulate", "--wallets", "2"]
        command += ["--port", str(self._port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._processes.append(process)
        assert process.stdout is not None
        served = Served.said(process.stdout.readline())
        self._port = urlsplit(served.base_url).port or 0
        self.answers = True
        return served

    def kill(self) -> None:
        """End it as nothing ends by itself."""
        self.answers = False
        self._processes[-1].kill()
        self._processes[-1].wait()

    def freeze(self) -> None:
        """Have it do nothing any more; its sockets are open, and are even connected to."""
        self.answers = False
        self._processes[-1].send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        self._processes[-1].send_signal(signal.SIGCONT)
        self.answers = True

    def close(self) -> None:
        """End whatever runs."""
        for process in self._processes:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


@contextmanager
def server() -> Iterator[Server]:
    """Not started; ended afterwards, frozen or not."""
    made = Server()
    try:
        yield made
    finally:
        made.close()
