"""Invoices and addresses: written when first read, from secrets that follow from the seed.

What writes them is imported then too: the first figures of a demo need neither.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.moments import SECOND
from voltage_tui.simulator.state.payment import InvoiceTerms, Receive, Send

if TYPE_CHECKING:
    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.state import State

INVOICE_PREFIX: Final = "lntbs"
ADDRESS_PREFIX: Final = "tb"
OUR_NODE: Final = "meridian"
MIN_FINAL_CLTV: Final = 80
_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
"""The order of secp256k1's group: node keys lie between 1 and it."""


def preimage(state: State, payment: Payment) -> bytes:
    """The 32 bytes that prove a payment: those behind its invoice, or its own."""
    if isinstance(payment, Send) and payment.payment_hash in state.preimages:
        return state.preimages[payment.payment_hash]
    return state.secret("preimage", payment.id)


def digest_of(secret: bytes) -> bytes:
    """SHA-256: the payment hash of a preimage."""
    return hashlib.sha256(secret).digest()


def payment_hash(state: State, payment: Payment) -> bytes:
    """SHA-256 of the preimage."""
    return digest_of(preimage(state, payment))


def program(state: State, payment: Payment) -> bytes:
    """The 20-byte witness program of a payment's address."""
    return state.secret("address", payment.id)[:20]


def write_address(state: State, name: str) -> str:
    """A P2WPKH address of the test networks that belongs to `name`."""
    from voltage_tui.destinations.bech32 import encode_segwit_address  # noqa: PLC0415 - as above

    return encode_segwit_address(ADDRESS_PREFIX, 0, state.secret("address", name)[:20])


def write_invoice(state: State, payment_id: str, terms: InvoiceTerms) -> str:
    """The signed invoice with these terms whose preimage is that of `payment_id`."""
    payment_hash = digest_of(state.secret("preimage", payment_id))
    payment_secret = state.secret("payment-secret", payment_id)
    node = int.from_bytes(state.secret("node", terms.node), "big") % (_ORDER - 1) + 1
    return _signed(
        terms.msats,
        terms.at // SECOND,
        payment_hash,
        payment_secret,
        terms.description,
        terms.expiry_s,
        node,
    )


@lru_cache(maxsize=4_096)
def _signed(
    msats: int | None,
    at_s: int,
    payment_hash: bytes,
    payment_secret: bytes,
    description: str,
    expiry_s: int,
    node: int,
) -> str:
    """Signing takes 2 ms, and the same world is often made anew in one process."""
    from voltage_tui.destinations.bolt11_encode import encode  # noqa: PLC0415 - as above

    return encode(
        prefix=INVOICE_PREFIX,
        amount_msat=msats,
        timestamp=at_s,
        payment_hash=payment_hash,
        payment_secret=payment_secret,
        description=description,
        expiry_s=expiry_s,
        min_final_cltv=MIN_FINAL_CLTV,
        secret=node,
    )


def invoice(state: State, payment: Payment) -> str | None:
    """The payment's BOLT11 text, written and kept on first use; None when it has none."""
    if isinstance(payment.invoice, InvoiceTerms):
        owner = payment.invoice.owner or payment.id
        payment.invoice = write_invoice(state, owner, payment.invoice)
    return payment.invoice


def address(state: State, payment: Payment) -> str | None:
    """The payment's address, written and kept on first use; None when it has none."""
    if payment.address == "":
        payment.address = write_address(state, payment.id)
    return payment.address


def payment_uri(state: State, payment: Receive) -> str | None:
    """`lightning:` or `bitcoin:` as in section 8, or None while there is nothing to show."""
    from voltage_tui.destinations import bip21  # noqa: PLC0415 - as above

    written, bolt11 = address(state, payment), invoice(state, payment)
    if written is not None:
        amount = None if payment.any_amount else payment.payer_msats
        return bip21.build(written, amount, payment.description, bolt11)
    return f"lightning:{bolt11}" if bolt11 is not None else None


def our_receive(state: State, key: bytes) -> Receive | None:
    """Our own receive with this payment hash or witness program, if there is one."""
    for payment in state.in_order[state.indexed :]:
        if isinstance(payment, Receive):
            state.by_hash[payment_hash(state, payment)] = payment
            state.by_hash[program(state, payment)] = payment
    state.indexed = len(state.in_order)
    return state.by_hash.get(key)
