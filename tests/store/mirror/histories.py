"""Ledgers that could have happened, with their true balances, made by Hypothesis."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.treasury.builders import WALLET, after, balance
from voltage_tui.model.ledger import LedgerEntry, LedgerKind, effect_of, tie_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.wallet import Balance
from voltage_tui.money import BTC, Money

STRANGE = Unrecognised("adjusted")


@dataclass(frozen=True)
class History:
    """Rows, oldest first as the mirror orders them, and the balances after each."""

    rows: tuple[LedgerEntry, ...]
    after: tuple[tuple[int, int], ...]

    def balance(self, count: int) -> Balance:
        """The wallet's balance when only the first `count` rows were there."""
        total, available = self.after[count - 1] if count else (0, 0)
        return balance(available, total)


def row(kind: LedgerKind | Unrecognised, number: int, units: int | None, at_s: int) -> LedgerEntry:
    return LedgerEntry(
        wallet_id=WALLET,
        kind=kind,
        entry_id=f"entry-{number}",
        payment_id=None,
        currency=BTC,
        amount=None if units is None else Money(BTC, units),
        breakdown=None,
        effective_time=after(at_s),
    )


@st.composite
def histories(draw: st.DrawFn, *, strange: bool = False, most: int = 24) -> History:
    """Up to `most` rows; `strange` ones are of a kind that this version does not know.

    Several may have one time.
    """
    rows: list[LedgerEntry] = []
    holds: dict[int, int] = {}
    at_s = 0
    for number in range(draw(st.integers(0, most))):
        at_s += draw(st.integers(0, 2))
        choices = ["credited", "deposited", "withdrawn", "held"]
        choices += ["captured", "released"] * bool(holds) + ["strange"] * strange
        what = draw(st.sampled_from(choices))
        units = draw(st.integers(0, 9_999))
        if what in ("captured", "released"):
            hold = draw(st.sampled_from(sorted(holds)))
            reserved = holds.pop(hold)
            taken = min(units, reserved) if what == "captured" else None
            rows.append(row(LedgerKind(what), hold, taken, at_s))
            continue
        if what == "held":
            holds[number] = units
        kind = STRANGE if what == "strange" else LedgerKind(what)
        rows.append(row(kind, number, units, at_s))
    return with_balances(rows)


def with_balances(rows: list[LedgerEntry]) -> History:
    """Add up from nothing; a row of the kind nobody knows truly brings its amount."""
    ordered = sorted(rows, key=lambda r: (r.effective_time, tie_of(r)))
    held = {r.entry_id: r.amount for r in rows if r.kind is LedgerKind.HELD}
    total = available = 0
    balances = []
    for entry in ordered:
        effect = effect_of(entry, held.get(entry.entry_id))
        brought = entry.amount.units if entry.amount is not None else 0
        total += brought if effect.total is None else effect.total
        available += brought if effect.available is None else effect.available
        balances.append((total, available))
    return History(tuple(ordered), tuple(balances))
