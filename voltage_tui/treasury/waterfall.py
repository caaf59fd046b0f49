"""From what a wallet has in total to what is available: why money cannot be spent.

Total, less holds, less pending settlements, less frozen or unconfirmed receipts, is available.
Only holds are known to be taken from what is available (API reference section 10). Of the rest it
is not documented: it counts as taken only where exactly one way of taking it leads to the figure
that Voltage tells. What nothing explains is a step of its own, never hidden and never guessed, so
that the steps always add up to what is available, to the base unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from typing import TYPE_CHECKING

from voltage_tui.model.payment_words import Direction
from voltage_tui.model.settlement import OnchainSettlement
from voltage_tui.model.wallet import Hold, PendingSettlement
from voltage_tui.money import Currency, Money, total
from voltage_tui.treasury.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.account import Account


class StepKind(Enum):
    """What stands between total and available, in this order."""

    HOLDS = "holds"
    SETTLEMENTS = "pending settlements"
    RECEIPTS = "frozen or unconfirmed"
    UNEXPLAINED = "not explained"


class ReceiptKind(Enum):
    """Why a receipt cannot be spent."""

    FROZEN = "frozen"
    SANCTIONED = "sanctioned"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money of a receive that cannot be spent; `stated` is in the currency it arrived in.

    `words` are the API's own reason, or how many confirmations are wanted.
    """

    kind: ReceiptKind
    payment: Payment
    stated: Money
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a step: a hold, a settlement, a receipt, or None for what nothing explains.

    `amount` is by how much it lowers what is available if it does, in the step's currency; None
    where that is not known. `taken` says whether it does.
    """

    wallet_id: WalletId
    about: Hold | PendingSettlement | Receipt | None
    amount: Money | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step down, or up where `less` is negative: the sum of its parts that are taken."""

    kind: StepKind
    less: Money
    parts: tuple[Part, ...]

    @property
    def beside(self) -> Money:
        """What its other parts come to, as far as that is known."""
        known = (p.amount for p in self.parts if p.amount is not None and not p.taken)
        return total(self.less.currency, known)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One wallet, or all of a currency: `total` less every step is `available`, exactly.

    The first three steps are always there; the last only where there is something unexplained, be
    it that of several wallets cancels out. `limit` is None without credit.
    """

    currency: Currency
    wallets: int
    total: Money
    steps: tuple[Step, ...]
    available: Money
    limit: Money | None

    @property
    def headroom(self) -> Money:
        """What can be spent: available, and the limit."""
        return self.available if self.limit is None else self.available + self.limit

    def step(self, kind: StepKind) -> Step | None:
        """The step of this kind, if it is there."""
        return next((s for s in self.steps if s.kind is kind), None)


def unspendable(payments: Iterable[Payment]) -> dict[WalletId, tuple[Receipt, ...]]:
    """By wallet: the receipts that are frozen or wait for confirmations; each payment once."""
    found: dict[WalletId, list[Receipt]] = {}
    for payment in {p.id: p for p in payments if p.direction is Direction.RECEIVE}.values():
        receipts = list(_receipts(payment))
        if receipts:
            found.setdefault(payment.wallet_id, []).extend(receipts)
    return {wallet_id: tuple(receipts) for wallet_id, receipts in found.items()}


def _receipts(payment: Payment) -> Iterator[Receipt]:
    for frozen in payment.frozen:
        yield Receipt(ReceiptKind.FROZEN, payment, frozen.amount, frozen.reason)
    for receipt in payment.settlements:
        if not isinstance(receipt, OnchainSettlement):
            continue
        if receipt.pending:
            words = _confirmations(receipt.required_confirmations)
            yield Receipt(ReceiptKind.UNCONFIRMED, payment, receipt.amount, words)
        if receipt.sanctioned is not None:
            words = "from a sanctioned address"
            yield Receipt(ReceiptKind.SANCTIONED, payment, receipt.sanctioned.value, words)


def _confirmations(count: int) -> str:
    return f"waits for {counted(count, 'confirmation')}"


def waterfall_of(account: Account, receipts: Iterable[Receipt] = ()) -> Waterfall | None:
    """One wallet's; None while its currency, and so its amounts, are not known."""
    currency, whole, available = account.currency, account.total, account.available
    if currency is None or whole is None or available is None:
        return None
    wallet = account.wallet
    holds = _step(
        StepKind.HOLDS,
        currency,
        [_part(wallet.id, hold, hold.amount, currency, taken=True) for hold in wallet.holds],
    )
    settlements = [
        _part(wallet.id, pending, pending.amount, currency, taken=False)
        for pending in wallet.pending_settlements
    ]
    waiting = [_part(wallet.id, one, one.stated, currency, taken=False) for one in receipts]
    gap = whole - holds.less - available
    settlements, waiting = _explained(gap, settlements, waiting)
    steps = [
        holds,
        _step(StepKind.SETTLEMENTS, currency, settlements),
        _step(StepKind.RECEIPTS, currency, waiting),
    ]
    rest = gap - steps[1].less - steps[2].less
    if not rest.is_zero:
        part = Part(wallet.id, None, rest, taken=True)
        steps.append(Step(StepKind.UNEXPLAINED, rest, (part,)))
    return Waterfall(currency, 1, whole, tuple(steps), available, account.limit)


