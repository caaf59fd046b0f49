"""The card that says what was given, as lines of text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import line, wallet
from tests.ui.send.samples import ADDRESS, invoice
from tests.ui.stage import START
from voltage_tui.destinations import bolt11
from voltage_tui.model.network import Network
from voltage_tui.money import BTC, USD, Rate
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.paint import width_of
from voltage_tui.ui.screens.send.decoded import decode_lines, look_at
from voltage_tui.ui.screens.send.draft import Draft, Known
from voltage_tui.ui.screens.send.grouped import grouped, groups_of, last_four

RATE = KnownRate(Rate.parse("8016000e0", USD), START)
KNOWN = Known(
    account_of(replace(wallet(), network=Network.MUTINYNET), line(BTC)), RATE, START, START
)


def card(
    text: str,
    width: int = 76,
    height: int = 40,
    *,
    known: Known = KNOWN,
    hidden: bool = False,
    offset: timedelta | None = None,
) -> str:
    look = look_at(Draft(text=text, amount="700"), known, hidden=hidden, offset=offset)
    lines = decode_lines(look, width, height)
    assert all(width_of(line) <= width for line in lines)
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


def at_server(seconds: float) -> Known:
    return replace(KNOWN, server_now=START + timedelta(seconds=seconds))


def test_an_invoice_is_told_in_full() -> None:
    told = card(invoice(250_000, memo="invoice 2026-118"))
    for words in (
        "Lightning invoice, from",
        "SANDBOX mutinynet",
        "250,000 sats",
        "0.00250000 BTC",
        "≈ $200.40",
        "fixed by the invoice",
        "invoice 2026-118",
        "expires    10:00",
    ):
        assert words in told


@pytest.mark.parametrize("width", [56, 76, 120])
@pytest.mark.parametrize("height", [8, 20, 40])
def test_the_payee_is_never_shortened(width: int, height: int) -> None:
    text = invoice()
    told = card(text, width, height)
    payee = bolt11.decode(text).payee.hex()
    joined = " ".join(told.split())
    assert " ".join(groups_of(payee)) in joined


@pytest.mark.parametrize("height", [6, 20])
def test_an_address_is_never_shortened(height: int) -> None:
    assert " ".join(groups_of(ADDRESS)) in " ".join(card(ADDRESS, 60, height).split())


def test_groups_of_four_end_in_what_is_typed_to_confirm() -> None:
    lines = grouped("abcdefghij", 9, marked=True)
    assert [[s.text for s in line] for line in lines] == [["abcd", " ", "ef", "gh"], ["ij"]]
    assert last_four("abcdefghij") == "ghij"


@pytest.mark.parametrize(
    ("passed", "said"),
    [(0, "expires    10:00"), (541, "! soon"), (599, "00:01"), (600, "✕ 0 s ago"), (900, "✕ 5 m")],
)
def test_what_is_left_of_it_is_counted_by_the_servers_clock(passed: int, said: str) -> None:
    assert said in card(invoice(expiry_s=600), known=at_server(passed))


@pytest.mark.parametrize(
    ("offset", "said"), [(61, "1 m behind"), (-3600, "1 h ahead of"), (60, ""), (-60, "")]
)
@pytest.mark.safety("S-33", "a clock more than 60 s off is said")
def test_a_clock_that_is_off_is_said(offset: int, said: str) -> None:
    told = card(invoice(), offset=timedelta(seconds=offset))
    assert ("this clock is" in told) is bool(said)
    assert said in told


@pytest.mark.safety("S-34", "amount, label and message shown as the link's own")
def test_what_a_link_overrides_is_shown_as_such() -> None:
    link = f"bitcoin:{ADDRESS}?amount=0.0025&label=Hosting%20GmbH&message=March&foo=bar"
    told = card(link)
    assert "the link decides, whatever is typed here:" in told
    assert "amount   250,000 sats" in told
    assert "Hosting GmbH" in told
    assert "not read   foo=bar" in told
    assert "fixed by the link" in told


def test_a_link_with_an_invoice_shows_both_destinations() -> None:
    text = invoice()
    told = card(f"bitcoin:{ADDRESS}?lightning={text}", height=10)
    joined = " ".join(told.split())
    assert " ".join(groups_of(ADDRESS)) in joined
    assert " ".join(groups_of(bolt11.decode(text).payee.hex())) in joined


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("lnbc", "✕ not this wallet's, mutinynet"),
        ("lntbs", "! cannot be told from mutinynet"),
    ],
)
def test_the_network_is_held_against_the_wallets(prefix: str, said: str) -> None:
    assert said in card(invoice(prefix=prefix))


def test_hidden_amounts_leave_no_figure() -> None:
    link = f"bitcoin:{ADDRESS}?amount=0.0025"
    told = card(link, hidden=True)
    assert "250" not in told.replace(" ".join(groups_of(ADDRESS)), "")


def test_a_hostile_memo_is_only_text() -> None:
    told = card(invoice(memo="\x1b]0;x\x07[bold]\u202e"))
    assert "[bold]" in told
    assert "\x1b" not in told


def test_what_cannot_be_paid_is_said_in_its_place() -> None:
    assert card("lnurl1dp68gurn8ghj7").startswith("✕ This is an LNURL.")
    assert "Paste a Lightning invoice" in card("")


def test_a_long_memo_begins_where_it_cannot_be_whole() -> None:
    text = invoice(250_000, memo="for the hosting of June " * 20)
    whole = card(text, height=60)
    assert " ".join(whole.split()).count("for the hosting of June") == 20
    short = card(text, height=16)
    assert "memo       for the hosting of June" in short
    assert "…" in short
