"""Reading profiles: what is right is used, what is wrong is named with its place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from voltage_tui.profiles import (
    FromCommand,
    FromEnvironment,
    FromFile,
    FromKeyring,
    KeySource,
    NoProfilesError,
    Profile,
    ProfileFileError,
    ProfileNotChosenError,
    ProfileProblemError,
    UnknownProfileError,
    config_folder,
    read_profiles,
    remove_profile,
)
from voltage_tui.text import is_clean

ORGANIZATION = "0f1e2d3c-1111-4222-8333-444455556666"
ENVIRONMENT = "9a8b7c6d-5555-4666-8777-888899990000"


def section(name: str, *lines: str) -> str:
    return "\n".join(
        [
            f"[profiles.{name}]",
            f'organization = "{ORGANIZATION}"',
            f'environment = "{ENVIRONMENT}"',
            *lines,
            "",
        ]
    )


def write(folder: Path, text: str) -> Path:
    path = folder / "profiles.toml"
    path.write_text(text, encoding="utf-8")
    return path


def only(folder: Path, *lines: str) -> Profile:
    write(folder, section("acme", *lines))
    return read_profiles(folder).choose(None)


def test_a_profile_with_the_two_identifiers_has_sensible_defaults(tmp_path: Path) -> None:
    profile = only(tmp_path)
    assert profile.name == profile.title == "acme"
    assert profile.organization_id == ORGANIZATION
    assert profile.environment_id == ENVIRONMENT
    assert profile.base_url == "https://voltageapi.com/v1"
    assert not profile.marked
    assert profile.level == "receive"
    assert profile.key == FromKeyring()


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ('"keyring"', FromKeyring()),
        ('"env:VOLTAGE_KEY"', FromEnvironment("VOLTAGE_KEY")),
        ('"file:~/voltage.key"', FromFile(Path("~/voltage.key"))),
        ('["pass", "show", "voltage"]', FromCommand(("pass", "show", "voltage"))),
    ],
)
def test_each_place_a_key_can_be(tmp_path: Path, written: str, source: KeySource) -> None:
    assert only(tmp_path, f"key = {written}").key == source


@pytest.mark.parametrize(
    "written",
    ['"vltg_canary"', '"env:vltg canary"', '"file:"', "[]", '["pass", 1]', '["", "x"]', "7", '""'],
)
def test_a_key_that_is_no_place_is_refused_and_never_repeated(tmp_path: Path, written: str) -> None:
    with pytest.raises(ProfileProblemError) as caught:
        only(tmp_path, f"key = {written}")
    assert caught.value.field == "key"
    assert "canary" not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://staging.voltageapi.com/v1/", "https://staging.voltageapi.com/v1"),
        ("https://Voltage.Example:8443/v1", "https://voltage.example:8443/v1"),
        ("http://127.0.0.1:8700/v1", "http://127.0.0.1:8700/v1"),
        ("http://[::1]:8700/v1", "http://[::1]:8700/v1"),
        ("http://localhost:8700/v1", "http://localhost:8700/v1"),
    ],
)
def test_another_address_is_kept_and_marked(tmp_path: Path, url: str, kept: str) -> None:
    profile = only(tmp_path, f'base_url = "{url}"')
    assert (profile.base_url, profile.marked) == (kept, True)


def test_the_official_address_is_not_marked_however_it_is_written(tmp_path: Path) -> None:
    assert not only(tmp_path, 'base_url = "https://VoltageAPI.com/v1/"').marked


@pytest.mark.parametrize(
    "url",
    [
        "http://voltageapi.com/v1",
        "http://localhost.example/v1",
        "http://10.0.0.1/v1",
        "ftp://voltageapi.com/v1",
        "voltageapi.com/v1",
        "https://",
        "https://user@voltageapi.com/v1",
        "https://voltageapi.com/v1?x=1",
        "https://voltageapi.com/v1#x",
        "https://voltageapi.com:99999/v1",
        "https://voltageapi.com /v1",
        "https://voltagеapi.com/v1",  # a Cyrillic letter
    ],
)
def test_an_unsafe_or_senseless_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ProfileProblemError) as caught:
        only(tmp_path, f'base_url = "{url}"')
    assert caught.value.field == "base_url"


def test_the_place_of_a_mistake_is_named(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "# mine\n" + section("ok") + "\n" + section("acme", 'title = "Acme"', 'level = "send"'),
    )
    with pytest.raises(ProfileProblemError) as caught:
        read_profiles(tmp_path).choose("acme")
    assert caught.value.line == 10
    assert str(path) in str(caught.value)
    assert '"level"' in str(caught.value)


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        (f'[profiles.acme]\nenvironment = "{ENVIRONMENT}"\n', "organization", 1),
        (section("acme", 'levle = "view"'), "levle", 4),
        (section("acme", "level = 3"), "level", 4),
        (section("acme", 'title = ""'), "title", 4),
        ('[profiles.acme]\norganization = "acme"\n', "organization", 2),
        ('[profiles."a b"]\n', "name", 1),
        ("[profiles]\nacme = 1\n", "name", None),
    ],
)
def test_mistakes_in_fields(tmp_path: Path, text: str, field: str, line: int | None) -> None:
    write(tmp_path, text)
    with pytest.raises(ProfileProblemError) as caught:
        read_profiles(tmp_path).choose(None)
    assert (caught.value.field, caught.value.line) == (field, line)


def test_a_broken_profile_does_not_hold_up_the_others(tmp_path: Path) -> None:
    write(tmp_path, section("good") + section("bad", 'level = "all"'))
    book = read_profiles(tmp_path)
    assert book.choose("good").name == "good"
    assert set(book.problems) == {"bad"}
    assert book.names == ("good", "bad")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[profiles.acme\n", "line 1"),
        (b'default = "a"\n\xff\xfe\n', "line 2"),
        (b"colour = 1\n", "colour"),
        (b"default = 1\n", "default"),
        (b"profiles = 1\n", "profiles"),
        (b"#" * 1_000_001, "too large"),
    ],
)
def test_a_broken_file_says_so_and_stays_as_it_is(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "profiles.toml"
    path.write_bytes(content)
    with pytest.raises(ProfileFileError, match=said):
        read_profiles(tmp_path)
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").mkdir()
    with pytest.raises(ProfileFileError, match="directory"):
        read_profiles(tmp_path)


def test_with_no_profile_at_all_the_way_on_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoProfilesError, match="voltage-tui login") as caught:
        read_profiles(tmp_path / "nowhere").choose(None)
    assert "voltage-tui demo" in caught.value.advice


def test_of_several_profiles_one_must_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, section("one") + section("two"))
    book = read_profiles(tmp_path)
    with pytest.raises(ProfileNotChosenError, match="one, two"):
        book.choose(None)
    assert book.choose("two").name == "two"
    with pytest.raises(UnknownProfileError, match="one, two"):
        book.choose("three")


def test_the_default_is_taken_unless_another_is_named(tmp_path: Path) -> None:
    write(tmp_path, 'default = "two"\n' + section("one") + section("two"))
    book = read_profiles(tmp_path)
    assert book.choose(None).name == "two"
    assert book.choose("one").name == "one"


def test_a_default_that_does_not_exist_is_said(tmp_path: Path) -> None:
    write(tmp_path, 'default = "tow"\n' + section("one") + section("two"))
    with pytest.raises(UnknownProfileError, match="tow"):
        read_profiles(tmp_path).choose(None)


def test_a_hostile_title_is_cleaned(tmp_path: Path) -> None:
    title = only(tmp_path, r'title = "A\u001b]52;c;eA==\u0007cme\u202e"').title
    assert title == "Acme"


def test_the_account_of_a_key_is_bound_to_where_it_may_go(tmp_path: Path) -> None:
    first = only(tmp_path)
    elsewhere = only(tmp_path, 'base_url = "https://voltage.example/v1"')
    assert first.account != elsewhere.account


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOLTAGE_TUI_CONFIG", str(tmp_path / "other"))
    assert config_folder() == tmp_path / "other"
    monkeypatch.delenv("VOLTAGE_TUI_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert config_folder() == tmp_path / "voltage-tui"


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _without_end(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _deep(path: Path) -> None:
    path.write_text("x = " + "[" * 20_000, encoding="utf-8")


@pytest.mark.parametrize("make", [_a_pipe, _without_end, _deep, Path.mkdir])
def test_whatever_stands_in_its_place_is_refused_in_words(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "profiles.toml")
    with pytest.raises(ProfileFileError) as caught:
        read_profiles(tmp_path)
    assert "could not be read" in caught.value.what


def test_no_words_hold_what_a_terminal_acts_on(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]0;x\x07\x9b"
    folder.mkdir()
    with pytest.raises(NoProfilesError) as none:
        read_profiles(folder).choose(None)
    name = "\\u001b]52;c;eA==\\u0007\\u009b31m"
    text = f'[profiles."{name}"]\ntitle = "x"\n'
    (folder / "profiles.toml").write_text(text, encoding="utf-8")
    book = read_profiles(folder)
    problem = next(iter(book.problems.values()))
    with pytest.raises(UnknownProfileError) as unknown:
        remove_profile(folder, "other")
    for words in (str(none.value), str(problem), str(unknown.value)):
        assert is_clean(words)


def test_a_file_that_anybody_can_change_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(section("acme"), encoding="utf-8")
    path.chmod(0o664)
    assert read_profiles(tmp_path).names == ("acme",)
    path.chmod(0o602)
    with pytest.raises(ProfileFileError, match="anybody"):
        read_profiles(tmp_path)
