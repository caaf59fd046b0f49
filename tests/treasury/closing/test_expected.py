"""A file of expected invoices: every line is an invoice or a fault, and none is guessed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voltage_tui.money import BTC, USD, Money
from voltage_tui.text import clean
from voltage_tui.treasury.closing import expected
from voltage_tui.treasury.closing.expected import (
    Expected,
    ExpectedError,
    amount_of,
    date_of,
    read_expected,
)


def invoices(text: str) -> list[tuple[str, Money, date | None, str]]:
    read = read_expected(text.encode())
    assert read.faults == ()
    return [(i.number, i.amount, i.due, i.customer) for i in read.invoices]


@pytest.mark.parametrize(
    "text",
    [
        "invoice,amount,currency,date,customer\n2026-118,12.50,USD,2026-03-04,Hosting GmbH\n",
        "\ufeffInvoice No.;Amount;Unit;Due date;Customer name\r\n"
        "2026-118;12,50;usd;04.03.2026;Hosting GmbH\r\n",
        "\n\ncustomer\tTotal\tReference\tdue\nHosting GmbH\t$12.50\t2026-118\t2026-03-04T10:00Z\n",
        'x,Reference,Amount,Date,Client\n,"2026-118","12.50 USD",3/14/2026,Hosting GmbH'.replace(
            "3/14", "2026-03-04"
        ).replace("2026-03-04/2026", "2026-03-04"),
    ],
)
def test_columns_are_found_by_their_heads(text: str) -> None:
    wanted = ("2026-118", Money(USD, 1_250), date(2026, 3, 4), "Hosting GmbH")
    assert invoices(text) == [wanted]


@pytest.mark.parametrize(
    ("amount", "unit", "money"),
    [
        ("1,234.56", "USD", Money(USD, 123_456)),
        ("1.234,56", "USD", Money(USD, 123_456)),
        ("1 234,5", "USD", Money(USD, 123_450)),
        ("1,234,567", "sats", Money(BTC, 1_234_567_000)),
        ("0.001", "BTC", Money(BTC, 100_000_000)),
        ("0,001", "BTC", Money(BTC, 100_000_000)),
        ("1.234", "BTC", Money(BTC, 123_400_000_000)),
        ("25000", "sat", Money(BTC, 25_000_000)),
        ("25000 sats", "", Money(BTC, 25_000_000)),
        ("7", "msats", Money(BTC, 7)),
        ("$12", "USD", Money(USD, 1_200)),
    ],
)
def test_amounts(amount: str, unit: str, money: Money) -> None:
    assert amount_of(amount, unit) == money


@pytest.mark.parametrize(
    ("amount", "unit", "why"),
    [
        ("1,234", "USD", "a thousand times"),
        ("1.230", "USD", "a thousand times"),
        ("1.234", "sats", "a thousand times"),
        ("1.000", "msats", "a thousand times"),
        ("1,234", "BTC", "a thousand times"),
        ("12.345678", "USD", "more places"),
        ("12", "", "no currency"),
        ("12", "EUR", "not USD"),
        ("$12", "BTC", "not USD"),
        ("-12", "USD", "no plain number"),
        ("(12)", "USD", "no plain number"),
        ("1e5", "USD", "no plain number"),
        ("12,34,56", "USD", "no plain number"),
        ("1.234.5,6,7", "USD", "no plain number"),
        ("0.00", "USD", "is nothing"),
        ("99999999999999999999", "USD", "more than there is"),
        ("", "USD", "no amount"),
        ("\u0661\u0662", "USD", "no plain number"),
    ],
)
def test_what_is_no_amount_or_may_be_two_is_told(amount: str, unit: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        amount_of(amount, unit)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026/3/4 10:00", date(2026, 3, 4)),
        ("04.03.2026", date(2026, 3, 4)),
        ("25/03/2026", date(2026, 3, 25)),
        ("3/25/2026", date(2026, 3, 25)),
        ("3/3/2026", date(2026, 3, 3)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    "text", ["03/04/2026", "2026-02-30", "4 March", "26-03-04", "13.13.2026", "T"]
)
def test_what_is_no_day_or_may_be_two_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="its date"):
        date_of(text)


def test_a_bad_line_takes_no_other_with_it() -> None:
    text = (
        "invoice,amount,currency\n"
        "A-1,5,USD\n"
        ",6,USD\n"
        "\n"
        'A-2,"7,USD\n'
        "A-3,8,USD\n"
        'A-4,"9\n.00",USD\n'
        "A-5,10\n"
    )
    read = read_expected(text.encode())
    assert [(i.number, i.line) for i in read.invoices] == [
        ("A-1", 2),
        ("A-3", 6),
        ("A-4", 7),
    ]
    assert [(f.line, f.why.split(":")[0]) for f in read.faults] == [
        (3, "it has no invoice number"),
        (5, "its quotes do not fit"),
        (9, "it says no currency"),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"date,amount\n", "no column invoice"),
        (b"invoice,date\n", "no column amount"),
        (b"x" * (expected.LARGEST + 1), "larger than 4 MiB"),
        (b"invoice,amount\n" * (expected.MOST_LINES + 1), "more than 50,000 lines"),
        (b'invoice,amount\n"' * 30, "quotes"),
    ],
)
def test_a_file_that_says_too_little_is_told(data: bytes, why: str) -> None:
    with pytest.raises(ExpectedError, match=why):
        read_expected(data)


@settings(max_examples=40)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes) -> None:
    for begin in (b"", b"invoice;amount;currency\n"):
        try:
            read = read_expected(begin + data)
        except ExpectedError:
            continue
        for fault in read.faults:
            assert clean(fault.text) == fault.text


numbers = st.text("abcXYZ019-/ ;,\"'", min_size=1).map(clean).filter(lambda t: t.strip() == t != "")
some = st.builds(
    lambda number, cents, day: Expected(0, number, Money(USD, cents), day, ""),
    numbers,
    st.integers(1, 10**12),
    st.none() | st.dates(),
)


@settings(max_examples=40)
@given(st.lists(some, max_size=6), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]))
def test_what_a_program_writes_is_read(wanted: list[Expected], mark: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator=end)
    writer.writerow(["Number", "Amount", "Currency", "Due"])
    for one in wanted:
        due = "" if one.due is None else f"{one.due:%Y-%m-%d}".rjust(10, "0")
        units = one.amount.units
        writer.writerow([one.number, f"{units // 100}.{units % 100:02}", "USD", due])
    read = read_expected(out.getvalue().encode())
    assert read.faults == ()
    assert [(i.number, i.amount, i.due) for i in read.invoices] == [
        (one.number, one.amount, one.due) for one in wanted
    ]
