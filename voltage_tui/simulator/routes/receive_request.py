"""Reading a request to be paid (API reference, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency
from voltage_tui.simulator.errors import bad_request, feature_disabled, invalid_receive
from voltage_tui.simulator.flows.receive import MAX_EXPIRY_S
from voltage_tui.simulator.routes.request_parts import (
    ONCHAIN_MINIMUM,
    Asked,
    check_note,
    check_on_rail,
    read_amount,
    read_currency,
    take_quote,
    usable_wallet,
)
from voltage_tui.simulator.state.kinds import Category, Kind
from voltage_tui.simulator.state.payment import Receive

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

_KINDS = ("bolt11", "onchain", "bip21", "taprootasset")
_DESCRIPTION_BYTES = 639
_MOST = 21_000_000 * 100_000_000_000


def read_receive(state: State, body: Fields, wallet: Wallet | None, category: Category) -> Receive:
    """A receive that can be accepted; raises `RefusedError` for everything else."""
    payment_id, kind_text = body.uuid("id"), body.choice("payment_kind", _KINDS)
    asked, currency = read_amount(body, "amount"), _currency(body)
    metadata, quote_id = body.metadata(), body.optional_uuid("quote_id")
    description, expiration = body.optional_text("description"), body.optional_u32("expiration")
    if asked is None and currency is None:
        raise body.misfit("amount", "an amount, or the currency for any amount, is expected")
    if kind_text == "taprootasset":
        raise feature_disabled("taproot_assets")
    kind, wallet = Kind(kind_text), usable_wallet(wallet)
    _check_texts(kind, description, expiration)
    units = _check_amount(kind, wallet, asked)
    quote = take_quote(state, wallet, quote_id, Currency.USD, units)
    return Receive(
        id=payment_id,
        wallet=wallet,
        kind=kind,
        category=category,
        created=state.now,
        updated=state.now,
        visible_at=state.visible_at(),
        principal=units,
        principal_msats=units if quote is None else quote.msats(units),
        any_amount=asked is None,
        metadata=metadata,
        description=description,
        quote=quote,
        expiration=expiration,
    )


def _currency(body: Fields) -> str | None:
    return read_currency(body, "currency") if body.has("currency") else None


def _check_texts(kind: Kind, description: str | None, expiration: int | None) -> None:
    name = "invalid_memo" if kind is Kind.BOLT11 else "invalid_description"
    check_note(description, "description", name)
    if description is not None and len(description.encode()) > _DESCRIPTION_BYTES:
        raise invalid_receive("description")
    if expiration is not None and not 1 <= expiration <= MAX_EXPIRY_S:
        raise invalid_receive("expiration")


def _check_amount(kind: Kind, wallet: Wallet, asked: Asked | None) -> int:
    """The principal in the wallet's currency; 0 for any amount."""
    currency = wallet.line.currency
    if asked is None:
        if currency is not Currency.BTC:
            raise bad_request("invalid_currency", "Any amount is for bitcoin wallets only.")
        if kind is Kind.ONCHAIN:
            raise invalid_receive("amount")
        return 0
    if asked.currency != currency:
        raise bad_request("invalid_currency", "The amount is not in the wallet's currency.")
    if currency is Currency.USD:
        if not 1 <= asked.units <= _MOST:
            raise bad_request("invalid_amount", "The amount is out of range.")
        return asked.units
    least = ONCHAIN_MINIMUM if kind is Kind.ONCHAIN else 1
    msats = check_on_rail(asked, "amount", "invalid_amount", least)
    if msats > _MOST or (kind is not Kind.BOLT11 and msats % MSATS_PER_SAT):
        raise bad_request("invalid_amount", "The amount is not one that can be received.")
    return msats
