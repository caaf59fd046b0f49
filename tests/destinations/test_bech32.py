"""Vectors of BIP173 and BIP350."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.destinations import bech32
from voltage_tui.destinations.bech32 import Bech32Error, Encoding

VALID_BECH32 = (
    "A12UEL5L",
    "a12uel5l",
    "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "11" + "q" * 82 + "c8247j",
    "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "?1ezyfcl",
)
VALID_BECH32M = (
    "A1LQFN3A",
    "a1lqfn3a",
    "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
    "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
    "11" + "l" * 82 + "ludsr8",
    "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
    "?1v759aa",
)
INVALID = (
    " 1nwldj5",
    "\x7f1axkwrx",
    "\x801eym55h",
    "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
    "pzry9x0s0muk",
    "1pzry9x0s0muk",
    "x1b4n0q5v",
    "li1dgmt3",
    "de1lg7wt\xff",
    "A1G7SGD8",
    "10a06t8",
    "1qzzfhee",
    " 1xj0phk",
    "\x7f1g6xzxy",
    "\x801vctc34",
    "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4",
    "qyrz8wqd2c9m",
    "1qyrz8wqd2c9m",
    "y1b0jsk6g",
    "lt1igcx5c0",
    "in1muywd",
    "mm1crxm3i",
    "au1s5cgom",
    "M1VUXWEZ",
    "16plkw9",
    "1p2gdwpf",
    "",
)
words = st.lists(st.integers(0, 31), max_size=80)


@pytest.mark.parametrize("text", VALID_BECH32)
def test_a_valid_string_is_bech32_and_encodes_back(text: str) -> None:
    hrp, found, encoding = bech32.decode(text)
    assert encoding is Encoding.BECH32
    assert bech32.encode(hrp, found, encoding) == text.lower()


@pytest.mark.parametrize("text", VALID_BECH32M)
def test_a_valid_string_is_bech32m_and_encodes_back(text: str) -> None:
    hrp, found, encoding = bech32.decode(text)
    assert encoding is Encoding.BECH32M
    assert bech32.encode(hrp, found, encoding) == text.lower()


@pytest.mark.parametrize("text", INVALID)
def test_an_invalid_string_is_refused(text: str) -> None:
    with pytest.raises(Bech32Error):
        bech32.decode(text)


def test_ninety_characters_are_the_most_unless_more_are_allowed() -> None:
    most = bech32.encode("tb", [0] * 81, Encoding.BECH32)
    assert bech32.decode(most).hrp == "tb"
    more = bech32.encode("tb", [0] * 82, Encoding.BECH32)
    assert (len(most), len(more)) == (90, 91)
    with pytest.raises(Bech32Error):
        bech32.decode(more)
    assert bech32.decode(more, max_length=91).hrp == "tb"


@given(words, st.sampled_from(Encoding))
def test_what_was_encoded_decodes(content: list[int], encoding: Encoding) -> None:
    text = bech32.encode("tb", content, encoding)
    assert bech32.decode(text) == ("tb", content, encoding)
    assert bech32.decode(text.upper()) == ("tb", content, encoding)


@given(words, st.data())
def test_one_wrong_character_is_always_noticed(content: list[int], data: st.DataObject) -> None:
    text = bech32.encode("tb", content, Encoding.BECH32)
    at = data.draw(st.integers(3, len(text) - 1))
    wrong = data.draw(st.sampled_from(bech32.CHARSET.replace(text[at], "")))
    with pytest.raises(Bech32Error):
        bech32.decode(text[:at] + wrong + text[at + 1 :])


@given(st.binary(max_size=64))
def test_bytes_go_to_words_and_back(data: bytes) -> None:
    found = bech32.to_words(data)
    assert all(0 <= word < 32 for word in found)
    assert bech32.to_bytes(found) == data


def test_padding_must_be_short_and_zero() -> None:
    assert bech32.to_bytes([31, 28]) == b"\xff"
    for bad in ([31, 29], [0], [0, 0, 0]):
        with pytest.raises(Bech32Error):
            bech32.to_bytes(bad)


@given(st.text(max_size=100))
def test_no_text_raises_anything_else(text: str) -> None:
    for read in (bech32.decode, bech32.decode_segwit_address):
        try:
            read(text)
        except Bech32Error:
            continue


@given(
    st.integers(0, 16), st.binary(min_size=2, max_size=40), st.sampled_from(["bc", "tb", "bcrt"])
)
def test_a_witness_program_survives_its_address(version: int, program: bytes, hrp: str) -> None:
    if version == 0 and len(program) not in {20, 32}:
        with pytest.raises(Bech32Error):
            bech32.encode_segwit_address(hrp, version, program)
        return
    text = bech32.encode_segwit_address(hrp, version, program)
    assert bech32.decode_segwit_address(text) == (hrp, version, program)


@pytest.mark.parametrize(("version", "length"), [(17, 32), (-1, 32), (1, 1), (1, 41), (0, 21)])
def test_what_is_no_witness_program_has_no_address(version: int, length: int) -> None:
    with pytest.raises(Bech32Error):
        bech32.encode_segwit_address("bc", version, b"\x01" * length)
