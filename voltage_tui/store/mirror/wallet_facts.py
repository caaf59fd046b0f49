"""What a wallet is called and what it is, as last read: for when Voltage is not asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.model.movement import WalletOfMovement
from voltage_tui.model.network import Network
from voltage_tui.store.mirror.json_fields import Fields, known, word_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from voltage_tui.store.mirror.json_fields import Object


class WalletFacts:
    """The table of wallets' names; within a transaction of the caller's where it writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[WalletOfMovement, ...]:
        """Every wallet that was ever read, also one deleted since, by its identifier."""
        found = self._connection.execute("SELECT id, body FROM wallet_facts ORDER BY id")
        return tuple(_facts(WalletId(name), body) for name, body in found)

    def keep(self, wallets: Iterable[WalletOfMovement]) -> None:
        """Keep what was read; a wallet that is not among them stays as it was."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO wallet_facts VALUES (?, ?)",
            [(wallet.id, _body(wallet)) for wallet in wallets],
        )


def _body(wallet: WalletOfMovement) -> str:
    fields: Object = {
        "name": wallet.name,
        "line": wallet.line_id,
        "network": word_json(wallet.network),
    }
    return json.dumps(fields, separators=(",", ":"))


def _facts(wallet_id: WalletId, body: str) -> WalletOfMovement:
    fields = Fields(json.loads(body))
    line = fields.text_or_none("line")
    return WalletOfMovement(
        id=wallet_id,
        name=fields.text("name"),
        line_id=None if line is None else LineId(line),
        network=known(Network, fields.text("network")),
    )
