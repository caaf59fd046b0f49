"""A pack is whole or not there, the same bytes each time, and says what it holds and lacks."""

from __future__ import annotations

import json
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

import voltage_tui
from tests.exports.samples import (
    BERLIN,
    EVERY,
    OPS,
    both,
    context,
    every_kind,
    lines_of,
    payment,
    write,
)
from tests.model.histories import Move, movements, moves, without_balances
from voltage_tui.exports.accounts import AccountMap, parse_accounts
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.pack import PackRequest, problems_of, write_pack
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.ledger import Effect
from voltage_tui.model.movement import KnownOfEntry, Movement, MovementKind, movements_of, order_key
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.period import Period


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def manifest(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.safety(
    "S-70", "any history exported twice, asked for in another order: every byte the same"
)
@settings(max_examples=10)
@given(moves(), moves(4))
def test_the_same_rows_give_the_same_bytes(bitcoin: list[Move], dollars: list[Move]) -> None:
    """S-70."""
    rows = both(bitcoin, dollars)
    with tempfile.TemporaryDirectory() as place:
        first, second = Path(place) / "first", Path(place) / "second"
        write(rows, first)
        # Asked for in another order, by rows made anew.
        write(both(bitcoin, dollars), second, EVERY[::-1])
        assert content(first) == content(second)


def test_the_manifest_has_every_files_hash_and_the_pack_the_manifests(tmp_path: Path) -> None:
    pack = write(both(every_kind(), every_kind(9)), tmp_path / "pack")
    found = manifest(tmp_path / "pack")
    assert found["tool"] == {"name": "voltage-tui", "version": voltage_tui.__version__}
    assert found["files"] == [
        {"name": f.name, "rows": f.rows, "bytes": f.size, "sha256": f.sha256} for f in pack.files
    ]
    assert {file.name for file in pack.files} | {"manifest.json"} == set(content(tmp_path / "pack"))
    assert pack.manifest.size == (tmp_path / "pack/manifest.json").stat().st_size
    assert problems_of(tmp_path / "pack") == ()


def test_a_change_of_one_byte_a_file_gone_and_a_strange_one_are_found(tmp_path: Path) -> None:
    write(both(every_kind(), []), tmp_path / "pack", (ExportFormat.CSV, ExportFormat.JSONL))
    path = tmp_path / "pack/ledger.csv"
    path.write_bytes(path.read_bytes().replace(b"802.71", b"802.72"))
    (tmp_path / "pack/ledger.jsonl").unlink()
    (tmp_path / "pack/other.txt").touch()
    assert problems_of(tmp_path / "pack") == (
        "ledger.csv is not what it was",
        "ledger.jsonl is missing",
        "other.txt is not of this pack",
    )


def test_the_manifest_says_what_each_format_leaves_out(tmp_path: Path) -> None:
    write(both(every_kind(12), []), tmp_path / "pack")
    left_out = manifest(tmp_path / "pack")["left_out"]
    assert isinstance(left_out, dict)
    assert left_out["csv"] == left_out["csv-excel"] == left_out["jsonl"] == {}
    held = {"a hold or release, which moves no money": 8}
    assert left_out["koinly"] == left_out["hledger"] == held
    assert left_out["xero"] == left_out["ofx"] == {**held, "its rate is missing": 2}


def test_an_amount_that_is_not_known_is_told_and_nothing_is_asserted(tmp_path: Path) -> None:
    rows = movements(every_kind(6), OPS)
    strange = replace(rows[-1].entry, kind=Unrecognised("adjusted"), entry_id="f" * 8)
    rows += movements_of(strange, Effect(None, None), OPS, KnownOfEntry(total_after=None))
    pack = write(sorted(rows, key=order_key), tmp_path / "pack")
    assert pack.tally.without_amount == [f"{OPS.id}:adjusted:ffffffff:principal"]
    found = manifest(tmp_path / "pack")
    assert found["unknown_amounts"] == {"count": 1, "rows": pack.tally.without_amount}
    for name in ("ledger.journal", "ledger.beancount"):
        text = (tmp_path / "pack" / name).read_text(encoding="utf-8")
        assert "Closing balance" not in text
        assert " balance " not in text


def test_no_balance_is_asserted_past_a_row_whose_amount_is_not_known(tmp_path: Path) -> None:
    rows = movements(every_kind(6), OPS)
    place = next(p for p, row in enumerate(rows) if row.kind is MovementKind.SETTLEMENT)
    rows[place] = replace(rows[place], amount=None)
    assert rows[-1].balance is not None
    write(rows, tmp_path / "pack")
    journal = (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")
    assert "Closing balance" not in journal


def test_a_format_that_is_asked_for_twice_is_written_once(tmp_path: Path) -> None:
    pack = write([], tmp_path / "pack", (ExportFormat.CSV, ExportFormat.CSV))
    assert [file.name for file in pack.files] == ["ledger.csv"]


def test_rows_that_do_not_lead_to_their_balance_are_told(tmp_path: Path) -> None:
    rows = movements(every_kind(), OPS)
    gone = next(row for row in rows[5:] if row.amount is not None and not row.amount.is_zero)
    rows.remove(gone)
    pack = write(rows, tmp_path / "pack", (ExportFormat.CSV,))
    (sums,) = pack.tally.sums.values()
    assert sums.difference == gone.amount


def test_without_balances_there_is_no_difference_to_tell(tmp_path: Path) -> None:
    pack = write(without_balances(movements(every_kind(), OPS)), tmp_path / "pack")
    (sums,) = pack.tally.sums.values()
    assert (sums.opening, sums.closing, sums.difference) == (None, None, None)
    assert "Opening" not in (tmp_path / "pack/ledger.journal").read_text(encoding="utf-8")


@pytest.mark.safety("S-67", "an export of an incomplete sweep says so in its manifest")
@pytest.mark.parametrize("whole", [True, False])
def test_a_sweep_that_is_not_whole_is_told(tmp_path: Path, whole: bool) -> None:
    """S-67."""
    about = context()
    first, second = about.sweeps
    about = replace(about, sweeps=(first, replace(second, complete=whole)))
    write([], tmp_path / "pack", about=about)
    assert manifest(tmp_path / "pack")["complete"] is whole


def test_a_wallet_that_was_never_swept_is_not_whole(tmp_path: Path) -> None:
    write([], tmp_path / "pack", about=replace(context(), sweeps=context().sweeps[:1]))
    assert manifest(tmp_path / "pack")["complete"] is False


def test_the_demo_is_named_in_every_files_name_and_where_there_is_room(tmp_path: Path) -> None:
    write(both(every_kind(9), []), tmp_path / "pack", about=context(demo=True))
    assert manifest(tmp_path / "pack")["demo"] is True
    for name in ("ledger.journal", "ledger.beancount"):
        text = (tmp_path / f"pack/DEMO-{name}").read_text(encoding="utf-8")
        assert text.startswith("; DEMO")


def test_every_file_of_the_demo_but_the_manifest_says_so_by_its_name(tmp_path: Path) -> None:
    write(both(every_kind(9), every_kind(9)), tmp_path / "pack", about=context(demo=True))
    names = sorted(content(tmp_path / "pack"))
    assert len(names) == 14
    assert [name for name in names if not name.startswith("DEMO-")] == ["manifest.json"]
    assert lines_of(tmp_path / "pack/DEMO-ledger.csv")[0]["environment"] == "DEMO main"
    write([], tmp_path / "real")
    assert not [name for name in content(tmp_path / "real") if "DEMO" in name]


def test_what_no_rule_names_is_counted(tmp_path: Path) -> None:
    rows = both(every_kind(12), [])
    one = write(rows, tmp_path / "one")
    all_of_it = parse_accounts('[[rules]]\naccount = "equity:all"')
    other = write(rows, tmp_path / "other", accounts=all_of_it)
    assert (one.tally.unmapped, other.tally.unmapped) == (8, 0)
    assert manifest(tmp_path / "one")["unmapped"] == {
        "count": 8,
        "account_in_journals": "equity:unmapped",
    }


def test_nothing_that_is_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    with pytest.raises(ExportError, match="already something"):
        write([], tmp_path / "pack")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ExportError, match="already something"):
        write([], tmp_path / "link")


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nothing was written to .*No such file"):
        write([], tmp_path / "not there/pack")


def test_only_the_owner_may_read_a_pack(tmp_path: Path) -> None:
    write(both(every_kind(9), []), tmp_path / "pack")
    assert stat.S_IMODE((tmp_path / "pack").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "pack").iterdir()} == {0o600}


