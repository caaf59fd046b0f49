"""What used the credit of wallets, and what would free it; pure, from what is known and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.bill import Bill
from voltage_tui.model.wallet import Hold, PendingSettlement, SettlementType
from voltage_tui.money import Money, total
from voltage_tui.treasury.credit.history import together
from voltage_tui.treasury.phrases import counted
from voltage_tui.treasury.waterfall import ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.ledger import LedgerKind
    from voltage_tui.model.open_enum import Unrecognised
    from voltage_tui.model.payment import Payment
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.days import Flow, Taken
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.facility import Facility
    from voltage_tui.treasury.waterfall import Receipt
    from voltage_tui.treasury.words import Say

MOST_PAYMENTS: Final = 40
"""The largest rows that are looked at; payees are told by these."""
_MOST_PAYEES: Final = 5


class UseKind(Enum):
    """What used credit, in the order of the screen; the value is its word there."""

    HOLD = "held"
    SETTLEMENT = "settling"
    BILL = "bill"
    PAYEE = "payee"
    PAYMENT = "paid"
    OTHER = "taken out"


@dataclass(frozen=True, slots=True)
class PaidTo:
    """A payee, by the node's key or the address, and how many of the largest payments it got."""

    key: str
    payments: int


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that used credit: `amount` is how much, over 0, in the wallets' currency.

    A payee's payments are rows of their own too. `wallet_id` is None for what is of several.
    """

    kind: UseKind
    amount: Money
    at: datetime | None
    wallet_id: WalletId | None
    payment_id: PaymentId | None
    about: Hold | PendingSettlement | Bill | PaidTo | None

    @property
    def key(self) -> str:
        """What tells it from every other."""
        match self.about:
            case Hold() | PendingSettlement() | Bill():
                return f"{self.kind.value} {self.wallet_id} {self.about.id}"
            case PaidTo():
                return f"{self.kind.value} {self.about.key}"
            case None:
                return f"{self.kind.value} {self.wallet_id} {self.payment_id} {self.at}"


@dataclass(frozen=True, slots=True)
class Stretched:
    """What the mirror has of a stretch of time: sums by kind of row, and the largest that left.

    A sum is None where a part of it is not known. `payments` are those of the largest rows.
    """

    start: datetime
    end: datetime
    flows: Mapping[LedgerKind | Unrecognised, int | None]
    change: int | None
    taken: Sequence[tuple[WalletId, Taken]]
    payments: Mapping[PaymentId, Payment]


def added_up(
    flows: Iterable[Flow],
) -> tuple[dict[LedgerKind | Unrecognised, int | None], int | None]:
    """What each kind did to what is available, and all of them together, signed base units."""
    sums: dict[LedgerKind | Unrecognised, int | None] = {}
    for flow in flows:
        sums[flow.kind] = together((sums.get(flow.kind, 0), flow.available))
    return sums, together(sums.values())


def uses_of(
    accounts: Sequence[Account],
    currency: Currency,
    bills: Iterable[Bill],
    stretched: Stretched | None,
    payees: Mapping[PaymentId, str],
    owners: Mapping[str, PaymentId],
) -> tuple[Use, ...]:
    """Everything, kind by kind: holds the oldest first, bills by when they are due, the rest by
    amount. `payees` tells who got the largest payments, `owners` which payment a hold is for."""
    rows = [
        *_holds(accounts, currency, owners),
        *_settlements(accounts, currency),
        *_bills(bills, currency),
    ]
    if stretched is not None:
        rows += [*_payees(stretched, currency, payees), *_taken(stretched, currency)]
    return tuple(rows)


def _holds(
    accounts: Sequence[Account], currency: Currency, owners: Mapping[str, PaymentId]
) -> list[Use]:
    found = [
        Use(UseKind.HOLD, h.amount, h.effective_time, a.wallet.id, owners.get(h.id), h)
        for a in accounts
        for h in a.wallet.holds
        if h.amount.currency == currency
    ]
    return sorted(found, key=_oldest_first)


def _oldest_first(use: Use) -> tuple[float, str]:
    return (0.0 if use.at is None else use.at.timestamp(), use.key)


def _settlements(accounts: Sequence[Account], currency: Currency) -> list[Use]:
    return [
        Use(UseKind.SETTLEMENT, s.amount, s.effective_time, a.wallet.id, None, s)
        for a in accounts
        for s in a.wallet.pending_settlements
        if s.amount.currency == currency
    ]


def _bills(bills: Iterable[Bill], currency: Currency) -> list[Use]:
    found = [
        Use(UseKind.BILL, b.amount_due, b.times.due_at, None, None, b)
        for b in _due(bills, currency)
    ]
    return sorted(found, key=_oldest_first)


def _due(bills: Iterable[Bill], currency: Currency) -> list[Bill]:
    """Those that the line's wallets have to pay."""
    return [
        b
        for b in bills
        if b.amount_due.currency == currency and b.settlement_type is SettlementType.COLLECTION
    ]


