"""Could this much be paid now? Which limit would stop it, from which wallet, and until when; pure.

The limits are judged by what judges an order before it is sent. Nobody is asked, and there is no
payee: whatever depends on one is left out. The fees are at their worst: the cap that is usually
offered, and the processing fee as far as its rate is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, USD, Money
from voltage_tui.treasury.account import in_use
from voltage_tui.treasury.paying.checks import Check, CheckKind, Stops, Unknown, first_stop
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.fee_caps import Rail, default_cap
from voltage_tui.treasury.paying.funds import cost_of, fund_checks, line_check
from voltage_tui.treasury.paying.policy_checks import policy_checks
from voltage_tui.treasury.paying.preflight import freshness_verdict, wallet_verdict
from voltage_tui.treasury.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from voltage_tui.model.ids import LineId, WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.money import Currency, Rate
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.paying.worst_case import WorstCase
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.words import Say

MOST_WALLETS: Final = 200
"""So many of each currency are judged, those with the most to spend."""
_MONEY: Final = (CheckKind.BALANCE, CheckKind.WALLET_LIMIT, CheckKind.LINE)


class Answer(Enum):
    """Whether it could be paid; the value is its word on the screen."""

    YES = "yes"
    MAYBE = "not known"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Trial:
    """An amount that is tried out of a wallet, bitcoin in msats."""

    wallet_id: WalletId
    amount: Money
    max_fee: Money
    currency: Currency


@dataclass(frozen=True, slots=True)
class Tried:
    """What one wallet's limits say.

    `most` is the worst case, None where there is no rate to tell it by. `free_in` is how long the
    limit that stops it lasts, where that is known; `after_holds` whether there would be money
    enough once the wallet's open holds had been given back.
    """

    account: Account
    checks: tuple[Check, ...]
    most: WorstCase | None = None
    free_in: timedelta | None = None
    after_holds: bool = False

    @property
    def stop(self) -> Check | None:
        """The first limit that stops it."""
        return first_stop(self.checks)

    @property
    def answer(self) -> Answer:
        """NO where something stops it, MAYBE where something is not known."""
        if self.stop is not None:
            return Answer.NO
        if any(isinstance(check.verdict, Unknown) for check in self.checks):
            return Answer.MAYBE
        return Answer.YES


def what_if(
    amount: Money, snapshot: Snapshot, now: datetime, say: Say, rate: Rate | None
) -> tuple[Tried, ...]:
    """What each active wallet says to paying `amount` (msats), the likeliest first.

    `now` is ours; `say` writes amounts into sentences; `rate`, fresh enough to convert with, is
    what dollar wallets are judged by. `ValueError` for anything but bitcoin over 0.
    """
    if amount.currency != BTC or amount.units <= 0:
        raise ValueError("what is tried is an amount of bitcoin")
    known = _known(snapshot, now, say, rate)
    payments, others = _by_wallet(snapshot), _Lines(snapshot.accounts)
    tried: list[Tried] = []
    for account in _looked_at(snapshot):
        facts = replace(
            known,
            account=account,
            accounts=(account, *others.beside(account)),
            payments=payments.get(account.wallet.id, ()),
        )
        tried.append(_tried(amount, facts, snapshot))
    order = list(Answer)
    return tuple(sorted(tried, key=lambda t: order.index(t.answer)))


def _looked_at(snapshot: Snapshot) -> list[Account]:
    """By name; of each currency those with the most to spend."""
    active = in_use(snapshot.accounts)
    kept: set[WalletId] = set()
    for currency in {a.currency for a in active}:
        own = sorted((a for a in active if a.currency == currency), key=_headroom, reverse=True)
        kept.update(a.wallet.id for a in own[:MOST_WALLETS])
    return [a for a in active if a.wallet.id in kept]


def _headroom(account: Account) -> int:
    return account.headroom.units if account.headroom is not None else 0


def _tried(amount: Money, known: Facts, snapshot: Snapshot) -> Tried:
    account = known.account
    if account is None:
        raise ValueError("an amount is tried out of a wallet")
    if account.currency not in (BTC, USD):
        words = "The wallet's currency is not known, or it is an asset that is not paid from here."
        return Tried(account, (Check(CheckKind.WALLET, Unknown(words)),))
    cap = default_cap(Rail.LIGHTNING, amount).amount
    trial = Trial(account.wallet.id, amount, cap, account.currency)
    policies = snapshot.policies.get(account.wallet.id, Reading())
    facts = replace(known, policies=policies)
    checks = (
        Check(CheckKind.FRESHNESS, freshness_verdict(facts)),
        Check(CheckKind.WALLET, wallet_verdict(trial, facts)),
        *fund_checks(trial, facts),
        line_check(trial, facts),
        *policy_checks(trial, facts),
    )
    stop = first_stop(checks)
    free_in = stop.verdict.free_in if stop and isinstance(stop.verdict, Stops) else None
    after = stop is not None and stop.kind in _MONEY and _passes_after_holds(trial, facts)
    return Tried(account, checks, cost_of(trial, facts), free_in, after)


def _passes_after_holds(trial: Trial, facts: Facts) -> bool:
    """Whether the money would do if nothing were reserved any more in this wallet."""
    account = facts.account
    if account is None or account.available is None or account.held is None or account.held.is_zero:
        return False
    freed = replace(account, available=account.available + account.held)
    then = replace(facts, account=freed, accounts=(freed, *facts.accounts[1:]))
    return first_stop((*fund_checks(trial, then), line_check(trial, then))) is None


def _by_wallet(snapshot: Snapshot) -> dict[WalletId, tuple[Payment, ...]]:
    """The payments known of each wallet: a limit looks at its own wallet's only."""
    book = snapshot.book.value.payments if snapshot.book.value else ()
    found: dict[WalletId, list[Payment]] = {}
    for payment in {p.id: p for p in (*book, *snapshot.pending)}.values():
        found.setdefault(payment.wallet_id, []).append(payment)
    return {wallet_id: tuple(payments) for wallet_id, payments in found.items()}


class _Lines:
    """What the wallets of each line use together, added up once and not for each of them."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._used: dict[LineId, int] = {}
        self._unknown: dict[LineId, Account] = {}
        for account in accounts:
            line_id = account.wallet.line_of_credit_id
            if line_id is None:
                continue
            if account.used is None:
                self._unknown.setdefault(line_id, account)
            else:
                self._used[line_id] = self._used.get(line_id, 0) + account.used.units

    def beside(self, account: Account) -> tuple[Account, ...]:
        """All others of its line as if they were one, or one of which it is not known."""
        line_id = account.wallet.line_of_credit_id
        if line_id is None or account.used is None:
            return ()
        if line_id in self._unknown:
            return (self._unknown[line_id],)
        rest = self._used.get(line_id, 0) - account.used.units
        return (replace(account, available=Money(account.used.currency, -rest)),)


def _known(snapshot: Snapshot, now: datetime, say: Say, rate: Rate | None) -> Facts:
    """What is alike for every wallet."""
    return Facts(
        now=now,
        server_offset=snapshot.connection.server_offset,
        account=None,
        accounts=(),
        payments=(),
        wallets=snapshot.wallets,
        lines=snapshot.lines,
        book=snapshot.book,
        policies=Reading(),
        statements=snapshot.statements,
        say=say,
        assumed=rate,
    )


def policies_wanted(tried: Sequence[Tried], most: int) -> tuple[WalletId, ...]:
    """The wallets whose policies would tell more: those that nothing else stops, at most `most`."""
    open_ones = (t for t in tried if t.stop is None)
    return tuple(t.account.wallet.id for t in open_ones)[:most]
