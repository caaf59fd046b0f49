"""Logging in: the key is tried once, kept only if it works, and shown nowhere."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.conftest import ENVIRONMENT, ORGANIZATION, Program
from tests.cli.server import NO_WALLETS, Answer, envelope, serving
from tests.credentials.keyrings import FileKeyring, ForgetfulKeyring, in_use
from tests.credentials.samples import CANARY
from voltage_tui.profiles import FromCommand, FromEnvironment, FromFile, read_profiles

WALLETS = f"/v1/organizations/{ORGANIZATION}/wallets?environment_id={ENVIRONMENT}"


def accepting(key: str) -> Answer:
    return NO_WALLETS


def test_a_key_that_works_is_kept_and_a_profile_written(program: Program) -> None:
    with serving(accepting) as asked:
        ended = program.login(asked.base_url, "--title", "Acme Ltd", "--level", "view")
    assert ended.code == 0
    assert asked.requests == [("GET", WALLETS, CANARY)]
    assert list(program.keyring.kept.values()) == [CANARY]
    profile = read_profiles(program.folder).choose(None)
    assert (profile.title, profile.level, profile.marked) == ("Acme Ltd", "view", True)
    assert "not Voltage's own address" in ended.out
    assert "no wallets" in ended.out


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (envelope(401, "wrong_credentials", f"key {CANARY}"), 3, "does not accept the API key"),
        (envelope(400, "missing_credentials", CANARY), 3, "does not accept the API key"),
        (envelope(403, "access_rights", CANARY), 3, "may not do this"),
        (envelope(422, CANARY, CANARY), 1, "refused"),
        (envelope(503, "internal_error", CANARY), 4, "failed"),
        ((429, {"Retry-After": "0"}, b""), 4, "fewer requests"),
        ((302, {"Location": f"https://evil.example/{CANARY}"}, b""), 4, "redirect"),
        ((200, {}, b"<html>"), 4, "cannot be read"),
        ((200, {}, b'{"x": 1}'), 4, "cannot be read"),
    ],
)
def test_a_key_that_does_not_work_is_tried_once_and_not_kept(
    program: Program, answer: Answer, code: int, words: str
) -> None:
    with serving(lambda key: answer) as asked:
        ended = program.login(asked.base_url)
    assert ended.code == code
    assert words in ended.err
    assert len(asked.requests) == 1
    assert program.keyring.kept == {}
    assert program.files == {}


def test_an_address_where_nobody_listens_is_said(program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ended = program.login(f"http://127.0.0.1:{port}/v1")
    assert ended.code == 4
    assert "cannot be reached" in ended.err
    assert program.files == {}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--organization", "acme"), "--organization"),
        (("--environment", "vltg_canary_7f3c91d2"), "--environment"),
        (("--base-url", "http://voltageapi.com/v1"), "--base-url"),
        (("--key-from", CANARY), "--key-from"),
        (("--key-from", "command:'open"), "--key-from"),
        (("--key-from", "command:"), "--key-from"),
        (("--title", "\u202e"), "--title"),
    ],
)
def test_an_option_that_makes_no_sense_is_named_before_anything_is_asked(
    program: Program, options: tuple[str, ...], named: str
) -> None:
    with serving(accepting) as asked:
        ended = program.login(asked.base_url, *options)
    assert ended.code == 2
    assert named in ended.err
    assert asked.requests == []


@pytest.mark.parametrize("place", ["keychain", "env:", "file:", "~/key", "env"])
def test_a_place_that_is_none_is_answered_with_those_there_are(
    program: Program, place: str
) -> None:
    ended = program.login("http://127.0.0.1:1/v1", "--key-from", place)
    assert ended.code == 2
    assert "keyring, env:VARIABLE, file:PATH or command:'PROGRAM ARGUMENTS'" in ended.err


@pytest.mark.parametrize("key", ["", "two words", "caf\u00e9", "x" * 2_000])
def test_what_cannot_be_a_key_is_sent_nowhere(program: Program, key: str) -> None:
    with serving(accepting) as asked:
        ended = program.login(asked.base_url, key=key)
    assert ended.code == 3
    assert asked.requests == []
    assert program.files == {}


def test_a_broken_profile_file_is_noticed_before_the_key_is_used(program: Program) -> None:
    program.folder.mkdir()
    (program.folder / "profiles.toml").write_text("[profiles.acme\n", encoding="utf-8")
    with serving(accepting) as asked:
        ended = program.login(asked.base_url)
    assert ended.code == 2
    assert "line 1" in ended.err
    assert asked.requests == []
    assert program.files == {"profiles.toml": "[profiles.acme\n"}


def test_a_keyring_that_is_refused_costs_nobody_a_typed_key(program: Program) -> None:
    with serving(accepting) as asked, in_use(FileKeyring()):
        ended = program.login(asked.base_url)
    assert ended.code == 3
    assert "keyrings.alt" in ended.err
    assert asked.requests == []
    assert program.files == {}


def test_a_keyring_that_does_not_keep_the_key_leaves_nothing_behind(program: Program) -> None:
    forgetful = ForgetfulKeyring()
    with serving(accepting) as asked, in_use(forgetful):
        ended = program.login(asked.base_url)
    assert ended.code == 3
    assert "did not keep the key" in ended.err
    assert (forgetful.kept, program.files) == ({}, {})


def test_a_profile_that_cannot_be_written_takes_its_key_back(program: Program) -> None:
    program.folder.write_text("a file where the folder should be", encoding="utf-8")
    with serving(accepting) as asked:
        ended = program.login(asked.base_url)
    assert ended.code == 2
    assert program.keyring.kept == {}


def test_a_failed_new_login_leaves_the_old_one_working(program: Program) -> None:
    with serving(lambda key: NO_WALLETS if key == "first" else envelope(401, "x", "")) as asked:
        assert program.login(asked.base_url, key="first").code == 0
        before = program.files
        assert program.login(asked.base_url, key="second").code == 3
    assert program.files == before
    assert list(program.keyring.kept.values()) == ["first"]


def test_a_new_key_replaces_the_old_one_also_when_the_address_changes(program: Program) -> None:
    with serving(accepting) as first, serving(accepting) as second:
        assert program.login(first.base_url, key="first").code == 0
        assert program.login(first.base_url, key="newer").code == 0
        assert list(program.keyring.kept.values()) == ["newer"]
        assert program.login(second.base_url, key="second").code == 0
    assert list(program.keyring.kept.values()) == ["second"]
    assert read_profiles(program.folder).choose(None).base_url == second.base_url


def test_the_default_can_be_chosen(program: Program) -> None:
    with serving(accepting) as asked:
        program.login(asked.base_url, name="one")
        program.login(asked.base_url, "--default", name="two")
    assert read_profiles(program.folder).choose(None).name == "two"


def test_a_key_kept_elsewhere_is_read_from_there_and_tried(
    program: Program, tmp_path: Path
) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(CANARY, encoding="utf-8")
    key_file.chmod(0o600)
    program.monkeypatch.setenv("OUR_KEY", CANARY)
    places = {
        "env:OUR_KEY": FromEnvironment("OUR_KEY"),
        f"file:{key_file}": FromFile(key_file),
        f"command:cat '{key_file}'": FromCommand(("cat", str(key_file))),
    }
    with serving(accepting) as asked:
        for place, source in places.items():
            assert program.login(asked.base_url, "--key-from", place, key="").code == 0
            assert read_profiles(program.folder).choose(None).key == source
    assert [key for _, _, key in asked.requests] == [CANARY] * 3
    assert program.keyring.kept == {}
