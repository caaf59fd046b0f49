"""Money: integers in base units with a currency. Never a float (safety rule S-20).

`amount` holds the values and their arithmetic, `rate` what one bitcoin costs, `entry` turns what
a person typed into an amount, `figure` turns an amount into the pieces a screen shows.
"""

from voltage_tui.money.amount import (
    BTC,
    INT64_MAX,
    MSATS_PER_BTC,
    MSATS_PER_SAT,
    USD,
    Currency,
    CurrencyMismatchError,
    Money,
    cents,
    msats,
    parse_currency,
    sats,
    total,
)
from voltage_tui.money.entry import (
    AmountProblem,
    Entry,
    EntryUnit,
    InvalidAmountError,
    parse_amount,
    parse_entry,
    unit_named,
)
from voltage_tui.money.figure import DASH, MINUS, Figure, Unit, figure_of, plain
from voltage_tui.money.rate import InvalidRateError, Rate

__all__ = [
    "BTC",
    "DASH",
    "INT64_MAX",
    "MINUS",
    "MSATS_PER_BTC",
    "MSATS_PER_SAT",
    "USD",
    "AmountProblem",
    "Currency",
    "CurrencyMismatchError",
    "Entry",
    "EntryUnit",
    "Figure",
    "InvalidAmountError",
    "InvalidRateError",
    "Money",
    "Rate",
    "Unit",
    "cents",
    "figure_of",
    "msats",
    "parse_amount",
    "parse_currency",
    "parse_entry",
    "plain",
    "sats",
    "total",
    "unit_named",
]
