"""A Beancount ledger: sats with their cost in dollars, prices, and each wallet's closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.exports.accounts import account_name
from voltage_tui.exports.formats.journal import SATS_PER_BTC, Journal, quantity, symbol
from voltage_tui.exports.values import decimal_of, rate_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from voltage_tui.exports.accounts import AccountMap
    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.formats.journal import Booking, Posting
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.money import Money, Rate

FILE: Final = "ledger.beancount"
# Beancount makes a price of each cost by a division; what that leaves over is no imbalance.
_OPTIONS: Final = """\
option "operating_currency" "USD"
option "inferred_tolerance_default" "USD:0.000001"

"""
_WIDTH: Final = 44


class Beancount(Journal):
    """Writes `ledger.beancount`."""

    def __init__(self, outputs: Outputs, context: ExportContext, accounts: AccountMap) -> None:
        super().__init__(outputs.new(FILE), context, accounts)
        if context.demo:
            self.output.write("; DEMO: nothing in this file is real\n")
        self.output.write(_OPTIONS)

    def write_booking(self, booking: Booking) -> None:
        """A transaction: each posting with its whole cost, so that it balances in dollars."""
        mark = "*" if booking.settled else "!"
        payee = f"{_quoted(booking.payee)} " if booking.payee else ""
        lines = [f"{booking.day} {mark} {payee}{_quoted(booking.words)}"]
        facts = (("entry-id", booking.code), *booking.facts)
        lines += [f"  {name}: {_quoted(text)}" for name, text in facts if text]
        lines += [_posting(posting) for posting in booking.postings]
        self.output.write("\n".join(lines) + "\n\n")

    def write_price(self, day: date, rate: Rate) -> None:
        """The price of a sat."""
        self.output.write(f"{day} price SATS {rate_text(rate, SATS_PER_BTC)} USD\n\n")

    def write_balance(self, account: str, balance: Money) -> None:
        """Dated the next day: Beancount looks at the start of a day."""
        stated = f"{quantity(balance)} {symbol(balance.currency)}"
        day = self.context.period.day_after
        self.output.write(f"{day} balance {account_name(account)}  {stated}\n\n")

    def write_accounts(self, accounts: Iterable[str]) -> None:
        """Every account is opened on the period's first day."""
        for account in sorted({account_name(account) for account in accounts}):
            self.output.write(f"{self.context.period.first} open {account}\n")


def _posting(posting: Posting) -> str:
    amount = f"{quantity(posting.amount)} {symbol(posting.amount.currency)}"
    cost = "" if posting.cost is None else f" @@ {decimal_of(posting.cost)} USD"
    return f"  {account_name(posting.account):<{_WIDTH}}  {amount:>20}{cost}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
