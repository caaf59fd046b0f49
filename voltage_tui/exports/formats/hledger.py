"""An hledger journal: sats with their cost in dollars, prices, and each wallet's closing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.formats.journal import SATS_PER_BTC, Journal, quantity, symbol
from voltage_tui.exports.values import decimal_of, rate_text
from voltage_tui.money import BTC, USD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from voltage_tui.exports.accounts import AccountMap
    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.formats.journal import Booking, Posting
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.money import Currency, Money, Rate

FILE: Final = "ledger.journal"
_SPACES: Final = re.compile(r"\s+")
_WIDTH: Final = 44


class Hledger(Journal):
    """Writes `ledger.journal`."""

    def __init__(self, outputs: Outputs, context: ExportContext, accounts: AccountMap) -> None:
        super().__init__(outputs.new(FILE), context, accounts)
        if context.demo:
            self.output.write("; DEMO: nothing in this file is real\n")
        self.output.write("decimal-mark .\ncommodity 1000.000 SATS\ncommodity 1000.00 USD\n\n")
        self._declared = {BTC, USD}

    def write_booking(self, booking: Booking) -> None:
        """A transaction: each posting with its whole cost, so that it balances in dollars too."""
        self._declare(booking)
        mark = "*" if booking.settled else "!"
        code = f"({_plain(booking.code)}) " if booking.code else ""
        said = " | ".join(_plain(part) for part in (booking.payee, booking.words) if _plain(part))
        facts = ", ".join(f"{name}:{_value(text)}" for name, text in booking.facts)
        comment = f"  ; {facts}" if facts else ""
        self.output.write(f"{booking.day} {mark} {code}{said}".rstrip() + comment + "\n")
        for posting in booking.postings:
            self.output.write(_posting(posting) + "\n")
        self.output.write("\n")

    def _declare(self, booking: Booking) -> None:
        """An asset before it is first met."""
        for posting in booking.postings:
            currency = posting.amount.currency
            if currency not in self._declared:
                self._declared.add(currency)
                self.output.write(f"commodity 1000. {_symbol(currency)}\n\n")

    def write_price(self, day: date, rate: Rate) -> None:
        """The price of a sat."""
        self.output.write(f"P {day} SATS {rate_text(rate, SATS_PER_BTC)} USD\n\n")

    def write_balance(self, account: str, balance: Money) -> None:
        """A posting of nothing that asserts the balance."""
        name = _symbol(balance.currency)
        stated = f"0 {name} = {quantity(balance)} {name}"
        self.output.write(
            f"{self.context.period.last} * Closing balance\n    {account:<{_WIDTH}}  {stated}\n\n"
        )

    def write_accounts(self, accounts: Iterable[str]) -> None:
        """Declared, so that `hledger check --strict` finds a misspelt one elsewhere."""
        for account in accounts:
            self.output.write(f"account {account}\n")


def _posting(posting: Posting) -> str:
    amount = f"{quantity(posting.amount)} {_symbol(posting.amount.currency)}"
    cost = "" if posting.cost is None else f" @@ {decimal_of(posting.cost)} USD"
    return f"    {posting.account:<{_WIDTH}}  {amount:>20}{cost}"


def _symbol(currency: Currency) -> str:
    name = symbol(currency)
    return name if name.isalpha() else f'"{name}"'


def _plain(text: str) -> str:
    """A text that begins nothing else: no comment, no code, no note of its own."""
    text = text.translate(_MEANT)
    return _SPACES.sub(" ", text).strip()


_MEANT: Final = str.maketrans({";": ",", "|": "/", "(": "[", ")": "]"})


def _value(text: str) -> str:
    """The value of a tag, which ends at a comma."""
    return _plain(text).replace(",", " ")
