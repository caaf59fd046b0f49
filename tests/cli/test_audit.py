"""`audit`: it finds what was done to the record, and shows it, also while it is written (S-61)."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.architecture.sources import REPOSITORY
from tests.cli.conftest import ENVIRONMENT, ORGANIZATION, Program
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import WriteIntent, WriteOutcome
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.store import Store

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
SCOPE = Scope(OrganizationId(ORGANIZATION), EnvironmentId(ENVIRONMENT))
DIGEST = "0123456789abcdef" * 4


@pytest.fixture
def places(program: Program) -> Places:
    """Where the one profile's files are."""
    program.folder.mkdir()
    (program.folder / "profiles.toml").write_text(
        f'[profiles.acme]\norganization = "{ORGANIZATION}"\nenvironment = "{ENVIRONMENT}"\n'
        f'[profiles.other]\norganization = "{ORGANIZATION}"\nenvironment = "{ORGANIZATION}"\n',
        encoding="utf-8",
    )
    return places_of(SCOPE.environment_id)


async def some_lines(store: Store, clock: ManualClock) -> None:
    await store.note("arm", {"level": "send"})
    clock.advance(61)
    intent = WriteIntent("p-1", "create_payment", creates=True, scope=SCOPE, body_sha256=DIGEST)
    number = await store.intend(intent)
    await store.settle(number, intent, WriteOutcome.ACCEPTED)


@pytest.fixture
def kept(places: Places) -> Places:
    """With a record of three lines."""

    async def keep() -> None:
        clock = ManualClock(NOON)
        store = Store(places, clock)
        await some_lines(store, clock)
        await store.aclose()

    asyncio.run(keep())
    return places


def test_a_whole_record_is_said_to_be(program: Program, kept: Places) -> None:
    ended = program.run("audit", "verify", "acme")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "whole: 3 lines, last 2026-10-05 12:01:01 UTC (outcome)\n"


def test_which_profile_is_meant_is_found_as_at_start(program: Program, kept: Places) -> None:
    assert program.run("audit", "verify").code == 2
    assert program.run("audit", "verify", "nobody").code == 2
    assert "whole: 3" in program.run("--profile", "acme", "audit", "verify").out
    assert "no record yet" in program.run("--profile", "acme", "audit", "verify", "other").out


def test_without_a_record_nothing_is_made(program: Program, places: Places) -> None:
    for act in ("verify", "show"):
        ended = program.run("audit", act, "acme")
        assert ended.code == 0
        assert ended.out == "no record yet: nothing was armed or sent here\n"
    assert not places.folder.parent.exists()


def changed(places: Places) -> None:
    text = places.record.read_text("ascii")
    places.record.write_text(text.replace("accepted", "refused"), "ascii")


def dropped(places: Places) -> None:
    lines = places.record.read_text("ascii").splitlines(keepends=True)
    places.record.write_text("".join([lines[0], lines[2]]), "ascii")


def moved(places: Places) -> None:
    lines = places.record.read_text("ascii").splitlines(keepends=True)
    places.record.write_text("".join([lines[1], lines[0], lines[2]]), "ascii")


def cut(places: Places) -> None:
    lines = places.record.read_text("ascii").splitlines(keepends=True)
    places.record.write_text("".join(lines[:2]), "ascii")


def removed(places: Places) -> None:
    places.record.unlink()


def without_journal(places: Places) -> None:
    places.database.unlink()


@pytest.mark.safety("S-61", "audit verify names the line that was edited, dropped or moved")
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (changed, "broken at line 3: the line was changed"),
        (dropped, "broken at line 2: a line before this one was changed, removed or moved"),
        (moved, "broken at line 1: a line before"),
        (cut, "broken at line 3: 1 of 3 lines at the end are missing"),
        (removed, "broken at line 1: the record is missing; it had 3 lines"),
        (without_journal, "broken at line 1: the journal, which keeps the hash of the last line"),
    ],
)
def test_what_was_done_to_it_is_found_and_the_line_named(
    program: Program, kept: Places, spoil: Callable[[Places], None], words: str
) -> None:
    spoil(kept)
    ended = program.run("audit", "verify", "acme")
    assert ended.code == 1
    assert words in ended.out
    shown = program.run("audit", "show", "acme")
    assert shown.code == 1
    assert f"the record is {words}" in shown.err


def test_the_last_lines_are_aligned_for_people(program: Program, kept: Places) -> None:
    ended = program.run("audit", "show", "acme")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "1  2026-10-05 12:00:00 UTC  arm      level send",
        "2  2026-10-05 12:01:01 UTC  send     operation create_payment  id p-1  "
        "body_sha256 0123456789a…",
        "3  2026-10-05 12:01:01 UTC  outcome  operation create_payment  id p-1  outcome accepted",
    ]
    assert program.run("audit", "show", "--last", "1", "acme").out.startswith("3  ")
    assert program.run("audit", "show", "--last", "0", "acme").code == 2


@pytest.mark.safety("S-51", "escapes planted in the record print as harmless text")
def test_what_was_planted_cannot_steer_the_terminal(program: Program, kept: Places) -> None:
    with kept.record.open("a", encoding="utf-8") as file:
        file.write('{"n":4,"at":"2026-10-05T12:00:00+00:00","event":"\\u001b]0;x\\u0007\\u202e",')
        file.write('"facts":{"a\\nb":"\\u001b[2J"},"prev":"","hash":""}\nnonsense\n')
    ended = program.run("audit", "show", "acme")
    assert ended.code == 1
    assert "a line that cannot be read" in ended.out
    assert not {"\x1b", "\x07", "\u202e"} & set(ended.out)
    assert len(ended.out.splitlines()) == 5


def test_while_another_program_writes_it_is_whole_all_the_time(
    program: Program, places: Places
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.busy_program", str(places.folder.parent), ENVIRONMENT],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
    ) as busy:
        assert busy.stdout is not None
        for _ in range(3):
            busy.stdout.readline()
        said = [program.run("audit", "verify", "acme") for _ in range(30)]
        busy.kill()
    assert {(ended.code, ended.out.partition(":")[0]) for ended in said} == {(0, "whole")}
    assert said[0].out != said[-1].out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("audit", "verify", "acme"), 0),
        (("audit", "verify", "--profile", "acme"), 0),
        (("--profile", "acme", "audit", "verify"), 0),
        (("--profile", "nobody", "audit", "verify", "--profile", "acme"), 0),
        (("audit", "verify", "acme", "--profile", "other"), 2),
        (("export", "acme", "--profile", "other"), 2),
        (("wipe", "acme", "--profile", "other"), 2),
        (("doctor", "acme", "--profile", "other"), 2),
    ],
)
def test_a_profile_is_named_in_one_way_everywhere_and_only_one(
    program: Program, kept: Places, arguments: tuple[str, ...], code: int
) -> None:
    ended = program.run(*arguments)
    assert ended.code == code, ended.err
    assert ("NAME and --profile name two profiles." in ended.err) is (code == 2)
