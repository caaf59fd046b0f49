"""The store: written before it is sent, once, by one program, private to its owner."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.architecture.sources import REPOSITORY
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import (
    AlreadyPaidError,
    IdUsedError,
    PaymentGuardedError,
    WriteForbiddenError,
    WriteIntent,
    WriteOutcome,
)
from voltage_tui.store.audit import kept_head, verify_file
from voltage_tui.store.database import open_database
from voltage_tui.store.journal import Journal, Resolution
from voltage_tui.store.places import Places, places_of
from voltage_tui.store.record import Verified
from voltage_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
ENVIRONMENT = EnvironmentId("e-1")
SCOPE = Scope(OrganizationId("o-1"), ENVIRONMENT)
WALLET = WalletId("w-1")


def intent(
    resource_id: str, body: str = "aa", operation: str = "create_payment", *, creates: bool = True
) -> WriteIntent:
    return WriteIntent(resource_id, operation, creates, SCOPE, body)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def open_in(folder: Path) -> Store:
    return Store(places_of(ENVIRONMENT, folder), ManualClock(NOON))


async def test_a_write_is_on_the_disk_before_it_leaves(tmp_path: Path) -> None:
    store = open_in(tmp_path)
    await store.reserve(PaymentId("p-1"), WALLET, ["guard"])
    await store.intend(intent("p-1"))
    # As after a kill: nothing is closed, another connection reads what there is.
    (found,) = Journal(open_database(places_of(ENVIRONMENT, tmp_path).database)).open_sends()
    assert (found.payment_id, found.intended_at, found.outcome) == ("p-1", NOON, None)
    await store.aclose()


@pytest.mark.safety(
    "S-3", "the same identifier with another body is refused before anything is sent"
)
async def test_an_identifier_is_sent_once(tmp_path: Path) -> None:
    store = open_in(tmp_path)
    await store.intend(intent("p-1", "aa"))
    with pytest.raises(IdUsedError) as same:
        await store.intend(intent("p-1", "aa"))
    with pytest.raises(IdUsedError) as other:
        await store.intend(intent("p-1", "bb"))
    assert (same.value.same_body, other.value.same_body) == (True, False)
    await store.aclose()
    again = open_in(tmp_path)
    with pytest.raises(IdUsedError):
        await again.intend(intent("p-1", "aa"))
    await again.aclose()


async def test_what_creates_nothing_may_be_done_again() -> None:
    store = Store(None, ManualClock(NOON))
    first = await store.intend(intent("w-1", operation="update_wallet", creates=False))
    second = await store.intend(intent("w-1", operation="update_wallet", creates=False))
    assert first != second


async def test_the_first_outcome_stays(tmp_path: Path) -> None:
    store = open_in(tmp_path)
    await store.reserve(PaymentId("p-1"), WALLET, [])
    number = await store.intend(intent("p-1"))
    await store.settle(number, intent("p-1"), WriteOutcome.UNKNOWN)
    await store.settle(number, intent("p-1"), WriteOutcome.NOT_SENT)
    (found,) = await store.open_sends()
    assert found.outcome is WriteOutcome.UNKNOWN
    await store.aclose()


@pytest.mark.safety(
    "S-11", "a second process is refused every write, with the first one's process id"
)
async def test_a_second_program_only_looks_and_says_why(tmp_path: Path) -> None:
    first = open_in(tmp_path)
    await first.reserve(PaymentId("p-1"), WALLET, ["guard"])
    code = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from voltage_tui.clock import SystemClock\n"
        "from voltage_tui.model.writes import WriteForbiddenError\n"
        "from voltage_tui.store.places import places_of\n"
        "from voltage_tui.store.store import Store\n"
        "async def main():\n"
        f"    store = Store(places_of('e-1', Path({str(tmp_path)!r})), SystemClock())\n"
        "    print(len(await store.open_sends()))\n"
        "    try:\n"
        "        await store.reserve('p-2', 'w-1', [])\n"
        "    except WriteForbiddenError as error:\n"
        "        print(error.words)\n"
        "    await store.aclose()\n"
        "asyncio.run(main())\n"
    )
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen, words = done.stdout.splitlines()
    assert seen == "1"
    assert f"process {os.getpid()}" in words
    await first.aclose()
    after = open_in(tmp_path)
    assert after.holder is None
    await after.aclose()


async def test_a_store_that_is_held_refuses_every_write(tmp_path: Path) -> None:
    first, second = open_in(tmp_path), open_in(tmp_path)
    for write in (
        second.intend(intent("p-1")),
        second.settle(1, intent("p-1"), WriteOutcome.ACCEPTED),
        second.reserve(PaymentId("p-1"), WALLET, []),
        second.resolve(PaymentId("p-1"), Resolution.ENDED),
        second.note("arm", {}),
    ):
        with pytest.raises(WriteForbiddenError, match="another voltage-tui"):
            await write
    await second.aclose()
    await first.intend(intent("p-1"))
    await first.aclose()


@pytest.mark.safety("S-2", "files 0600 in folders 0700")
async def test_every_file_is_private_and_the_record_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "deep"
    store = open_in(folder)
    number = await store.intend(intent("p-1"))
    await store.settle(number, intent("p-1"), WriteOutcome.ACCEPTED)
    await store.note("arm", {"level": "send"})
    places = places_of(ENVIRONMENT, folder)
    files = files_in(places.folder)
    assert {file.name for file in files} >= {"journal.sqlite3", "audit.jsonl", "instance.lock"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    for each in (places.folder, folder, folder.parent):
        assert each.stat().st_mode & 0o777 == 0o700
    await store.aclose()
    head = kept_head(open_database(places.database))
    assert isinstance(verify_file(places.record, head), Verified)
    assert head is not None
    assert head.n == 3


async def test_in_memory_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOLTAGE_TUI_DATA", str(tmp_path))
    store = Store(None, ManualClock(NOON))
    await store.note("arm", {})
    await store.intend(intent("p-1"))
    await store.aclose()
    assert files_in(tmp_path) == []


@pytest.mark.safety("S-62", "each environment has a folder of its own")
def test_an_environment_cannot_name_another_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="identifier"):
        places_of(EnvironmentId("../x"), tmp_path)
    assert places_of(ENVIRONMENT, tmp_path) == Places(tmp_path / "e-1")


class Guarding(RuleBasedStateMachine):
    """Whatever is reserved and resolved, one open payment at most has each guard (S-7).

    The guards in capitals are good for one payment ever, also of what was settled otherwise first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.journal = Journal(open_database(None))
        self.open: dict[PaymentId, frozenset[str]] = {}
        self.paid: dict[PaymentId, frozenset[str]] = {}
        self.made: dict[PaymentId, frozenset[str]] = {}

    @rule(number=st.integers(0, 5), guards=st.frozensets(st.sampled_from("abCD"), max_size=2))
    def reserve(self, number: int, guards: frozenset[str]) -> None:
        payment_id = PaymentId(f"p-{number}")
        holders = {each for each, others in self.open.items() if guards & others}
        refused = self._refused(payment_id, guards)
        if payment_id in self.made:
            assert isinstance(refused, IdUsedError)
        elif holders:
            assert isinstance(refused, PaymentGuardedError)
            assert refused.earlier_id in holders
        elif payers := {each for each, others in self.paid.items() if _once(guards) & others}:
            assert isinstance(refused, AlreadyPaidError)
            assert refused.earlier_id in payers
        else:
            assert refused is None
            self.open[payment_id] = guards
            self.made[payment_id] = guards

    def _refused(self, payment_id: PaymentId, guards: frozenset[str]) -> WriteForbiddenError | None:
        try:
            self.journal.reserve(payment_id, WALLET, guards, NOON, once=_once(guards))
        except WriteForbiddenError as error:
            return error
        return None

    @rule(number=st.integers(0, 5), how=st.sampled_from(Resolution))
    def resolve(self, number: int, how: Resolution) -> None:
        payment_id = PaymentId(f"p-{number}")
        self.journal.resolve(payment_id, how, NOON)
        self.open.pop(payment_id, None)
        if how is Resolution.PAID:
            self.paid[payment_id] = self.made.get(payment_id, frozenset())

    @invariant()
    def what_is_open_is_listed(self) -> None:
        assert {send.payment_id for send in self.journal.open_sends()} == self.open.keys()
        for guard in "abCD":
            by = self.journal.guarded_by([guard])
            assert (by is None) == all(guard not in guards for guards in self.open.values())
            before = self.journal.paid_before([guard])
            assert (before is None) == all(guard not in guards for guards in self.paid.values())


def _once(guards: frozenset[str]) -> frozenset[str]:
    return frozenset(guard for guard in guards if guard.isupper())


TestGuarding = Guarding.TestCase


@pytest.mark.safety("S-11", "who only looks leaves the lock to the screen, and writes nothing")
async def test_who_only_looks_keeps_nobody_from_writing(tmp_path: Path) -> None:
    first = open_in(tmp_path)
    await first.reserve(PaymentId("p-1"), WALLET, ["guard"])
    await first.aclose()
    looker = Store(places_of(ENVIRONMENT, tmp_path), ManualClock(NOON), only_looks=True)
    assert [send.payment_id for send in await looker.open_sends()] == ["p-1"]
    with pytest.raises(WriteForbiddenError):
        await looker.note("armed", {})
    assert not await looker.take_over()
    screen = open_in(tmp_path)
    assert screen.held is None
    await screen.note("armed", {})
    beside = Store(places_of(ENVIRONMENT, tmp_path), ManualClock(NOON), only_looks=True)
    assert beside.held is not None
    assert str(os.getpid()) in beside.held
    for store in (looker, beside, screen):
        await store.aclose()