def waterfalls_of(waterfalls: Iterable[Waterfall]) -> tuple[Waterfall, ...]:
    """Summed per currency, bitcoin first; their rows are those of all wallets."""
    groups: dict[Currency, list[Waterfall]] = {}
    for one in waterfalls:
        groups.setdefault(one.currency, []).append(one)
    return tuple(_summed(currency, groups[currency]) for currency in sorted(groups))


def _summed(currency: Currency, each: Sequence[Waterfall]) -> Waterfall:
    steps = []
    for kind in StepKind:
        parts = tuple(p for one in each for s in one.steps if s.kind is kind for p in s.parts)
        if parts or kind is not StepKind.UNEXPLAINED:
            steps.append(_step(kind, currency, parts))
    limits = [one.limit for one in each if one.limit is not None]
    return Waterfall(
        currency=currency,
        wallets=sum(one.wallets for one in each),
        total=total(currency, (one.total for one in each)),
        steps=tuple(steps),
        available=total(currency, (one.available for one in each)),
        limit=total(currency, limits) if limits else None,
    )


def _part(
    wallet_id: WalletId,
    about: Hold | PendingSettlement | Receipt,
    stated: Money,
    currency: Currency,
    *,
    taken: bool,
) -> Part:
    """What is stated in another currency has no amount in this one, and is not taken from it."""
    if stated.currency != currency:
        return Part(wallet_id, about, None, taken=False)
    return Part(wallet_id, about, stated, taken=taken)


def _step(kind: StepKind, currency: Currency, parts: Iterable[Part]) -> Step:
    parts = tuple(parts)
    if not parts:
        return Step(kind, Money(currency, 0), ())
    taken = (p.amount for p in parts if p.amount is not None and p.taken)
    return Step(kind, total(currency, taken), parts)


Group = ReceiptKind | StepKind


def _explained(
    gap: Money, settlements: list[Part], waiting: list[Part]
) -> tuple[list[Part], list[Part]]:
    """The parts with those marked as taken that explain the gap, if one way alone does."""
    if gap.is_zero:
        return settlements, waiting
    groups: dict[Group, list[Part]] = {}
    for part in (*settlements, *waiting):
        groups.setdefault(_group(part), []).append(part)
    whole = {
        group: amount
        for group, parts in groups.items()
        if (amount := _sum_of(gap.currency, parts)) is not None and not amount.is_zero
    }
    ways = [
        way
        for count in range(1, len(whole) + 1)
        for way in combinations(whole, count)
        if total(gap.currency, (whole[group] for group in way)) == gap
    ]
    if len(ways) != 1:
        return settlements, waiting
    chosen = set(ways[0])

    def marked(parts: list[Part]) -> list[Part]:
        return [replace(p, taken=True) if _group(p) in chosen else p for p in parts]

    return marked(settlements), marked(waiting)


def _group(part: Part) -> Group:
    """What is taken together or not at all."""
    return part.about.kind if isinstance(part.about, Receipt) else StepKind.SETTLEMENTS


def _sum_of(currency: Currency, parts: Iterable[Part]) -> Money | None:
    """None where the amount of one is not known."""
    amounts = [part.amount for part in parts]
    known = [amount for amount in amounts if amount is not None]
    return total(currency, known) if len(known) == len(amounts) else None
