from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.destinations import crafting
from tests.destinations.bolt11_vectors import (
    HASH,
    INVALID,
    LIST_OF_THINGS,
    PAYEE,
    PAYMENT_SECRET,
    VALID,
    Valid,
)
from tests.destinations.crafting import D, P, S
from voltage_tui.destinations import bech32, bolt11
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import Network

N = ("n", bech32.to_words(PAYEE))
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
TESTS = settings(max_examples=150, deadline=None)


def moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def refusal(text: str) -> Reason:
    with pytest.raises(InvalidDestination) as caught:
        bolt11.decode(text)
    assert caught.value.words
    return caught.value.reason


@pytest.mark.parametrize("vector", VALID, ids=lambda vector: vector.name)
def test_a_valid_example_says_what_it_should(vector: Valid) -> None:
    hashed = vector.description is None
    expected_hash = hashlib.sha256(LIST_OF_THINGS.encode()).digest() if hashed else None
    assert bolt11.decode(vector.text) == bolt11.Invoice(
        text=vector.text.lower(),
        prefix=vector.prefix,
        network=vector.network,
        amount_msat=vector.amount_msat,
        timestamp=vector.timestamp,
        payment_hash=vector.payment_hash,
        payment_secret=PAYMENT_SECRET,
        description=vector.description,
        description_hash=expected_hash,
        expiry_s=vector.expiry_s,
        min_final_cltv=vector.min_final_cltv,
        payee=vector.payee,
        features=vector.features,
        route_hints=vector.route_hints,
        fallback_addresses=vector.fallback_addresses,
        metadata=vector.metadata,
    )


@pytest.mark.parametrize(("name", "text", "reason"), INVALID, ids=[name for name, _, _ in INVALID])
def test_an_invalid_example_is_refused_with_the_reason(
    name: str, text: str, reason: Reason
) -> None:
    assert refusal(text) is reason


@pytest.mark.safety("S-30", "every example of BOLT 11, valid and invalid")
def test_all_examples_of_the_specification_are_here() -> None:
    assert (len(VALID), len(INVALID)) == (16, 10)


def test_the_words_name_the_feature_that_is_demanded() -> None:
    with pytest.raises(InvalidDestination, match="feature 100"):
        bolt11.decode(INVALID[0][1])


@pytest.mark.parametrize(
    ("hrp", "prefix", "network", "amount"),
    [
        ("lnbc", "lnbc", Network.MAINNET, None),
        ("lnbc1", "lnbc", Network.MAINNET, 100_000_000_000),
        ("lntb1m", "lntb", Network.TESTNET, 100_000_000),
        ("lntbs1u", "lntbs", Network.SIGNET, 100_000),
        ("lntbs", "lntbs", Network.SIGNET, None),
        ("lnbcrt1n", "lnbcrt", Network.REGTEST, 100),
        ("lnbcrt10p", "lnbcrt", Network.REGTEST, 1),
        ("lnbc21000000", "lnbc", Network.MAINNET, 2_100_000_000_000_000_000),
    ],
)
def test_network_and_amount_come_from_the_front(
    hrp: str, prefix: str, network: Network, amount: int | None
) -> None:
    found = bolt11.decode(crafting.invoice(P, S, D, hrp=hrp))
    assert (found.prefix, found.network, found.amount_msat) == (prefix, network, amount)


@pytest.mark.parametrize(
    ("hrp", "reason"),
    [
        ("lnbc0", Reason.AMOUNT),
        ("lnbc0u", Reason.AMOUNT),
        ("lnbc01u", Reason.AMOUNT),
        ("lnbc1p", Reason.AMOUNT),
        ("lnbc15p", Reason.AMOUNT),
        ("lnbc1k", Reason.AMOUNT),
        ("lnbc21000001", Reason.AMOUNT),
        ("lnbc" + "9" * 70, Reason.AMOUNT),
        ("lnbc1uu", Reason.MALFORMED),
        ("lnbc-1", Reason.MALFORMED),
        ("bc1u", Reason.MALFORMED),
        ("lnltc1u", Reason.UNKNOWN_NETWORK),
        ("lnbcu", Reason.UNKNOWN_NETWORK),
        ("lnsb1u", Reason.UNKNOWN_NETWORK),
    ],
)
def test_a_front_that_cannot_be_paid_is_refused(hrp: str, reason: Reason) -> None:
    assert refusal(crafting.invoice(P, S, D, hrp=hrp)) is reason


