"""The export dialog, from the question to the files, on the simulated company."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.ui.stage import Stage, stage
from voltage_tui.exports.pack import problems_of
from voltage_tui.launch import Launch
from voltage_tui.model.period import Period
from voltage_tui.query import parse
from voltage_tui.settings import SettingsStore
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.time_zone import zone_of
from voltage_tui.treasury.exporting.exporter import Looked
from voltage_tui.ui.exporting import dialog
from voltage_tui.ui.exporting.dialog import ExportDialog
from voltage_tui.ui.exporting.open import ExportScope, open_export
from voltage_tui.ui.exporting.writing import WritingDialog

FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=6)


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo's own folder, among what the test leaves."""
    folder = tmp_path / "of the demo"
    folder.mkdir()
    monkeypatch.setattr(dialog, "demo_folder", lambda: folder)
    return folder


async def opened(s: Stage, scope: ExportScope | None = None, after_s: float = 6) -> None:
    await s.pass_time(after_s)
    open_export(s.app, scope or ExportScope())
    await s.pass_time(1)


def packs_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.mark.safety("S-62", "the demo's export is in its temporary folder, and nowhere else")
async def test_the_demo_writes_into_its_own_temporary_place_and_says_where(
    temporary: Path, tmp_path: Path
) -> None:
    """S-62."""
    async with stage(options=FEW) as s:
        await opened(s)
        assert "a temporary one: the demo writes nowhere else" in s.text
        assert "Every row there was is here" in s.text
        assert "Rows are here as they were read on 20" in s.text
        assert "lack a rate" in s.text
        await s.press("enter")
        await s.until_shown("Exported")
        (pack,) = packs_in(temporary)
        assert "Written, and read back whole." in s.text
        assert "It stays after the demo: remove it yourself." in s.text
        assert pack.name[:30] in s.text
        await s.press("enter")
        assert "Exported" not in s.text
    assert pack.name.startswith("DEMO-voltage-")
    assert problems_of(pack) == ()
    assert packs_in(tmp_path) == [temporary]


@pytest.mark.safety("S-67", "whose rows may be missing is said before the yes")
async def test_it_says_before_a_yes_what_is_not_whole() -> None:
    """S-67."""
    async with stage(options=FEW) as s:
        await opened(s, after_s=0.1)
        assert "Not whole: rows of" in s.text
        assert "The manifest says so." in s.text
        await s.press("escape")
        assert "Not whole" not in s.text


async def test_while_amounts_are_hidden_nothing_is_exported(temporary: Path) -> None:
    async with stage(options=FEW) as s:
        await s.press("p")
        await opened(s)
        assert "Amounts are hidden: press p" in s.text
        await s.press("p")
        open_export(s.app, ExportScope())
        await s.pass_time(1)
        s.app.preferences.amounts = replace(s.app.amounts, hidden=True)
        await s.press("enter")
        assert "Amounts are hidden: close this" in s.text
    assert packs_in(temporary) == []


async def test_wallet_and_period_are_chosen_and_counted_anew(temporary: Path) -> None:
    async with stage(options=FEW) as s:
        await opened(s)
        whole = next(line for line in s.lines if " ledger entries, " in line)
        await s.press("shift+tab", "shift+tab", "right")
        await s.pass_time(1)
        one = next(line for line in s.lines if " ledger entries, " in line)
        assert one != whole
        await s.press("tab", "right")
        await s.pass_time(1)
        assert "ledger entries, 2026-02-01 to 2026-02-28" in s.text
        await s.press("enter")
        await s.until_shown("Exported")
    (pack,) = packs_in(temporary)
    assert pack.name == "DEMO-voltage-2026-02-ops"


async def test_only_the_ticked_formats_are_written(temporary: Path) -> None:
    async with stage(options=FEW) as s:
        await opened(s)
        await s.press("a", "enter")
        assert "No format is ticked." in s.text
        await s.press("right", "right", "space", "enter")
        await s.until_shown("Exported")
    (pack,) = packs_in(temporary)
    assert sorted(path.name for path in pack.iterdir()) == ["DEMO-ledger.jsonl", "manifest.json"]


