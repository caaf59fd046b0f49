"""The programs the files are for take them: hledger, Beancount and an OFX parser.

Each is run as a program of its own and skipped where it is not installed.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.exports.samples import OPS, TILL, both, context, every_kind, lines_of, write
from tests.model.histories import Move, movements, moves, wallet
from voltage_tui.exports.accounts import parse_accounts
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.movement import Movement, order_key
from voltage_tui.money import Currency

_BESIDE = str(Path(sys.executable).parent)
HLEDGER = shutil.which("hledger")
BEAN_CHECK = shutil.which("bean-check", path=_BESIDE) or shutil.which("bean-check")
needs_hledger = pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed")
OFXTOOLS = importlib.util.find_spec("ofxtools")
needs_ofxtools = pytest.mark.skipif(OFXTOOLS is None, reason="ofxtools is not installed")
needs_beancount = pytest.mark.skipif(BEAN_CHECK is None, reason="beancount is not installed")
# Each example starts a program: what fails is shown as it came, not made smaller.
_ONCE = (Phase.explicit, Phase.reuse, Phase.generate)

_STRANGE = ("eur", "EUR", "-2-3", "a:b_c.", ".", "x" * 100, "asset:" + "ab" * 33)
_MARKS = ";|()[]{}*!\"'\\\n\t\r,.:=@#&<>%$^~`+-_/ 12aÜ\u2028\x00\ud800"
_TEXTS = st.text(max_size=40) | st.text(_MARKS, max_size=40)
ACCOUNTS = parse_accounts(
    """
    [wallets]
    "Ops" = "liabilities:voltage & co:ops"
    [[rules]]
    direction = "receive"
    account = "revenues:shop"
    [[rules]]
    tag = "rent"
    account = "expenses:rent"
    """
)
_OFX = """
import sys, warnings
warnings.simplefilter("ignore")
from ofxtools.Parser import OFXTree
for path in sys.argv[1:]:
    tree = OFXTree()
    tree.parse(path)
    (statement,) = tree.convert().statements
    ids = [one.fitid for one in statement.banktranlist]
    print(statement.curdef, statement.account.acctid, len(ids), len(set(ids)),
          sum(one.trnamt for one in statement.banktranlist), statement.ledgerbal.balamt)
