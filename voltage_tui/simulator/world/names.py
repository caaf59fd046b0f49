"""Names for wallets, customers and suppliers of a hosting company."""

from __future__ import annotations

from typing import Final, NamedTuple

from voltage_tui.simulator.amounts import Currency

_SATS: Final = 1_000


class Role(NamedTuple):
    """One of the company's own wallets: its slice, and what a day's work leaves it at."""

    name: str
    currency: Currency
    limit: int
    balance: int
    metadata: tuple[tuple[str, str], ...]


ROLES: Final = (
    Role("Ops", Currency.BTC, 13_500_000 * _SATS, -10_912_418_377, (("cost_center", "ops-7"),)),
    Role("Payouts", Currency.USD, 2_500_000, -941_237, (("cost_center", "affiliates"),)),
    Role("Storefront", Currency.BTC, 2_000_000 * _SATS, 1_846_209_123, (("team", "sales"),)),
    Role("Refunds", Currency.BTC, 3_000_000 * _SATS, -1_287_581_004, (("team", "support"),)),
)
"""The wallets of the default world; balances are in base units and make the BTC line 61 % used."""

_PLACES: Final = (
    "Amsterdam", "Bergen", "Cadiz", "Dresden", "Essen", "Faro", "Gdansk", "Haifa", "Izmir",
    "Jerez", "Kyoto", "Lisbon", "Malmo", "Nantes", "Oslo", "Porto", "Quebec", "Riga", "Split",
    "Turin", "Uppsala", "Vienna", "Warsaw", "Zagreb",
)  # fmt: skip
_PURPOSES: Final = ("Shop", "Colocation", "Domains", "Support", "VPS", "Backups", "Partners")

SUPPLIERS: Final = (
    "Northlane Transit", "Kessler Power", "Fibrehaus", "Rackworks", "Alto Cooling", "Quay Legal",
)  # fmt: skip
STAFF: Final = ("A. Okafor", "B. Lindqvist", "C. Moreau", "D. Petrov", "E. Tanaka")
AFFILIATES: Final = (
    "hostpick", "servergeek", "vps-atlas", "uptime club", "netzwerk24", "cloudbazaar",
    "rootshell", "pixelbarn",
)  # fmt: skip


def wallet_name(number: int) -> str:
    """A believable name for one more wallet, never the same twice."""
    place = _PLACES[number % len(_PLACES)]
    rest = number // len(_PLACES)
    purpose = _PURPOSES[rest % len(_PURPOSES)]
    turn = rest // len(_PURPOSES)
    return f"{purpose} {place}" if turn == 0 else f"{purpose} {place} {turn + 1}"