def test_bech32m_is_not_an_invoice() -> None:
    hrp, words, _ = bech32.decode(VALID[0].text, max_length=1000)
    assert refusal(bech32.encode(hrp, words, bech32.Encoding.BECH32M)) is Reason.CHECKSUM


@pytest.mark.parametrize(
    "fields",
    [
        (S, D),
        (P, D),
        (P, S),
        (P, S, D, ("h", bech32.to_words(HASH))),
        (),
        (("p", P[1][:51]), S, D),
    ],
)
def test_a_part_that_must_be_there_is_missed(fields: tuple[crafting.Field, ...]) -> None:
    assert refusal(crafting.invoice(*fields)) is Reason.MISSING_FIELD


@pytest.mark.parametrize(
    "field",
    [
        ("d", bech32.to_words(b"\xff\xfe")),
        ("d", [1]),
        ("r", []),
        ("r", bech32.to_words(b"\x02" * 50)),
        ("r", bech32.to_words(b"\x02" * 52)),
        ("f", [0, *bech32.to_words(bytes(21))]),
        ("f", [1, *bech32.to_words(bytes(41))]),
        ("f", [17, *bech32.to_words(bytes(19))]),
        ("f", [18, *bech32.to_words(bytes(32))]),
        ("x", [31] * 13),
        ("c", [31] * 1023),
        ("m", [0, 0, 0]),
        ("p", [31] * 52),
    ],
)
def test_a_field_that_is_not_what_its_letter_says_is_refused(field: crafting.Field) -> None:
    assert refusal(crafting.invoice(field, P, S, D)) is Reason.MALFORMED


@pytest.mark.parametrize(
    "field",
    [
        ("2", [0, 0, 0]),
        ("f", [19, *bech32.to_words(bytes(20))]),
        ("f", [31]),
        ("f", []),
        ("n", bech32.to_words(bytes(32))),
        ("h", [0] * 51),
        ("9", []),
        ("9", [0, 0]),
    ],
)
def test_a_field_that_means_nothing_here_is_skipped(field: crafting.Field) -> None:
    assert bolt11.decode(crafting.invoice(field, P, S, D)).features == frozenset()


def test_a_cut_off_field_is_refused() -> None:
    stamp = [0] * 7
    for tail in ([1], [1, 0], [1, 0, 5, 0]):
        words = stamp + crafting.tagged(P, S, D) + tail
        assert refusal(crafting.signed("lnbc1u", words)) is Reason.MALFORMED


def test_the_first_of_two_counts() -> None:
    other = bech32.to_words(b"\x22" * 32)
    text = crafting.invoice(P, ("p", other), S, ("s", other), D, ("d", bech32.to_words(b"rum")))
    found = bolt11.decode(text)
    assert (found.payment_hash, found.payment_secret) == (HASH, PAYMENT_SECRET)
    assert found.description == "tea"


