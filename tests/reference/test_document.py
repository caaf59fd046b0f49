"""The reference is read whole: every shape found, every name known, every sentence still there."""

from __future__ import annotations

import re

import pytest

from tests.reference.document import DocumentError, load, parse, type_expression
from tests.reference.errors import catalogue
from tests.reference.kinds import (
    Adjacent,
    Choice,
    External,
    Internal,
    ListOf,
    MapOf,
    Pattern,
    Record,
    Ref,
    Scalar,
    Sibling,
    Untagged,
    references,
)
from tests.reference.location import needs_reference, read
from tests.reference.operations import operations
from tests.reference.prose import ProseError

pytestmark = needs_reference


def test_every_heading_and_every_row_of_section_1_is_a_shape() -> None:
    text = read("schemas.md")
    enums = text.partition("## 1. Enums")[2].partition("## 2.")[0]
    rows = [line for line in enums.splitlines() if line.startswith("| ")][1:]
    names = [re.sub(r"\(.*", "", row.split("|")[1]).strip() for row in rows]
    headings = [line[4:].removesuffix(" †") for line in text.splitlines() if line[:4] == "### "]
    expected = {part for name in names for part in name.split(" / ")} | set(headings)
    assert load().shapes.keys() == expected - {"Error catalogue"}


def test_no_name_is_used_that_no_shape_has() -> None:
    assert load().dangling() == set()
    used = {
        name
        for operation in operations().values()
        for kind in (operation.body, operation.response)
        if kind is not None
        for name in references(type_expression(kind))
    }
    used |= {n for e in catalogue() if e.context is not None for n in references(e.context)}
    assert used - load().shapes.keys() == set()
    assert len(used) > 30


def test_a_misspelt_name_would_be_noticed() -> None:
    changed = read("schemas.md").replace("| holds | [Hold] | R |", "| holds | [Hodl] | R |")
    assert parse(changed).dangling() == {"Hodl"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("limited to `btc` or `usd`", "limited to `btc`"),
        ("Responses always include `unit`.", ""),
        ("but `negative` is **required**", "but `negative` is optional"),
        ("`{expired_at}`; ", ""),
        ("`{message}` or `{max_retries}` (u8)", "anything"),
        ("string `<coefficient>e<scale>`, two integers", "string"),
    ],
)
def test_a_changed_sentence_is_noticed(old: str, new: str) -> None:
    text = read("schemas.md")
    assert old in text
    with pytest.raises(ProseError):
        parse(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| limit | u64 | O? | credit", "| limit | u128 | O? | credit"),
        ("| active | bool | R | |", "| active | bool | always | |"),
        ("Union, internal tag `direction`.", "One of these."),
        ("| SortOrder | `ASC`, `DESC` |", "| SortOrder | up or down |"),
    ],
)
def test_what_cannot_be_read_is_refused(old: str, new: str) -> None:
    text = read("schemas.md")
    assert old in text
    with pytest.raises(DocumentError):
        parse(text.replace(old, new))


def test_each_kind_of_union_is_read_as_its_own() -> None:
    shapes = load().shapes
    assert isinstance(shapes["Payment"], Internal)
    assert isinstance(shapes["SendData"], Sibling)
    assert isinstance(shapes["CollateralStatus"], External)
    assert isinstance(shapes["PaymentErrorContext"], Untagged)
    quote, config = shapes["Quote"], shapes["InfraConfigReadonly"]
    assert isinstance(quote, Adjacent)
    assert (quote.tag, quote.content) == ("type", "detail")
    assert isinstance(config, Adjacent)
    assert config.content == "config"


def test_enums_and_formats_keep_their_exact_spelling() -> None:
    shapes = load().shapes
    assert shapes["SettlementType"] == Choice(("Collection", "Payout"))
    assert shapes["SupportedNetwork"] == Choice(("mainnet", "testnet3", "mutinynet"))
    assert shapes["Expiration"] == Scalar("u32")
    assert shapes["UsdAmount"] == shapes["BtcAmount"] == Scalar("u64")
    currency = shapes["Currency"]
    assert isinstance(currency, Pattern)
    assert re.fullmatch(currency.regex, "asset:" + "aF" * 33)
    assert not re.fullmatch(currency.regex, "asset:" + "a" * 64)


def test_presence_notes_and_maps_are_read() -> None:
    wallet = _record("Wallet")
    metadata, limit = wallet.field("metadata"), wallet.field("limit")
    assert (metadata.required, metadata.nullable) == (False, True)
    assert metadata.type == MapOf(Scalar("string"), Scalar("string"))
    assert limit.type == Scalar("u64")
    assert wallet.field("balances").type == ListOf(Ref("Balance"))
    summary = _record("BillSummary")
    assert summary.field("by_status").type == MapOf(Ref("BillStatus"), Ref("BillStatusSummary"))
    name = _record("NewWalletRequest").field("name").limits
    assert (name.min_length, name.max_length) == (3, 256)
    points = _record("ProcessingFeeRates").field("send_basis_points").limits
    assert (points.minimum, points.maximum) == (0, 10_000)
    expiration = _record("ReceiveFixedRequest").field("expiration").limits
    assert (expiration.minimum, expiration.maximum) == (None, 86_400)
    unit = _record("AmountAsset").field("unit")
    assert (unit.type, unit.in_responses) == (Choice(("base units",)), True)
    assert _record("SendOnchainRequestData").field("amount").aliases == ("amount_sats",)


def _record(name: str) -> Record:
    kind = load().shapes[name]
    assert isinstance(kind, Record)
    return kind
