"""Amounts, moments and texts as they come through the door (S-20, S-25, S-51)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.api.errors import MalformedResponse
from voltage_tui.api.json_body import parse_json
from voltage_tui.api.wire.base import (
    Amount,
    Count,
    Cursor,
    Flag,
    Id,
    Integer,
    Number,
    Payable,
    Text,
    TextTable,
    Timestamp,
    Wire,
    decode,
)
from voltage_tui.api.wire.quote import MarketQuoteWire, to_market_quote
from voltage_tui.api.wire.values import read_amount, read_timestamp
from voltage_tui.money import BTC, Currency, Money, cents, msats
from voltage_tui.text import is_clean


class Everything(Wire):
    """One of each."""

    amount: Amount | None = None
    count: Count | None = None
    integer: Integer | None = None
    number: Number | None = None
    flag: Flag | None = None
    text: Text | None = None
    id: Id | None = None
    moment: Timestamp | None = None
    payable: Payable | None = None
    cursor: Cursor | None = None
    table: TextTable | None = None


def read(text: str) -> Everything:
    return decode("it", parse_json(text.encode()), Everything, lambda wire: wire)


GOOD = {
    '{"currency":"btc","amount":5,"unit":"msats"}': msats(5),
    '{"currency":"btc","amount":5}': msats(5),
    '{"currency":"usd","amount":5,"unit":"cents","negative":true}': cents(-5),
    '{"currency":"usd","amount":5,"negative":false}': cents(5),
    '{"currency":"usd","amount":5,"negative":null}': cents(5),
    '{"currency":"btc","amount":-5}': msats(-5),
    '{"currency":"btc","amount":-5,"negative":true}': msats(-5),
    '{"currency":"btc","amount":9223372036854775807}': msats(2**63 - 1),
    '{"currency":"eur","amount":5,"unit":"cents"}': Money(Currency("eur"), 5),
}
BAD = (
    '{"currency":"btc","amount":5.0}',
    '{"currency":"btc","amount":5e0}',
    '{"currency":"btc","amount":"5"}',
    '{"currency":"btc","amount":true}',
    '{"currency":"btc","amount":null}',
    '{"currency":"btc","amount":9223372036854775808}',
    '{"currency":"btc","amount":5,"unit":"sats"}',
    '{"currency":"usd","amount":5,"unit":"msats"}',
    '{"currency":"usd","amount":5,"negative":1}',
    '{"currency":"usd","amount":5,"negative":"true"}',
    '{"currency":["btc"],"amount":5}',
    '{"currency":"\\u001b[2J","amount":5}',
    '{"currency":"","amount":5}',
    '{"amount":5}',
    '{"currency":"btc"}',
    "5",
    '"5"',
    "[]",
)


@pytest.mark.parametrize(("text", "money"), GOOD.items())
def test_an_amount_is_exact(text: str, money: Money) -> None:
    assert read(f'{{"amount":{text}}}').amount == money


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_amount_is_never_guessed(text: str) -> None:
    with pytest.raises(MalformedResponse):
        read(f'{{"amount":{text}}}')


def test_minus_zero_is_zero() -> None:
    zero = read_amount({"currency": "btc", "amount": 0, "negative": True})
    assert zero == msats(0)
    assert not zero.is_negative


@given(st.integers(0, 2**63 - 1), st.booleans(), st.sampled_from(["btc", "usd"]))
def test_magnitude_and_sign_make_the_amount(units: int, negative: bool, currency: str) -> None:
    money = read_amount({"currency": currency, "amount": units, "negative": negative})
    assert money == Money(Currency(currency), -units if negative else units)


@pytest.mark.parametrize("name", ["count", "integer"])
@pytest.mark.parametrize("value", ["1.0", "true", '"1"', "18446744073709551616", "-1e3", "[]"])
def test_an_integer_is_nothing_else(name: str, value: str) -> None:
    with pytest.raises(MalformedResponse):
        read(f'{{"{name}":{value}}}')


def test_a_count_is_not_negative_and_an_integer_may_be() -> None:
    assert read('{"integer":-3}').integer == -3
    with pytest.raises(MalformedResponse):
        read('{"count":-3}')


@pytest.mark.parametrize("value", ['"true"', "1", "0", '"no"'])
def test_a_flag_is_true_or_false(value: str) -> None:
    with pytest.raises(MalformedResponse):
        read(f'{{"flag":{value}}}')


def test_a_percentage_is_exact_and_bounded() -> None:
    assert str(read('{"number":2.05}').number) == "2.05"
    assert read('{"number":1}').number == 1
    assert read('{"number":1e-300}').number == 0
    with pytest.raises(MalformedResponse):
        read('{"number":1e300}')


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-05T09:41:07Z", datetime(2026, 10, 5, 9, 41, 7, tzinfo=UTC)),
        ("2026-10-05T09:41:07.118Z", datetime(2026, 10, 5, 9, 41, 7, 118_000, tzinfo=UTC)),
        ("2026-10-05T09:41:50.30219Z", datetime(2026, 10, 5, 9, 41, 50, 302_190, tzinfo=UTC)),
        ("2026-10-05T09:41:07.123456789Z", datetime(2026, 10, 5, 9, 41, 7, 123_456, tzinfo=UTC)),
        ("2026-10-05t09:41:07z", datetime(2026, 10, 5, 9, 41, 7, tzinfo=UTC)),
        ("2026-10-05T11:41:07+02:00", datetime(2026, 10, 5, 9, 41, 7, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_to_the_microsecond(text: str, moment: datetime) -> None:
    assert read_timestamp(text) == moment
    assert read_timestamp(text).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    ["2026-10-05", "2026-10-05T09:41:07", "1791194544", "20261005T094107Z", "2026-13-05T09:41:07Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-10-05T09:41:07.Z", "now",
     "٢٠٢٦-10-05T09:41:07Z", "2026-10-05T09:41:07Z\n"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"timestamp|day|month|range"):
        read_timestamp(text)
    with pytest.raises(MalformedResponse):
        decode("it", {"moment": text}, Everything, lambda wire: wire)


@given(st.text(), st.text(), st.text())
def test_every_text_is_clean(text: str, key: str, value: str) -> None:
    wire = decode(
        "it", {"text": text, "payable": text, "table": {key: value}}, Everything, lambda w: w
    )
    assert wire.table is not None
    texts = [wire.text or "", wire.payable or "", *wire.table, *wire.table.values()]
    assert all(is_clean(one) for one in texts)


def test_an_invoice_is_never_shortened() -> None:
    invoice = "lnbc1" + "q" * 9_000
    assert decode("it", {"payable": invoice}, Everything, lambda w: w).payable == invoice
    with pytest.raises(MalformedResponse):
        decode("it", {"payable": invoice * 2}, Everything, lambda w: w)


@pytest.mark.parametrize("value", ["", "a/b", "..", "a b", "é", "x" * 65, "\x1b[2J", "a\n"])
def test_an_identifier_is_fit_for_a_path(value: str) -> None:
    with pytest.raises(MalformedResponse):
        decode("it", {"id": value}, Everything, lambda w: w)


def test_a_cursor_is_kept_as_it_is_or_refused() -> None:
    for cursor in ("eyJr==", "a b&c=d", "é\x00"):
        assert decode("it", {"cursor": cursor}, Everything, lambda w: w).cursor == cursor
    for cursor in ("x" * 5_000, "\ud800"):
        with pytest.raises(MalformedResponse):
            decode("it", {"cursor": cursor}, Everything, lambda w: w)


def test_an_error_names_the_place_and_never_the_content() -> None:
    with pytest.raises(MalformedResponse) as caught:
        decode("wallet", {"count": "SENSITIVE"}, Everything, lambda w: w)
    assert "wallet" in caught.value.what
    assert "count" in caught.value.what
    assert "SENSITIVE" not in str(caught.value)
    assert caught.value.__suppress_context__


def quote(rate: str) -> dict[str, object]:
    return {"from": "usd", "to": "btc", "rate": rate, "quoted_at": "2026-10-05T12:00:01Z"}


def test_a_rate_is_coefficient_over_a_power_of_ten() -> None:
    got = decode("q", quote("6500000e0"), MarketQuoteWire, to_market_quote)
    assert got.rate.price == cents(6_500_000)
    got = decode("q", quote("12345e2"), MarketQuoteWire, to_market_quote)
    assert (got.rate.coefficient, got.rate.scale, got.rate.currency) == (12_345, 2, "usd")
    assert (got.source, got.target) == ("usd", BTC)


@pytest.mark.parametrize("rate", ["6.5e6", "65000", "-1e0", "1e-2", "0e0", "1e", "1e99"])
def test_a_rate_in_another_notation_is_refused(rate: str) -> None:
    with pytest.raises(MalformedResponse):
        decode("q", quote(rate), MarketQuoteWire, to_market_quote)
