"""A full disk, a wrong folder, a planted file: refused in words or put right, never guessed at."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import REPOSITORY
from tests.store.busy_program import SCOPE, intent_of
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.writes import IdUsedError, WriteForbiddenError, WriteOutcome
from voltage_tui.store import audit
from voltage_tui.store.audit import kept_head, verify_file
from voltage_tui.store.database import open_database
from voltage_tui.store.errors import StoreError
from voltage_tui.store.lock import Holder, InstanceLock, look
from voltage_tui.store.places import Places, make_private_folder, places_of
from voltage_tui.store.record import Broken, Head, Verified, follow
from voltage_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
ONE, TWO, THREE = PaymentId("p-1"), PaymentId("p-2"), PaymentId("p-3")
WALLET = WalletId("w-1")
_NOBODY = 65_534


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return places_of(SCOPE.environment_id, tmp_path)


def open_in(places: Places, clock: ManualClock | None = None) -> Store:
    return Store(places, clock or ManualClock(NOON))


def found_in(places: Places) -> Verified | Broken:
    """The record as the next program finds it."""
    connection = open_database(places.database)
    found = verify_file(places.record, kept_head(connection))
    connection.close()
    return found


@pytest.fixture
def limit_files() -> Iterator[Callable[[int], None]]:
    """No file of this process grows beyond so many bytes: a full disk, as programs see it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestFullDisk:
    """Nothing leaves that could not be noted, and afterwards all is as if nothing had been."""

    @pytest.mark.safety("S-1", "on a full disk nothing may leave, and no row says that it did")
    async def test_where_the_record_has_no_room_the_journal_has_no_row(
        self, places: Places, limit_files: Callable[[int], None]
    ) -> None:
        store = open_in(places)
        await store.note("start", {"filler": "x" * 60_000})
        while (
            places.record.stat().st_size
            < places.database.with_name("journal.sqlite3-wal").stat().st_size + 60_000
        ):
            await store.note("start", {"filler": "x" * 60_000})
        await store.reserve(ONE, WALLET, ["guard"])
        limit_files(places.record.stat().st_size + 40)
        for _ in range(3):
            with pytest.raises(StoreError, match=r"record cannot be written.*(large|full)"):
                await store.intend(intent_of(ONE))
        (found,) = await store.open_sends()
        assert (found.payment_id, found.intended_at) == (ONE, None)
        limit_files(resource.RLIM_INFINITY)
        assert isinstance(found_in(places), Verified)
        await store.intend(intent_of(ONE))
        assert isinstance(found_in(places), Verified)
        await store.aclose()

    async def test_where_the_journal_has_no_room_the_record_is_one_line_ahead_at_most(
        self, places: Places, limit_files: Callable[[int], None]
    ) -> None:
        store = open_in(places)
        await store.intend(intent_of(ONE))
        wal = places.database.with_name("journal.sqlite3-wal")
        assert wal.stat().st_size > places.record.stat().st_size + 4_000
        limit_files(wal.stat().st_size)
        for _ in range(3):
            with pytest.raises(StoreError, match=r"journal on this machine cannot be used: (d|a)"):
                await store.intend(intent_of(TWO))
        limit_files(resource.RLIM_INFINITY)
        found = found_in(places)
        assert isinstance(found, Verified)
        assert found.head.n <= 2
        await store.intend(intent_of(TWO))
        await store.aclose()
        assert isinstance(found_in(places), Verified)

    async def test_what_became_of_a_write_is_kept_without_its_line(self, places: Places) -> None:
        store = open_in(places)
        await store.reserve(ONE, WALLET, [])
        number = await store.intend(intent_of(ONE))
        kept = places.record.rename(places.folder / "aside")
        places.record.mkdir()
        with pytest.raises(StoreError, match=r"not a file|is a directory"):
            await store.settle(number, intent_of(ONE), WriteOutcome.REFUSED)
        (found,) = await store.open_sends()
        assert found.outcome is WriteOutcome.REFUSED
        places.record.rmdir()
        kept.rename(places.record)
        await store.note("after", {})
        assert isinstance(found_in(places), Verified)
        await store.aclose()


