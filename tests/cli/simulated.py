"""`voltage-tui simulate`, run as a person would: a second process on a port of this machine."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Served:
    """What the server said when it was ready."""

    base_url: str
    api_key: str
    organization_id: str
    environment_id: str
    wallet_ids: tuple[str, ...]
    line_of_credit_ids: tuple[str, ...]

    @classmethod
    def said(cls, line: str) -> Served:
        """What a server's line says."""
        found = json.loads(line)
        return cls(
            base_url=found["base_url"],
            api_key=found["api_key"],
            organization_id=found["organization_id"],
            environment_id=found["environment_id"],
            wallet_ids=tuple(found["wallet_ids"]),
            line_of_credit_ids=tuple(found["line_of_credit_ids"]),
        )


@contextmanager
def simulated(*options: str) -> Iterator[Served]:
    """Serve for as long as the block lasts; the server must end by itself when asked to."""
    command = [sys.executable, "-m", "voltage_tui", "simulate", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        served = Served.said(process.stdout.readline())
        try:
            yield served
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=20)
    assert code == 0
