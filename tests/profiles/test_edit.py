"""Changing the profile file: the change is made, and nothing else is lost."""

from __future__ import annotations

import stat
import string
import tomllib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.credentials.samples import profile_with
from voltage_tui.profiles import (
    FromCommand,
    FromEnvironment,
    FromFile,
    FromKeyring,
    Profile,
    ProfileFileError,
    ProfileNotEditableError,
    UnknownProfileError,
    read_profiles,
    remove_profile,
    save_profile,
)

ACME = profile_with()

names = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=12).filter(
    lambda name: name[0] not in "-_"
)
titles = st.text(string.printable + "äß語😀'\"\\#[]", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=10)
sources = st.one_of(
    st.just(FromKeyring()),
    st.builds(FromEnvironment, st.from_regex(r"[A-Z_][A-Z0-9_]{0,8}", fullmatch=True)),
    st.builds(FromCommand, st.lists(words, min_size=1, max_size=4).map(tuple)),
    st.builds(lambda text: FromFile(Path("/" + text)), words),
)
profiles = st.builds(
    lambda name, title, level, key, url: replace(
        ACME, name=name, title=title, level=level, key=key, base_url=url
    ),
    names,
    titles,
    st.sampled_from(["view", "receive"]),
    sources,
    st.sampled_from(["https://voltageapi.com/v1", "http://127.0.0.1:1/v1"]),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(profiles, st.booleans()), min_size=1, max_size=6), st.data())
def test_what_is_saved_is_read_and_what_is_removed_is_gone(
    saved: list[tuple[Profile, bool]], data: st.DataObject
) -> None:
    expected: dict[str, Profile] = {}
    default: str | None = None
    with TemporaryDirectory() as name:
        folder = Path(name)
        for profile, as_default in saved:
            save_profile(folder, profile, default=as_default).write()
            expected[profile.name] = profile
            default = profile.name if as_default else default
        gone = data.draw(st.sampled_from(sorted(expected)))
        remove_profile(folder, gone).write()
        del expected[gone]
        book = read_profiles(folder)
    assert book.problems == {}
    assert book.profiles == expected
    assert book.default == (None if default == gone else default)


def test_comments_order_and_the_other_profiles_stay(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    save_profile(tmp_path, ACME).write()
    before = path.read_text(encoding="utf-8")
    text = (
        "# kept by hand\n\n"
        + before.replace("[profiles.acme]", "[profiles.acme] # ours")
        + "\n# the second, for tests\n"
        + before.split("\n", 2)[2].replace("acme", "beta")
        + "# the end\n"
    )
    path.write_text(text, encoding="utf-8")
    save_profile(tmp_path, replace(ACME, title="Acme Ltd")).write()
    after = path.read_text(encoding="utf-8")
    assert "# kept by hand" in after
    assert "# the second, for tests\n[profiles.beta]" in after
    assert after.endswith("# the end\n")
    assert after.index("[profiles.acme]") < after.index("[profiles.beta]")
    assert read_profiles(tmp_path).choose("acme").title == "Acme Ltd"
    remove_profile(tmp_path, "acme").write()
    assert "# kept by hand" in path.read_text(encoding="utf-8")
    assert read_profiles(tmp_path).names == ("beta",)


@pytest.mark.parametrize(
    "text",
    [
        'profiles = { acme = { title = "A" } }\n',
        'profiles.acme.title = "A"\n',
        '[profiles]\nacme = { title = "A" }\n',
        '[profiles]\nacme.title = """\n[profiles.acme]\n"""\n',
    ],
)
def test_a_file_written_in_another_way_is_not_disturbed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileNotEditableError, match="by hand"):
        save_profile(tmp_path, ACME).write()
    with pytest.raises(ProfileNotEditableError, match="by hand"):
        remove_profile(tmp_path, "acme").write()
    assert path.read_text(encoding="utf-8") == text


def test_a_broken_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text("[profiles.acme\n", encoding="utf-8")
    with pytest.raises(ProfileFileError):
        save_profile(tmp_path, ACME)
    with pytest.raises(ProfileFileError):
        remove_profile(tmp_path, "acme")
    assert path.read_text(encoding="utf-8") == "[profiles.acme\n"


def test_a_profile_that_makes_no_sense_can_be_replaced_and_removed(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text('[profiles.acme]\nlevel = "all"\n[profiles.beta]\n', encoding="utf-8")
    save_profile(tmp_path, ACME).write()
    remove_profile(tmp_path, "beta").write()
    book = read_profiles(tmp_path)
    assert (book.choose(None), book.problems) == (ACME, {})


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path) -> None:
    save_profile(tmp_path / "new", ACME)
    assert not (tmp_path / "new").exists()


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    save_profile(folder, ACME).write()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "profiles.toml").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["profiles.toml"]


def test_removing_what_is_not_there_says_what_is(tmp_path: Path) -> None:
    save_profile(tmp_path, ACME).write()
    with pytest.raises(UnknownProfileError, match="acme"):
        remove_profile(tmp_path, "other")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ProfileFileError):
        save_profile(tmp_path / "file", ACME).write()


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n", encoding="utf-8")
    (tmp_path / "profiles.toml").symlink_to(real)
    save_profile(tmp_path, ACME).write()
    assert (tmp_path / "profiles.toml").is_symlink()
    assert "acme" in tomllib.loads(real.read_text(encoding="utf-8"))["profiles"]
