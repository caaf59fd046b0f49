"""Whether the money is there: the wallet's own, its credit, its line's (S-27).

What can be spent is what is available and the wallet's limit on top (API reference section 10).
Each check compares the worst case; while the processing fee is not known, it can still tell that
the rest is too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.money import BTC, Money, total
from voltage_tui.treasury.account import permille
from voltage_tui.treasury.paying.checks import Check, CheckKind, Passes, Stops, Unknown
from voltage_tui.treasury.paying.worst_case import WorstCase, fee_rate, worst_case, worst_case_in
from voltage_tui.treasury.reading import Freshness

if TYPE_CHECKING:
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.paying.checks import Verdict
    from voltage_tui.treasury.paying.facts import Facts
    from voltage_tui.treasury.paying.outgoing import Outgoing
    from voltage_tui.treasury.paying.worst_case import FeeRate

_NO_RATE = "It can be told once there is a rate."
_FEE_UNKNOWN = "The processing fee is not known."


def rate_of(order: Outgoing, facts: Facts) -> FeeRate | None:
    """The rate of the processing fee that this order would pay."""
    return fee_rate(facts.policies.value, facts.payments, order.wallet_id)


def bitcoin_cost(order: Outgoing, facts: Facts) -> WorstCase:
    """The worst case in bitcoin, as policies count it."""
    return worst_case(order.amount, order.max_fee, rate_of(order, facts))


def cost_of(order: Outgoing, facts: Facts) -> WorstCase | None:
    """The worst case in the wallet's currency; None for dollars without a rate."""
    if order.currency == BTC:
        return bitcoin_cost(order, facts)
    quote = facts.quote
    exchange = facts.assumed if quote is None or quote.quote is None else quote.quote.rate
    if exchange is None or exchange.currency != order.currency:
        return None
    return worst_case_in(exchange, order.amount, order.max_fee, rate_of(order, facts))


def fund_checks(order: Outgoing, facts: Facts) -> tuple[Check, ...]:
    """Balance and wallet limit."""
    account, cost = facts.account, cost_of(order, facts)
    if account is None or account.available is None:
        unread = Unknown("The wallet's balance is not known.")
        return (Check(CheckKind.BALANCE, unread), Check(CheckKind.WALLET_LIMIT, unread))
    if cost is None or account.available.currency != cost.principal.currency:
        waiting = Unknown(_NO_RATE)
        return (Check(CheckKind.BALANCE, waiting), Check(CheckKind.WALLET_LIMIT, waiting))
    return (
        Check(CheckKind.BALANCE, _balance(account.available, account, cost, facts)),
        Check(CheckKind.WALLET_LIMIT, _limit(account.available, account, cost, facts)),
    )


def line_check(order: Outgoing, facts: Facts) -> Check:
    """The wallet's line of credit: open, and with room for what this would draw."""
    return Check(CheckKind.LINE, _line(order, facts))


def _balance(available: Money, account: Account, cost: WorstCase, facts: Facts) -> Verdict:
    after = available - (cost.total or cost.known)
    if after.is_negative and _credit_of(account, available).is_zero:
        words = f"The wallet lacks {facts.say(-after)} for the most that can leave."
        return Stops(words, "Receive first, lower the amount, or choose another wallet.")
    if cost.total is None:
        return Unknown(f"{_FEE_UNKNOWN} Before it, {_own(available, after, facts)}")
    if after.is_negative:
        return Passes(_own(available, after, facts))
    taken = permille(available - after, available)
    return Passes("The wallet's own money covers it.", after, used_permille=taken)


def _own(available: Money, after: Money, facts: Facts) -> str:
    """What becomes of the wallet's own money."""
    if after.is_negative:
        return f"{facts.say(_drawn(available, after))} of it would come from credit."
    return f"{facts.say(after)} of the wallet's own would be left."


def _limit(available: Money, account: Account, cost: WorstCase, facts: Facts) -> Verdict:
    credit = _credit_of(account, available)
    if credit.is_zero:
        return Passes("The wallet has no credit.")
    left = available + credit - (cost.total or cost.known)
    if left.is_negative:
        words = f"It would pass the wallet's limit of {facts.say(credit)} by {facts.say(-left)}."
        return Stops(words, "Lower the amount, receive first, or have the limit raised.")
    if cost.total is None:
        return Unknown(f"{_FEE_UNKNOWN} Before it, {facts.say(left)} could still be spent.")
    used = max(credit - left, Money(credit.currency, 0))
    words = "It is within the wallet's limit."
    return Passes(words, left, used_permille=permille(used, credit))


def _line(order: Outgoing, facts: Facts) -> Verdict:
    account, cost = facts.account, cost_of(order, facts)
    if account is None or account.line is None:
        return Unknown("The wallet's line of credit could not be read.")
    if account.line.disabled_at is not None:
        return Stops(
            "The wallet's line of credit is disabled: it takes no new payments.",
            "Choose a wallet on another line, or ask Voltage.",
        )
    if facts.lines.freshness(facts.now) in (Freshness.DEAD, Freshness.MISSING):
        return Unknown("The lines of credit have not been read lately.")
    if account.available is None:
        return Unknown("The wallet's balance is not known.")
    if cost is None or cost.principal.currency != account.available.currency:
        return Unknown(_NO_RATE)
    used = _used_of(account.line, facts.accounts)
    if used is None:
        return Unknown("What other wallets use of the line is not known.")
    drawn = _drawn(account.available, account.available - (cost.total or cost.known))
    return _room(account.line.limit, used, drawn, cost, facts)


def _room(limit: Money, used: Money, drawn: Money, cost: WorstCase, facts: Facts) -> Verdict:
    """What a line's `limit` says to drawing so much more of it."""
    left = limit - used - drawn
    if left.is_negative and not drawn.is_zero:
        words = f"It would pass the line's limit of {facts.say(limit)} by {facts.say(-left)}."
        return Stops(words, "Lower the amount, or settle what is used of the line.")
    room = max(left, Money(limit.currency, 0))
    if cost.total is None:
        return Unknown(f"{_FEE_UNKNOWN} Before it, {facts.say(room)} of the line would be left.")
    words = "The line of credit has room for it."
    if drawn.is_zero:
        words = "It draws nothing from the line of credit."
    return Passes(words, room, used_permille=permille(used + drawn, limit))


def _used_of(line: LineOfCredit, accounts: tuple[Account, ...]) -> Money | None:
    """The credit that all wallets of a line use; None when that of one is not known."""
    used = [a.used for a in accounts if a.wallet.line_of_credit_id == line.id]
    known = [u for u in used if u is not None and u.currency == line.currency]
    return total(line.currency, known) if len(known) == len(used) else None


def _drawn(before: Money, after: Money) -> Money:
    """How much more credit is used when `available` goes from one to the other."""
    return Money(before.currency, max(0, -after.units) - max(0, -before.units))


def _credit_of(account: Account, available: Money) -> Money:
    return Money(available.currency, max(0, account.limit.units if account.limit else 0))