async def test_enter_writes_while_it_is_still_counted(temporary: Path) -> None:
    async with stage(options=FEW) as s:
        await opened(s)
        asking = s.app.screen
        assert isinstance(asking, ExportDialog)
        assert asking._looked is not None
        known, asking._looked = asking._looked.context, None
        asking._counted(asking.scope, Looked(known))
        await s.paint()
        assert "Ledger entries are being counted, 20" in s.text
        assert "Missing rates are still being counted" in s.text
        assert "Every row there was is here" in s.text
        await s.press("enter")
        await s.until_shown("Exported")
        assert "ledger entries: fees stand apart." in s.text
    assert len(packs_in(temporary)) == 1


async def test_a_search_is_shown_and_its_month_is_the_period() -> None:
    async with stage(options=FEW) as s:
        await opened(s, ExportScope(query=parse("in:2026-02 dir:send")))
        assert "search    dir:send" in s.text
        assert "● 2026-02" in s.text
        assert "Only what the search finds" in s.text


async def test_a_person_s_folder_is_asked_and_remembered_with_the_formats(tmp_path: Path) -> None:
    config, out = tmp_path / "config", tmp_path / "out"
    config.mkdir()
    out.mkdir()

    def real(launch: Launch) -> Launch:
        return replace(launch, demo=False)

    async with stage(options=FEW, change=real, folder=config) as s:
        await opened(s, ExportScope(period=Period.month(2026, 2, zone_of(None))))
        await s.press("tab", "ctrl+u")
        field = s.app.screen.query_one(Input)
        assert field.has_focus
        await s.type("/no")
        await s.press("enter")
        assert "/no is not a folder." in s.text
        field.value = str(out)
        await s.press("enter")
        await s.until_shown("Exported")
        await s.press("enter")
        assert s.app.settings.export_folder == str(out)
        await opened(s)
        assert s.app.screen.query_one(Input).value == str(out)
    (pack,) = packs_in(out)
    assert pack.name == "voltage-2026-02"
    assert SettingsStore(config).load().settings.export_folder == str(out)


@contextmanager
def held_back() -> Iterator[None]:
    """While in it nothing is written: the one thread is kept busy."""
    going_on = threading.Event()
    asyncio.get_running_loop().run_in_executor(None, going_on.wait, 20)
    try:
        yield
    finally:
        going_on.set()


async def writing(s: Stage) -> WritingDialog:
    """The dialog after the yes."""
    asking = s.app.screen
    assert isinstance(asking, ExportDialog)
    asking.accept()
    for _ in range(500):
        await asyncio.sleep(0)
        if isinstance(s.app.screen, WritingDialog):
            return s.app.screen
    raise AssertionError(s.text)


async def test_esc_while_it_is_written_leaves_nothing(temporary: Path) -> None:
    async with stage(options=FEW) as s:
        await opened(s)
        with held_back():
            (await writing(s)).action_cancel()
        await s.paint()
        assert "Exported" not in s.text
        assert "nothing was left behind" in s.text
    assert packs_in(temporary) == []


@pytest.mark.safety("S-49", "an export that ends behind the lock leaves the lock where it is")
async def test_an_export_that_ends_behind_the_lock_is_told_of_once_it_is_opened(
    temporary: Path,
) -> None:
    """S-49."""
    async with stage(options=FEW) as s:
        await opened(s)
        with held_back():
            await writing(s)
            s.app.lock.now()
        await s.until(lambda: packs_in(temporary))
        await s.pass_time(1)
        assert "Locked" in s.text
        assert "Exported" not in s.text
        assert "sats" not in s.text
        await s.press("enter")
        await s.until_shown("Exported")
        await s.press("enter")
        assert not s.app.lock.is_on
        assert s.app.screen_stack == [s.app.screen]


async def test_leaving_as_soon_as_it_was_asked_for_leaves_no_work_undone(
    recwarn: pytest.WarningsRecorder,
) -> None:
    async with stage(options=FEW) as s:
        open_export(s.app, ExportScope())
        s.app.workers.cancel_all()  # as leaving does
    gc.collect()
    assert [str(one.message) for one in recwarn if one.category is RuntimeWarning] == []


async def test_a_low_terminal_keeps_the_keys_of_a_dialog_that_has_more_to_say() -> None:
    async with stage((60, 20), options=FEW) as s:
        await opened(s, after_s=0)
        assert "may be missing" in s.text
        *_, keys, more = (line for line in s.lines if line.strip())
        assert "enter  write" in keys
        assert "esc  cancel" in more
