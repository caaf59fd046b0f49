"""The parts of what the treasury knows, and its standing with the API, as names.

Kept apart from the snapshot so that the screen can paint before the whole model is loaded.
"""

from __future__ import annotations

from enum import Enum


class Topic(Enum):
    """A part of the snapshot, as named by change events."""

    CONNECTION = "connection"
    WALLETS = "wallets"
    LINES = "lines"
    PAYMENTS = "payments"
    LEDGER = "ledger"
    RATE = "rate"
    CASE = "case"
    RECEIVING = "receiving"
    SENDING = "sending"
    ACTS = "acts"
    POLICIES = "policies"
    PAYEES = "payees"
    MIRROR = "mirror"
    PRICING = "pricing"
    SEALS = "seals"
    ALERTS = "alerts"


class ConnectionState(Enum):
    """Where the treasury stands with the API."""

    STARTING = "starting"
    LIVE = "live"
    RETRYING = "retrying"
    REFUSED = "refused"