class TestMachine:
    """What a machine that died in the middle leaves behind."""

    async def test_a_long_half_line_is_gone_whole(self, places: Places) -> None:
        store = open_in(places)
        await store.note("start", {})
        with places.record.open("a", encoding="ascii") as file:
            file.write('{"n":2,"at":"' + "0" * 5_000)
        assert isinstance(found_in(places), Verified)
        await store.note("after", {})
        assert places.record.read_bytes().endswith(b"}\n")
        assert isinstance(found_in(places), Verified)
        await store.aclose()

    async def test_a_last_line_cut_short_is_found_before_and_after_the_next(
        self, places: Places
    ) -> None:
        store = open_in(places)
        for _ in range(3):
            await store.note("start", {})
        os.truncate(places.record, places.record.stat().st_size - 9)
        assert found_in(places) == Broken(3, "the line is not complete")
        await store.note("after", {})
        found = found_in(places)
        assert isinstance(found, Broken)
        assert found.line == 3
        await store.aclose()

    async def test_a_record_that_was_removed_is_found(self, places: Places) -> None:
        store = open_in(places)
        await store.note("start", {})
        places.record.unlink()
        await store.note("after", {})
        assert isinstance(found_in(places), Broken)
        await store.aclose()

    async def test_a_tail_that_has_no_end_is_added_to_and_never_cut(self, places: Places) -> None:
        store = open_in(places)
        await store.note("start", {})
        with places.record.open("a", encoding="ascii") as file:
            file.write("x" * 100_000)
        size = places.record.stat().st_size
        await store.note("after", {})
        assert places.record.stat().st_size > size
        assert isinstance(found_in(places), Broken)
        await store.aclose()

    async def test_a_clock_set_back_changes_nothing_but_the_times(self, places: Places) -> None:
        clock = ManualClock(NOON)
        store = open_in(places, clock)
        await store.reserve(ONE, WALLET, ["guard"])
        await store.intend(intent_of(ONE))
        clock.jump(-86_400 * 400)
        with pytest.raises(IdUsedError):
            await store.intend(intent_of(ONE))
        with pytest.raises(WriteForbiddenError):
            await store.reserve(TWO, WALLET, ["guard"])
        await store.reserve(THREE, WALLET, [])
        assert [send.payment_id for send in await store.open_sends()] == [ONE, THREE]
        await store.aclose()
        assert isinstance(found_in(places), Verified)

    async def test_a_damaged_journal_does_not_answer_that_nothing_was_sent(
        self, places: Places
    ) -> None:
        store = open_in(places)
        for number in range(200):
            await store.intend(intent_of(PaymentId(f"p-{number}")))
        await store.aclose()
        with places.database.open("r+b") as file:
            file.seek(3 * 4_096)
            file.write(b"\xff" * 4_096)
        with pytest.raises(StoreError, match=r"damaged|malformed"):
            open_in(places)

    async def test_a_row_that_makes_no_sense_is_said(self, places: Places) -> None:
        store = open_in(places)
        await store.reserve(ONE, WALLET, [])
        await store.intend(intent_of(ONE))
        other = open_database(places.database)
        other.execute("UPDATE writes SET outcome = 'perhaps'")
        other.close()
        with pytest.raises(StoreError, match="makes no sense"):
            await store.open_sends()
        await store.aclose()


class TestPlanted:
    """Files and folders that are not what they should be."""

    @pytest.mark.safety("S-2", "a folder, link or pipe in the place of a file is refused in words")
    @pytest.mark.parametrize("name", ["journal.sqlite3", "audit.jsonl", "instance.lock"])
    @pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "pipe"])
    async def test_what_is_no_file_of_ours_is_refused_in_words(
        self, places: Places, name: str, kind: str
    ) -> None:
        make_private_folder(places.folder)
        path, elsewhere = places.folder / name, places.folder.parent / "elsewhere"
        match kind:
            case "folder":
                path.mkdir()
            case "link":
                elsewhere.write_text("mine")
                path.symlink_to(elsewhere)
            case "dangling link":
                path.symlink_to(elsewhere)
            case _:
                os.mkfifo(path)
        with pytest.raises(StoreError, match="cannot be used") as said:
            await open_in(places).note("start", {})
        assert "Errno" not in str(said.value)
        assert kind != "link" or elsewhere.read_text() == "mine"
        assert kind != "dangling link" or not elsewhere.exists()

    def test_a_folder_that_others_can_read_is_made_private(self, places: Places) -> None:
        places.folder.mkdir(mode=0o755)
        places.folder.chmod(0o755)
        places.database.touch(0o644)
        places.database.chmod(0o644)
        asyncio.run(open_in(places).aclose())
        assert places.folder.stat().st_mode & 0o777 == 0o700
        assert places.database.stat().st_mode & 0o777 == 0o600

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else_is_refused(self, places: Places) -> None:
        places.folder.mkdir(mode=0o700)
        os.chown(places.folder, _NOBODY, _NOBODY)
        with pytest.raises(StoreError, match="belongs to somebody else"):
            open_in(places)

    def test_a_folder_that_cannot_be_written_to_is_said(self, places: Places) -> None:
        make_private_folder(places.folder)
        asyncio.run(open_in(places).aclose())
        places.folder.chmod(0o500)
        for path in places.folder.iterdir():
            path.chmod(0o400)
        done = as_nobody(places)
        places.folder.chmod(0o700)
        assert done.returncode == 0, done.stderr
        assert "cannot be used" in done.stdout
        assert "permission denied" in done.stdout

    def test_a_file_in_the_place_of_the_folder_is_said(self, places: Places) -> None:
        places.folder.write_text("")
        with pytest.raises(StoreError, match="data folder cannot be used"):
            open_in(places)


