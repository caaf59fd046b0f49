"""What the single formats promise the programs they are for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.exports.samples import BERLIN, OPS, PERIOD, both, every_kind, lines_of, write
from tests.model.histories import movements, wallet
from voltage_tui.exports.formats.statement import MOST_BYTES, MOST_ROWS
from voltage_tui.exports.names import plain_names
from voltage_tui.exports.rows import COLUMNS
from voltage_tui.exports.values import value_of
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.movement import MovementKind
from voltage_tui.money import msats


def test_koinly_has_its_columns_times_in_utc_and_no_label(tmp_path: Path) -> None:
    write(both(every_kind(60), []), tmp_path / "pack", (ExportFormat.KOINLY,))
    lines = lines_of(tmp_path / "pack/koinly.csv")
    assert ",".join(lines[0]) == (
        "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,"
        "Net Worth Amount,Net Worth Currency,Label,Description,TxHash"
    )
    assert lines[1]["Date"] == "2026-02-26 22:00:00"
    assert {line["Label"] for line in lines} == {""}


def test_a_fee_that_was_split_off_stands_in_the_fee_columns(tmp_path: Path) -> None:
    send = replace(every_kind(2)[1], amount=10**9, fees=(1_000, 500), split=True)
    write(both([send], []), tmp_path / "pack")
    (koinly,) = lines_of(tmp_path / "pack/koinly.csv")
    (cointracker,) = lines_of(tmp_path / "pack/cointracker.csv")
    assert (koinly["Sent Amount"], koinly["Fee Amount"]) == ("0.01000000000", "0.00000001500")
    assert (cointracker["Sent Quantity"], cointracker["Fee Amount"]) == (
        "0.01000000000",
        "0.00000001500",
    )
    kinds = [line["kind"] for line in lines_of(tmp_path / "pack/ledger.csv")]
    assert kinds == ["hold", "principal", "network_fee", "processing_fee"]
    journal = (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")
    assert "expenses:fees:network" in journal
    assert "expenses:fees:processing" in journal


def test_cointracker_has_exactly_its_columns(tmp_path: Path) -> None:
    write(both(every_kind(9), []), tmp_path / "pack", (ExportFormat.COINTRACKER,))
    head, first = (tmp_path / "pack/cointracker.csv").read_text(encoding="utf-8").split("\n")[:2]
    assert head.rstrip() == (
        "Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,"
        "Fee Currency,Tag"
    )
    assert first.rstrip() == "02/26/2026 21:00:00,0.01000000000,BTC,,,,,"


def test_statements_are_split_before_a_program_would_refuse_them(tmp_path: Path) -> None:
    short = replace(every_kind(1)[0], seconds=1)
    formats = (ExportFormat.QUICKBOOKS, ExportFormat.XERO)
    write(movements([short] * 2_500, OPS), tmp_path / "pack", formats)
    for name in ("quickbooks", "xero"):
        files = [tmp_path / f"pack/{name}-ops-{number:03}.csv" for number in (1, 2, 3)]
        sizes = [len(path.read_bytes().splitlines()) for path in files]
        assert sizes == [MOST_ROWS, MOST_ROWS, 503]
        assert {path.read_bytes().splitlines()[0] for path in files} == {
            b"Date,Description,Amount"
            if name == "quickbooks"
            else b"Date,Amount,Payee,Description,Reference"
        }


def test_statements_are_split_by_their_size_too(tmp_path: Path) -> None:
    long = replace(every_kind(1)[0], seconds=1, text="ü" * 2_000)
    rows = movements([long] * 1_000, OPS)
    write(rows, tmp_path / "pack", (ExportFormat.QUICKBOOKS,))
    files = sorted((tmp_path / "pack").glob("quickbooks-*.csv"))
    assert len(files) == 2
    assert all(path.stat().st_size <= MOST_BYTES for path in files)
    assert sum(len(lines_of(path)) for path in files) == 1_000


def test_statements_have_the_day_of_the_place_and_not_of_utc(tmp_path: Path) -> None:
    late = replace(every_kind(1)[0], seconds=3 * 3_600)
    write(movements([late], OPS), tmp_path / "pack")
    assert lines_of(tmp_path / "pack/xero-ops-001.csv")[0]["Date"] == "2026-02-27"
    assert lines_of(tmp_path / "pack/quickbooks-ops-001.csv")[0]["Date"] == "02/27/2026"
    assert "\n2026-02-27 * (" in (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")
    assert "20260227000000.000[0:GMT]" in (tmp_path / "pack/ops.ofx").read_text(encoding="utf-8")


def test_closings_are_of_the_last_day_in_the_way_of_each_program(tmp_path: Path) -> None:
    last = replace(every_kind(1)[0], seconds=124 * 86_400)
    rows = movements([last], OPS)
    assert rows[0].effective_time.astimezone(BERLIN).date() == PERIOD.last
    write(rows, tmp_path / "pack")
    hledger = (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")
    assert "\n2026-06-30 * Closing balance\n" in hledger
    beancount = (tmp_path / "pack/ledger.beancount").read_text(encoding="utf-8")
    assert "\n2026-07-01 balance Liabilities:Voltage:Ops  1000000 SATS\n" in beancount


def test_a_sum_that_is_rounded_to_the_other_side_of_nothing_has_no_cost(tmp_path: Path) -> None:
    """1.4 cents received less two fees of 0.6 cents each: 0.2 cents, but 0.01 - 0.01 - 0.01."""
    (row,) = movements([replace(every_kind(1)[0], rate=10**8, split=False)], OPS)
    parts = []
    kinds = (MovementKind.PRINCIPAL, MovementKind.NETWORK_FEE, MovementKind.PROCESSING_FEE)
    for kind, units in zip(kinds, (1_400, -600, -600), strict=True):
        parts.append(replace(row, kind=kind, amount=msats(units), balance=None))
    assert [value.units for part in parts if (value := value_of(part))] == [1, -1, -1]
    write(parts, tmp_path / "pack")
    for name in ("ledger.journal", "ledger.beancount"):
        text = (tmp_path / "pack" / name).read_text(encoding="utf-8")
        assert "0.200 SATS" in text
        assert "@@" not in text


def test_every_row_of_a_statement_has_its_own_identifier(tmp_path: Path) -> None:
    send = replace(every_kind(2)[1], fees=(10**7, 10**7), split=True)
    write(movements([send], OPS), tmp_path / "pack", (ExportFormat.OFX,))
    text = (tmp_path / "pack/ops.ofx").read_text(encoding="utf-8")
    found = [
        line.split("<FITID>")[1].split("<")[0] for line in text.splitlines() if "FITID" in line
    ]
    assert len(found) == len(set(found)) == 3


def test_json_lines_have_every_column_as_it_is(tmp_path: Path) -> None:
    write(both([replace(every_kind(1)[0], text="=1+1")], []), tmp_path / "pack")
    (line,) = (tmp_path / "pack/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(line)
    assert tuple(record) == COLUMNS
    assert (record["note"], record["tags"], record["cleared"]) == ("=1+1", ["=1+1"], False)
    assert (record["amount"], record["payment_hash"]) == ("0.01000000000", None)


def test_the_journals_take_a_break_or_a_mark_in_a_text_for_text(tmp_path: Path) -> None:
    text = 'a\n2026-01-01 x\\ "q" ; b'
    row = movements([replace(every_kind(1)[0], text=text)], OPS)
    write(row, tmp_path / "pack")
    hledger = (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")
    assert '| a 2026-01-01 x\\ "q" , b  ;' in hledger
    beancount = (tmp_path / "pack/ledger.beancount").read_text(encoding="utf-8")
    assert '"a 2026-01-01 x\\\\ \\"q\\" ; b"' in beancount


def test_wallets_names_are_plain_and_never_alike() -> None:
    names = ["Ops", "Über-Kasse 1", "ops!", "支払い", "x" * 60, "Till"]
    wallets = [wallet(name, number) for number, name in enumerate(names)]
    plain = plain_names(wallets)
    assert [plain[one.id] for one in wallets] == [
        f"ops-{wallets[0].id}",
        "uber-kasse-1",
        f"ops-{wallets[2].id}",
        f"wallet-{wallets[3].id}",
        "x" * 40,
        "till",
    ]


def test_a_fee_that_was_given_back_is_no_fee_below_nothing(tmp_path: Path) -> None:
    """S-66: what was sent is less by it."""
    sent = replace(every_kind(2)[1], amount=10**9, fees=(-2_000, 500), split=True)
    write(both([sent], []), tmp_path / "pack", (ExportFormat.KOINLY, ExportFormat.COINTRACKER))
    (koinly,) = lines_of(tmp_path / "pack/koinly.csv")
    assert (koinly["Sent Amount"], koinly["Fee Amount"]) == ("0.00999998500", "")
    (other,) = lines_of(tmp_path / "pack/cointracker.csv")
    assert (other["Sent Quantity"], other["Fee Amount"]) == ("0.00999998500", "")
