"""What the journals of plain-text accounting share: entries that balance, and balances asserted."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.accounts import OPENING, UNMAPPED, AccountMap
from voltage_tui.exports.values import decimal_of, sats_of
from voltage_tui.exports.writer import KIND_WORDS, EntryWriter
from voltage_tui.money import BTC, USD, Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.outputs import Output
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency, Rate

SATS_PER_BTC: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Posting:
    """So much to one account; `cost` is its worth in dollars (magnitude), None where not known."""

    account: str
    amount: Money
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Booking:
    """One transaction; its postings add up to nothing, in sats and in dollars."""

    day: date
    settled: bool
    code: str
    payee: str
    words: str
    facts: tuple[tuple[str, str], ...]
    postings: tuple[Posting, ...]


@dataclass(slots=True)
class _Course:
    """How one wallet's balance ran: asserted at the end, if every step of it is known."""

    opening: Money
    closing: Money | None
    whole: bool = True


class Journal(EntryWriter):
    """Turns entries into bookings, and tells the format what to write."""

    def __init__(self, output: Output, context: ExportContext, accounts: AccountMap) -> None:
        super().__init__()
        self.output = output
        self.context = context
        self._map = accounts
        self._wallets = accounts.wallet_accounts(context.wallets)
        self._courses: dict[tuple[WalletId, Currency], _Course | None] = {}
        self._used: set[str] = set()
        self._price: tuple[date, Rate] | None = None

    @abstractmethod
    def write_booking(self, booking: Booking) -> None:
        """Write a transaction."""

    @abstractmethod
    def write_price(self, day: date, rate: Rate) -> None:
        """Write what a bitcoin cost on a day."""

    @abstractmethod
    def write_balance(self, account: str, balance: Money) -> None:
        """Write that an account has this balance at the period's end."""

    @abstractmethod
    def write_accounts(self, accounts: Iterable[str]) -> None:
        """Write the names of all accounts that were used."""

    def add(self, row: Row) -> None:
        """Take the next row."""
        if self.context.selection is None:
            self._follow(row)
        super().add(row)

    def unknown(self, row: Row) -> None:
        """Leave it out; no balance of that wallet can be asserted."""
        super().unknown(row)
        course = self._courses.get((row.movement.wallet_id, row.movement.currency))
        if course is not None:
            course.whole = False

    def finish(self) -> None:
        """The last entry and price, then balances and accounts."""
        super().finish()
        self._write_last_price()
        for (wallet_id, _), course in sorted(self._courses.items(), key=lambda item: item[0]):
            if course is not None and course.whole and course.closing is not None:
                self._used.add(self._wallets[wallet_id])
                self.write_balance(self._wallets[wallet_id], course.closing)
        self.write_accounts(sorted(self._used))

    def write_entry(self, rows: list[Row]) -> None:
        """Book one ledger entry."""
        first = rows[0]
        day = self._day(first)
        self._note_price(day, first)
        payment = first.movement.payment
        kind = first.movement.kind
        self._book(
            Booking(
                day=day,
                settled=payment is None or payment.is_terminal,
                code=first.movement.entry.entry_id,
                payee=first["counterparty"],
                words=first["description"] or first["note"] or KIND_WORDS[kind],
                facts=tuple(_facts(first)),
                postings=self._postings(rows),
            )
        )
        self.output.rows += 1

    def _book(self, booking: Booking) -> None:
        self._used.update(posting.account for posting in booking.postings)
        self.write_booking(booking)

    def _day(self, row: Row) -> date:
        return row.movement.effective_time.astimezone(self.context.period.zone).date()

    def _postings(self, rows: list[Row]) -> tuple[Posting, ...]:
        """Each movement against its account, then the wallet with the sum of all."""
        own = self._wallets[rows[0].movement.wallet_id]
        amounts = [row.movement.amount for row in rows if row.movement.amount is not None]
        moved = total(rows[0].movement.currency, amounts)
        costs = _costs(rows, moved)
        postings = [
            Posting(self._map.account_of(row.movement) or UNMAPPED, -amount, cost)
            for row, amount, cost in zip(rows, amounts, costs, strict=False)
        ]
        if not moved.is_zero:
            postings.append(Posting(own, moved, costs[-1]))
        return tuple(postings)

    def _follow(self, row: Row) -> None:
        """Keep the wallet's balance; at its first row, open it with what it had before."""
        movement = row.movement
        key = (movement.wallet_id, movement.currency)
        if key in self._courses:
            course = self._courses[key]
            if course is not None:
                course.closing = movement.balance
            return
        if movement.amount is None or movement.balance is None:
            self._courses[key] = None
            return
        opening = movement.balance - movement.amount
        self._courses[key] = _Course(opening, movement.balance)
        if not opening.is_zero:
            self._open(movement.wallet_id, opening)

    def _open(self, wallet_id: WalletId, opening: Money) -> None:
        own = self._wallets[wallet_id]
        postings = (Posting(OPENING, -opening, None), Posting(own, opening, None))
        first = self.context.period.first
        self._book(
            Booking(
                day=first,
                settled=True,
                code="",
                payee="",
                words="Opening balance",
                facts=(),
                postings=postings,
            )
        )

    def _note_price(self, day: date, row: Row) -> None:
        known = row.movement.rate
        if self._price is not None and self._price[0] != day:
            self._write_last_price()
        if known is not None and known.rate.currency == USD and row.movement.currency == BTC:
            self._price = (day, known.rate)

    def _write_last_price(self) -> None:
        price, self._price = self._price, None
        if price is not None:
            self.write_price(*price)


def _costs(rows: list[Row], moved: Money) -> list[Money | None]:
    """The dollars of each row and of them all; all None unless the entry balances in them too.

    Bitcoin only. A sum that is rounded to the other side of nothing has no cost that is true.
    """
    none: list[Money | None] = [None] * (len(rows) + 1)
    values = [row.value for row in rows if row.value is not None]
    if moved.currency != BTC or len(values) < len(rows):
        return none
    worth = total(USD, values)
    if worth.units and worth.is_negative != moved.is_negative:
        return none
    if moved.is_zero and not worth.is_zero:
        return none
    return [abs(value) for value in (*values, worth)]


def _facts(row: Row) -> Iterable[tuple[str, str]]:
    """What a booking is found again by."""
    for name, column in _FACTS:
        if row[column]:
            yield name, row[column]


_FACTS: Final = (
    ("payment-id", "payment_id"),
    ("reference", "reference"),
    ("cost-center", "cost_center"),
    ("txid", "txid"),
    ("payment-hash", "payment_hash"),
    ("tags", "tags"),
    ("rate", "rate"),
    ("rate-source", "rate_source"),
)


def quantity(amount: Money) -> str:
    """The number of an amount: bitcoin in sats."""
    return sats_of(amount) if amount.currency == BTC else decimal_of(amount)


def symbol(currency: Currency) -> str:
    """What the journals call a currency; an asset by the first digits of its key."""
    if currency == BTC:
        return "SATS"
    if currency == USD:
        return "USD"
    name = currency.removeprefix("asset:")[:16]
    if not (name.isascii() and name.isalnum() and name == name.lower()):
        # Whatever it is called, the journals take it, and it is no other one's.
        name = sha256(currency.encode()).hexdigest()[:16]
    return f"ASSET.{name.upper()}"
