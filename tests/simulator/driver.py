"""A simulator on a clock of its own, asked as a client asks it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from voltage_tui.clock import ManualClock
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.http import request_of
from voltage_tui.simulator.options import SimulatorOptions

START = datetime(2026, 11, 21, 14, 12, tzinfo=UTC)
QUIET = SimulatorOptions(history_days=0)


class Node:
    """A JSON value whose parts are reached with [], and which compares as itself."""

    __hash__ = None  # type: ignore[assignment]  # equal to what it holds, so not hashable

    def __init__(self, value: object) -> None:
        self.value = value

    def __getitem__(self, key: str | int) -> Node:
        if isinstance(self.value, dict):
            return Node(self.value[key])
        assert isinstance(self.value, list)
        assert not isinstance(key, str)
        return Node(self.value[key])

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Node) else other)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def __iter__(self) -> Iterator[Node]:
        assert isinstance(self.value, list)
        return iter([Node(item) for item in self.value])

    def __len__(self) -> int:
        assert isinstance(self.value, list | dict)
        return len(self.value)

    def __repr__(self) -> str:
        return repr(self.value)

    def only(self, *keys: str) -> tuple[object, ...]:
        """The values of some keys, side by side."""
        return tuple(self[key].value for key in keys)

    @property
    def is_null(self) -> bool:
        return self.value is None

    @property
    def int(self) -> int:
        assert isinstance(self.value, int)
        return self.value

    @property
    def str(self) -> str:
        assert isinstance(self.value, str)
        return self.value


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Node:
        return Node(json.loads(self.body))

    @property
    def refusal(self) -> tuple[int, object]:
        """The status and the type of the error."""
        return self.status, self.error["type"].value

    @property
    def error(self) -> Node:
        return self.json["error"]


def new_id() -> str:
    return str(uuid.uuid4())


def btc(msats: int) -> dict[str, object]:
    return {"currency": "btc", "amount": msats}


def usd(cents: int) -> dict[str, object]:
    return {"currency": "usd", "amount": cents}


class Driver:
    """Calls with paths below the organization (`/wallets`) or environment (`env/payments`)."""

    def __init__(self, options: SimulatorOptions = QUIET, start: datetime = START) -> None:
        self.clock = ManualClock(start)
        self.simulator = Simulator(self.clock, options)
        self.identity = self.simulator.identity
        self.key = self.identity.api_key
        self.organization = f"/organizations/{self.identity.organization_id}"
        self.environment = f"{self.organization}/environments/{self.identity.environment_id}"
        self.wallets = self.identity.wallet_ids
        self.btc_line, self.usd_line = self.identity.line_of_credit_ids

    def raw(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        response = self.simulator.handle(request_of(method, path, headers, body))
        return Answer(response.status, dict(response.headers), response.body)

    def call(self, method: str, path: str, body: object = None) -> Answer:
        place = path[3:] if path.startswith("env/") else path
        base = self.environment if path.startswith("env/") else self.organization
        headers = {"x-api-key": self.key, "Content-Type": "application/json"}
        data = b"" if body is None else json.dumps(body).encode()
        return self.raw(method, f"{self.identity.base_path}{base}{place}", headers, data)

    def get(self, path: str) -> Node:
        answer = self.call("GET", path)
        assert answer.status == 200, answer
        return answer.json

    def post(self, path: str, body: object = None) -> None:
        answer = self.call("POST", path, body)
        assert (answer.status, answer.body) == (202, b""), answer

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.simulator.run_due()

    def receive(self, wallet: int = 0, **fields: object) -> str:
        payment_id = new_id()
        body = {"id": payment_id, "wallet_id": self.wallets[wallet], **fields}
        self.post("env/payments", {"payment_kind": "bolt11", **body})
        return payment_id

    def send(self, wallet: int = 0, kind: str = "bolt11", /, **data: object) -> str:
        body = self.send_body(wallet, kind, **data)
        self.post("env/payments", body)
        return str(body["id"])

    def send_body(self, wallet: int, kind: str, /, **data: object) -> dict[str, object]:
        wallet_id = self.wallets[wallet]
        head = {"id": new_id(), "wallet_id": wallet_id, "currency": "btc", "type": kind}
        return {**head, "data": data}

    def payment(self, payment_id: str) -> Node:
        return self.get(f"env/payments/{payment_id}")

    def wallet(self, place: int = 0) -> Node:
        return self.get(f"/wallets/{self.wallets[place]}")

    def ledger(self, wallet_id: str, query: str = "") -> list[Node]:
        found: list[Node] = []
        while True:
            path = f"/wallets/{wallet_id}/ledger?limit=500&offset={len(found)}{query}"
            page = self.get(path)
            found += page["items"]
            if len(found) >= page["total"].int:
                return found

    def quote(self, amount: dict[str, object], to: str) -> str:
        """A quote of the USD line, ready to be used."""
        quote_id = new_id()
        body = {"id": quote_id, "line_of_credit_id": self.usd_line, "network": "mutinynet"}
        self.post("env/quotes", {**body, "amount": amount, "to": to})
        self.wait(1)
        return quote_id


def signed(amount: Node) -> int:
    """A SignedAmount as one number."""
    magnitude = amount["amount"].int
    assert magnitude >= 0
    return -magnitude if amount["negative"].value is True else magnitude


def check_books(driver: Driver, wallet: Node) -> None:
    """The wallet's balance and holds are what its ledger adds up to, row by row."""
    wallet_id = wallet["id"].str
    rows = driver.ledger(wallet_id, "&sort_order=ASC")
    total, holds = 0, dict[str, int]()
    for row in rows:
        kind = row["type"].str
        if kind in ("credited", "deposited"):
            total += row["amount"]["amount"].int
        elif kind == "withdrawn":
            total -= row["amount"]["amount"].int
        elif kind == "held":
            assert row["hold_id"].str not in holds
            holds[row["hold_id"].str] = row["amount"]["amount"].int
        elif kind == "captured":
            assert 0 <= row["amount"]["amount"].int <= holds.pop(row["hold_id"].str)
            total -= row["amount"]["amount"].int
        else:
            assert kind == "released"
            del holds[row["hold_id"].str]
    times = [row["effective_time"].str for row in rows]
    assert [moment(t) for t in times] == sorted(moment(t) for t in times)
    assert {h["id"].str: signed(h["amount"]) for h in wallet["holds"]} == holds
    if not rows:
        assert wallet["balances"] == []
        return
    (balance,) = wallet["balances"]
    assert signed(balance["total"]) == total
    assert signed(balance["available"]) == total - sum(holds.values())
    assert balance["effective_time"] == times[-1]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
