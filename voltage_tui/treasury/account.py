"""A wallet joined with its line of credit: what a treasurer means by an account.

The wallet's currency is its line's, and how much credit it uses is nowhere in the API: both are
worked out here, once (API reference sections 2, 10 and 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import Currency, Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import LineId
    from voltage_tui.model.wallet import Wallet


@dataclass(frozen=True, slots=True)
class Account:
    """A wallet's money in the one currency of its line.

    `currency` and every amount are None while the wallet's currency is not known (its line could
    not be read and no money has moved). `available` and `total` are signed. `used` is the credit
    in use, holds included: how far `available` is below zero. `headroom` is what can still be
    spent: `available` plus the limit.
    """

    wallet: Wallet
    line: LineOfCredit | None
    currency: Currency | None
    available: Money | None
    total: Money | None
    held: Money | None
    limit: Money | None

    @property
    def used(self) -> Money | None:
        """Credit drawn or reserved, at least 0."""
        if self.available is None:
            return None
        return Money(self.available.currency, max(0, -self.available.units))

    @property
    def headroom(self) -> Money | None:
        """What can still be spent: available plus limit; may be negative."""
        if self.available is None:
            return None
        return self.available if self.limit is None else self.available + self.limit

    @property
    def used_permille(self) -> int | None:
        """Used credit in tenths of a percent of the limit, rounded; None without one."""
        if self.used is None or self.limit is None:
            return None
        return permille(self.used, self.limit)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it and nothing is open, so that it could be deleted."""
        return not self.wallet.holds and all(b.total.is_zero for b in self.wallet.balances)


def permille(part: Money, whole: Money) -> int | None:
    """Tenths of a percent, rounded half up; None when `whole` is 0."""
    if whole.units <= 0:
        return None
    return (2_000 * part.units + whole.units) // (2 * whole.units)


def account_of(wallet: Wallet, line: LineOfCredit | None) -> Account:
    """Join one wallet with its line, or with None when the line is not known.

    Of two balances in that currency none can be told to be the right one: nothing is known then.
    """
    currency = line.currency if line is not None else _currency_of_balances(wallet)
    if currency is None or sum(b.total.currency == currency for b in wallet.balances) > 1:
        return Account(wallet, None, None, None, None, None, None)
    zero = Money(currency, 0)
    balance = wallet.balance(currency)
    return Account(
        wallet=wallet,
        line=line,
        currency=currency,
        available=balance.available if balance else zero,
        total=balance.total if balance else zero,
        held=total(currency, (h.amount for h in wallet.holds if h.amount.currency == currency)),
        limit=None if wallet.limit is None else Money(currency, wallet.limit),
    )


def accounts_of(
    wallets: Iterable[Wallet],
    lines: Mapping[LineId, LineOfCredit],
    known: Iterable[Account] = (),
) -> tuple[Account, ...]:
    """Every wallet with its line, in the order given.

    One that is `known`, of the very same wallet and line, stays the object it is.
    """
    before = {account.wallet.id: account for account in known}
    found: list[Account] = []
    for wallet in wallets:
        line_id, account = wallet.line_of_credit_id, before.get(wallet.id)
        line = lines.get(line_id) if line_id else None
        if account is None or not _is_of(account, wallet, line):
            account = account_of(wallet, line)
        found.append(account)
    return tuple(found)


def _is_of(account: Account, wallet: Wallet, line: LineOfCredit | None) -> bool:
    return account.wallet is wallet and account.line is line


def in_use(accounts: Iterable[Account]) -> list[Account]:
    """Those that can pay and be paid, by name whatever its case."""
    used = [a for a in accounts if a.wallet.active and not a.wallet.deleted_at]
    return sorted(used, key=lambda a: a.wallet.name.casefold())


@dataclass(frozen=True, slots=True)
class Totals:
    """One currency's accounts added up; `used` is the sum of each one's own use."""

    currency: Currency
    accounts: int
    available: Money
    total: Money
    held: Money
    used: Money
    limit: Money
    headroom: Money

    @property
    def used_permille(self) -> int | None:
        """Used credit of the wallets' limits, in tenths of a percent."""
        return permille(self.used, self.limit)


def totals_of(accounts: Iterable[Account]) -> tuple[Totals, ...]:
    """The sums per currency, bitcoin first; accounts of unknown currency are left out."""
    groups: dict[Currency, list[Account]] = {}
    for account in accounts:
        if account.currency is not None:
            groups.setdefault(account.currency, []).append(account)
    return tuple(_total(currency, groups[currency]) for currency in sorted(groups))


class _Newest:
    """The accounts added up last: of a thousand that takes a while, and screens ask often."""

    accounts: tuple[Account, ...] = ()
    totals: tuple[Totals, ...] = ()


def totals_in_use(accounts: tuple[Account, ...]) -> tuple[Totals, ...]:
    """The sums of those whose wallets are in use, added up once for the same reading of them."""
    if accounts is not _Newest.accounts:
        _Newest.totals = totals_of(a for a in accounts if a.wallet.active)
        _Newest.accounts = accounts
    return _Newest.totals


def _total(currency: Currency, accounts: list[Account]) -> Totals:
    def add(amounts: Iterable[Money | None]) -> Money:
        return total(currency, (a for a in amounts if a is not None))

    return Totals(
        currency=currency,
        accounts=len(accounts),
        available=add(a.available for a in accounts),
        total=add(a.total for a in accounts),
        held=add(a.held for a in accounts),
        used=add(a.used for a in accounts),
        limit=add(a.limit for a in accounts),
        headroom=add(a.headroom for a in accounts),
    )


def _currency_of_balances(wallet: Wallet) -> Currency | None:
    """The currency of a wallet without a line: that of its only balance."""
    currencies = {b.total.currency for b in wallet.balances}
    return next(iter(currencies)) if len(currencies) == 1 else None
