"""The command line against the simulated Voltage, over real HTTP from a second process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.conftest import Ended, Program
from tests.cli.simulated import Served, simulated
from voltage_tui.cli.launch import profile_launch
from voltage_tui.credentials import NoKeyStoredError
from voltage_tui.profiles import Profile, read_profiles
from voltage_tui.store.store import Store


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with simulated("--wallets", "3") as server:
        yield server


def log_in(program: Program, served: Served, key: str | None = None) -> Ended:
    return program.run(
        *("login", "acme", "--base-url", served.base_url, "--stdin"),
        *("--organization", served.organization_id, "--environment", served.environment_id),
        stdin=key or served.api_key,
    )


def test_login_doctor_and_logout(program: Program, served: Served) -> None:
    ended = log_in(program, served)
    assert ended.code == 0
    assert "3 wallets" in ended.out
    doctor = program.run("doctor")
    assert doctor.code == 0
    assert f"3 wallets, {len(served.line_of_credit_ids)} lines of credit" in doctor.out
    assert "agrees with the server's" in doctor.out
    assert program.run("logout", "acme").code == 0
    assert program.keyring.kept == {}
    for said in (ended.said, doctor.said, *program.files.values()):
        assert served.api_key not in said


@pytest.mark.parametrize("key", ["vltg_wrong", "nothing-like-it"])
def test_a_wrong_key_is_a_failed_sign_in(program: Program, served: Served, key: str) -> None:
    ended = log_in(program, served, key)
    assert ended.code == 3
    assert key not in ended.said
    assert (program.files, program.keyring.kept) == ({}, {})


def test_another_organisation_is_not_confused_with_this_one(
    program: Program, served: Served
) -> None:
    ended = program.run(
        *("login", "acme", "--base-url", served.base_url, "--stdin"),
        *("--organization", served.environment_id, "--environment", served.environment_id),
        stdin=served.api_key,
    )
    assert ended.code in (1, 3)
    assert program.files == {}


def chosen(program: Program) -> Profile:
    return read_profiles(program.folder).choose(None)


async def test_a_start_with_a_profile_reads_what_the_server_has(
    program: Program, served: Served
) -> None:
    program.keyring.kept["voltage-tui", account(served)] = served.api_key
    write_profile(program, served)
    launch = profile_launch(chosen(program), program.folder, read_only=False)
    assert (launch.base_level, launch.base_url_marked, launch.demo) == ("receive", True, False)
    client = await launch.connect(Store(None, launch.clock))
    try:
        wallets = await client.wallets.list()
        assert {wallet.id for wallet in wallets} == set(served.wallet_ids)
        assert client.power.base.word == "receive"
    finally:
        await client.aclose()


async def test_connecting_can_be_repeated_after_trouble(program: Program, served: Served) -> None:
    write_profile(program, served)
    launch = profile_launch(chosen(program), program.folder, read_only=True)
    with pytest.raises(NoKeyStoredError):
        await launch.connect(Store(None, launch.clock))
    program.keyring.kept["voltage-tui", account(served)] = served.api_key
    client = await launch.connect(Store(None, launch.clock))
    try:
        assert len(await client.wallets.list()) == 3
        assert launch.base_level == "view"
        assert client.power.read_only
    finally:
        await client.aclose()


def account(served: Served) -> str:
    return f"acme/{served.environment_id}@{served.base_url}"


def write_profile(program: Program, served: Served) -> None:
    program.folder.mkdir()
    (program.folder / "profiles.toml").write_text(
        f'[profiles.acme]\norganization = "{served.organization_id}"\n'
        f'environment = "{served.environment_id}"\nbase_url = "{served.base_url}"\n',
        encoding="utf-8",
    )
