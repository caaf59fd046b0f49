"""The doctor: everything that matters, and nothing secret."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.cli.server import NO_WALLETS, Answer, envelope, serving
from tests.credentials.keyrings import FileKeyring, in_use
from tests.credentials.samples import CANARY
from voltage_tui.cli.doctor import clock_words, folder_words, terminal_words


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_what_works_is_said_to_work(program: Program) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        program.login(asked.base_url)
        ended = program.run("doctor")
    assert ended.code == 0
    for words in (
        "Secret Service",
        str(program.folder),
        "not a terminal",
        "acme (default)",
        asked.base_url,
        "not Voltage's own",
        "0 wallets, 0 lines of credit",
        "agrees with the server's",
        " ms",
        "at most 240 a minute, and 60 more at once after a pause, whatever fails",
    ):
        assert words in ended.out


def test_without_profiles_the_rest_is_still_said(program: Program) -> None:
    ended = program.run("doctor")
    assert ended.code == 0
    assert "none yet" in ended.out
    assert "not made yet" in ended.out


@pytest.mark.safety("S-58", "a server that repeats the key: the doctor does not")
def test_a_key_that_is_refused_is_said_and_never_repeated(program: Program) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        program.login(asked.base_url)
    with serving(lambda key: envelope(401, "wrong_credentials", key)) as refusing:
        path = program.folder / "profiles.toml"
        path.write_text(path.read_text("utf-8").replace(asked.base_url, refusing.base_url), "utf-8")
        moved = program.run("doctor")
        assert moved.code == 3
        assert "holds no key" in moved.out
        assert refusing.requests == []  # a key is bound to the address it was given for
        program.keyring.kept = {
            (service, account.replace(asked.base_url, refusing.base_url)): key
            for (service, account), key in program.keyring.kept.items()
        }
        ended = program.run("doctor")
    assert ended.code == 3
    assert "does not accept the API key" in ended.out
    assert [key for _, _, key in refusing.requests] == [CANARY]


def test_one_bad_profile_does_not_hide_the_others(program: Program) -> None:
    with serving(lambda key: NO_WALLETS) as asked:
        program.login(asked.base_url, name="good")
        path = program.folder / "profiles.toml"
        path.write_text(path.read_text("utf-8") + "\n[profiles.bad]\nx = 1\n", "utf-8")
        ended = program.run("doctor")
        assert program.run("doctor", "good").code == 0
        assert program.run("doctor", "bad").code == 2
        assert program.run("doctor", "other").code == 2
    assert ended.code == 2
    assert "0 wallets" in ended.out
    assert 'profile "bad"' in ended.out


def test_lines_that_may_not_be_read_are_said_not_counted_as_none(program: Program) -> None:
    answers = iter([NO_WALLETS, NO_WALLETS, envelope(403, "not_allowed", "")])

    def next_answer(key: str) -> Answer:
        return next(answers)

    with serving(next_answer) as asked:
        program.login(asked.base_url)
        ended = program.run("doctor")
    assert ended.code == 0
    assert "could not be read" in ended.out


def test_a_refused_keyring_is_named_with_what_to_do(program: Program) -> None:
    with in_use(FileKeyring()):
        ended = program.run("doctor")
    assert "keyrings.alt" in ended.out
    assert "PYTHON_KEYRING_BACKEND" in ended.out


def test_a_clock_that_is_wrong_is_told(program: Program) -> None:
    date = {"Date": "Mon, 02 Mar 2020 08:00:00 GMT"}
    with serving(lambda key: (200, date, b"[]")) as asked:
        program.login(asked.base_url)
        ended = program.run("doctor")
    assert "set this machine's clock" in ended.out


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (None, "did not say"),
        (timedelta(milliseconds=-900), "agrees"),
        (timedelta(seconds=30), "30 s behind the server's"),
        (timedelta(seconds=-30), "30 s ahead of the server's"),
        (timedelta(seconds=61), "set this machine's clock"),
    ],
)
def test_the_clock_in_words(ahead: timedelta | None, words: str) -> None:
    assert words in clock_words(ahead)
    assert ("set this" in clock_words(ahead)) is (ahead == timedelta(seconds=61))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"TERM": "xterm-256color"}, "256 colours"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "true colour"),
        ({"TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "no colours"),
        ({"TERM": "linux"}, "16 colours"),
        ({}, "TERM is not set"),
        ({"TERM": "x\x1b]0;x\x07"}, ", x, "),
    ],
)
def test_the_terminal_in_words(environment: dict[str, str], words: str) -> None:
    said = terminal_words(Terminal(), environment)
    assert words in said
    assert "UTF-8" in said
    assert "\x1b" not in said


def test_a_folder_that_others_can_write_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert "chmod 700" in folder_words(tmp_path)
    tmp_path.chmod(0o700)
    assert "chmod" not in folder_words(tmp_path)


@pytest.mark.safety("S-64", "doctor names the second host where one may be asked")
def test_the_coin_price_service_is_told_where_it_is_on(program: Program) -> None:
    assert "coin prices" not in program.run("doctor").out
    program.folder.mkdir(parents=True, exist_ok=True)
    (program.folder / "settings.toml").write_text("coin_prices = true\n", encoding="utf-8")
    ended = program.run("doctor")
    assert "coinprice.voltage.cloud is asked when rates are fetched; no key goes there" in ended.out
