"""Addresses of BIP173 and BIP350, and base58 ones (S-31)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.destinations import address, base58
from voltage_tui.destinations.address import AddressKind
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import Network

MAIN, TEST = Network.MAINNET, Network.ANY_TEST
VALID = (
    (
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        MAIN,
        AddressKind.P2WPKH,
        "751e76e8199196d454941c45d1b3a323f1433bd6",
    ),
    (
        "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
        TEST,
        AddressKind.P2WSH,
        "1863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
    ),
    (
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        MAIN,
        AddressKind.UNKNOWN_WITNESS,
        "751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6",
    ),
    ("BC1SW50QGDZ25J", MAIN, AddressKind.UNKNOWN_WITNESS, "751e"),
    (
        "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
        MAIN,
        AddressKind.UNKNOWN_WITNESS,
        "751e76e8199196d454941c45d1b3a323",
    ),
    (
        "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy",
        TEST,
        AddressKind.P2WSH,
        "000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    ),
    (
        "tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c",
        TEST,
        AddressKind.P2TR,
        "000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    ),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        MAIN,
        AddressKind.P2TR,
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ),
    (
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        MAIN,
        AddressKind.P2PKH,
        "62e907b15cbf27d5425399ebf6f0fb50ebb88f18",
    ),
    (
        "3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX",
        MAIN,
        AddressKind.P2SH,
        "8f55563b9a19f321c211e9b9f38cdf686ea07845",
    ),
    (
        "mk2QpYatsKicvFVuTAQLBryyccRXMUaGHP",
        TEST,
        AddressKind.P2PKH,
        "3172b5654f6683c8fb146959d347ce303cae4ca7",
    ),
)
INVALID = (
    ("tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut", Reason.MALFORMED),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd", Reason.CHECKSUM),
    ("tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf", Reason.CHECKSUM),
    ("BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL", Reason.CHECKSUM),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh", Reason.CHECKSUM),
    ("tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47", Reason.CHECKSUM),
    ("bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4", Reason.MALFORMED),
    ("BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R", Reason.MALFORMED),
    ("bc1pw5dgrnzv", Reason.MALFORMED),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
        Reason.MALFORMED,
    ),
    ("BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P", Reason.MALFORMED),
    ("tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq", Reason.MIXED_CASE),
    ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf", Reason.MALFORMED),
    ("tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j", Reason.MALFORMED),
    ("bc1gmk9yu", Reason.MALFORMED),
    # BIP173, as amended: version 0 as it was, later versions no longer with the first checksum.
    ("tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", Reason.MALFORMED),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", Reason.CHECKSUM),
    ("BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2", Reason.MALFORMED),
    ("bc1rw5uspcuh", Reason.MALFORMED),
    ("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sL5k7", Reason.MIXED_CASE),
    ("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3pjxtptv", Reason.MALFORMED),
    (
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
        Reason.CHECKSUM,
    ),
    ("BC1SW50QA3JX3S", Reason.CHECKSUM),
    # Base58.
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", Reason.CHECKSUM),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7Di0fNa", Reason.MALFORMED),
    ("LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9", Reason.UNKNOWN_NETWORK),
    (base58.encode(bytes(20)), Reason.MALFORMED),
    (base58.encode(bytes(22)), Reason.MALFORMED),
    ("", Reason.EMPTY),
)


@pytest.mark.parametrize(("text", "network", "kind", "program"), VALID)
def test_an_address_is_taken_apart(
    text: str, network: Network, kind: AddressKind, program: str
) -> None:
    found = address.decode(text)
    assert (found.network, found.kind, found.program.hex()) == (network, kind, program)


def test_segwit_is_kept_in_lower_case_and_base58_as_it_came() -> None:
    assert address.decode("BC1SW50QGDZ25J").text == "bc1sw50qgdz25j"
    assert address.decode(VALID[-1][0]).text == VALID[-1][0]


@pytest.mark.safety("S-31", "the vectors of BIP 173 and 350, mixed case, wrong checksums")
@pytest.mark.parametrize(("text", "reason"), INVALID)
def test_what_is_no_address_is_refused_with_the_reason(text: str, reason: Reason) -> None:
    with pytest.raises(InvalidDestination) as caught:
        address.decode(text)
    assert caught.value.reason is reason
    assert caught.value.words


def test_a_regtest_address_is_known_as_such() -> None:
    found = address.decode("bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080")
    assert (found.network, found.kind) == (Network.REGTEST, AddressKind.P2WPKH)


@given(
    st.sampled_from([MAIN, TEST]),
    st.sampled_from([AddressKind.P2PKH, AddressKind.P2SH]),
    st.binary(min_size=20, max_size=20),
)
def test_a_base58_address_survives(network: Network, kind: AddressKind, program: bytes) -> None:
    text = address.encode_base58(network, kind, program)
    assert address.decode(text) == address.Address(text, network, kind, program)
    assert (
        text[0]
        in {
            (MAIN, AddressKind.P2PKH): "1",
            (MAIN, AddressKind.P2SH): "3",
            (TEST, AddressKind.P2PKH): "mn",
            (TEST, AddressKind.P2SH): "2",
        }[network, kind]
    )


@given(st.text(max_size=100) | st.text("1bcmn2qpzry9x8gf", max_size=70).map("bc1".__add__))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        address.decode(text)
    except InvalidDestination:
        return
