"""In every format, for any history, the amounts add up to the change in balance (S-66)."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.exports.samples import OPS, TILL, both, lines_of, write
from tests.model.histories import Move, moves
from voltage_tui.exports.values import value_of
from voltage_tui.model.ids import WalletId
from voltage_tui.model.movement import Movement
from voltage_tui.money import BTC, USD, Currency

Sums = dict[str, Fraction]
_FEW = settings(max_examples=25)


def change(rows: list[Movement], wallet_id: WalletId) -> int:
    """What the balance of a wallet changed by, from its balances alone."""
    own = [row for row in rows if row.wallet_id == wallet_id]
    if not own:
        return 0
    first, last = own[0], own[-1]
    assert first.balance is not None
    assert first.amount is not None
    assert last.balance is not None
    return (last.balance - (first.balance - first.amount)).units


def expected(rows: list[Movement]) -> Sums:
    return {
        "BTC": Fraction(change(rows, OPS.id), 10**11),
        "USD": Fraction(change(rows, TILL.id), 100),
    }


def worth(rows: list[Movement], currency: Currency) -> Fraction:
    values = [value_of(row) for row in rows if row.currency == currency]
    return Fraction(sum(value.units for value in values if value is not None), 100)


def number(text: str) -> Fraction:
    return Fraction(text or "0")


def check(
    test: Callable[[list[Movement], Path], None], happened: tuple[list[Move], list[Move]]
) -> None:
    bitcoin, dollars = happened
    rows = both(bitcoin, dollars, opening=12_345_678_901)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pack"
        write(rows, folder)
        test(rows, folder)


def canonical(rows: list[Movement], folder: Path) -> None:
    for name in ("ledger.csv", "ledger-excel.csv"):
        sums = {"BTC": Fraction(0), "USD": Fraction(0)}
        for line in lines_of(folder / name):
            sums[line["currency"]] += number(line["amount"])
            units = number(line["amount_base_units"])
            places = 10**11 if line["currency"] == "BTC" else 100
            assert units == number(line["amount"]) * places
        assert sums == expected(rows)


def json_lines(rows: list[Movement], folder: Path) -> None:
    sums = {"BTC": Fraction(0), "USD": Fraction(0)}
    for line in (folder / "ledger.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
        record = json.loads(line)
        sums[record["currency"]] += number(record["amount"])
    assert sums == expected(rows)


def manifest(rows: list[Movement], folder: Path) -> None:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    sums = {"BTC": Fraction(0), "USD": Fraction(0)}
    sums |= {name: number(sum_["amount"]) for name, sum_ in found["currencies"].items()}
    assert sums == expected(rows)
    assert {wallet["difference"]["base_units"] for wallet in found["wallets"]} <= {"0"}


def traded(name: str, sent: str, received: str, fee: str) -> Callable[[list[Movement], Path], None]:
    def check_it(rows: list[Movement], folder: Path) -> None:
        sums = {"BTC": Fraction(0), "USD": Fraction(0)}
        for line in lines_of(folder / name):
            for sign, word in ((-1, sent), (1, received), (-1, fee)):
                currency = line[re.sub("Amount|Quantity", "Currency", word)]
                assert bool(currency) == bool(line[word])
                if currency:
                    sums[currency] += sign * number(line[word])
        assert sums == expected(rows)

    return check_it


def in_dollars(name: str) -> Callable[[list[Movement], Path], None]:
    def check_it(rows: list[Movement], folder: Path) -> None:
        sums = {"ops": Fraction(0), "till-2": Fraction(0)}
        for path in folder.glob(f"{name}-*.csv"):
            own = path.name.removeprefix(f"{name}-")[: -len("-001.csv")]
            sums[own] += sum(number(line["Amount"]) for line in lines_of(path))
        assert sums == {"ops": worth(rows, BTC), "till-2": expected(rows)["USD"]}

    return check_it


def ofx(rows: list[Movement], folder: Path) -> None:
    found = {"ops": Fraction(0), "till-2": Fraction(0)}
    for path in folder.glob("*.ofx"):
        amounts = re.findall(r"<TRNAMT>([^<]+)</TRNAMT>", path.read_text(encoding="utf-8"))
        found[path.stem] = sum(map(Fraction, amounts), Fraction(0))
    assert found == {"ops": worth(rows, BTC), "till-2": worth(rows, USD)}
    assert found["till-2"] == expected(rows)["USD"]


def posted(name: str, ops: str, till: str) -> Callable[[list[Movement], Path], None]:
    def check_it(rows: list[Movement], folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        text = re.sub(r"[^\n]*[Oo]pening [Bb]alance.*?\n\n", "", text, flags=re.DOTALL)
        found = {}
        for account, unit in ((ops, "SATS"), (till, "USD")):
            pattern = rf"^ +{account} +(-?[\d.]+) {unit}(?! =)"
            amounts = re.findall(pattern, text, flags=re.MULTILINE)
            found[unit] = sum(map(Fraction, amounts), Fraction(0))
        wanted = expected(rows)
        assert found == {"SATS": wanted["BTC"] * 10**8, "USD": wanted["USD"]}

    return check_it


ACCOUNTS = ("liabilities:voltage:ops", "assets:voltage:till-2")


@pytest.mark.safety(
    "S-66", "any history: the amounts of the canonical CSV sum to the change in balance"
)
@_FEW
@given(moves(), moves(6))
def test_the_canonical_rows(bitcoin: list[Move], dollars: list[Move]) -> None:
    for test in (canonical, json_lines, manifest):
        check(test, (bitcoin, dollars))


@pytest.mark.safety(
    "S-66", "any history: Koinly's and CoinTracker's rows sum to the change in balance"
)
@_FEW
@given(moves(), moves(6))
def test_what_tax_programs_count(bitcoin: list[Move], dollars: list[Move]) -> None:
    koinly = traded("koinly.csv", "Sent Amount", "Received Amount", "Fee Amount")
    other = traded("cointracker.csv", "Sent Quantity", "Received Quantity", "Fee Amount")
    for test in (koinly, other):
        check(test, (bitcoin, dollars))


@pytest.mark.safety(
    "S-66", "any history: statements in dollars have every row with a rate, to the cent"
)
@_FEW
@given(moves(), moves(6))
def test_statements_in_dollars_have_every_row_whose_rate_is_known(
    bitcoin: list[Move], dollars: list[Move]
) -> None:
    for test in (in_dollars("quickbooks"), in_dollars("xero"), ofx):
        check(test, (bitcoin, dollars))


@pytest.mark.safety(
    "S-66", "any history: hledger's and Beancount's postings sum to the change in balance"
)
@_FEW
@given(moves(), moves(6))
def test_the_journals(bitcoin: list[Move], dollars: list[Move]) -> None:
    beancount = ("Liabilities:Voltage:Ops", "Assets:Voltage:Till-2")
    for test in (posted("ledger.journal", *ACCOUNTS), posted("ledger.beancount", *beancount)):
        check(test, (bitcoin, dollars))
