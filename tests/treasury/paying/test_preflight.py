"""Every check of an order, what stops it first, and what is only warned of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import T0, after
from tests.treasury.paying.orders import (
    ADDRESS,
    EARLIER,
    INVOICE,
    MAIN_ADDRESS,
    account,
    dollar_account,
    dollar_order,
    facts,
    invoice,
    link,
    order,
    policies,
    quote,
)
from voltage_tui.model.ids import WalletId
from voltage_tui.model.network import AnyNetwork, Network
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.policy import MaxPaymentSize, OfacCompliant
from voltage_tui.money import sats
from voltage_tui.treasury.account import Account
from voltage_tui.treasury.paying.checks import (
    CheckKind,
    Passes,
    Stops,
    Unknown,
    Verdict,
    first_stop,
    warnings_of,
)
from voltage_tui.treasury.paying.facts import Facts
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.preflight import preflight
from voltage_tui.treasury.reading import Reading


def verdict(kind: CheckKind, asked: PayOrder, known: Facts) -> Verdict:
    (found,) = [check.verdict for check in preflight(asked, known) if check.kind is kind]
    return found


def test_a_good_order_passes_every_check() -> None:
    checks = preflight(order(), facts(account(network=Network.MUTINYNET)))
    assert first_stop(checks) is None
    assert not [c for c in checks if not isinstance(c.verdict, Passes)]
    assert [c.kind for c in checks] == [
        CheckKind.FRESHNESS,
        CheckKind.WALLET,
        CheckKind.NETWORK,
        CheckKind.EXPIRY,
        CheckKind.DUPLICATE,
        CheckKind.BALANCE,
        CheckKind.WALLET_LIMIT,
        CheckKind.POLICY,
        CheckKind.LINE,
    ]


def test_a_dollar_order_ends_with_its_rate() -> None:
    known = facts(dollar_account())
    stop = first_stop(preflight(dollar_order(quote_id=None), known))
    assert stop is not None
    assert stop.kind is CheckKind.QUOTE
    assert first_stop(preflight(dollar_order(), replace(known, quote=quote()))) is None


def test_the_first_stop_is_named() -> None:
    known = facts(account(0, None), policies=policies(MaxPaymentSize(sats(1))))
    kinds = [c.kind for c in preflight(order(), known) if isinstance(c.verdict, Stops)]
    assert kinds == [CheckKind.BALANCE, CheckKind.SIZE]
    first = first_stop(preflight(order(), known))
    assert first is not None
    assert first.kind is CheckKind.BALANCE
    guarded = first_stop(preflight(order(), replace(known, guarded_by=EARLIER)))
    assert guarded is not None
    assert guarded.kind is CheckKind.DUPLICATE


def test_what_is_not_known_stops_nothing() -> None:
    known = facts(policies=policies(OfacCompliant()))
    assert first_stop(preflight(order(), known)) is None


# Freshness (S-17). The readings here have an interval of ten seconds.


@pytest.mark.safety("S-17", "figures older than five intervals stop a payment, with their age")
@pytest.mark.parametrize("name", ["wallets", "book"])
@pytest.mark.parametrize(
    ("age_s", "answer", "warned"),
    [
        (0, Passes, False),
        (20, Passes, False),
        (21, Passes, True),
        (50, Passes, True),
        (51, Stops, False),
        (10_000, Stops, False),
    ],
)
def test_old_figures_warn_and_dead_ones_stop(
    name: str, age_s: float, answer: type[object], warned: bool
) -> None:
    known = facts()
    old = replace(getattr(known, name), read_at=after(-age_s))
    found = verdict(CheckKind.FRESHNESS, order(), replace(known, **{name: old}))
    assert isinstance(found, answer)
    assert (isinstance(found, Passes) and found.warning is not None) == warned


@pytest.mark.parametrize("name", ["wallets", "book"])
def test_figures_that_were_never_read_stop(name: str) -> None:
    known = replace(facts(), **{name: Reading()})  # type: ignore[arg-type]
    assert isinstance(verdict(CheckKind.FRESHNESS, order(), known), Stops)


def test_the_age_is_said() -> None:
    known = facts(wallets=Reading((account().wallet,), after(-61)))
    found = verdict(CheckKind.FRESHNESS, order(), known)
    assert isinstance(found, Stops)
    assert found.words == "The balances are 1 m old."


# The wallet.


@pytest.mark.parametrize(
    ("paying", "words"),
    [
        (None, "The wallet is not known."),
        (account(id=WalletId(EARLIER)), "The wallet is not known."),
        (account(active=False), "The wallet is not active."),
        (account(deleted_at=T0), "The wallet is not active."),
        (dollar_account(), "The wallet holds dollars, the order is for another currency."),
    ],
)
def test_a_wallet_that_cannot_pay_stops_it(paying: Account | None, words: str) -> None:
    found = verdict(CheckKind.WALLET, order(), facts(account=paying))
    assert isinstance(found, Stops)
    assert found.words == words


def test_a_wallet_of_unknown_currency_is_unknown() -> None:
    unknown = replace(account(), currency=None)
    assert isinstance(verdict(CheckKind.WALLET, order(), facts(unknown)), Unknown)


# The network (S-30 to S-32).

MATCH, WARN, STOP = "match", "warn", "stop"
TEXTS = {
    "lnbc": invoice("lnbc100u"),
    "lntb": invoice("lntb100u"),
    "lntbs": INVOICE,
    "lnbcrt": invoice("lnbcrt100u"),
    "bc1": MAIN_ADDRESS,
    "tb1": ADDRESS,
    "bitcoin:tb1": link(),
}
NETWORKS: list[AnyNetwork] = [*Network, Unrecognised("signet2")]
FITS = {
    ("lnbc", "mainnet"): MATCH,
    ("bc1", "mainnet"): MATCH,
    ("lntb", "testnet"): MATCH,
    ("lntbs", "signet"): WARN,
    ("lntbs", "mutinynet"): WARN,
} | {
    (text, network): WARN
    for text in ("tb1", "bitcoin:tb1")
    for network in ("testnet", "signet", "mutinynet")
}


@pytest.mark.safety(
    "S-32", "every prefix against every network: refused, or warned of for signet and mutinynet"
)
@pytest.mark.parametrize("network", NETWORKS, ids=str)
@pytest.mark.parametrize("text", list(TEXTS))
def test_money_is_not_sent_to_another_network(text: str, network: AnyNetwork) -> None:
    known = facts(account(network=network))
    found = verdict(CheckKind.NETWORK, order(TEXTS[text], max_fee=sats(300)), known)
    match FITS.get((text, network.value), STOP):
        case "match":
            assert isinstance(found, Passes)
            assert found.warning is None
        case "warn":
            assert isinstance(found, Passes)
            assert found.warning is not None
        case _:
            assert isinstance(found, Stops)


def test_a_mismatch_is_said_in_words() -> None:
    found = verdict(
        CheckKind.NETWORK, order(TEXTS["lntb"]), facts(account(network=Network.MAINNET))
    )
    assert isinstance(found, Stops)
    assert found.words == "The invoice is for testnet, this wallet is on mainnet."
    assert isinstance(verdict(CheckKind.NETWORK, order(), facts(account=None)), Stops)


# Expiry (S-33). The invoice is good for an hour from the first moment.


@pytest.mark.safety(
    "S-33", "expired is refused and under a minute warned of, by the server's clock"
)
@given(st.integers(-100, 4_000), st.none() | st.integers(-7_200, 7_200))
def test_expiry_is_told_by_the_server_s_clock(passed_s: int, offset_s: int | None) -> None:
    offset = None if offset_s is None else timedelta(seconds=offset_s)
    known = facts(now=after(passed_s), server_offset=offset)
    noticed = offset_s if offset_s is not None and abs(offset_s) >= 5 else 0
    left = 3_600 - passed_s - noticed
    found = verdict(CheckKind.EXPIRY, order(), known)
    if left <= 0:
        assert isinstance(found, Stops)
        return
    assert isinstance(found, Passes)
    assert found.left == timedelta(seconds=left)
    warning = found.warning or ""
    assert ("It expires in" in warning) == (left < 60)
    assert ("clock" in warning) == (offset_s is not None and abs(offset_s) > 60)


@pytest.mark.parametrize(
    ("passed_s", "warning"),
    [(3_540, None), (3_541, "It expires in 59 s."), (3_599, "It expires in 1 s.")],
)
def test_the_last_minute_is_warned_of(passed_s: int, warning: str | None) -> None:
    found = verdict(CheckKind.EXPIRY, order(), facts(now=after(passed_s)))
    assert isinstance(found, Passes)
    assert found.warning == warning


def test_an_invoice_ends_with_its_last_second() -> None:
    assert isinstance(verdict(CheckKind.EXPIRY, order(), facts(now=after(3_600))), Stops)


def test_a_minute_between_two_clocks_is_let_pass() -> None:
    for offset_s in (60, -60):
        known = facts(server_offset=timedelta(seconds=offset_s))
        assert warnings_of(preflight(order(ADDRESS), known))[1:] == ()


@pytest.mark.parametrize(
    ("offset_s", "words"),
    [(61, "1 m behind"), (-7_200, "2 h ahead of")],
)
def test_a_clock_that_is_off_is_named(offset_s: int, words: str) -> None:
    known = facts(server_offset=timedelta(seconds=offset_s))
    for text in (INVOICE, ADDRESS):
        found = verdict(CheckKind.EXPIRY, order(text), known)
        assert isinstance(found, Passes)
        assert found.warning == f"This computer's clock is {words} Voltage's."


def test_an_address_does_not_expire_but_an_invoice_in_a_link_does() -> None:
    late = facts(now=after(10_000))
    assert isinstance(verdict(CheckKind.EXPIRY, order(ADDRESS), late), Passes)
    both = order(link(f"?lightning={INVOICE}"))
    found = verdict(CheckKind.EXPIRY, both, late)
    assert isinstance(found, Stops)
    assert found.words == "The invoice expired 1 h ago."


def test_warnings_are_gathered_in_their_order() -> None:
    known = facts(now=after(3_590), server_offset=timedelta(seconds=-120))
    warned = warnings_of(preflight(order(), replace(known, now=after(3_700))))
    assert warned[0].startswith("The invoice is for signet or mutinynet")
    assert warned[1].startswith("It expires in 20 s. This computer's clock is 2 m ahead")
