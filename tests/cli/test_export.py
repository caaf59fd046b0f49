"""`voltage-tui export` and `verify` against the simulated Voltage, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Ended, Program
from tests.cli.simulated import Served, simulated
from voltage_tui.cli.parser import build_parser
from voltage_tui.clock import SystemClock
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with simulated("--wallets", "2") as server:
        yield server


@pytest.fixture
def signed_in(
    program: Program, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Program:
    """A profile, with data and exports among what the test leaves."""
    monkeypatch.setenv("VOLTAGE_TUI_DATA", str(tmp_path / "data"))
    ended = program.run(
        *("login", "acme", "--base-url", served.base_url, "--stdin"),
        *("--organization", served.organization_id, "--environment", served.environment_id),
        stdin=served.api_key,
    )
    assert ended.code == 0
    (tmp_path / "out").mkdir()
    return program


def export(program: Program, tmp_path: Path, *more: str) -> Ended:
    return program.run("export", "--out", str(tmp_path / "out"), *more)


def test_a_whole_copy_is_read_written_noted_and_found_as_it_was(
    signed_in: Program, tmp_path: Path
) -> None:
    month = f"{datetime.now(UTC):%Y-%m}"
    ended = export(signed_in, tmp_path, "--month", month, "--zone", "Europe/Berlin", "--json")
    assert ended.code == 0, ended.err
    said = json.loads(ended.out)
    folder = Path(said["folder"])
    assert folder == tmp_path / "out" / f"voltage-{month}"
    assert (said["complete"], said["noted"]) == (True, True)
    assert {file["name"] for file in said["files"]} >= {"ledger.csv", "ledger.journal"}
    assert "pass 2" in ended.err
    verified = signed_in.run("verify", str(folder))
    assert verified.code == 0
    assert said["manifest_sha256"] in verified.out
    shown = signed_in.run("audit", "show")
    assert f"manifest_sha256 {said['manifest_sha256'][:11]}" in shown.out

    # What is kept is enough from here on, and a second pack stands beside the first.
    again = export(signed_in, tmp_path, "--month", month, "--zone", "Europe/Berlin", "--offline")
    assert again.code == 0, again.err
    assert str(folder) + "-2" in again.out
    assert said["manifest_sha256"] in again.out

    (folder / "ledger.csv").write_text("row_id\r\n", encoding="utf-8")
    broken = signed_in.run("verify", str(folder))
    assert (broken.code, broken.out.strip()) == (1, "ledger.csv is not what it was")

    chosen = ("--offline", "--wallet", "ops", "--format", "jsonl", "--search", "dir:send")
    ended = export(signed_in, tmp_path, *chosen)
    assert ended.code == 0, ended.err
    assert "no opening, closing or balance is stated" in ended.err
    pack = Path(ended.out.splitlines()[0])
    assert pack.name.endswith("-ops-search")
    assert sorted(path.name for path in pack.iterdir()) == ["ledger.jsonl", "manifest.json"]

    unmapped = signed_in.run("export", "--offline", "--unmapped")
    assert unmapped.code == 0
    assert "principal receive" in unmapped.out
    (signed_in.folder / "accounts.toml").write_text(
        '[[rules]]\naccount = "equity:clearing"\n', encoding="utf-8"
    )
    assert signed_in.run("export", "--offline", "--unmapped").out == "every row has an account\n"


@pytest.mark.safety("S-67", "without a whole copy the command writes nothing")
def test_a_copy_that_is_not_whole_is_written_only_on_request(
    signed_in: Program, served: Served, tmp_path: Path
) -> None:
    """S-67."""
    nothing = export(signed_in, tmp_path, "--offline")
    assert nothing.code == 1
    assert "Nothing is kept here yet" in nothing.err
    names = signed_in.run("doctor")
    assert names.code == 0
    places = places_of(EnvironmentId(served.environment_id), base_url=served.base_url)
    held = Store(places, SystemClock())
    try:
        # Another program has the environment open: the copy is read, Voltage is not asked.
        ended = export(signed_in, tmp_path)
        assert "writes what is kept here, and asks Voltage nothing" in ended.err
        assert ended.code == 1
    finally:
        held._release()
        held._connection.close()
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--month", "2026-13"), "a month such as 2026-03"),
        (("--from", "2026-03-01"), "--from and --to go together."),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "--to is before --from."),
        (("--from", "2026-03-02", "--to", "9999-12-31"), "--to: no calendar goes on after it."),
        (("--month", "9999-12"), "--month: no calendar goes on after it."),
        (("--month", "2026-03", "--to", "2026-03-01"), "--month stands alone."),
        (("--zone", "Berlin"), "no such time zone"),
        (("--search", "statsu:failed"), "status:failed"),
        (("--format", "qif"), "invalid choice"),
        (("--out", "/nowhere/books"), "--out /nowhere/books: there is no such folder."),
    ],
)
def test_what_makes_no_sense_is_told_before_anything_is_asked(
    signed_in: Program, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    ended = export(signed_in, tmp_path, "--offline", *options)
    assert ended.code == 2
    assert words in ended.err


def test_a_folder_without_a_manifest_is_no_pack(program: Program, tmp_path: Path) -> None:
    ended = program.run("verify", str(tmp_path))
    assert ended.code == 1
    assert "there is no manifest.json in it" in ended.err
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    assert "its manifest cannot be read" in program.run("verify", str(tmp_path)).err


def test_the_grammar_has_every_format() -> None:
    for one in ExportFormat:
        assert build_parser().parse_args(["export", "--format", one.value]).format == [one.value]
