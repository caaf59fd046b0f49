"""The enumerations of payments, spelled as on the wire (schemas, section 1)."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way the money goes, seen from the wallet."""

    SEND = "send"
    RECEIVE = "receive"


class Kind(StrEnum):
    """The payment kinds that can be made here."""

    BOLT11 = "bolt11"
    ONCHAIN = "onchain"
    BIP21 = "bip21"


class Category(StrEnum):
    """Ordinary payments and movements of the owner's own money (section 14)."""

    STANDARD = "standard"
    TREASURY = "treasury"


class SendStatus(StrEnum):
    """The states of a send (section 6)."""

    SENDING = "sending"
    APPROVED = "approved"
    FAILED = "failed"
    COMPLETED = "completed"


class ReceiveStatus(StrEnum):
    """The states of a receive (section 6)."""

    GENERATING = "generating"
    RECEIVING = "receiving"
    EXPIRED = "expired"
    FAILED = "failed"
    COMPLETED = "completed"


class FeeRoute(StrEnum):
    """How a payment was settled, as fees classify it."""

    DIRECT = "direct"
    SHORT_CIRCUIT = "short_circuit"


class RowKind(StrEnum):
    """The events of a ledger (section 10)."""

    CREDITED = "credited"
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    DEPOSITED = "deposited"
    WITHDRAWN = "withdrawn"


PAYMENT_KINDS = ("bolt11", "onchain", "bip21", "taprootasset", "usdbatch")
"""Every kind that may be asked for in a filter."""
PAYMENT_STATUSES = (
    "sending",
    "receiving",
    "approved",
    "generating",
    "expired",
    "failed",
    "completed",
)
"""Every status that may be asked for in a filter."""
NETWORKS = ("mainnet", "testnet", "signet", "mutinynet", "none")
"""Network: what is read, and what quotes and assets are asked with."""
SUPPORTED_NETWORKS = ("mainnet", "testnet3", "mutinynet")
"""SupportedNetwork: what wallets are made on and lines filtered by."""
NETWORK = "mutinynet"
"""The one network of the simulated organization."""
