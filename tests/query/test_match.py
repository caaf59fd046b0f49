"""What a search finds; all that the filter by words finds is found too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.query.made import CALENDAR
from tests.treasury.builders import payment, row
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentStatus,
)
from voltage_tui.model.settlement import (
    LightningSettlement,
    OnchainSettlement,
    SwapRail,
    SwapSettlement,
    SwapStep,
)
from voltage_tui.money import cents, msats, sats
from voltage_tui.query import Facts, Kept, entry_facts, matches, ordered, parse, payment_facts

PAID = payment(
    7,
    memo="Straße 12, Zoë",
    amount=msats(1_250_500_125),
    requested=None,
    rail_units=1_250_500_125,
    metadata={"cost_center": "ops-7", "reference": "INV-118"},
    address="tb1qexample",
    bip21_uri="bitcoin:tb1qexample?amount=0.0125",
    settlements=(LightningSettlement("aa" * 32, "bb" * 32, None),),
    error=PaymentError(PaymentErrorType.SEND_FAILED, PaymentErrorCode.NO_ROUTE, "Too far.", {}),
    created_at=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
)
KEPT = Kept(notes=("paid twice, ask Ann",), tags=("Rent", "q4 close"))


def finds(text: str, row: Payment | Facts = PAID) -> bool:
    facts = payment_facts(row, "Store front", KEPT) if isinstance(row, Payment) else row
    return matches(parse(text), facts, CALENDAR)


@pytest.mark.parametrize(
    "text",
    [
        # What the filter by words has found since before there was a language.
        *("STRASSE", "zoë 12", "storefr", "store front", str(PAID.id), "cost_center=ops-7"),
        *("ops-7", "1,250,500", "1250500", "1250500.125", "0.01250500", "no route", "no_route"),
        *("too far", "tb1qexample", "status:receiving dir:receive", "kind:lightning"),
        *("lightning receive", "bb" * 32, str(PAID.wallet_id), "bitcoin:tb1qexample?amount=0.0125"),
        "",
        # What it finds now.
        *("zoe", '"zoe"', '"strasse 12"', "-rent-free", "paid", "q4"),
        *("status:pending,failed", "rail:lightning,bank", "-rail:bank", "-dir:send", "-kind:held"),
        *(
            "wallet:store",
            'wallet:"front"',
            f"wallet:{PAID.wallet_id[:6].upper()}",
            "wallet:x,store",
        ),
        *(f"id:{PAID.id[-9:]}", f"id:{PAID.id[:12].upper()}", "id:tb1Qex", "id:" + "bb" * 5),
        *("id:0000000000004000", "lntbs1"),
        *("tag:rent", "tag:RENT,x", 'tag:"q4 close"', "tag:*", "note:ask", 'note:"paid twice"'),
        *("note:*", "ref:inv-118", "ref:*", "cost_center:ops", "COST_CENTER:ops-7", "order:*,x -y"),
        *("meta:reference=inv", "meta:cost_center=*", "-nothing:*"),
        *(">1250500sats", ">=0.0125btc", "<0.0126btc", "=1250500125msat", "1..2btc -1..2btc"),
        *("1250500..1250501sats", "-1usd", "-<999999usd"),
        *("today", "last:24h", "in:2026-11", "since:2026-11-21", "until:2026-11-21"),
        *("before:2026-11-22", "after:2026-11-20", "-yesterday", "in:november"),
    ],
)
def test_found_by(text: str) -> None:
    not_all_of_it = ("storefr", "order:*,x -y", "1..2btc -1..2btc")
    assert finds(text) is (text not in not_all_of_it)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "zoë 13",
            f"id:{PAID.id[5:20]}",
            "status:failed",
            "dir:send",
            "1250501",
            "payouts",
            "aa" * 32,
        ),
        *("oe", '"zo"', '"12 strasse"', "-zoe", "rail:bank", "kind:held", "12 -strasse"),
        *("wallet:front,x -wallet:store", 'wallet:"stor"', "tag:ren", "-tag:*", "note:zoe"),
        *("ref:118-inv", "meta:cost_center=8", "meta:OTHER=ops", "id:qexam", "id:" + "aa" * 32),
        *(">1usd", "=1250500sats", "<1250500sats", "yesterday", "last:1h", "before:2026-11-21"),
        *("after:2026-11-21", "in:october", "1.25", "250501", '"1250500.126"'),
    ],
)
def test_not_found_by(text: str) -> None:
    assert not finds(text)


def test_dollars_are_found_as_they_are_shown() -> None:
    dollars = replace(PAID, amount=cents(123_456), rail_units=None, requested=None)
    for text in ("1,234.56", "1234.56", "1234", "1,234", "1234.5", "=1234.56usd", ">1234usd"):
        assert finds(text, dollars), text
    for text in ("1234.57", "1235", ">1234.56usd", "<1000000000sats"):
        assert not finds(text, dollars), text


def test_a_number_is_the_amounts_that_are_shown_beginning_so() -> None:
    for shown, first, after in (
        ("12.5", 1_250, 1_260),
        ("12", 1_200, 1_300),
        ("12.50", 1_250, 1_251),
    ):
        row_of = {
            units: Facts(row_id="1", time=CALENDAR.now, wallet_id="w", amounts=(cents(units),))
            for units in (first - 1, first, after - 1, after)
        }
        found = [units for units, known in row_of.items() if finds(shown, known)]
        assert found == sorted({first, after - 1}), shown


def test_every_amount_of_a_payment_counts() -> None:
    both = replace(PAID, amount=cents(100), requested=None, rail_units=5_000)
    assert finds("=1usd =5sats", both)
    assert not finds("2..4sats", both)


def test_amounts_are_found_by_their_size() -> None:
    """A ledger row out of the wallet is searched by what it moved; `dir:` says which way."""
    spent = Facts(row_id="1", time=CALENDAR.now, wallet_id="w", amounts=(sats(-500),))
    assert finds(">499sats", spent)
    assert not finds("<1sats", spent)


def test_a_status_nobody_told_us_of_is_pending_and_found_by_its_word() -> None:
    new = replace(PAID, status=Unrecognised("settling"))
    assert finds('status:pending status:"settling" settling', new)
    assert not finds("status:pending", replace(PAID, status=PaymentStatus.FAILED))


def test_transactions_and_legs_of_swaps_are_found() -> None:
    receipt = OnchainSettlement("cc" * 32, msats(1), 1, None, None, True, None, None)
    swap = SwapSettlement(SwapStep.TARGET_PAID, SwapRail.ONCHAIN, receipt)
    assert finds("cc" * 32, replace(PAID, settlements=(receipt,)))
    assert finds("id:" + "cc" * 4, replace(PAID, settlements=(swap,)))


def test_a_ledger_row_is_found_by_itself_and_by_its_payment() -> None:
    held = replace(row(LedgerKind.HELD, "3f9a0c11", 25_000), payment_id=PAID.id)
    with_payment = entry_facts(held, "Storefront", PAID, KEPT)
    alone = entry_facts(held, "Storefront", None)
    for text in (
        "kind:held",
        "held",
        "=25sats",
        "id:3f9a",
        "id:0C11",
        "3F9A",
        "storefront",
        f"id:{PAID.id[-8:]}",
    ):
        assert finds(text, with_payment), text
        assert finds(text, alone), text
    for text in ("zoe", "status:pending", "dir:receive", "tag:rent", "rail:lightning"):
        assert finds(text, with_payment), text
        assert not finds(text, alone), text
    assert finds("-status:pending -dir:send -dir:receive -status:failed", alone)
    assert with_payment.time == held.effective_time  # S-68


def test_a_key_of_the_metadata_is_looked_for_as_words_too() -> None:
    noted = replace(PAID, memo="see order:55, second half")
    assert finds("order:55", noted)
    assert not finds("meta:order=55", noted)
    assert finds("order:55", replace(PAID, metadata={"ORDER": "55"}))


def test_orders() -> None:
    def made(name: str, hours: int, **more: object) -> Facts:
        at = CALENDAR.now.replace(hour=hours)
        return Facts(row_id=name, time=at, wallet_id="w", **more)  # type: ignore[arg-type]

    rows = [
        made("a", 1, amounts=(sats(5),), status="failed", wallet_name="Zed"),
        made("b", 3, amounts=(cents(900_000),), status="completed", wallet_name="ärger"),
        made("c", 2, amounts=(sats(-7),), status="failed", wallet_name="Base"),
        made("d", 2),
    ]
    orders = {
        "": "bdca",
        "sort:newest": "bdca",
        "sort:oldest": "acdb",
        "sort:largest": "cabd",
        "sort:smallest": "dbac",
        "sort:status": "dbca",
        "sort:-status": "cabd",
        "sort:wallet": "dbca",
        "sort:-wallet": "acbd",
    }
    shown = {text: "".join(f.row_id for f in ordered(parse(text), rows)) for text in orders}
    assert shown == orders
