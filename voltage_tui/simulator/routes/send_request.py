"""Reading a request to pay (API reference, section 5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.destinations import address, bip21, bolt11
from voltage_tui.destinations.errors import InvalidDestination
from voltage_tui.destinations.networks import NetworkMatch, matches
from voltage_tui.simulator.amounts import MSATS_PER_SAT, Currency, amount_json
from voltage_tui.simulator.errors import bad_request, below_minimum, feature_disabled, required
from voltage_tui.simulator.flows.fees import default_max_fee
from voltage_tui.simulator.moments import micros
from voltage_tui.simulator.routes.request_parts import (
    ONCHAIN_MINIMUM,
    check_note,
    check_on_rail,
    read_amount,
    read_currency,
    take_quote,
    usable_wallet,
)
from voltage_tui.simulator.state.kinds import NETWORK, Category, Kind
from voltage_tui.simulator.state.payment import Send

if TYPE_CHECKING:
    from voltage_tui.simulator.body import Fields
    from voltage_tui.simulator.state.state import State
    from voltage_tui.simulator.state.wallet import Wallet

_KINDS = ("bolt11", "onchain", "bip21", "taprootasset")
_MOST = 21_000_000 * 100_000_000_000


class Target(NamedTuple):
    """Who is to be paid: an invoice, an address or both; the amount they fix; their words."""

    invoice: bolt11.Invoice | None
    address: str | None
    msats: int | None
    note: str | None


def read_send(state: State, body: Fields, wallet: Wallet | None, category: Category) -> Send:
    """A send that can be accepted; raises `RefusedError` for everything else."""
    payment_id, kind_text = body.uuid("id"), body.choice("type", _KINDS)
    currency, data = read_currency(body, "currency"), body.child("data")
    metadata, quote_id = body.metadata(), body.optional_uuid("quote_id")
    _check_flow(body)
    if kind_text == "taprootasset":
        raise feature_disabled("taproot_assets")
    kind, wallet = Kind(kind_text), usable_wallet(wallet)
    if currency != wallet.line.currency:
        raise bad_request("invalid_currency", "The currency is not that of the wallet.")
    target = _target(kind, data)
    msats = _amount(kind, data, target)
    max_fee = _max_fee(kind, data, msats)
    quote = take_quote(state, wallet, quote_id, Currency.BTC, msats)
    invoice = target.invoice
    return Send(
        id=payment_id,
        wallet=wallet,
        kind=kind,
        category=category,
        created=state.now,
        updated=state.now,
        visible_at=state.visible_at(),
        principal=msats if quote is None else quote.cents(msats),
        principal_msats=msats,
        max_fee_msats=max_fee,
        metadata=metadata,
        description=target.note,
        quote=quote,
        invoice=None if invoice is None else invoice.text,
        payment_hash=None if invoice is None else invoice.payment_hash.hex(),
        invoice_expires_at=None if invoice is None else micros(invoice.expires_at),
        address=target.address,
        body=canonical(body),
    )


def canonical(body: Fields) -> str:
    """The request as a text that is equal for equal requests, whatever the order of keys."""
    return json.dumps(body.value, sort_keys=True)


def _check_flow(body: Fields) -> None:
    """Swaps are for node-backed wallets, of which there are none here (section 16)."""
    flow = body.value.get("flow_preference")
    if flow in (None, "direct"):
        return
    if flow == "swap" or (isinstance(flow, dict) and flow.get("type") == "swap"):
        raise feature_disabled("swap")
    raise body.misfit("flow_preference", "direct or swap is expected")


def _target(kind: Kind, data: Fields) -> Target:
    match kind:
        case Kind.BOLT11:
            text = data.text("payment_request")
            if text == "":
                raise required("missing_payment_request", "data.payment_request")
            invoice = _decode_invoice(text)
            return Target(invoice, None, invoice.amount_msat, invoice.description or None)
        case Kind.ONCHAIN:
            text = data.text("address")
            note = data.optional_text("description")
            check_note(note, "data.description", "invalid_description")
            return Target(None, _checked_address(text), None, note)
        case Kind.BIP21:
            return _bip21_target(data)


def _bip21_target(data: Fields) -> Target:
    """A link or a plain address; what the link says beats the other fields."""
    text, note = data.text("address"), data.optional_text("description")
    check_note(note, "data.description", "invalid_description")
    given = data.optional_text("payment_request")
    if given == "":
        raise required("missing_payment_request", "data.payment_request")
    invoice = None if given is None else _decode_invoice(given)
    if not text.lower().startswith("bitcoin:"):
        return Target(invoice, _checked_address(text), _fixed(invoice), note)
    try:
        link = bip21.parse(text)
    except InvalidDestination as error:
        raise bad_request("invalid_address", error.words) from None
    _checked_address(link.address.text)
    invoice = link.lightning or invoice
    amount = link.amount_msat
    fixed = _fixed(invoice)
    if amount is not None and fixed is not None and amount != fixed:
        raise bad_request("amount_match_failed", "The link and its invoice differ in amount.")
    note = link.label or link.message or note
    return Target(invoice, link.address.text, amount if fixed is None else fixed, note)


def _fixed(invoice: bolt11.Invoice | None) -> int | None:
    return None if invoice is None else invoice.amount_msat


def _decode_invoice(text: str) -> bolt11.Invoice:
    try:
        invoice = bolt11.decode(text)
    except InvalidDestination as error:
        raise bad_request("invalid_bolt11_payment_request", error.words) from None
    if matches(invoice.network, NETWORK) is NetworkMatch.MISMATCH:
        raise bad_request("invalid_network", "The invoice is for another network.")
    return invoice


def _checked_address(text: str) -> str:
    if text == "":
        raise required("missing_address", "data.address")
    try:
        decoded = address.decode(text)
    except InvalidDestination as error:
        raise bad_request("invalid_address", error.words) from None
    if matches(decoded.network, NETWORK) is NetworkMatch.MISMATCH:
        raise bad_request("invalid_network", "The address is for another network.")
    return decoded.text


def _amount(kind: Kind, data: Fields, target: Target) -> int:
    """What the payee gets, in millisatoshis."""
    given = read_amount(data, "amount")
    if given is None and target.msats is None:
        raise required("amount_required", "data.amount")
    if given is not None:
        asked = check_on_rail(given, "data.amount", "invalid_amount", 1)
        if target.msats is not None and kind is Kind.BOLT11 and asked != target.msats:
            raise bad_request("amount_match_failed", "The amount is not that of the invoice.")
        msats = target.msats if target.msats is not None else asked
    else:
        msats = target.msats or 0
    if msats > _MOST:
        raise bad_request("invalid_amount", "There is not that much bitcoin.")
    if target.invoice is None:
        _check_on_chain(msats)
    return msats


def _check_on_chain(msats: int) -> None:
    if msats < ONCHAIN_MINIMUM:
        raise below_minimum(
            "invalid_on_chain_payment",
            "data.amount",
            amount_json(Currency.BTC, msats),
            amount_json(Currency.BTC, ONCHAIN_MINIMUM),
        )
    if msats % MSATS_PER_SAT:
        raise bad_request("invalid_amount", "On-chain amounts are whole satoshis.")


def _max_fee(kind: Kind, data: Fields, msats: int) -> int:
    given = read_amount(data, "max_fee")
    if given is None:
        return default_max_fee(kind, msats)
    least = MSATS_PER_SAT if kind is Kind.ONCHAIN else 0
    return min(check_on_rail(given, "data.max_fee", "invalid_max_fee", least), _MOST)
