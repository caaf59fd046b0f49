"""CSV that spreadsheets take for data: quoting, guards, exact numbers (S-63, S-69)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.samples import OPS, PREIMAGE, both, every_kind, lines_of, write
from tests.model.histories import Move, movements
from voltage_tui.exports.cells import CsvLines, guarded
from voltage_tui.exports.rows import COLUMNS, NUMBERS
from voltage_tui.exports.values import decimal_text, rate_text, sats_of, value_of
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.movement import RateOfPayment, RateSource
from voltage_tui.money import USD, Rate, msats

CSV_FORMATS = (
    *(ExportFormat.CSV, ExportFormat.CSV_EXCEL, ExportFormat.KOINLY, ExportFormat.COINTRACKER),
    *(ExportFormat.QUICKBOOKS, ExportFormat.XERO),
)
NUMERIC = frozenset({*NUMBERS, "Amount"})


def is_number(column: str) -> bool:
    return column in NUMERIC or column.endswith((" Amount", " Quantity"))


@pytest.mark.safety("S-63", "texts that begin as formulas begin with an apostrophe")
@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "=cmd|' /C calc'!A0"],
)
def test_a_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ('a;""-1', 'a;""\'-1'),
        ("=1;@2;+3", "'=1;'@2;'+3"),
        ("rent; -5", "rent; -5"),
    ],
)
@pytest.mark.safety("S-63", "no formula begins behind a semicolon either")
def test_no_formula_begins_where_semicolons_divide_cells(text: str, cell: str) -> None:
    """As they do in spreadsheets of many languages."""
    assert guarded(text) == cell


@pytest.mark.parametrize("text", ["", "rent", "a=b", "2026-03-04", "'=1", "~1"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.safety("S-63", "in every CSV file no text is a formula, and every number is one")
def test_no_text_cell_of_any_file_begins_a_formula_and_no_number_is_guarded(tmp_path: Path) -> None:
    write(both(every_kind(60), every_kind(30)), tmp_path / "pack", CSV_FORMATS)
    seen = set()
    for path in (tmp_path / "pack").glob("*.csv"):
        for line in lines_of(path):
            for column, cell in line.items():
                if is_number(column):
                    assert not cell or float(cell) is not None
                    seen.add(cell[:1])
                else:
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "-" in seen


def test_lines_are_quoted_as_rfc_4180_has_it() -> None:
    out = io.StringIO(newline="")
    CsvLines(out).line(["a", 'b "c"', "d,e", "f\r\ng", ""])
    assert out.getvalue() == 'a,"b ""c""","d,e","f\r\ng",\r\n'


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=5))
def test_any_cells_are_read_back_as_they_were(cells: list[str]) -> None:
    out = io.StringIO(newline="")
    CsvLines(out).line(cells)
    assert out.getvalue().endswith("\r\n")
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)) == cells


def test_only_the_variant_for_excel_begins_with_a_mark_and_is_the_same_but_for_it(
    tmp_path: Path,
) -> None:
    write(both(every_kind(20), []), tmp_path / "pack")
    plain = (tmp_path / "pack/ledger.csv").read_bytes()
    assert (tmp_path / "pack/ledger-excel.csv").read_bytes() == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"row_id,effective_time_utc,")
    assert plain.count(b"\r\n") == plain.count(b"\n") == 32
    for path in (tmp_path / "pack").iterdir():
        if path.name != "ledger-excel.csv":
            assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_row_says_whose_what_when_and_by_which_payment(tmp_path: Path) -> None:
    write(both([*every_kind(1), replace(every_kind(2)[1], text="rent")], []), tmp_path / "pack")
    line = lines_of(tmp_path / "pack/ledger.csv")[2]
    assert tuple(line) == COLUMNS
    wanted = {
        "effective_time_utc": "2026-02-26T22:00:00.000000Z",
        "local_time": "2026-02-26T23:00:00.000000+01:00",
        "tz": "Europe/Berlin",
        "wallet_id": OPS.id,
        "wallet_name": "Ops",
        "line_of_credit_id": OPS.line_id,
        "event_type": "captured",
        "kind": "principal",
        "direction": "send",
        "status": "completed",
        "category": "standard",
        "currency": "BTC",
        "amount": "-0.01001235575",
        "amount_base_units": "-1001235575",
        "held": "0.01001235582",
        "running_balance": "-0.00001235575",
        "fiat_currency": "USD",
        "fiat_value": "-802.71",
        "rate": "80172.11",
        "rate_source": "coinprice_minute",
        "payment_hash": "ab" * 32,
        "destination": "lntbs1",
        "reference": "2026-118",
        "cost_center": "IT",
        "tags": "rent",
        "note": "rent",
        "cleared": "false",
    }
    assert {column: line[column] for column in wanted} == wanted


