"""Recordings made by hand, line by line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from voltage_tui.api.recording.lines import Header
from voltage_tui.api.recording.recorder import Recorder
from voltage_tui.api.transport import TransportFailure, WireRequest, WireResponse
from voltage_tui.clock import ManualClock

BEGAN = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
ORGANIZATION = "6513270e-269e-4d37-b2a7-4de452e6b438"
ENVIRONMENT = "d23f0824-128b-4f33-8c5c-7fd0a6a3a450"
WALLET = "3f98e277-4cbd-47ad-9c90-a9587403e430"
PAYMENTS = f"/organizations/{ORGANIZATION}/environments/{ENVIRONMENT}/payments"
WALLETS = f"/organizations/{ORGANIZATION}/wallets"
LEDGER = f"{WALLETS}/{WALLET}/ledger"
HEADER = Header("0.1", "Meridian", "api.example", ORGANIZATION, ENVIRONMENT, "UTC", False, False)


class Tape:
    """A recording under way on a clock that is moved by a second for each exchange."""

    def __init__(self, path: Path, *, everything: bool = False, max_bytes: int = 10**9) -> None:
        self.path = path
        self.clock = ManualClock(BEGAN)
        self.recorder = Recorder(path, self.clock, everything=everything, max_bytes=max_bytes)
        self.recorder.begin(HEADER)

    def say(
        self,
        target: str,
        body: str | bytes | TransportFailure,
        *,
        status: int = 200,
        method: str = "GET",
        sent: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> datetime:
        """One exchange, a second after the one before; its moment."""
        self.clock.advance(1.0)
        raw = body.encode() if isinstance(body, str) else body
        outcome = (
            raw if isinstance(raw, TransportFailure) else WireResponse(status, headers or {}, raw)
        )
        self.recorder.take(WireRequest(method, target, {}, sent), outcome, 0.1)
        return self.clock.now()

    def close(self) -> Path:
        """End it."""
        self.recorder.close()
        return self.path


def after(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)
