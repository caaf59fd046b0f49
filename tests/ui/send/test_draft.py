"""What has been filled in becomes one payment, or words about what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import line, wallet
from tests.ui.send.samples import ADDRESS, invoice
from tests.ui.stage import START
from voltage_tui.model.network import Network
from voltage_tui.money import BTC, USD, EntryUnit, Money, Rate, msats, sats
from voltage_tui.treasury.account import Account, account_of
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.snapshot import KnownRate
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.screens.send.draft import (
    Draft,
    Field,
    Known,
    read_amount,
    read_cap,
)
from voltage_tui.ui.screens.send.faults import first_fault
from voltage_tui.ui.screens.send.given import Wrong, one_line, read_given
from voltage_tui.ui.screens.send.permit import Permit

RATE = KnownRate(Rate.parse("8016000e0", USD), START)


def account(network: Network = Network.MUTINYNET) -> Account:
    return account_of(replace(wallet(), network=network), line(BTC))


KNOWN = Known(account(), RATE, START, START)


def amount_of(draft: Draft, known: Known = KNOWN) -> Money | None:
    read = read_amount(draft, known)
    assert isinstance(read, Asked)
    return read.amount


def fault_of(draft: Draft, known: Known = KNOWN) -> Fault[Field]:
    found = first_fault(draft, known)
    assert found is not None
    return found


@pytest.mark.safety("S-36", "a typed amount never replaces a fixed one")
def test_what_an_invoice_fixes_is_not_what_was_typed() -> None:
    assert amount_of(Draft(text=invoice(250_000), amount="7")) == sats(250_000)


@pytest.mark.parametrize("text", [invoice(None), ADDRESS])
def test_without_a_fixed_amount_one_must_be_typed(text: str) -> None:
    assert fault_of(Draft(text=text)).field is Field.AMOUNT
    assert amount_of(Draft(text=text, amount="7")) == sats(7)
    assert first_fault(Draft(text=text, amount="700"), KNOWN) is None


def test_a_typed_amount_is_read_in_its_unit_and_dollars_at_a_fresh_rate() -> None:
    typed = Draft(text=invoice(None), amount="80.16", unit=EntryUnit.USD)
    assert amount_of(typed) == sats(100_000)
    late = replace(KNOWN, now=START + timedelta(minutes=16))
    assert "too old to convert with" in fault_of(typed, late).words


def test_an_address_takes_whole_sats_and_an_invoice_takes_parts() -> None:
    assert amount_of(Draft(text=invoice(None), amount="7.5")) == msats(7_500)
    assert "whole sats" in fault_of(Draft(text=ADDRESS, amount="7.5")).words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "paste an invoice"),
        ("treasury@example.com", "Ask the payee for a Lightning invoice"),
        ("https://example.com/pay", "web address"),
        ("lnurl1dp68gurn8ghj7", "LNURL"),
        (invoice()[:-1] + "q", "checksum"),
        (f"{invoice()[:60]} {invoice()[60:]}", "damaged"),
        (invoice(made=START - timedelta(hours=1)), "expired"),
        (f"bitcoin:{ADDRESS}?req-tip=1", "demands something"),
    ],
)
@pytest.mark.safety("S-35", "LNURL, addresses of mail and web named in words")
def test_what_cannot_be_paid_is_named(text: str, said: str) -> None:
    found = fault_of(Draft(text=text, amount="5"))
    assert found.field is Field.PAY_TO
    assert said in found.words


@pytest.mark.safety("S-33", "expired by the server is expired here")
def test_expiry_is_judged_by_the_servers_clock() -> None:
    text = invoice(expiry_s=60)
    assert first_fault(Draft(text=text), KNOWN) is None
    ahead = replace(KNOWN, server_now=START + timedelta(seconds=60))
    assert "expired" in fault_of(Draft(text=text), ahead).words


@pytest.mark.parametrize(
    ("prefix", "network", "refused"),
    [
        ("lnbc", Network.MAINNET, False),
        ("lnbc", Network.MUTINYNET, True),
        ("lntb", Network.TESTNET, False),
        ("lntb", Network.MAINNET, True),
        ("lntbs", Network.SIGNET, False),
        ("lntbs", Network.MUTINYNET, False),
        ("lntbs", Network.TESTNET, True),
        ("lnbcrt", Network.MUTINYNET, True),
        ("lnbc", Network.NONE, True),
    ],
)
@pytest.mark.safety("S-32", "invoice prefixes against wallet networks, refused in words")
def test_another_network_is_refused_in_words(prefix: str, network: Network, refused: bool) -> None:
    known = replace(KNOWN, account=account(network))
    found = first_fault(Draft(text=invoice(prefix=prefix)), known)
    assert (found is not None) is refused
    if found is not None:
        assert found.field is Field.WALLET
        assert f"this wallet is {network.value}" in found.words


@pytest.mark.parametrize(
    ("text", "amount", "typed", "cap"),
    [
        (invoice(250_000), "", "", sats(2_500)),
        (invoice(50), "", "", sats(1)),
        (ADDRESS, "1000", "", sats(263)),
        (invoice(250_000), "", "0", sats(0)),
        (invoice(250_000), "", "0.00001 btc", sats(1_000)),
    ],
)
@pytest.mark.safety("S-26", "the cap of each rail, its floor, and a typed one")
def test_the_cap_is_always_a_figure(text: str, amount: str, typed: str, cap: Money) -> None:
    assert read_cap(Draft(text=text, amount=amount, cap=typed), KNOWN) == cap


@pytest.mark.parametrize(
    ("text", "typed", "said"),
    [
        (invoice(), "5 usd", "in sats or BTC"),
        (invoice(), "1,000", "did you mean 1000"),
        (ADDRESS, "0", "there is always a fee"),
        (ADDRESS, "300.5", "whole sats"),
    ],
)
def test_a_cap_that_cannot_be_is_refused(text: str, typed: str, said: str) -> None:
    found = fault_of(Draft(text=text, amount="1000", cap=typed))
    assert found.field is Field.CAP
    assert said in found.words


@pytest.mark.parametrize("freshness", [Freshness.DEAD, Freshness.MISSING])
def test_an_old_balance_closes_the_form(freshness: Freshness) -> None:
    found = fault_of(Draft(text=invoice()), replace(KNOWN, freshness=freshness))
    assert "too old to pay from" in found.words


@pytest.mark.parametrize(
    ("permit", "said"), [(Permit.NOT_ARMED, "arms it"), (Permit.READ_ONLY, "says why")]
)
def test_without_the_power_to_send_it_says_how(permit: Permit, said: str) -> None:
    assert said in fault_of(Draft(text=invoice()), replace(KNOWN, permit=permit)).words


def test_a_long_reference_is_refused_and_not_cut() -> None:
    found = fault_of(Draft(text=invoice(), reference="x" * 201))
    assert (found.field, "these are 201" in found.words) == (Field.REFERENCE, True)


def test_a_paste_is_one_line_and_too_much_is_refused_and_not_cut() -> None:
    assert one_line(f"\r\n  {ADDRESS}\n\n") == ADDRESS
    assert one_line("one\ntwo\x1b[31m\u202e") == "one two"
    long = read_given(one_line("bitcoin:" + "q" * 20_000))
    assert isinstance(long, Wrong)
    assert "too long" in long.words
