"""What a start has loaded before it paints, and what the demo is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.credentials.samples import profile_with
from voltage_tui.cli.demo import COMPANY, demo_launch
from voltage_tui.cli.launch import profile_launch
from voltage_tui.clock import ManualClock, ScaledClock
from voltage_tui.profiles import FromEnvironment
from voltage_tui.settings import Settings
from voltage_tui.simulator.core import Simulator
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.store import Store

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LATE = {"httpx", "pydantic", "keyring", "segno", "uvicorn"}
_LOADED = "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"


def loaded(code: str, folder: Path) -> set[str]:
    """What a new process has loaded after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{code}\n{_LOADED}"],
        env={**os.environ, "VOLTAGE_TUI_CONFIG": str(folder), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def write_profile(folder: Path) -> None:
    (folder / "profiles.toml").write_text(
        '[profiles.acme]\norganization = "0f1e2d3c-1111-4222-8333-444455556666"\n'
        'environment = "9a8b7c6d-5555-4666-8777-888899990000"\n',
        encoding="utf-8",
    )


def test_listing_profiles_loads_neither_screen_nor_network(tmp_path: Path) -> None:
    write_profile(tmp_path)
    code = "from voltage_tui.cli.main import main\nmain(['profiles'])"
    assert loaded(code, tmp_path) & (LATE | {"textual", "rich"}) == set()


@pytest.mark.parametrize(
    "launch",
    [
        "from voltage_tui.cli.launch import profile_launch\n"
        "from voltage_tui.profiles import config_folder, read_profiles\n"
        "book = read_profiles(config_folder())\n"
        "profile_launch(book.choose(None), config_folder(), read_only=False)\n",
        "from voltage_tui.cli.demo import demo_launch\n"
        "from voltage_tui.clock import ScaledClock, SystemClock\n"
        "demo_launch(ScaledClock(SystemClock().now()))\n",
    ],
)
def test_up_to_the_first_paint_nothing_of_the_network_is_loaded(
    tmp_path: Path, launch: str
) -> None:
    write_profile(tmp_path)
    assert loaded(f"{launch}import voltage_tui.ui.start", tmp_path) & LATE == set()


@pytest.mark.safety("S-64", "the demo starts and reads with every socket forbidden")
@pytest.mark.safety("S-62", "the demo leaves no file in the person's folders")
def test_a_demo_loads_no_network_and_no_keyring_and_writes_nothing(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from voltage_tui.cli.demo import demo_launch\n"
        "from voltage_tui.cli.guard import forbid_sockets\n"
        "from voltage_tui.clock import ScaledClock, SystemClock\n"
        "from voltage_tui.settings import Settings\n"
        "async def main():\n"
        "    forbid_sockets()\n"
        "    launch = demo_launch(ScaledClock(SystemClock().now()))\n"
        "    client = await launch.connect(launch.open_store())\n"
        "    assert await client.wallets.list()\n"
        "    assert await client.lines.list()\n"
        "    launch.settings.save(Settings(hide_amounts=True))\n"
        "    await client.aclose()\n"
        "asyncio.run(main())\n"
    )
    assert loaded(code, tmp_path) & {"httpx", "keyring", "uvicorn"} == set()
    assert list(tmp_path.iterdir()) == []


async def balances(seed: int) -> list[tuple[str, str]]:
    launch = demo_launch(ScaledClock(START, 50), seed=seed)
    client = await launch.connect(Store(None, launch.clock))
    try:
        return [(wallet.id, wallet.name) for wallet in await client.wallets.list()]
    finally:
        await client.aclose()


async def test_the_same_seed_gives_the_same_company() -> None:
    first = await balances(7)
    assert first == await balances(7)
    assert first != await balances(8)


def test_the_program_s_numbers_are_none_of_its_world_s() -> None:
    world = Simulator(ManualClock(START), SimulatorOptions(seed=11))._state.rng
    ours = demo_launch(ManualClock(START), seed=11).random
    drawn = {ours.getrandbits(32) for _ in range(5_000)}
    assert drawn.isdisjoint(world.getrandbits(32) for _ in range(5_000))


def test_the_name_painted_first_is_the_company_that_is_simulated() -> None:
    assert Simulator(ManualClock(START)).identity.organization_name == COMPANY


async def test_a_read_only_demo_stays_at_view() -> None:
    launch = demo_launch(ScaledClock(START, 50), read_only=True)
    client = await launch.connect(Store(None, launch.clock))
    try:
        assert (launch.read_only, launch.base_level, launch.demo) == (True, "view", True)
        assert client.power.read_only
    finally:
        await client.aclose()


def test_a_demo_remembers_its_settings_only_while_it_runs() -> None:
    launch = demo_launch(ManualClock(START))
    assert launch.settings.load().settings == Settings()
    launch.settings.save(Settings(theme="dusk"))
    assert launch.settings.load().settings.theme == "dusk"
    assert demo_launch(ManualClock(START)).settings.load().settings.theme is None


@pytest.mark.safety("S-57", "a key from a variable is noted for the frame")
def test_a_key_from_elsewhere_is_noted_for_the_frame(tmp_path: Path) -> None:
    profile = replace(profile_with(FromEnvironment("OUR_KEY")), level="view")
    launch = profile_launch(profile, tmp_path, read_only=False)
    assert launch.key_note == "key from $OUR_KEY"
    assert launch.base_level == "view"
    assert not launch.base_url_marked
    assert launch.settings.themes_folder == tmp_path / "themes"