def as_nobody(places: Places) -> subprocess.CompletedProcess[str]:
    """Open the store in a program without the right to do everything."""
    code = (
        "import os, sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from voltage_tui.clock import ManualClock\n"
        "from voltage_tui.store.errors import StoreError\n"
        "from voltage_tui.store.places import Places\n"
        "from voltage_tui.store.store import Store\n"
        "folder = Path(sys.argv[1])\n"
        "if os.geteuid() == 0:\n"
        "    for each in (folder, *folder.iterdir()):\n"
        f"        os.chown(each, {_NOBODY}, {_NOBODY})\n"
        "    os.chdir(folder.parent)\n"
        "    for each in list(folder.parents)[:-1]:\n"
        "        each.stat()\n"
        "    descriptor = os.open(folder, os.O_RDONLY)\n"
        f"    os.setgroups([]), os.setgid({_NOBODY}), os.setuid({_NOBODY})\n"
        "    folder = Path(f'/proc/self/fd/{descriptor}')\n"
        "try:\n"
        "    Store(Places(folder), ManualClock(datetime(2026, 10, 5, tzinfo=UTC)))\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(places.folder)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )


class TestLock:
    """One program writes, whatever the last one left behind (S-11)."""

    def test_what_a_dead_program_left_holds_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "instance.lock"
        path.write_text('{"pid": 1, "since": "2026-10-05T09:41:00+00:00"}')
        assert look(path) is None
        assert InstanceLock(path).take(NOON) is None

    async def test_a_lock_that_was_removed_lets_neither_of_two_write_unknowing(
        self, places: Places
    ) -> None:
        first = open_in(places)
        places.lock.unlink()
        with pytest.raises(WriteForbiddenError, match="was removed"):
            await first.intend(intent_of(ONE))
        second = open_in(places)
        await second.intend(intent_of(ONE))
        with pytest.raises(WriteForbiddenError, match="was removed"):
            await first.note("start", {})
        await first.aclose()
        await second.note("start", {})
        await second.aclose()
        assert isinstance(found_in(places), Verified)

    async def test_the_second_writes_once_the_first_is_closed(self, places: Places) -> None:
        first, second = open_in(places), open_in(places)
        await first.note("start", {})
        assert not await second.take_over()
        await first.aclose()
        assert await second.take_over()
        await second.intend(intent_of(ONE))
        assert not await open_in(places).take_over()
        await second.aclose()
        assert isinstance(found_in(places), Verified)

    @pytest.mark.parametrize(
        "said",
        ["", "x", "[]", "[" * 999, '{"pid": 1e999, "since": "2026-10-05T09:41Z"}', '{"pid": 4}'],
    )
    def test_a_lock_that_says_nonsense_still_holds(self, tmp_path: Path, said: str) -> None:
        path = tmp_path / "instance.lock"
        holding = InstanceLock(path)
        holding.take(NOON)
        path.write_text(said)
        assert look(path) == InstanceLock(path).take(NOON) == Holder(None, None)
        assert Holder(None, None).words(NOON) == "another voltage-tui has this open"
        holding.release()

    def test_who_has_it_in_words(self) -> None:
        holder = Holder(4242, NOON - timedelta(hours=2, minutes=19))
        assert holder.words(NOON) == (
            "another voltage-tui (process 4242, since 09:41) has this open"
        )
        assert holder.told(NOON) == (
            "another voltage-tui (process 4242, since 09:41) has this open: this one only looks",
            "only looks: process 4242 has this open since 09:41",
            "only looks: process 4242 has this open",
            "only looks: process 4242",
        )
        later = NOON + timedelta(days=1)
        assert "since 5 Oct 09:41)" in holder.words(later)


async def test_after_it_was_closed_everything_is_refused_in_words(places: Places) -> None:
    store = open_in(places)
    await store.aclose()
    await store.aclose()
    for call in (store.intend(intent_of(ONE)), store.open_sends(), store.note("start", {})):
        with pytest.raises(StoreError, match="closed"):
            await call


def test_only_a_line_that_follows_moves_the_head(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = audit.AuditLog(path, open_database(None))
    for _ in range(2):
        log.append("start", {}, NOON)
    first, second = audit.lines_of(path)
    after = follow(Head(0, "0" * 64), first)
    assert isinstance(after, Head)
    assert isinstance(follow(after, second), Head)
    assert isinstance(follow(after, first), Broken)
