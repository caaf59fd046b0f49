"""A simulator whose every answer is judged by the API reference as it passes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from tests.reference.answers import validate_answer
from tests.reference.operations import Operation, operations
from tests.reference.shapes import validate
from voltage_tui.clock import ManualClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.flows.deliveries import Outcome, Outgoing, Report
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.options import SimulatorOptions

START: Final = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
ENDED: Final = frozenset({"completed", "failed", "expired"})
TICK: Final = 0.25
"""Seconds of the simulator's time between two looks at a payment."""

Ids: TypeAlias = Mapping[str, object]
NO_IDS: Final[Ids] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `value` is the decoded body, None when it is empty."""

    status: int
    value: object

    def one(self) -> dict[str, object]:
        """The body, which has to be an object."""
        assert isinstance(self.value, dict)
        return self.value

    def many(self, key: str | None = None) -> list[dict[str, object]]:
        """The body, or one key of it, which has to be an array of objects."""
        found = self.value if key is None else self.one()[key]
        assert isinstance(found, list)
        return found


class Voltage:
    """A world of its own, asked by operation id; what is wrong gathers in `violations`."""

    def __init__(self, options: SimulatorOptions | None = None) -> None:
        self.clock = ManualClock(START)
        self.receiver = Outcome(200)
        self.simulator = Simulator(self.clock, options, self._deliver)
        self.identity = self.simulator.identity
        self.violations: list[str] = []
        self.seen: set[tuple[str, int]] = set()
        self.delivered: list[Outgoing] = []

    def call(
        self,
        operation_id: str,
        body: object = None,
        ids: Ids = NO_IDS,
        *,
        query: Iterable[tuple[str, str]] = (),
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Ask one operation; `raw` and `headers` replace what would be sent."""
        operation = operations()[operation_id]
        content = b"" if body is None else json.dumps(body).encode()
        sent = {"x-api-key": key or self.identity.api_key}
        if body is not None or raw is not None:
            sent["content-type"] = "application/json"
        return self.send(
            operation,
            self.path(operation, ids),
            raw if raw is not None else content,
            sent if headers is None else headers,
            query,
        )

    def path(self, operation: Operation, ids: Ids) -> str:
        """The operation's path, our own organization and environment where none is given."""
        own = {
            "organization_id": self.identity.organization_id,
            "environment_id": self.identity.environment_id,
        }
        return operation.path.format_map({**own, **ids})

    def send(
        self,
        operation: Operation,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        query: Iterable[tuple[str, str]] = (),
    ) -> Answer:
        """Send a request as it stands, and judge what comes back."""
        request = request_of(operation.method, self.identity.base_path + path, headers, body)
        asked = type(request)(
            request.method, request.path, tuple(query), request.headers, request.body
        )
        response = self.simulator.handle(asked)
        name = operation.operation_id
        self.seen.add((name, response.status))
        for violation in validate_answer(operation.method, path, response.status, response.body):
            self.violations.append(f"{name} {response.status} {violation}")
        value = json.loads(response.body) if response.body else None
        return Answer(response.status, value)

    def make(self, operation_id: str, body: Mapping[str, object]) -> str:
        """Create something with a new id, expecting 202; returns the id."""
        identifier = str(uuid.uuid4())
        answer = self.call(operation_id, {"id": identifier, **body})
        assert answer.status == 202, answer
        return identifier

    def pass_time(self, seconds: float) -> None:
        """Let so much of the simulator's time go by."""
        self.clock.advance(seconds)

    def follow(self, payment_id: str, until: Container[object] = ENDED) -> dict[str, object]:
        """Look at a payment and what is around it, again and again, until it is there."""
        for _ in range(2_000):
            self.pass_time(TICK)
            answer = self.call("get_payment", ids={"payment_id": payment_id})
            if answer.status == 404:
                continue
            payment = answer.one()
            self._around(payment)
            if payment["status"] in until:
                return payment
        raise AssertionError(f"{payment_id} never ended")

    def _around(self, payment: dict[str, object]) -> None:
        payment_id, wallet_id = str(payment["id"]), str(payment["wallet_id"])
        wallet = {"wallet_id": wallet_id}
        self.call("get_wallet", ids=wallet)
        self.call("get_payment_history", ids={"payment_id": payment_id})
        self.call("get_payments", query=(("wallet_id", wallet_id), ("limit", "3")))
        self.call("get_wallet_ledger_as_user", ids=wallet, query=(("payment_id", payment_id),))

    def wallet_in(self, currency: str) -> str:
        """A wallet on a line of credit in that currency."""
        lines = self.call("get_lines_of_credit_summaries_as_user").many()
        wanted = {line["id"] for line in lines if line["currency"] == currency}
        wallets = self.call("get_all_organizations_wallets_as_user").many()
        return next(str(w["id"]) for w in wallets if w["line_of_credit_id"] in wanted)

    def _deliver(self, outgoing: Outgoing, report: Report) -> None:
        self.delivered.append(outgoing)
        payload = json.loads(outgoing.body)
        for violation in validate("Payload", payload, response=True):
            self.violations.append(f"webhook {violation}")
        report(self.receiver)
