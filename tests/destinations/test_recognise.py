from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.destinations import crafting
from tests.destinations.bolt11_vectors import PAYEE, VALID
from tests.destinations.crafting import D, P, S
from voltage_tui.destinations import base58, bech32
from voltage_tui.destinations.errors import InvalidDestination, Reason
from voltage_tui.destinations.networks import Network
from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    Unsupported,
    UnsupportedKind,
    recognise,
)

INVOICE = crafting.invoice(P, S, D, hrp="lntbs1u")
ADDRESS = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"
BASE58 = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
K = UnsupportedKind


@pytest.mark.parametrize(
    "text",
    [
        INVOICE,
        INVOICE.upper(),
        f"  {INVOICE}\n",
        f"lightning:{INVOICE}",
        f"LIGHTNING:{INVOICE.upper()}",
        f"\tLightning:{INVOICE} ",
    ],
)
def test_an_invoice_is_recognised(text: str) -> None:
    found = recognise(text)
    assert isinstance(found, Bolt11Destination)
    assert (found.text, found.network, found.amount_msat) == (INVOICE, Network.SIGNET, 100_000)


@pytest.mark.parametrize("text", [ADDRESS, ADDRESS.upper(), f" {ADDRESS} "])
def test_an_address_is_recognised(text: str) -> None:
    found = recognise(text)
    assert isinstance(found, AddressDestination)
    assert (found.text, found.network, found.amount_msat) == (ADDRESS, Network.ANY_TEST, None)


@pytest.mark.parametrize(
    "text", [BASE58, "3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX", "mk2QpYatsKicvFVuTAQLBryyccRXMUaGHP"]
)
def test_a_base58_address_is_recognised(text: str) -> None:
    found = recognise(text)
    assert isinstance(found, AddressDestination)
    assert found.text == text


def test_a_link_is_recognised_and_kept_as_it_came() -> None:
    uri = f"BITCOIN:{ADDRESS.upper()}?AMOUNT=0.000001&LIGHTNING={INVOICE.upper()}"
    found = recognise(f" {uri} ")
    assert isinstance(found, Bip21Destination)
    assert (found.text, found.network, found.amount_msat) == (uri, Network.SIGNET, 100_000)


LNURL = bech32.encode("lnurl", bech32.to_words(b"https://x.example"), bech32.Encoding.BECH32)


@pytest.mark.safety(
    "S-35", "LNURL, Lightning addresses, BOLT 12 and web addresses are named, not guessed"
)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LNURL, K.LNURL),
        (LNURL.upper(), K.LNURL),
        (f"lightning:{LNURL}", K.LNURL),
        ("lnurlp://x.example/pay", K.LNURL),
        ("lnurlw:x.example", K.LNURL),
        ("keyauth://x.example", K.LNURL),
        ("alice@wallet.example", K.LIGHTNING_ADDRESS),
        ("lnbc@wallet.example", K.LIGHTNING_ADDRESS),
        ("lightning:alice@wallet.example", K.LIGHTNING_ADDRESS),
        ("₿alice@wallet.example", K.LIGHTNING_ADDRESS),
        ("lno1pqps7sjqpgtyzm3qv4uxzmtsd3jjqer9wd3hy6tsw35k7msjzfpy7nz5", K.BOLT12),
        ("LNI1PQPS7SJ", K.BOLT12),
        ("lightning:lnr1qqq", K.BOLT12),
        ("https://voltage.example/pay?lightning=" + INVOICE, K.URL),
        ("HTTP://voltage.example", K.URL),
        ("www.voltage.example", K.URL),
        ("voltage.example/pay", K.URL),
        ("lightning.example", K.URL),
        ("lnbits.example/lnurlp", K.URL),
        ("ethereum:0x00", K.LINK),
        ("mailto:a@b.example", K.LINK),
        ("javascript:alert(1)", K.LINK),
        (PAYEE.hex(), K.NODE_ID),
        (PAYEE.hex().upper(), K.NODE_ID),
        (f"{PAYEE.hex()}@203.0.113.5:9735", K.NODE_ID),
        ("sp1" + "q" * 100, K.SILENT_PAYMENT),
        ("taptb1" + "q" * 60, K.TAPROOT_ASSET),
        ("xpub6CUGRUo" + "a" * 100, K.EXTENDED_KEY),
        ("xprv9s21ZrQ" + "a" * 100, K.EXTENDED_KEY),
        (base58.encode(b"\x80" + bytes(31) + b"\x01"), K.PRIVATE_KEY),
        (base58.encode(b"\xef" + bytes(31) + b"\x01\x01"), K.PRIVATE_KEY),
        ("hello", K.UNKNOWN),
        ("lightning:", K.UNKNOWN),
        (f"lightning:{ADDRESS}", K.UNKNOWN),
        (f"lightning:lightning:{INVOICE}", K.UNKNOWN),
        (f"pay {INVOICE}", K.UNKNOWN),
        (PAYEE.hex()[2:], K.UNKNOWN),
        ("0.5", K.UNKNOWN),
        ("💸", K.UNKNOWN),
    ],
)
def test_what_is_not_paid_from_here_is_named(text: str, kind: UnsupportedKind) -> None:
    assert recognise(text) == Unsupported(kind)
    assert Unsupported(kind).words.endswith(".")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n", Reason.EMPTY),
        ("a" * 10_001, Reason.TOO_LONG),
        (INVOICE[:-1] + ("q" if INVOICE[-1] != "q" else "p"), Reason.CHECKSUM),
        (INVOICE[:60], Reason.CHECKSUM),
        (INVOICE[:60] + "\n" + INVOICE[60:], Reason.MALFORMED),
        (INVOICE[:60].upper() + INVOICE[60:], Reason.MIXED_CASE),
        ("lnbc1", Reason.MALFORMED),
        (crafting.invoice(P, S, D, hrp="lnltc1u"), Reason.UNKNOWN_NETWORK),
        (ADDRESS[:-1] + "q", Reason.CHECKSUM),
        (" ".join(ADDRESS[i : i + 4] for i in range(0, 42, 4)), Reason.MALFORMED),
        (BASE58[:-1] + "b", Reason.CHECKSUM),
        (BASE58.replace("P", "0"), Reason.MALFORMED),
        (f"bitcoin:{BASE58}?amount=x", Reason.AMOUNT),
        (f"bitcoin:{BASE58}?req-x=1", Reason.REQUIRED_PARAMETER),
    ],
)
def test_what_was_meant_to_be_paid_but_is_not_right_is_refused(text: str, reason: Reason) -> None:
    with pytest.raises(InvalidDestination) as caught:
        recognise(text)
    assert caught.value.reason is reason


starts = st.sampled_from(["", "bitcoin:", "lightning:", "lnbc", "bc1", "lnurl1", "https:", BASE58])


@given(starts, st.text(max_size=120) | st.sampled_from([vector.text for vector in VALID]))
@settings(max_examples=200, deadline=None)
def test_no_text_raises_anything_else(start: str, rest: str) -> None:
    try:
        found = recognise(start + rest)
    except InvalidDestination:
        return
    assert isinstance(found, Unsupported) or found.text.lower() in (start + rest).lower()
