"""A dollar order is paid at its own, unused quote, and not in its last seconds (S-41 to S-43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, after
from tests.treasury.paying.orders import (
    EARLIER,
    dollar_account,
    dollar_order,
    facts,
    order,
    quote,
)
from voltage_tui.model.ids import QuoteId, WalletId
from voltage_tui.model.network import Network
from voltage_tui.model.quote import Quote
from voltage_tui.money import BTC, sats
from voltage_tui.treasury.paying.checks import CheckKind, Passes, Stops
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.quote_check import quote_checks, quote_verdict, usable_until

KNOWN = facts(dollar_account())


def quoted(given: Quote | None, **changes: object) -> Facts:
    return replace(KNOWN, quote=given, **changes)  # type: ignore[arg-type]


def test_a_bitcoin_wallet_needs_no_rate() -> None:
    assert quote_checks(order(), facts()) == ()
    (check,) = quote_checks(dollar_order(), KNOWN)
    assert check.kind is CheckKind.QUOTE


def test_a_good_quote_is_locked_until_shortly_before_its_end() -> None:
    assert quote_verdict(dollar_order(), quoted(quote())) == Passes(
        "The rate is locked for this payment.", timedelta(seconds=295)
    )
    assert usable_until(quote()) == after(295)
    assert usable_until(quote(expires_at=None)) is None


@pytest.mark.safety("S-43", "a used or failed quote is not used again")
@pytest.mark.safety("S-41", "a quote of another amount, currency, wallet or network is not used")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "The rate has not come yet."),
        (quote(amount=sats(10_001)), "The rate was asked for another payment."),
        (quote(to=BTC), "The rate was asked for another payment."),
        (quote(network=Network.MAINNET), "The rate was asked for another payment."),
        (quote(id=QuoteId(EARLIER)), "The rate was asked for another payment."),
        (quote(wallet_id=WalletId(EARLIER)), "The rate was asked for another payment."),
        (quote(quote=None, created_at=None), "The rate has not come yet."),
        (quote(consumed_at=T0), "The rate was used before; each is good for one payment."),
        (quote(failed_at=T0), "The rate could not be given."),
        (quote(error="coin_price"), "The rate could not be given."),
        (quote(expires_at=None), "The rate has run out."),
        (quote(expires_at=after(0)), "The rate has run out."),
        (quote(expires_at=after(5)), "The rate runs out within five seconds."),
    ],
)
def test_any_other_stops_the_payment(given: Quote | None, words: str) -> None:
    verdict = quote_verdict(dollar_order(), quoted(given))
    assert isinstance(verdict, Stops)
    assert verdict.words == words


def test_a_dollar_order_without_a_quote_stops() -> None:
    assert isinstance(quote_verdict(dollar_order(quote_id=None), KNOWN), Stops)


@pytest.mark.safety("S-42", "dead five seconds before its end, by the server's clock")
@given(st.integers(0, 400), st.integers(-120, 120))
def test_the_end_is_told_by_the_server_s_clock(passed_s: int, offset_s: int) -> None:
    known = quoted(quote(), now=after(passed_s), server_offset=timedelta(seconds=offset_s))
    noticed = offset_s if abs(offset_s) >= 5 else 0
    left = 295 - passed_s - noticed
    verdict = quote_verdict(dollar_order(), known)
    if left > 0:
        assert verdict == Passes("The rate is locked for this payment.", timedelta(seconds=left))
    else:
        assert isinstance(verdict, Stops)
