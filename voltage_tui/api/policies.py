"""Wallet policies (API reference sections 4.3 and 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.operation import ORGANIZATION, change, get
from voltage_tui.api.power import Level
from voltage_tui.api.wire.base import decode
from voltage_tui.api.wire.policy import PoliciesWire, to_policies
from voltage_tui.model.policy import FeeChange, FeeRates, PolicyUpdate, WalletPolicies
from voltage_tui.money import MSATS_PER_SAT, Money

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.model.ids import WalletId

_POLICIES: Final = f"{ORGANIZATION}/wallets/{{wallet_id}}/policies"

GET: Final = get("get_wallet_policies", _POLICIES)
UPDATE: Final = change("update_wallet_policies", "PATCH", _POLICIES, Level.SEND)


class Policies:
    """Reads and changes what a wallet's payments are held to."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, wallet_id: WalletId) -> WalletPolicies:
        """The policies; `NotFound` for an unknown wallet and also for one that has none."""
        raw = await self._session.read(GET, {"wallet_id": wallet_id})
        return decode("policies", raw, PoliciesWire, to_policies)

    async def update(self, wallet_id: WalletId, update: PolicyUpdate) -> None:
        """Ask for a change; one that is refused later shows as the policies' `error`."""
        path = {"wallet_id": wallet_id}
        await self._session.write(UPDATE, update_body(update), path, resource_id=wallet_id)


def update_body(update: PolicyUpdate) -> dict[str, object]:
    """The body of an update, with no key for what stays as it is."""
    parts: dict[str, object | None] = {
        "max_payment_size_sats": _sats(update.max_payment_size),
        "transactions_per_minute": update.per_minute,
        "send_volume_limit_sats": _sats(update.send_volume_limit),
        "template_id": update.template_id,
        "ofac_compliant": update.ofac_compliant,
    }
    body: dict[str, object] = {name: part for name, part in parts.items() if part is not None}
    match update.processing_fee:
        case FeeRates(send=send, receive=receive):
            body["processing_fee"] = {"send_basis_points": send, "receive_basis_points": receive}
        case FeeChange.INHERIT:
            body["processing_fee"] = None
        case FeeChange.UNCHANGED:
            pass
    return body


def _sats(amount: Money | None) -> int | None:
    return None if amount is None else amount.units // MSATS_PER_SAT
