"""Listing profiles and logging out."""

from __future__ import annotations

from tests.cli.conftest import ENVIRONMENT, Program
from tests.cli.server import NO_WALLETS, serving


def log_in(program: Program, *names: str) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        for name in names:
            assert program.login(asked.base_url, name=name).code == 0


def test_profiles_are_listed_with_where_their_key_is(program: Program) -> None:
    log_in(program, "one", "two")
    ended = program.run("profiles")
    assert ended.code == 0
    assert "one: one" in ended.out
    assert ended.out.count(ENVIRONMENT) == 2
    assert ended.out.count("keyring") == 2
    assert "(default)" not in ended.out


def test_with_none_the_way_on_is_told(program: Program) -> None:
    ended = program.run("profiles")
    assert ended.code == 2
    assert "voltage-tui login" in ended.err


def test_a_profile_that_makes_no_sense_is_listed_as_that(program: Program) -> None:
    log_in(program, "one")
    path = program.folder / "profiles.toml"
    path.write_text(path.read_text("utf-8") + '\n[profiles.two]\nlevel = "x"\n', "utf-8")
    ended = program.run("profiles")
    assert ended.code == 2
    assert "one" in ended.out
    assert '"two"' in ended.err


def test_logging_out_removes_the_key_and_the_profile(program: Program) -> None:
    log_in(program, "one", "two")
    ended = program.run("logout", "one")
    assert ended.code == 0
    assert len(program.keyring.kept) == 1
    assert "(default)" in program.run("profiles").out
    assert program.run("logout", "two").code == 0
    assert program.keyring.kept == {}
    assert "profiles.one" not in program.files["profiles.toml"]


def test_logging_out_of_what_is_not_there_says_what_is(program: Program) -> None:
    log_in(program, "one")
    ended = program.run("logout", "three")
    assert ended.code == 2
    assert "one" in ended.err


def test_a_key_that_is_gone_already_does_not_keep_the_profile(program: Program) -> None:
    log_in(program, "one")
    program.keyring.kept.clear()
    ended = program.run("logout", "one")
    assert ended.code == 0
    assert "no key of it" in ended.out
    assert "profiles.one" not in program.files["profiles.toml"]


def test_a_key_kept_elsewhere_stays(program: Program) -> None:
    program.monkeypatch.setenv("OUR_KEY", "key")
    with serving(lambda key: NO_WALLETS) as asked:
        assert program.login(asked.base_url, "--key-from", "env:OUR_KEY").code == 0
    assert "key from $OUR_KEY" in program.run("profiles").out
    assert "stays where it is" in program.run("logout", "acme").out


def test_a_broken_profile_can_be_logged_out_of(program: Program) -> None:
    log_in(program, "one")
    path = program.folder / "profiles.toml"
    path.write_text(path.read_text("utf-8") + "nonsense = 1\n", "utf-8")
    ended = program.run("logout", "one")
    assert ended.code == 0
    assert "may still be in the keyring" in ended.out