def test_no_file_has_a_preimage(tmp_path: Path) -> None:
    write(both(every_kind(30), every_kind(30)), tmp_path / "pack")
    for path in (tmp_path / "pack").iterdir():
        assert PREIMAGE.encode() not in path.read_bytes()


@pytest.mark.safety("S-69", "a missing rate: empty in every file and counted in the manifest")
def test_a_missing_rate_is_empty_and_counted_and_never_0(tmp_path: Path) -> None:
    rows = movements([replace(move, rate=None) for move in every_kind(4)], OPS)
    pack = write(rows, tmp_path / "pack")
    assert (pack.tally.missing_rates, len(pack.tally.without_rate)) == (3, 3)
    for line in lines_of(tmp_path / "pack/ledger.csv"):
        assert {line[c] for c in ("fiat_value", "fiat_currency", "rate", "rate_source")} == {""}
    assert not list((tmp_path / "pack").glob("xero*"))
    assert "@@" not in (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("units", "places", "text"),
    [
        (0, 2, "0.00"),
        (-5, 2, "-0.05"),
        (123_456, 3, "123.456"),
        (-7, 0, "-7"),
        (10**18, 11, "10000000.00000000000"),
    ],
)
def test_decimals_are_exact(units: int, places: int, text: str) -> None:
    assert decimal_text(units, places) == text


def test_sats_show_their_msats_where_there_are_any() -> None:
    assert [sats_of(msats(units)) for units in (5_000, -5_001, 1)] == ["5", "-5.001", "0.001"]


@pytest.mark.parametrize(
    ("rate", "parts", "text"),
    [
        (Rate(8_017_210, 0, USD), 1, "80172.10"),
        (Rate(8_017_210, 0, USD), 100_000_000, "0.000801721"),
        (Rate(123_456_789, 4, USD), 1, "123.456789"),
        (Rate(1, 0, USD), 1, "0.01"),
    ],
)
def test_a_rate_is_written_out_to_its_last_digit(rate: Rate, parts: int, text: str) -> None:
    assert rate_text(rate, parts) == text


@pytest.mark.parametrize(
    ("cents_for_a_million_sats", "cents"),
    [(50, 0), (150, 2), (250, 2), (251, 3), (-50, 0), (-150, -2), (-250, -2), (-251, -3)],
)
def test_a_value_is_rounded_to_the_cent_halves_to_even(
    cents_for_a_million_sats: int, cents: int
) -> None:
    sign = -1 if cents_for_a_million_sats < 0 else 1
    move = Move("receive", 10**9, (0, 0), 0, abs(cents_for_a_million_sats), "", split=False)
    (row,) = movements([move], OPS)
    when = datetime(2026, 3, 1, tzinfo=UTC)
    rate = RateOfPayment(Rate(abs(cents_for_a_million_sats), 0, USD), RateSource.MANUAL, when)
    row = replace(row, amount=msats(sign * 10**9), known=replace(row.known, rate=rate))
    value = value_of(row)
    assert value is not None
    assert value.units == cents