def _payees(stretched: Stretched, currency: Currency, payees: Mapping[PaymentId, str]) -> list[Use]:
    amounts: dict[str, list[int]] = {}
    for _, taken in stretched.taken:
        key = payees.get(taken.payment_id) if taken.payment_id is not None else None
        if key is not None:
            amounts.setdefault(key, []).append(-taken.units)
    found = [
        Use(
            UseKind.PAYEE,
            Money(currency, sum(units)),
            None,
            None,
            None,
            PaidTo(key, len(units)),
        )
        for key, units in amounts.items()
    ]
    return sorted(found, key=lambda use: (-use.amount.units, use.key))[:_MOST_PAYEES]


def _taken(stretched: Stretched, currency: Currency) -> list[Use]:
    return [
        Use(
            UseKind.PAYMENT if taken.payment_id is not None else UseKind.OTHER,
            Money(currency, -taken.units),
            taken.at,
            wallet_id,
            taken.payment_id,
            None,
        )
        for wallet_id, taken in stretched.taken
    ]


def freed_by(
    facility: Facility,
    accounts: Sequence[Account],
    receipts: Iterable[Receipt],
    bills: Iterable[Bill],
    say: Say,
    day: Callable[[datetime], str],
) -> tuple[str, ...]:
    """What would free the credit of these wallets of a line, as sentences; () when none is used.

    `say` writes amounts, `day` the day of a moment.
    """
    line = facility.line
    currency = line.currency
    if all(a.used is None or a.used.is_zero for a in accounts):
        return ()
    said: list[str] = []
    holds = [h for a in accounts for h in a.wallet.holds if h.amount.currency == currency]
    if holds:
        reserved = total(currency, (h.amount for h in holds))
        ends = "its payment ends" if len(holds) == 1 else "their payments end"
        held = counted(len(holds), "hold")
        said.append(f"{held} of {say(reserved)}: what is not paid comes back when {ends}.")
    said += [
        f"Settle the bill of {say(b.amount_due)}, due {day(b.times.due_at)}."
        for b in _due(bills, currency)
    ]
    said += [
        f"{say(r.stated)} received: {r.words}."
        for r in receipts
        if r.kind is ReceiptKind.UNCONFIRMED
    ]
    said.append("Whatever is received pays it back.")
    said.append(_raise(facility, accounts, say))
    return tuple(said)


def _raise(facility: Facility, accounts: Sequence[Account], say: Say) -> str:
    line = facility.line
    if line.disabled_at is not None:
        return "The line is disabled: ask Voltage why."
    if len(accounts) == len(facility.accounts):
        return "Ask Voltage for a higher limit of the line."
    if line.unallocated.units > 0:
        left = say(line.unallocated)
        return f"Ask Voltage for a higher limit: {left} of the line is not handed out."
    return "Ask Voltage for a higher limit: all of the line is handed out, so the line's too."
