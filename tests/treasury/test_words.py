"""Words: every known value has some, every unknown one is shown as it came."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.treasury.builders import RECEIVE, SEND, T0, line, row
from voltage_tui.model.credit import Collateral
from voltage_tui.model.ledger import LedgerBreakdown, LedgerEntry, LedgerKind, effect_of
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    AnyStatus,
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentStatus,
)
from voltage_tui.money import Money, msats
from voltage_tui.treasury.failures import error_words
from voltage_tui.treasury.statement import StatementRow
from voltage_tui.treasury.words import collateral_words, row_words, status_words

STRANGE = Unrecognised("settling")


def failure(
    kind: PaymentErrorType | Unrecognised,
    code: PaymentErrorCode | Unrecognised | None = None,
    **context: str,
) -> PaymentError:
    return PaymentError(kind, code, "prose that must not matter", context)


def hidden(_: Money) -> str:
    return "•••"


def shown(entry: LedgerEntry, held: Money | None = None) -> StatementRow:
    return StatementRow(entry, effect_of(entry, held), held, None, None)


@pytest.mark.parametrize("kind", PaymentErrorType)
def test_every_type_of_failure_has_words_and_a_next_step(kind: PaymentErrorType) -> None:
    told = error_words(failure(kind))
    assert told.words
    assert told.next_step


@pytest.mark.parametrize("code", PaymentErrorCode)
def test_every_code_has_words_and_a_next_step(code: PaymentErrorCode) -> None:
    told = error_words(failure(PaymentErrorType.SEND_FAILED, code))
    assert told.words
    assert told.next_step


def test_the_code_says_more_than_the_type_and_the_prose_says_nothing() -> None:
    coarse = error_words(failure(PaymentErrorType.SEND_FAILED))
    fine = error_words(failure(PaymentErrorType.SEND_FAILED, PaymentErrorCode.NO_ROUTE))
    assert fine.words == "no route to the payee was found within the fee cap"
    assert coarse != fine
    other = replace(failure(PaymentErrorType.SEND_FAILED), detail="no route")
    assert error_words(other) == coarse


def test_an_unknown_failure_is_shown_as_it_came() -> None:
    assert error_words(failure(STRANGE)).words == "settling"
    assert error_words(failure(PaymentErrorType.REJECTED, STRANGE)).words == "settling"


def test_a_fee_above_the_cap_names_both_unless_amounts_are_hidden() -> None:
    error = failure(
        PaymentErrorType.SEND_FAILED,
        PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX,
        estimated_fee_sats="900",
        max_fee_sats="263",
        target_blocks="6",
    )
    assert (
        error_words(error).words == "the network fee would have been 900 sats, the cap was 263 sats"
    )
    assert "900" not in error_words(error, hidden).words
    for nonsense in ("٣", "9" * 5_000):
        broken = replace(error, context={"estimated_fee_sats": nonsense, "max_fee_sats": "263"})
        assert error_words(broken).words == "the network fee was above the fee cap"


@pytest.mark.parametrize(
    ("payment", "status", "words"),
    [
        (RECEIVE, PaymentStatus.GENERATING, "being made"),
        (RECEIVE, PaymentStatus.RECEIVING, "ready to be paid"),
        (replace(RECEIVE, payment_request=None), PaymentStatus.RECEIVING, "being made"),
        (RECEIVE, PaymentStatus.COMPLETED, "received"),
        (RECEIVE, PaymentStatus.EXPIRED, "ran out before it was paid"),
        (SEND, PaymentStatus.SENDING, "on its way"),
        (SEND, PaymentStatus.APPROVED, "allowed, being paid"),
        (replace(SEND, check_only=True), PaymentStatus.SENDING, "being checked"),
        (
            replace(SEND, check_only=True),
            PaymentStatus.APPROVED,
            "allowed by the policies, not paid",
        ),
        (SEND, PaymentStatus.COMPLETED, "paid out"),
        (SEND, PaymentStatus.FAILED, "failed"),
        (SEND, STRANGE, "settling"),
    ],
)
def test_only_completed_is_said_to_be_received_or_paid_out(
    payment: Payment, status: AnyStatus, words: str
) -> None:
    assert status_words(replace(payment, status=status)) == words


def test_what_each_row_of_the_ledger_did() -> None:
    said = {
        row_words(shown(row(LedgerKind.HELD, "h", 10_250_000))): "reserved 10,250 sats for a send",
        row_words(shown(row(LedgerKind.CAPTURED, "h", 10_162_000), msats(10_250_000))): (
            "paid out 10,162 sats, 88 sats of the hold given back"
        ),
        row_words(shown(row(LedgerKind.CAPTURED, "h", 7_000), msats(7_000))): "paid out 7 sats",
        row_words(shown(row(LedgerKind.CAPTURED, "h", 7_000))): "paid out 7 sats",
        row_words(shown(row(LedgerKind.RELEASED, "h", None), msats(91_650_000))): (
            "gave back 91,650 sats, the send failed"
        ),
        row_words(shown(row(LedgerKind.RELEASED, "h", None))): "gave back a hold, the send failed",
        row_words(shown(row(LedgerKind.DEPOSITED, "d", 5_000))): "paid in 5 sats, outside payments",
        row_words(shown(row(LedgerKind.WITHDRAWN, "d", 5_000))): (
            "taken out 5 sats, outside payments"
        ),
        row_words(shown(row(LedgerKind.CREDITED, "c", 25_000_123))): "received 25,000.123 sats",
        row_words(shown(replace(row(LedgerKind.HELD, "x", 1), kind=STRANGE))): "settling",
    }
    assert [was for was in said.items() if was[0] != was[1]] == []


def test_a_fee_the_payer_bore_is_said_and_can_be_hidden() -> None:
    parts = LedgerBreakdown(msats(25_000_000), msats(0), msats(250_000), 100)
    entry = replace(row(LedgerKind.CREDITED, "c", 25_000_000), breakdown=parts)
    assert row_words(shown(entry)) == "received 25,000 sats, the payer paid 250 sats on top"
    assert row_words(shown(entry), hidden) == "received •••, the payer paid ••• on top"


@pytest.mark.parametrize("state", [None, *Collateral])
def test_every_state_of_collateral_has_words(state: Collateral | None) -> None:
    assert collateral_words(replace(line(), collateral=state))


def test_a_disabled_line_says_so_first_and_an_unknown_state_is_shown() -> None:
    assert collateral_words(replace(line(), disabled_at=T0)) == "disabled: no new payments"
    assert collateral_words(replace(line(), collateral=STRANGE)) == "settling"


def test_a_capture_above_its_hold_does_not_give_anything_back() -> None:
    words = row_words(shown(row(LedgerKind.CAPTURED, "h", 9_000), msats(7_000)))
    assert words == "paid out 9 sats, 2 sats more than was held"