def request(folder: Path) -> PackRequest:
    return PackRequest(folder, EVERY, context(), AccountMap())


def test_progress_is_told_and_what_it_raises_leaves_nothing(tmp_path: Path) -> None:
    rows = [*movements([replace(m, seconds=60) for m in every_kind(900)], OPS)]
    told: list[int] = []
    write_pack(rows, request(tmp_path / "pack"), told.append)
    assert told == [500, 1_000, len(rows)]

    def stop(_: int) -> None:
        assert len(list(tmp_path.iterdir())) == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pack(rows, request(tmp_path / "stopped"), stop)
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_rows_that_fail_on_the_way_leave_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[Movement]:
        yield from movements(every_kind(9), OPS)
        raise OSError(5, "Input/output error")

    with pytest.raises(ExportError, match="Input/output error"):
        write(failing(), tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_rows_out_of_order_twice_of_another_month_or_of_nobody_are_refused(tmp_path: Path) -> None:
    rows = movements(every_kind(9), OPS)
    march = replace(context(), period=Period.month(2026, 3, BERLIN))
    nobody = replace(context(), wallets=context().wallets[1:])
    for given_rows, about, words in (
        (rows[::-1], context(), "out of its order"),
        ([rows[0], rows[0]], context(), "there twice"),
        (rows, march, "not of the period"),
        (rows, nobody, "a wallet that was not named"),
    ):
        with pytest.raises(ExportError, match=words):
            write(given_rows, tmp_path / "pack", about=about)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.safety("S-68", "made on the 31st, settled on the 1st: in the next month's file")
def test_a_payment_of_the_31st_that_settles_on_the_1st_is_the_next_months(tmp_path: Path) -> None:
    """S-68: the ledger's effective time decides, by the clocks of the place."""
    settled = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
    (row,) = movements(every_kind(1), OPS)
    made = replace(payment(OPS.id, "p-1"), created_at=settled - timedelta(hours=3))
    entry = replace(row.entry, effective_time=settled)
    row = replace(row, entry=entry, known=replace(row.known, payment=made))
    march, april = (replace(context(), period=Period.month(2026, m, BERLIN)) for m in (3, 4))
    with pytest.raises(ExportError, match="not of the period"):
        write([row], tmp_path / "march", about=march)
    assert write([row], tmp_path / "april", about=april).tally.rows == 1
    line = lines_of(tmp_path / "april/ledger.csv")[0]
    assert line["local_time"] == "2026-04-01T00:00:00.000000+02:00"
    assert line["created_at_utc"] == "2026-03-31T19:00:00.000000Z"
