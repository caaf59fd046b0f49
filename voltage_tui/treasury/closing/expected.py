"""A file of expected invoices, read: CSV with `,`, `;` or tabs, its columns found by their heads.

Nothing is guessed: a line that can be read in two ways is a fault with its number and why, and
is shown. Pure.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from voltage_tui.money import BTC, INT64_MAX, USD, Currency, Money
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a file that is read."""
MOST_LINES: Final = 50_000
_LONGEST: Final = 200
_MOST_OPEN: Final = 20
"""Lines with quotes that do not fit: each is looked at to the end of the file."""
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        *("invoice", "invoiceno", "invoicenumber", "invoicenr", "invoiceid", "number"),
        *("reference", "ref", "no", "nr", "document", "documentnumber"),
    ),
    "amount": ("amount", "total", "sum", "amountdue", "totalamount", "grossamount", "gross"),
    "currency": ("currency", "unit", "asset", "currencycode"),
    "date": ("date", "due", "duedate", "invoicedate", "issued"),
    "customer": ("customer", "customername", "client", "payer", "debtor", "name", "counterparty"),
}
_UNITS: Final[Mapping[str, tuple[Currency, int]]] = {
    "usd": (USD, 2),
    "$": (USD, 2),
    "btc": (BTC, 11),
    "xbt": (BTC, 11),
    "sat": (BTC, 3),
    "sats": (BTC, 3),
    "msat": (BTC, 0),
    "msats": (BTC, 0),
}
"""The currency of a unit, and how many places of it are the currency's base unit."""
_AMOUNT: Final = re.compile(r"(\$)?\s*([0-9][0-9.,' ]*)\s*([A-Za-z$]*)")
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_POINTS: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTHS: Final = 12
_SLASHES: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


class ExpectedError(Exception):
    """A file of which nothing can be read; `str()` is the sentence for the person."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An invoice that somebody is to have paid; `line` is where it stands in the file, from 1."""

    line: int
    number: str
    amount: Money
    due: date | None
    customer: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be understood, and why."""

    line: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    """What a file says: its invoices and its faults are all of its lines that are not empty."""

    invoices: tuple[Expected, ...]
    faults: tuple[Fault, ...]


def read_expected(data: bytes) -> ExpectedFile:
    """The invoices of a file. Raises `ExpectedError` where its heads say too little."""
    if len(data) > LARGEST:
        raise ExpectedError(f"The file is larger than {LARGEST // 1024 // 1024} MiB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExpectedError(f"The file is not UTF-8 text (byte {error.start:,}).") from None
    lines = _BREAK.split(text)
    begin = next((n for n, line in enumerate(lines) if line.strip()), None)
    if begin is None:
        raise ExpectedError("The file is empty.")
    if len(lines) > MOST_LINES:
        raise ExpectedError(f"The file has more than {MOST_LINES:,} lines.")
    records = _records(lines[begin:], _delimiter(lines[begin]))
    columns = _columns(next(records).cells)
    invoices: list[Expected] = []
    faults: list[Fault] = []
    for record in records:
        line, cells = begin + record.line, record.cells
        read = record.fault or _invoice_or_fault(line, cells, columns)
        if isinstance(read, Expected):
            invoices.append(read)
        elif read:
            faults.append(Fault(line, read, clean(" ".join(cells), _LONGEST)))
    return ExpectedFile(tuple(invoices), tuple(faults))


@dataclass(frozen=True, slots=True)
class _Record:
    """The line a record begins in, from 1, its cells, and what is wrong with it if anything."""

    line: int
    cells: list[str]
    fault: str = ""


def _records(lines: Sequence[str], delimiter: str) -> Iterator[_Record]:
    """The records; a quoted cell may have line breaks in it.

    After a line that is none the next one is begun anew, so that one quote that is never closed
    swallows no more than its own line.
    """
    place, failed = 0, 0
    while place < len(lines):
        rest = (f"{line}\n" for line in lines[place:])
        reader = csv.reader(rest, delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                yield _Record(place + before + 1, cells)
                before = reader.line_num
        except csv.Error:
            failed += 1
            if failed > _MOST_OPEN:
                raise ExpectedError("Too many lines have quotes that do not fit.") from None
            place += before
            yield _Record(place + 1, [lines[place]], "its quotes do not fit")
            place += 1
        else:
            return


def _invoice_or_fault(
    line: int, cells: Sequence[str], columns: Mapping[str, int]
) -> Expected | str:
    """The invoice, or why it is none; nothing for an empty line."""
    if not any(cell.strip() for cell in cells):
        return ""
    try:
        return _invoice(line, cells, columns)
    except ValueError as error:
        return str(error)


def _delimiter(head: str) -> str:
    return max(";\t,", key=lambda mark: (head.count(mark), mark == ","))


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Where each column is; the first head that has one of its names."""
    plain = [re.sub(r"[^a-z]", "", clean(head, _LONGEST).casefold()) for head in heads]
    found: dict[str, int] = {}
    for column, names in _HEADS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[column] = place
    for needed, words in (("number", "invoice, reference or number"), ("amount", "amount")):
        if needed not in found:
            raise ExpectedError(f"The first line names no column {words}.")
    return found