"""


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hledger_takes(rows: list[Movement], folder: Path) -> None:
    write(rows, folder, (ExportFormat.HLEDGER,), accounts=ACCOUNTS)
    journal = str(folder / "ledger.journal")
    run(str(HLEDGER), "-f", journal, "check", "--strict")


def beancount_takes(rows: list[Movement], folder: Path) -> None:
    write(rows, folder, (ExportFormat.BEANCOUNT,), accounts=ACCOUNTS)
    run(str(BEAN_CHECK), "--no-cache", str(folder / "ledger.beancount"))


@needs_hledger
def test_hledger_takes_every_kind_of_row(tmp_path: Path) -> None:
    hledger_takes(both(every_kind(), every_kind(9), opening=-5_000_000_123), tmp_path / "pack")


@needs_hledger
@settings(max_examples=12, phases=_ONCE)
@given(moves(), moves(4))
def test_hledger_takes_any_history(bitcoin: list[Move], dollars: list[Move]) -> None:
    with tempfile.TemporaryDirectory() as place:
        hledger_takes(both(bitcoin, dollars, opening=777_001), Path(place) / "pack")


@needs_hledger
def test_hledger_finds_the_balance_that_the_rows_lead_to(tmp_path: Path) -> None:
    rows = both(every_kind(), [], opening=-5_000_000_123)
    write(rows, tmp_path / "pack", (ExportFormat.HLEDGER,))
    journal = str(tmp_path / "pack/ledger.journal")
    asked = ("bal", "liabilities:voltage:ops", "--no-total", "--format", "%(total)")
    said = run(str(HLEDGER), "-f", journal, *asked)
    last = rows[-1].balance
    assert last is not None
    assert Fraction(said.split()[0]) == Fraction(last.units, 1_000)


@needs_hledger
def test_hledger_refuses_a_journal_with_a_row_taken_out(tmp_path: Path) -> None:
    rows = both(every_kind(), [])
    write(rows, tmp_path / "pack", (ExportFormat.HLEDGER,))
    path = tmp_path / "pack/ledger.journal"
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    booked = next(block for block in blocks if "(0" in block)
    path.write_text("\n\n".join(b for b in blocks if b != booked), encoding="utf-8")
    done = subprocess.run(
        [str(HLEDGER), "-f", str(path), "check"], capture_output=True, check=False
    )
    assert done.returncode != 0
    assert b"balance assertion" in done.stderr


@needs_beancount
def test_beancount_takes_every_kind_of_row(tmp_path: Path) -> None:
    beancount_takes(both(every_kind(), every_kind(9), opening=-5_000_000_123), tmp_path / "pack")


@needs_beancount
@settings(max_examples=4, phases=_ONCE)
@given(moves(), moves(4))
def test_beancount_takes_any_history(bitcoin: list[Move], dollars: list[Move]) -> None:
    with tempfile.TemporaryDirectory() as place:
        beancount_takes(both(bitcoin, dollars, opening=777_001), Path(place) / "pack")


@needs_beancount
def test_beancount_takes_a_cost_that_does_not_divide(tmp_path: Path) -> None:
    """It makes a price of every cost, and what that division leaves over is no imbalance."""
    receive = Move("receive", 1, (0, 0), 0, None, "", split=False)
    send = Move("send", 89_344_945_277, (0, 992_092), 1_021, 1, "", split=True)
    beancount_takes(both([receive, send], []), tmp_path / "pack")


@needs_beancount
def test_beancount_takes_a_payment_of_the_periods_last_day(tmp_path: Path) -> None:
    last = Move("receive", 10**9, (0, 0), 124 * 86_400, 8_017_210, "", split=False)
    beancount_takes(both([last], []), tmp_path / "pack")


@needs_beancount
def test_beancount_refuses_a_ledger_with_a_row_taken_out(tmp_path: Path) -> None:
    write(both(every_kind(), []), tmp_path / "pack", (ExportFormat.BEANCOUNT,))
    path = tmp_path / "pack/ledger.beancount"
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    booked = next(block for block in blocks if "entry-id" in block)
    path.write_text("\n\n".join(b for b in blocks if b != booked), encoding="utf-8")
    command = [str(BEAN_CHECK), "--no-cache", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode != 0
    assert b"Balance failed" in done.stdout + done.stderr


@pytest.mark.safety("S-51", "hostile memos in exports: every file is still read by its program")
@settings(max_examples=6, phases=_ONCE)
@given(st.lists(_TEXTS, min_size=40, max_size=60), _TEXTS)
def test_no_text_breaks_a_file(texts: list[str], name: str) -> None:
    """Whatever a memo, a note, a name or a tag is: the programs take the files."""
    happened = [replace(m, text=t) for m, t in zip(every_kind(len(texts)), texts, strict=True)]
    named = replace(OPS, name=name)
    rows = [replace(row, wallet=named) for row in both(happened, [])]
    about = context()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pack"
        write(rows, folder, about=replace(about, wallets=(named, *about.wallets[1:])))
        if HLEDGER is not None:
            run(HLEDGER, "-f", str(folder / "ledger.journal"), "check", "--strict")
        if BEAN_CHECK is not None:
            run(BEAN_CHECK, "--no-cache", str(folder / "ledger.beancount"))
        if OFXTOOLS is not None:
            run(sys.executable, "-c", _OFX, *map(str, folder.glob("*.ofx")))
        assert len(lines_of(folder / "ledger.csv")) == len(rows)


@needs_ofxtools
def test_an_ofx_parser_reads_every_statement(tmp_path: Path) -> None:
    rows = both(every_kind(), every_kind(9))
    write(rows, tmp_path / "pack", (ExportFormat.OFX,), about=context(demo=True))
    files = sorted(str(path) for path in (tmp_path / "pack").glob("*.ofx"))
    said = [line.split() for line in run(sys.executable, "-c", _OFX, *files).splitlines()]
    assert [line[:2] for line in said] == [
        ["USD", OPS.id.replace("-", "")[-22:]],
        ["USD", TILL.id.replace("-", "")[-22:]],
    ]
    for _, _, count, distinct, added, balance in said:
        assert int(count) == int(distinct) > 0
        assert Fraction(added) == Fraction(balance)
    assert "DEMO" in (tmp_path / "pack/DEMO-ops.ofx").read_text(encoding="utf-8")


def test_every_account_that_the_file_takes_is_taken_by_the_programs(tmp_path: Path) -> None:
    names = ("2nd fee's & co/x.y", "Ünï", "支払い", "a-b", "ß", "x", "1", "a_b", "²")
    accounts = [f"{root}:{name}" for root in ("Expenses", "revenues") for name in names]
    rules = [f'[[rules]]\ntag = "{a}"\naccount = "{a}"\n' for a in accounts]
    happened = [
        replace(move, what="receive", text=account)
        for move, account in zip(every_kind(len(accounts)), accounts, strict=True)
    ]
    write(both(happened, []), tmp_path / "pack", accounts=parse_accounts("".join(rules)))
    if HLEDGER is not None:
        run(HLEDGER, "-f", str(tmp_path / "pack/ledger.journal"), "check", "--strict")
    if BEAN_CHECK is not None:
        run(BEAN_CHECK, "--no-cache", str(tmp_path / "pack/ledger.beancount"))


@pytest.mark.safety("S-63", "a currency of the API's begins no formula")
def test_currencies_that_nobody_knows_are_taken_too_and_stay_apart(tmp_path: Path) -> None:
    moved = [
        row
        for place, name in enumerate(_STRANGE)
        for row in movements(every_kind(4), wallet("Ops", place + 1), Currency(name))
    ]
    about = replace(context(), wallets=tuple({row.wallet.id: row.wallet for row in moved}.values()))
    pack = write(sorted(moved, key=order_key), tmp_path / "pack", about=about)
    assert pack.tally.adds_up
    for name, column in (("cointracker", "Received Currency"), ("koinly", "Sent Currency")):
        found = {line[column] for line in lines_of(tmp_path / f"pack/{name}.csv")} - {""}
        assert "'-2-3" in found
        assert len(found) == len(_STRANGE)
    if HLEDGER is not None:
        run(HLEDGER, "-f", str(tmp_path / "pack/ledger.journal"), "check", "--strict")
    if BEAN_CHECK is not None:
        run(BEAN_CHECK, "--no-cache", str(tmp_path / "pack/ledger.beancount"))
