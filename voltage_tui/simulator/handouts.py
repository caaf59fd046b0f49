"""What a demo hands out to be paid: each a text as a supplier would send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.simulator.amounts import MSATS_PER_SAT

if TYPE_CHECKING:
    from voltage_tui.simulator.core import Simulator


class Handout(NamedTuple):
    """What it is, in words, and the text to be pasted."""

    title: str
    text: str


KINDS: Final = 5
"""How many different ones there are; they come in turn."""


def handout(simulator: Simulator, turn: int) -> Handout:
    """The one whose turn it is, new each time; what is a Lightning invoice runs for an hour.

    The last of each round is more than any wallet's largest payment.
    """
    match turn % KINDS:
        case 0:
            return _invoice(simulator, "Alto Cooling", 84_000, "Alto Cooling, invoice 2217")
        case 1:
            return _link(simulator, "Rackworks", 120_000)
        case 2:
            return _invoice(simulator, "Quay Legal", None, "Quay Legal, retainer")
        case 3:
            return Handout("an address, on-chain", simulator.address_to_pay())
        case _:
            words = "Kessler Power, security deposit"
            return _invoice(simulator, "Kessler Power", 6_000_000, words)


def _link(simulator: Simulator, payee: str, sats: int) -> Handout:
    """Payable in both ways, as shops write them: over Lightning it takes seconds."""
    invoice = simulator.invoice_to_pay(sats * MSATS_PER_SAT, f"{payee}, order", payee=payee)
    amount = f"amount={sats // 10**8}.{sats % 10**8:08}"
    text = f"bitcoin:{simulator.address_to_pay()}?{amount}&label={payee}&lightning={invoice}"
    return Handout(f"a payment link of {payee} for {sats:,} sats", text)


def _invoice(simulator: Simulator, payee: str, sats: int | None, memo: str) -> Handout:
    msats = None if sats is None else sats * MSATS_PER_SAT
    of = "for any amount" if sats is None else f"for {sats:,} sats"
    text = simulator.invoice_to_pay(msats, memo, payee=payee)
    return Handout(f"an invoice of {payee} {of}", text)