def _invoice(line: int, cells: Sequence[str], columns: Mapping[str, int]) -> Expected:
    """`ValueError` in words for a line that says too little, or could mean two things."""

    def cell(name: str) -> str:
        place = columns.get(name)
        return "" if place is None or place >= len(cells) else clean(cells[place], _LONGEST).strip()

    number = cell("number")
    if not number:
        raise ValueError("it has no invoice number")
    return Expected(
        line=line,
        number=number,
        amount=amount_of(cell("amount"), cell("currency")),
        due=date_of(cell("date")) if cell("date") else None,
        customer=cell("customer"),
    )


def amount_of(text: str, unit: str) -> Money:
    """An amount as a file writes it; `ValueError` in words for what is none, or may be two."""
    if not text:
        raise ValueError("it has no amount")
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError("its amount is no plain number")
    sign, figure, after = found.groups()
    named = [word.casefold() for word in (sign, after, unit) if word]
    if not named:
        raise ValueError("it says no currency")
    units = {_UNITS.get(word) for word in named}
    if len(units) != 1 or None in units:
        raise ValueError("its currency is not USD, BTC, sats or msats")
    currency, places = next(one for one in units if one is not None)
    whole, fraction = _decimal(figure.strip(), places)
    if len(fraction.rstrip("0")) > places:
        raise ValueError("its amount has more places than its currency")
    value = int(whole + fraction[:places].ljust(places, "0"))
    if not 0 < value <= INT64_MAX:
        raise ValueError("its amount is nothing, or more than there is")
    return Money(currency, value)


def _decimal(figure: str, places: int) -> tuple[str, str]:
    """The digits before and after the decimal mark; `ValueError` where it may be one or none."""
    plain = figure.replace(" ", "").replace("'", "")
    marks = [c for c in plain if not c.isdigit()]
    kinds = sorted(set(marks), key=plain.rindex)
    if not kinds:
        return plain, ""
    if len(kinds) == 2:
        group, point = kinds
        if plain.count(point) != 1:
            raise ValueError("its amount is no plain number")
        whole, fraction = plain.split(point)
        return _grouped(whole, group), fraction
    mark = kinds[0]
    if len(marks) > 1:
        return _grouped(plain, mark), ""
    whole, fraction = plain.split(mark)
    if len(fraction) == 3 and (mark == "," or places <= 3) and len(whole) <= 3 and whole != "0":
        raise ValueError(f"its amount {figure} may be a thousand times as much")
    return whole, fraction


def _grouped(text: str, mark: str) -> str:
    first, *rest = text.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in rest):
        raise ValueError("its amount is no plain number")
    return first + "".join(rest)


def date_of(text: str) -> date:
    """A day as a file writes it; `ValueError` in words for what is none, or may be two."""
    day = re.split(r"[T\s]", text, maxsplit=1)[0]
    if found := _ISO.fullmatch(day):
        year, month, number = map(int, found.groups())
    elif found := _POINTS.fullmatch(day):
        number, month, year = map(int, found.groups())
    elif found := _SLASHES.fullmatch(day):
        one, other, year = map(int, found.groups())
        if one <= _MONTHS and other <= _MONTHS and one != other:
            raise ValueError("its date may be two days: write it as 2026-03-04")
        month, number = min(one, other), max(one, other)
    else:
        raise ValueError("its date is not written as 2026-03-04")
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError("its date is no day") from None
