"""What settled a payment: each receipt of a receive, each outflow of a send, whole."""

from __future__ import annotations

from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import Direction
from voltage_tui.model.settlement import (
    BankSettlement,
    Frozen,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    Settlement,
    SwapSettlement,
    UnrecognisedSettlement,
)
from voltage_tui.treasury.durations import duration
from voltage_tui.treasury.phrases import counted
from voltage_tui.ui.paint import Line, Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.payments.look import Look, fact, moment_words, section, whole


def settlements(look: Look, width: int) -> list[Line]:
    """All of them, then what is frozen; says so when there are none yet."""
    payment = look.payment
    title = "receipts" if payment.direction is Direction.RECEIVE else "outflows"
    lines: list[Line] = []
    for number, settlement in enumerate(payment.settlements, 1):
        if lines:
            lines.append(())
        count = f" {number} of {len(payment.settlements)}" if len(payment.settlements) > 1 else ""
        lines += _settlement(look, settlement, count, width)
    if not lines:
        lines = [[Span("  none" if payment.is_terminal else "  none yet", Role.FAINT)]]
    return section(title, lines) + section("frozen funds", _frozen(look, width))


def _settlement(look: Look, settlement: Settlement, count: str, width: int) -> list[Line]:
    match settlement:
        case LightningSettlement():
            return _how(f"Lightning{count}") + _lightning(look, settlement, width)
        case OnchainSettlement():
            return _how(f"on-chain{count}") + _onchain(look, settlement, width)
        case InternalSettlement():
            return _how(f"inside Voltage{count}") + _internal(look, settlement, width)
        case SwapSettlement():
            return _swap(look, settlement, count, width)
        case BankSettlement():
            return [
                *_how(f"bank batch{count}"),
                *fact("transfers", str(settlement.transfers), width),
                *fact("idempotency key", settlement.idempotency_key, width),
            ]
        case UnrecognisedSettlement():
            return [
                *_how(f"{settlement.type}{count}"),
                *fact("", "This version does not know what that is.", width, Role.MUTED),
            ]


def _lightning(look: Look, settlement: LightningSettlement, width: int) -> list[Line]:
    lines = whole("payment hash", settlement.payment_hash, width)
    if look.proof:
        lines += whole("proof (preimage)", settlement.preimage, width)
    else:
        lines += fact("proof", [Span("v", Role.ACCENT), Span(" shows it", Role.MUTED)], width)
    return lines + _ledger(settlement.ledger_id, width)


def _onchain(look: Look, settlement: OnchainSettlement, width: int) -> list[Line]:
    wanted = settlement.required_confirmations
    lines = fact("amount", look.display.spans(settlement.amount), width)
    lines += whole("transaction", settlement.tx_id, width)
    if settlement.pending:
        words = f"not yet, needs {counted(wanted, 'confirmation')}"
        lines += fact("settled", words, width, Role.WARN)
    else:
        lines += fact("settled", f"yes, needed {wanted}", width)
    if settlement.height_mined_at is None:
        lines += fact("block", "not in a block yet", width, Role.MUTED)
    else:
        lines += fact("block", f"{settlement.height_mined_at:,}", width)
    if settlement.mined_at is not None:
        ago = duration(look.now - settlement.mined_at)
        lines += fact("mined", f"{moment_words(settlement.mined_at)}, {ago} ago", width)
    sanctioned = settlement.sanctioned
    if sanctioned is not None:
        lines += fact("left out", look.display.spans(sanctioned.value, Role.BAD_STRONG), width)
        lines += fact("", "It came from sanctioned inputs; ask Voltage's compliance.", width)
        lines += whole("their tx", sanctioned.tx_id, width)
        for address in sanctioned.addresses:
            lines += whole("their address", look.private(address), width)
    return lines + _ledger(settlement.ledger_id, width)


def _internal(look: Look, settlement: InternalSettlement, width: int) -> list[Line]:
    return [
        *fact("amount", look.display.spans(settlement.amount), width),
        *fact("counterpart", settlement.offset_payment_id, width),
        *_ledger(settlement.ledger_id, width),
    ]


def _swap(look: Look, settlement: SwapSettlement, count: str, width: int) -> list[Line]:
    step = settlement.step
    words = step.value if isinstance(step, Unrecognised) else step.value.replace("_", " ")
    lines = _how(f"swap{count}") + fact("step", words, width)
    lines += fact("rail", settlement.rail.value, width)
    return lines + _settlement(look, settlement.leg, "", width)


def _frozen(look: Look, width: int) -> list[Line]:
    lines: list[Line] = []
    for frozen in look.payment.frozen:
        lines += _one_frozen(look, frozen, width)
    return lines


def _one_frozen(look: Look, frozen: Frozen, width: int) -> list[Line]:
    lines = fact("withheld", look.display.spans(frozen.amount, Role.BAD_STRONG), width)
    lines += fact("reason", frozen.reason, width)
    if frozen.tx_id is not None:
        lines += whole("transaction", frozen.tx_id, width)
    if frozen.address is not None:
        lines += whole("address", look.private(frozen.address), width)
    return lines


def _how(words: str) -> list[Line]:
    return [[Span(f"  {words}", Role.STRONG)]]


def _ledger(ledger_id: str | None, width: int) -> list[Line]:
    return fact("ledger id", ledger_id, width) if ledger_id else []
