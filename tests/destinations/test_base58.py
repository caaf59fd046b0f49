from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.destinations import base58
from voltage_tui.destinations.base58 import Base58Error


def test_the_address_of_the_first_block() -> None:
    payload = bytes.fromhex("0062e907b15cbf27d5425399ebf6f0fb50ebb88f18")
    assert base58.encode(payload) == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    assert base58.decode("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa") == payload


@given(st.binary(min_size=1, max_size=78))
def test_what_was_encoded_decodes(payload: bytes) -> None:
    assert base58.decode(base58.encode(payload)) == payload


def test_a_wrong_character_is_a_checksum_error() -> None:
    with pytest.raises(Base58Error) as caught:
        base58.decode("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")
    assert caught.value.checksum_only


@pytest.mark.parametrize(
    "text", ["", "0", "O", "I", "l", "1", "1111", "1A1zP1 eP5", "1" * 121, "é"]
)
def test_what_is_not_base58check_is_refused(text: str) -> None:
    with pytest.raises(Base58Error):
        base58.decode(text)


@given(st.text(max_size=130))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        base58.decode(text)
    except Base58Error:
        return