def test_a_second_feature_field_cannot_hide_what_is_demanded() -> None:
    hundred = [1 << (100 % 5), *[0] * (100 // 5)]
    for pair in ((("9", [0]), ("9", hundred)), (("9", hundred), ("9", [0]))):
        assert refusal(crafting.invoice(P, S, D, *pair)) is Reason.FEATURE


def test_a_named_payee_is_checked_and_only_with_low_s() -> None:
    assert bolt11.decode(crafting.invoice(P, S, D, N)).payee == PAYEE
    assert refusal(crafting.invoice(P, S, D, N, high_s=True)) is Reason.SIGNATURE
    assert bolt11.decode(crafting.invoice(P, S, D, high_s=True)).payee == PAYEE
    stranger = ("n", bech32.to_words(b"\x02" + PAYEE[1:]))
    assert refusal(crafting.invoice(P, S, D, stranger)) is Reason.SIGNATURE
    no_key = ("n", bech32.to_words(bytes(33)))
    assert refusal(crafting.invoice(P, S, D, no_key)) is Reason.SIGNATURE


def test_a_description_reaches_nobody_unclean() -> None:
    hostile = ("d", bech32.to_words("\x1b]52;c;AAAA\x07tea\u202e\n".encode()))
    assert bolt11.decode(crafting.invoice(P, S, hostile)).description == "tea "


def test_an_empty_description_is_not_a_missing_one() -> None:
    assert bolt11.decode(crafting.invoice(P, S, ("d", []))).description == ""


def test_it_expires_the_said_seconds_after_it_was_made() -> None:
    said = ("x", [1, 28])
    found = bolt11.decode(crafting.invoice(P, S, D, said, timestamp=1000))
    assert (found.made_at, found.expires_at) == (moment(1000), moment(1060))
    assert bolt11.decode(crafting.invoice(P, S, D, timestamp=1000)).expires_at == moment(4600)
    never = ("x", [15, *[31] * 12])
    found = bolt11.decode(crafting.invoice(P, S, D, never))
    assert (found.expiry_s, found.expires_at) == (2**64 - 1, LAST)


@pytest.mark.parametrize(
    ("hrp", "addresses"),
    [
        ("lnbc1u", ("1111111111111111111114oLvT2", "31h1vYVSYuKP6AhS86fbRdMw9XHieotbST")),
        ("lntbs1u", ("mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8", "2MsFDzHRUAMpjHxKyoEHU3aMCMsVtMqs1PV")),
    ],
)
def test_base58_fallbacks_are_of_the_invoice_s_network(
    hrp: str, addresses: tuple[str, ...]
) -> None:
    zeros = bech32.to_words(bytes(20))
    text = crafting.invoice(P, S, D, ("f", [17, *zeros]), ("f", [18, *zeros]), hrp=hrp)
    assert bolt11.decode(text).fallback_addresses == addresses


@pytest.mark.parametrize(
    ("hrp", "start"), [("lntb1u", "tb1q"), ("lntbs1u", "tb1q"), ("lnbcrt1u", "bcrt1q")]
)
def test_segwit_fallbacks_are_of_the_invoice_s_network(hrp: str, start: str) -> None:
    text = crafting.invoice(P, S, D, ("f", [0, *bech32.to_words(bytes(20))]), hrp=hrp)
    assert bolt11.decode(text).fallback_addresses[0].startswith(start)


def test_nothing_and_too_much_are_refused_at_once() -> None:
    assert refusal("") is Reason.EMPTY
    assert refusal("lnbc1" + "q" * 7085) is Reason.TOO_LONG
    assert refusal("lnbc1" + "q" * 7084) is Reason.CHECKSUM
    assert refusal(f" {VALID[0].text}") is Reason.MALFORMED


@given(st.text(max_size=300) | st.text("lnbc1ptsqzry9x8gf2vdw0", max_size=300).map("lnbc".__add__))
@TESTS
def test_no_text_raises_anything_else(text: str) -> None:
    with pytest.raises(InvalidDestination):
        bolt11.decode(text)


@pytest.mark.safety("S-30", "any one character changed is refused")
@given(st.sampled_from(VALID), st.data())
@TESTS
def test_one_wrong_character_is_always_refused(vector: Valid, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(vector.text) - 1))
    wrong = data.draw(st.characters().filter(lambda character: character != vector.text[at]))
    with pytest.raises(InvalidDestination):
        bolt11.decode(vector.text[:at] + wrong + vector.text[at + 1 :])


@given(st.sampled_from(VALID), st.integers(0, 400), st.integers(0, 400))
@TESTS
def test_a_piece_of_an_invoice_is_refused(vector: Valid, start: int, end: int) -> None:
    piece = vector.text[start:end]
    if piece != vector.text:
        with pytest.raises(InvalidDestination):
            bolt11.decode(piece)


words = st.lists(st.integers(0, 31), max_size=150)
fields = st.lists(
    st.tuples(st.sampled_from("pshdnxcfr9m2"), words | st.sampled_from([P[1], N[1]])), max_size=8
)
hrps = st.sampled_from(["lnbc", "lntb1", "lntbs7u", "lnbcrt10p"]) | st.from_regex(
    r"\Aln[a-z]{0,5}[0-9]{0,8}[a-z]?\Z"
)


@given(hrps, words)
@TESTS
def test_any_words_with_a_right_checksum_are_read_or_refused(hrp: str, content: list[int]) -> None:
    try:
        bolt11.decode(bech32.encode(hrp, content, bech32.Encoding.BECH32))
    except InvalidDestination:
        return


@given(hrps, fields)
@TESTS
def test_any_signed_fields_are_read_or_refused(hrp: str, content: list[crafting.Field]) -> None:
    try:
        found = bolt11.decode(crafting.invoice(P, S, D, *content, hrp=hrp))
    except InvalidDestination:
        return
    assert found.payment_hash == HASH
