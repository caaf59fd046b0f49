"""How long a ledger page of 1,000 rows takes from the bytes to the model."""

from __future__ import annotations

import json
import statistics
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from tests.benchmarks.conftest import Figures, Json
from voltage_tui.api.connect import connect
from voltage_tui.api.power import Level, Power
from voltage_tui.api.transport import WireRequest, WireResponse
from voltage_tui.clock import SystemClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.secret import Secret

ROWS = 1_000
ROUNDS = 30


class Canned:
    """A transport that always has the same answer ready."""

    def __init__(self, body: bytes) -> None:
        self._response = WireResponse(200, {"content-type": "application/json"}, body)

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """The answer, at once."""
        return self._response

    async def aclose(self) -> None:
        """Nothing to close."""


def page_of(rows: int) -> bytes:
    """A page of holds, captures with their breakdown, releases and credits, in equal parts."""
    random = Random(7)
    start = datetime(2026, 10, 5, 12, tzinfo=UTC)

    def identifier() -> str:
        return str(UUID(int=random.getrandbits(128), version=4))

    def amount(units: int) -> Json:
        return {"currency": "btc", "amount": units, "unit": "msats"}

    def row(number: int) -> Json:
        units = random.randint(1_000, 10**12)
        kind = ("credited", "captured", "released", "held")[number % 4]
        entry: dict[str, Json] = {
            "type": kind,
            "credit_id" if kind == "credited" else "hold_id": identifier(),
            "payment_id": identifier(),
            "effective_time": (start - timedelta(seconds=number)).isoformat()[:-6] + ".118Z",
        }
        if kind == "released":
            return entry | {"currency": "btc"}
        if kind != "held":
            entry["payment_breakdown"] = {
                "principal": amount(units),
                "network_fee": amount(12_000),
                "processing_fee": {
                    "amount": amount(150_000),
                    "basis_points": 150,
                    "payment_classification": {"kind": "bolt11", "route": "direct"},
                },
            }
        return entry | {"amount": amount(units)}

    page = {"items": [row(n) for n in range(rows)], "offset": 0, "limit": rows, "total": rows}
    return json.dumps(page).encode()


async def test_a_page_of_a_thousand_rows(figures: Figures) -> None:
    clock, body = SystemClock(), page_of(ROWS)
    client = connect(
        Secret("vltg_key"),
        Scope(
            OrganizationId("5d0c1b7e-2f4a-4f8e-9a61-0b7d3c9e1a10"),
            EnvironmentId("8e7f2a44-6c1d-4b0a-8f35-2d9b6a7c4e21"),
        ),
        where=Canned(body),
        power=Power(clock, Level.VIEW),
        clock=clock,
    )
    wallet = WalletId("c2a9d3f0-1b5e-4d77-9e08-7f6a1c3b5d42")
    took = []
    for _ in range(ROUNDS):
        began = clock.monotonic()
        page = await client.ledger.page(wallet, limit=ROWS)
        took.append(clock.monotonic() - began)
        assert len(page.entries) == ROWS
    size = f"{len(body) // 1_000} kB"
    figures.add(f"ledger page of 1,000 rows ({size}), ms", f"{statistics.median(took) * 1e3:.1f}")
    await client.aclose()
