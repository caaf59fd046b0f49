from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.destinations import crafting
from tests.destinations.crafting import D, P, S
from voltage_tui import text as untrusted
from voltage_tui.destinations import bip21
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import Network

# The BIP's own example address has a wrong checksum; this one is in its place.
ADDRESS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
TEST_ADDRESS = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
BTC = 100_000_000_000
INVOICE = crafting.invoice(P, S, D)  # 1u: 100,000 msat, mainnet
ANY_AMOUNT = crafting.invoice(P, S, D, hrp="lnbc")
SIGNET = crafting.invoice(P, S, D, hrp="lntbs1u")
SUB_SAT = crafting.invoice(P, S, D, hrp="lnbc10p")


def refusal(uri: str) -> Reason:
    with pytest.raises(InvalidDestination) as caught:
        bip21.parse(uri)
    return caught.value.reason


@pytest.mark.parametrize(
    ("query", "amount", "label", "message"),
    [
        ("", None, None, None),
        ("?", None, None, None),
        ("?label=Luke-Jr", None, "Luke-Jr", None),
        ("?amount=20.3&label=Luke-Jr", 2_030_000_000_000, "Luke-Jr", None),
        (
            "?amount=50&label=Luke-Jr&message=Donation%20for%20project%20xyz",
            50 * BTC,
            "Luke-Jr",
            "Donation for project xyz",
        ),
        ("?somethingyoudontunderstand=50&somethingelseyoudontget=999", None, None, None),
        ("?label=caf%C3%A9+%26+bar", None, "café+&+bar", None),  # a plus is a plus here
        ("?&amount=1&", BTC, None, None),
        ("?label", None, "", None),
        ("?label=a=b", None, "a=b", None),
    ],
)
def test_a_link_says_what_it_should(
    query: str, amount: int | None, label: str | None, message: str | None
) -> None:
    found = bip21.parse(f"bitcoin:{ADDRESS}{query}")
    assert found.address.text == ADDRESS
    assert (found.amount_msat, found.label, found.message) == (amount, label, message)
    assert found.text == f"bitcoin:{ADDRESS}{query}"


def test_what_is_not_known_is_kept_to_be_shown() -> None:
    found = bip21.parse(f"bitcoin:{ADDRESS}?pj=https://x.example&lno=lno1abc&%61b=%0A1")
    assert found.other == (("pj", "https://x.example"), ("lno", "lno1abc"), ("ab", " 1"))


@pytest.mark.parametrize(
    ("text", "msat"),
    [
        ("0.00000001", 1_000),
        ("0.00000001000", 1_000),
        ("1.", BTC),
        (".5", BTC // 2),
        ("00001", BTC),
        ("20999999.99999999", 21_000_000 * BTC - 1_000),
        ("21000000", 21_000_000 * BTC),
    ],
)
def test_an_amount_is_read_exactly(text: str, msat: int) -> None:
    assert bip21.parse(f"bitcoin:{ADDRESS}?amount={text}").amount_msat == msat


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "0",
        "0.0",
        "-1",
        "+1",
        "1e3",
        "50,000.00",
        "1.2.3",
        "%201",
        "0x10",
        "21000000.00000001",
        "99999999999999999999999",
        "0.000000001",  # less than a satoshi, and no invoice to pay it with
        "0.000000000001",
        "%D9%A1",  # an Arabic one
        "NaN",
        "inf",
    ],
)
def test_an_amount_that_cannot_be_paid_is_refused(text: str) -> None:
    assert refusal(f"bitcoin:{ADDRESS}?amount={text}") is Reason.AMOUNT


@pytest.mark.safety("S-34", "unknown req- parameters and two amounts are refused")
@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        (f"bitcoin:{ADDRESS}?req-somethingyoudontunderstand=50", Reason.REQUIRED_PARAMETER),
        (f"bitcoin:{ADDRESS}?amount=1&req-a", Reason.REQUIRED_PARAMETER),
        (f"bitcoin:{ADDRESS}?REQ-A=1", Reason.REQUIRED_PARAMETER),
        (f"bitcoin:{ADDRESS}?%72eq-a=1", Reason.REQUIRED_PARAMETER),
        (f"bitcoin:{ADDRESS}?amount=1&amount=2", Reason.DUPLICATE_PARAMETER),
        (f"bitcoin:{ADDRESS}?amount=1&amount=1", Reason.DUPLICATE_PARAMETER),
        (f"bitcoin:{ADDRESS}?amount=1&AMOUNT=2", Reason.DUPLICATE_PARAMETER),
        (f"bitcoin:{ADDRESS}?amount=1&%61mount=2", Reason.DUPLICATE_PARAMETER),
        (f"bitcoin:{ADDRESS}?label=a&label=b", Reason.DUPLICATE_PARAMETER),
        (f"bitcoin:{ADDRESS}?address={SEGWIT}", Reason.CONFLICT),
        (f"bitcoin:{ADDRESS}?amount=0.000002&lightning={INVOICE}", Reason.CONFLICT),
        (f"bitcoin:{TEST_ADDRESS}?lightning={INVOICE}", Reason.CONFLICT),
        (f"bitcoin:{ADDRESS}?lightning={SIGNET}", Reason.CONFLICT),
        (f"bitcoin:{ADDRESS}?amount=0.000000000001&lightning={ANY_AMOUNT}", Reason.AMOUNT),
        (f"bitcoin:{ADDRESS}?lightning=", Reason.EMPTY),
        (f"bitcoin:{ADDRESS}?lightning={INVOICE[:-1]}", Reason.CHECKSUM),
        (f"bitcoin:{ADDRESS}?lightning=lnurl1abc", Reason.MALFORMED),
        (f"bitcoin:?lightning={INVOICE}", Reason.MISSING_FIELD),
        ("bitcoin:", Reason.MISSING_FIELD),
        (f"bitcoin://{ADDRESS}", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS[:-1]}b", Reason.CHECKSUM),
        (f"bitcoin:{ADDRESS}?label=%ff", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=%2", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=%zz", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=a b", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=é", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=a\n", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label=a#&amount=1", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?=1", Reason.MALFORMED),
        (f"litecoin:{ADDRESS}", Reason.MALFORMED),
        (ADDRESS, Reason.MALFORMED),
        ("", Reason.MALFORMED),
        (f"bitcoin:{ADDRESS}?label={'a' * 10_000}", Reason.TOO_LONG),
    ],
)
def test_a_link_that_can_be_read_two_ways_or_none_is_refused(uri: str, reason: Reason) -> None:
    assert refusal(uri) is reason


