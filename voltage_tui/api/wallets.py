"""Wallets (API reference section 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.again import Again
from voltage_tui.api.operation import ORGANIZATION, change, creation, get
from voltage_tui.api.params import params
from voltage_tui.api.power import Level
from voltage_tui.api.session import json_of
from voltage_tui.api.visible import DEADLINE_S, until_visible
from voltage_tui.api.wire.fields import read_list, read_object
from voltage_tui.api.wire.wallet import read_wallet
from voltage_tui.model.checks import check_wallet_name

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.api.transport import WireResponse
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.requests import NewWallet
    from voltage_tui.model.wallet import Wallet

_WALLETS: Final = f"{ORGANIZATION}/wallets"
_WALLET: Final = f"{_WALLETS}/{{wallet_id}}"

LIST: Final = get("get_all_organizations_wallets_as_user", _WALLETS)
GET: Final = get("get_wallet", _WALLET)
CREATE: Final = creation("create_wallet", _WALLETS, Level.SEND)
RENAME: Final = change("update_wallet", "PATCH", _WALLET, Level.SEND)
DELETE: Final = change("delete_wallet", "DELETE", _WALLET, Level.SEND)


class Wallets:
    """Reads and changes wallets; changing them needs the send level."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listed = Again(self._ours)

    async def list(self, *, include_inactive: bool = False) -> tuple[Wallet, ...]:
        """Every wallet of the environment; deleted ones too if asked for."""
        query = params(
            environment_id=self._session.scope.environment_id, inactive=include_inactive or None
        )
        return await self._session.read_with(LIST, self._listed, query=query)

    def _ours(self, response: WireResponse) -> tuple[Wallet, ...]:
        found = read_list("wallets", json_of(response), read_wallet)
        # Whatever the answer holds, no wallet is counted twice, and none of another environment.
        ours: dict[WalletId, Wallet] = {}
        for wallet in found:
            known = ours.get(wallet.id)
            newer = known is None or wallet.updated_at > known.updated_at
            if newer and wallet.environment_id == self._session.scope.environment_id:
                ours[wallet.id] = wallet
        return tuple(ours.values())

    async def get(self, wallet_id: WalletId) -> Wallet:
        """One wallet; `NotFound` when there is none, or not yet."""
        raw = await self._session.read(GET, {"wallet_id": wallet_id})
        return read_object("wallet", raw, read_wallet)

    async def await_visible(self, wallet_id: WalletId, deadline_s: float = DEADLINE_S) -> Wallet:
        """A wallet just created, as soon as it can be read; `NotVisibleYet` after the deadline."""
        return await until_visible(
            self._session, wallet_id, lambda: self.get(wallet_id), deadline_s
        )

    async def create(self, wallet: NewWallet) -> None:
        """Ask for a wallet; accepted means queued, so await it afterwards."""
        await self._session.write(CREATE, self._body(wallet), resource_id=wallet.id)

    async def rename(self, wallet_id: WalletId, name: str) -> None:
        """Change the name, the only thing of a wallet that can be changed."""
        check_wallet_name(name)
        path = {"wallet_id": wallet_id}
        await self._session.write(RENAME, {"name": name}, path, resource_id=wallet_id)

    async def delete(self, wallet_id: WalletId) -> None:
        """Ask for a wallet to be deleted; one with money in it is `Rejected`."""
        path = {"wallet_id": wallet_id}
        await self._session.write(DELETE, path=path, resource_id=wallet_id)

    def _body(self, wallet: NewWallet) -> dict[str, object]:
        body: dict[str, object] = {
            "id": wallet.id,
            "environment_id": self._session.scope.environment_id,
            "line_of_credit_id": wallet.line_of_credit_id,
            "name": wallet.name,
            "network": wallet.network.value,
            "limit": wallet.limit,
        }
        if wallet.metadata:
            body["metadata"] = dict(wallet.metadata)
        return body
