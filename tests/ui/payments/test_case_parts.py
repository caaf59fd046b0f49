"""What a case says, part by part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import RECEIVE, SEND, T0, after
from tests.ui.payments.looks import look_at, text_of
from voltage_tui.model.ids import PaymentId, QuoteId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    HistoryEvent,
    Payment,
    PaymentBreakdown,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    ProcessingFee,
)
from voltage_tui.model.quote import MarketQuote
from voltage_tui.model.settlement import (
    Exchange,
    Frozen,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SanctionedInfo,
    SwapRail,
    SwapSettlement,
    SwapStep,
    UnrecognisedSettlement,
)
from voltage_tui.money import BTC, USD, Rate, cents, msats, sats
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.screens.payments.case_amounts import amounts, figures_of, percent_of
from voltage_tui.ui.screens.payments.case_destination import destination, invoice_facts
from voltage_tui.ui.screens.payments.case_details import details
from voltage_tui.ui.screens.payments.case_head import head
from voltage_tui.ui.screens.payments.case_settlements import settlements
from voltage_tui.ui.screens.payments.case_timeline import gap_words, moments_of, timeline

WIDTH = 100


# --- head --------------------------------------------------------------------------------------


def test_the_first_line_says_what_it_is_and_where_it_stands() -> None:
    text = text_of(head(look_at(RECEIVE, now=after(43)), WIDTH))
    assert text.startswith("  Lightning receive   ○ receiving   ready to be paid, for 43 s")
    assert "read 0 s ago" in text


def test_an_unknown_status_is_shown_as_it_came_and_is_still_pending() -> None:
    strange = replace(SEND, status=Unrecognised("settling"))
    text = text_of(head(look_at(strange, now=after(60)), WIDTH))
    assert "? settling" in text
    assert "still pending, for 1 m" in text
    assert text.startswith("  Safe to pay again? NO  The first attempt may still complete.")
    assert "completed" not in text
    assert "failed" not in text


def test_a_long_unknown_status_leaves_room_for_what_it_means() -> None:
    strange = replace(SEND, status=Unrecognised("settling_" * 8))
    text = text_of(head(look_at(strange, now=after(60)), 70))
    assert text.splitlines()[2] == "  a status not known here, so still pending, for 1 m"


@pytest.mark.parametrize("status", [s for s in PaymentStatus if s is not PaymentStatus.COMPLETED])
def test_only_completed_is_received(status: PaymentStatus) -> None:
    text = text_of(head(look_at(replace(RECEIVE, status=status)), WIDTH))
    assert "● completed" not in text
    assert "received," not in text


def test_three_units_where_a_rate_is_known() -> None:
    rate = KnownRate(Rate(6_250_000, 0, USD), T0)
    text = text_of(head(look_at(RECEIVE, rate=rate), WIDTH))
    assert "+25,000 sats   0.00025000 BTC   ≈ $15.63 now" in text


def test_dollars_are_shown_with_their_bitcoin() -> None:
    dollars = replace(RECEIVE, currency=USD, amount=cents(2_500))
    assert "+25.00 USD   25,000 sats   0.00025000 BTC" in text_of(head(look_at(dollars), WIDTH))


def test_any_amount_is_not_nothing() -> None:
    open_one = replace(RECEIVE, amount=None, rail_units=None, requested=None)
    assert "any amount" in text_of(head(look_at(open_one), WIDTH))


def test_a_missing_amount_is_a_dash_never_zero() -> None:
    unread = replace(SEND, amount=None, rail_units=None)
    text = text_of(head(look_at(unread), WIDTH))
    assert text.splitlines()[2] == "  —"


def test_a_failure_says_the_reason_the_figures_and_the_next_step() -> None:
    error = PaymentError(
        PaymentErrorType.SEND_FAILED,
        PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX,
        "Fee estimate 742 is too high.",
        {"estimated_fee_sats": "742", "max_fee_sats": "300"},
    )
    failed = replace(SEND, status=PaymentStatus.FAILED, error=error)
    text = text_of(head(look_at(failed), WIDTH))
    assert "✕ The network fee would have been 742 sats, the cap was 300 sats." in text
    assert "Try a larger fee cap, or wait for lower fees." in text
    assert "Voltage says: Fee estimate 742 is too high." in text


def test_a_failure_nobody_told_us_of_is_shown_as_it_came() -> None:
    error = PaymentError(PaymentErrorType.SEND_FAILED, Unrecognised("gremlins"), None, {})
    failed = replace(SEND, status=PaymentStatus.FAILED, error=error)
    text = text_of(head(look_at(failed), WIDTH))
    assert "✕ Gremlins." in text
    assert "Ask Voltage what it means." in text


def test_frozen_money_is_said_at_the_top() -> None:
    frozen = Frozen(sats(21_000), "ofac_non_compliant_address", None, None)
    text = text_of(head(look_at(replace(RECEIVE, frozen=(frozen,))), WIDTH))
    assert "21,000 sats withheld: ofac_non_compliant_address" in text


def test_a_reason_goes_on_below_where_there_is_no_room_beside() -> None:
    frozen = Frozen(sats(21_000), "word " * 20, None, None)
    text = text_of(head(look_at(replace(RECEIVE, frozen=(frozen,))), 58))
    assert text.count("word") == 20
    assert max(len(line) for line in text.splitlines()) <= 58
    failed = replace(SEND, status=PaymentStatus.FAILED)
    text = text_of(head(look_at(failed), 58))
    said = "Safe to pay again? NOT YET\n    It failed, but its wallet has not been read since."
    assert said in text


# --- timeline ----------------------------------------------------------------------------------


def test_events_are_verbatim_with_the_time_between() -> None:
    events = (
        HistoryEvent("SomethingNew v2", None, after(1.2), 0),
        HistoryEvent("Failed?", "No route (7).", after(841.2), 1),
    )
    text = text_of(timeline(look_at(replace(SEND, updated_at=after(841.2)), *events), WIDTH))
    lines = text.splitlines()
    assert lines[1] == "  2026-10-05 09:00:00.000            created"
    assert lines[2] == "             09:00:01.200    +1.2 s  SomethingNew v2"
    assert lines[3] == "             09:14:01.200     +14 m  Failed?"
    assert lines[4].strip() == "No route (7)."
    assert lines[5].endswith("last change")


def test_what_is_pending_counts_on() -> None:
    text = text_of(timeline(look_at(SEND, now=after(840)), WIDTH))
    assert "now" in text
    assert "pending for 14 m" in text
    done = replace(SEND, status=PaymentStatus.COMPLETED)
    assert "pending" not in text_of(timeline(look_at(done, now=after(840)), WIDTH))


@given(st.lists(st.integers(0, 100), max_size=8), st.integers(0, 100))
def test_events_keep_the_order_voltage_gave_them(times: list[int], changed: int) -> None:
    events = [HistoryEvent(str(n), None, after(t), n) for n, t in enumerate(times)]
    moments = moments_of(replace(SEND, updated_at=after(changed)), events)
    assert [m.words for m in moments if m.event] == [e.event_type for e in events]
    assert moments[0].words == "created"
    assert len(moments) == len(events) + 1 + (changed != 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "+0 ms"),
        (0.32, "+320 ms"),
        (1.25, "+1.2 s"),
        (59.999, "+59.9 s"),
        (60, "+1 m"),
        (840, "+14 m"),
        (-1.5, "−1.5 s"),
    ],
)
def test_gaps(seconds: float, words: str) -> None:
    assert gap_words(timedelta(seconds=seconds)) == words


# --- amounts -----------------------------------------------------------------------------------


def figures(payment: Payment) -> dict[str, str]:
    lines = text_of(amounts(look_at(payment), WIDTH)).splitlines()
    return {line[2:19].strip(): " ".join(line[19:].split()) for line in lines[1:] if line.strip()}


def test_a_send_ends_with_all_that_left_the_wallet() -> None:
    breakdown = PaymentBreakdown(sats(10_000), sats(12), sats(150))
    paid = replace(
        SEND,
        status=PaymentStatus.COMPLETED,
        amount=sats(10_000),
        fees=sats(162),
        max_fee=sats(100),
        processing_fee=ProcessingFee(150, sats(150)),
        breakdown=breakdown,
    )
    shown = figures(paid)
    assert shown["network fee"] == "12 sats"
    assert shown["processing fee"] == "150 sats 1.5 %"
    assert shown["fee cap"] == "100 sats network fees only"
    assert shown["left the wallet"] == "10,162 sats"


def test_without_a_breakdown_what_left_is_the_amount_and_its_fees() -> None:
    paid = replace(SEND, status=PaymentStatus.COMPLETED, amount=sats(1_500), fees=sats(41))
    assert figures(paid)["left the wallet"] == "1,541 sats"
    assert "left the wallet" not in figures(replace(paid, status=PaymentStatus.SENDING))
    assert "left the wallet" not in figures(replace(paid, fees=None))


def test_a_receive_says_what_the_payer_pays_and_the_wallet_gets() -> None:
    fee = ProcessingFee(100, sats(250))
    ready = replace(RECEIVE, processing_fee=fee, fees=sats(250))
    assert figures(ready)["payer pays"] == "25,250 sats"
    assert "wallet got" not in figures(ready)
    breakdown = PaymentBreakdown(sats(25_000), sats(0), sats(250))
    done = figures(replace(ready, status=PaymentStatus.COMPLETED, breakdown=breakdown))
    assert (done["payer paid"], done["wallet got"]) == ("25,250 sats", "25,000 sats")


def test_amounts_of_two_currencies_are_never_added() -> None:
    mixed = PaymentBreakdown(cents(100), sats(1), cents(1))
    paid = replace(SEND, status=PaymentStatus.COMPLETED, breakdown=mixed)
    assert "left the wallet" not in [f.label for f in figures_of(paid)]


def test_a_dollar_payment_names_its_rate_and_when_it_was_quoted() -> None:
    quote = MarketQuote(BTC, USD, Rate(6_250_000, 0, USD), after(-5), after(55))
    swapped = Exchange(msats(40_000_000), cents(2_500), quote, QuoteId("quote-7"), "ledger-9")
    paid = replace(
        RECEIVE, currency=USD, amount=cents(2_500), market_quote=quote, exchanges=(swapped,)
    )
    text = text_of(amounts(look_at(paid), WIDTH))
    assert "40,000 sats for 25.00 USD" in text
    assert "$62,500.00 for a bitcoin" in text
    assert text.count("2026-10-05 08:59:55 UTC") == 1
    assert "quote-7" in text
    assert "ledger-9" in text


@pytest.mark.parametrize(
    ("points", "words"), [(0, "0"), (50, "0.5"), (100, "1"), (125, "1.25"), (1_000, "10")]
)
def test_basis_points(points: int, words: str) -> None:
    assert percent_of(points) == words


# --- settlements -------------------------------------------------------------------------------


def settled(*parts: object, proof: bool = False, hidden: bool = False) -> str:
    paid = replace(RECEIVE, settlements=parts)  # type: ignore[arg-type]  # any settlement
    return text_of(settlements(look_at(paid, proof=proof, hidden=hidden), WIDTH))


def test_the_proof_of_payment_is_shown_only_when_asked_for() -> None:
    part = LightningSettlement("aa" * 32, "bb" * 32, "ledger-1")
    leg = SwapSettlement(SwapStep.TARGET_CLAIMED, SwapRail.LIGHTNING, part)
    for one in (part, leg):
        assert "aa" * 32 not in settled(one)
        assert "bb" * 32 in settled(one)
        assert "aa" * 32 in settled(one, proof=True)


def test_a_transaction_waits_for_its_confirmations() -> None:
    waiting = OnchainSettlement("cc" * 32, sats(150_000), 3, None, None, True, None, None)
    text = settled(waiting)
    assert "not yet, needs 3 confirmations" in text
    assert "not in a block yet" in text
    mined = replace(waiting, pending=False, height_mined_at=842_101, mined_at=after(-120))
    assert "842,101" in settled(mined)
    assert "2026-10-05 08:58:00 UTC, 2 m ago" in settled(mined)


def test_sanctioned_and_frozen_money_is_named_with_its_reason() -> None:
    sanctioned = SanctionedInfo("dd" * 32, sats(9), ("tb1qbad",))
    part = OnchainSettlement("cc" * 32, sats(1), 1, 1, T0, False, sanctioned, None)
    assert "tb1qbad" in settled(part)
    assert "tb1qbad" not in settled(part, hidden=True)
    frozen = Frozen(sats(21), "duplicate credit", "ee" * 32, "tb1qice")
    text = text_of(settlements(look_at(replace(RECEIVE, frozen=(frozen,))), WIDTH))
    assert "21 sats" in text
    assert "duplicate credit" in text
    assert "tb1qice" in text


def test_other_ways_of_settling() -> None:
    inside = InternalSettlement(sats(1), PaymentId("counterpart-1"), None)
    assert "counterpart-1" in settled(inside)
    strange = SwapSettlement(
        Unrecognised("beamed_up"), SwapRail.ONCHAIN, UnrecognisedSettlement("teleport")
    )
    text = settled(inside, strange)
    assert "beamed_up" in text
    assert "teleport" in text
    assert "1 of 2" in text


# --- destination and details -------------------------------------------------------------------


def test_a_link_that_only_repeats_the_invoice_is_not_written_twice() -> None:
    repeated = replace(RECEIVE, payment_request="lntbs1abc", bip21_uri="lightning:lntbs1abc")
    text = text_of(destination(look_at(repeated), WIDTH))
    assert text.count("lntbs1abc") == 1
    both = replace(RECEIVE, kind=PaymentKind.BIP21, address="tb1q", bip21_uri="bitcoin:tb1q?x=1")
    assert "bitcoin:tb1q?x=1" in text_of(destination(look_at(both), WIDTH))


def test_an_invoice_that_cannot_be_read_says_why() -> None:
    text = text_of(invoice_facts(look_at(RECEIVE), WIDTH))
    assert "not readable" in text


def test_nothing_that_tells_of_amounts_is_left_when_they_are_hidden() -> None:
    error = PaymentError(
        PaymentErrorType.SEND_FAILED,
        PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX,
        "742 over 300",
        {"estimated_fee_sats": "742", "max_fee_sats": "300"},
    )
    secret = replace(
        SEND,
        status=PaymentStatus.FAILED,
        memo="Rent for 742",
        error=error,
        metadata={"order": "742"},
        payment_request="lntbs742",
        address="tb1q742",
        bip21_uri="bitcoin:tb1q742?amount=742",
        max_fee=sats(742),
        fees=sats(742),
        amount=sats(742),
        rail_units=742_000,
        settlements=(InternalSettlement(sats(742), PaymentId("x"), None),),
        processing_fee=ProcessingFee(50, sats(742)),
    )
    look = look_at(secret, HistoryEvent("Failed", "742 over 300", T0, 0), hidden=True)
    parts = (head, timeline, amounts, settlements, destination, invoice_facts, details)
    text = "\n".join(text_of(part(look, WIDTH)) for part in parts)
    assert "742" not in text
    assert "••••" in text
    assert "Try a larger fee cap" in text


def test_details_have_every_identifier_and_the_error_as_it_came() -> None:
    error = PaymentError(PaymentErrorType.REJECTED, None, "Policy.", {"rule": "daily"})
    odd = replace(
        SEND,
        error=error,
        metadata={"external_id": "payout-2210"},
        kind=Unrecognised("pigeon"),
        check_only=True,
    )
    text = text_of(details(look_at(odd), WIDTH))
    for words in (
        odd.id,
        odd.wallet_id,
        odd.organization_id,
        odd.environment_id,
        "pigeon",
        "rejected",
        "daily",
        "payout-2210",
        "yes, nothing is paid",
    ):
        assert words in text