@pytest.mark.parametrize("scheme", ["bitcoin", "BITCOIN", "BitCoin"])
def test_the_scheme_is_read_in_any_case(scheme: str) -> None:
    assert bip21.parse(f"{scheme}:{ADDRESS}").address.text == ADDRESS


def test_a_link_in_capitals_for_a_qr_code_is_read() -> None:
    uri = f"bitcoin:{SEGWIT}?amount=0.000001&lightning={INVOICE}".upper()
    found = bip21.parse(uri)
    assert found.address.text == SEGWIT
    assert found.amount_msat == 100_000
    assert found.lightning is not None
    assert found.lightning.text == INVOICE


@pytest.mark.parametrize(
    ("query", "amount"),
    [
        (f"?amount=0.000001&lightning={INVOICE}", 100_000),
        (f"?lightning={INVOICE}", 100_000),
        (f"?amount=0.5&lightning={ANY_AMOUNT}", BTC // 2),
        (f"?lightning={ANY_AMOUNT}", None),
        (f"?amount=0.00000000001&lightning={SUB_SAT}", 1),
        ("?amount=0.5", BTC // 2),
        ("", None),
    ],
)
def test_the_fixed_amount_is_the_link_s_or_its_invoice_s(query: str, amount: int | None) -> None:
    assert bip21.parse(f"bitcoin:{ADDRESS}{query}").fixed_amount_msat == amount


def test_an_invoice_tells_which_test_network_it_is() -> None:
    assert bip21.parse(f"bitcoin:{TEST_ADDRESS}").network is Network.ANY_TEST
    assert bip21.parse(f"bitcoin:{TEST_ADDRESS}?lightning={SIGNET}").network is Network.SIGNET


def test_label_and_message_reach_nobody_unclean() -> None:
    found = bip21.parse(f"bitcoin:{ADDRESS}?label=%1B%5B2Ja%E2%80%AE&message=%1B%5D52;c;AA%07b")
    assert (found.label, found.message) == ("a", "b")


@pytest.mark.parametrize(
    ("amount_msat", "label", "lightning", "expected"),
    [
        (None, None, None, ""),
        (15_000_000, None, None, "?amount=0.00015"),
        (BTC, None, None, "?amount=1"),
        (1, None, None, "?amount=0.00000000001"),
        (1_000, "Tea & cake", None, "?amount=0.00000001&label=Tea%20%26%20cake"),
        (None, None, INVOICE, f"?lightning={INVOICE}"),
        (100_000, "é", INVOICE, f"?amount=0.000001&label=%C3%A9&lightning={INVOICE}"),
    ],
)
def test_a_link_is_built(
    amount_msat: int | None, label: str | None, lightning: str | None, expected: str
) -> None:
    assert bip21.build(SEGWIT, amount_msat, label, lightning) == f"bitcoin:{SEGWIT}{expected}"


def test_no_link_is_built_for_nothing() -> None:
    for amount in (0, -1):
        with pytest.raises(ValueError, match="above 0"):
            bip21.build(SEGWIT, amount, None, None)


@given(
    st.none() | st.integers(1, 2_100_000_000_000_000).map(lambda sats: sats * 1_000),
    st.none() | st.text(max_size=50),
)
@settings(max_examples=100, deadline=None)
def test_what_was_built_is_read(amount_msat: int | None, label: str | None) -> None:
    found = bip21.parse(bip21.build(SEGWIT, amount_msat, label, None))
    assert found.amount_msat == amount_msat
    assert found.label == (None if label is None else untrusted.clean(label))


pieces = st.sampled_from(
    ["amount=", "&", "?", "=", "%", "%41", "label=", "req-", "#", "1", ".", "lightning=", INVOICE]
)


@given(st.text(max_size=80) | st.lists(pieces, max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_anything_else(tail: str) -> None:
    for uri in (tail, f"bitcoin:{tail}", f"bitcoin:{ADDRESS}?{tail}"):
        try:
            found = bip21.parse(uri)
        except InvalidDestination:
            continue
        assert found.text == uri
