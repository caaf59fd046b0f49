"""The command line as a whole: words, codes, and no traceback."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

import voltage_tui
from tests.cli.conftest import ENVIRONMENT, ORGANIZATION, Program
from tests.cli.server import NO_WALLETS, Answer, serving
from tests.credentials.samples import CANARY
from voltage_tui.cli import profiles as profiles_command
from voltage_tui.cli.crash import report_of
from voltage_tui.cli.parser import build_parser
from voltage_tui.text import is_clean

PROGRAM = [sys.executable, "-m", "voltage_tui"]
SCOPE = ("--organization", ORGANIZATION, "--environment", ENVIRONMENT)


def test_the_version_and_the_help(program: Program) -> None:
    assert program.run("--version").out == f"{voltage_tui.__version__}\n"
    ended = program.run("--help")
    assert ended.code == 0
    commands = ("demo", "login", "logout", "wipe", "profiles", "doctor", "simulate", "pictures")
    for command in commands:
        assert re.search(rf"^ +{command} ", ended.out, re.MULTILINE)
        assert program.run(command, "--help").code == 0
    assert "voltage-tui demo\n" in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("dem",),
        ("--prof", "acme"),
        ("demo", "--seed", "-1"),
        ("demo", "--speed", "0"),
        ("demo", "--speed", "nan"),
        ("demo", "--speed", "1e9"),
        ("demo", "--start", "tomorrow"),
        ("simulate",),
        ("simulate", "--port", "70000"),
        ("simulate", "--port", "1", "--wallets", "0"),
        ("login", "acme"),
        ("logout",),
    ],
)
def test_usage_mistakes_end_with_two(program: Program, arguments: tuple[str, ...]) -> None:
    ended = program.run(*arguments)
    assert ended.code == 2
    assert ended.err.startswith("usage: ")


@pytest.mark.safety("S-57", "a key given as an argument is neither taken nor repeated")
def test_a_key_given_as_an_argument_is_not_taken_and_not_repeated(program: Program) -> None:
    for arguments in (
        ("login", "acme", *SCOPE, CANARY),
        ("login", "acme", *SCOPE, f"--key={CANARY}"),
        ("login", "acme", *SCOPE, "--level", CANARY),
        (CANARY,),
    ):
        assert program.run(*arguments).code == 2


def test_read_only_means_the_same_before_and_after_the_word_demo() -> None:
    parse = build_parser().parse_args
    assert parse(["--read-only", "demo"]).read_only is True
    assert parse(["demo", "--read-only"]).read_only is True
    assert parse(["demo"]).read_only is False
    assert parse([]).command == "start"


def test_starting_without_a_profile_says_how_to_make_one(program: Program) -> None:
    ended = program.run()
    assert ended.code == 2
    assert "voltage-tui login" in ended.err
    assert program.run("--profile", "acme").code == 2


def test_without_a_terminal_the_screen_does_not_start(program: Program) -> None:
    program.folder.mkdir()
    (program.folder / "profiles.toml").write_text(
        f'[profiles.acme]\norganization = "{ORGANIZATION}"\nenvironment = "{ENVIRONMENT}"\n',
        encoding="utf-8",
    )
    for arguments in ((), ("demo",)):
        ended = program.run(*arguments)
        assert ended.code == 2
        assert "needs a terminal" in ended.err


@pytest.mark.safety("S-55", "a fault on the command line: places, no values")
def test_a_fault_of_the_program_shows_places_and_no_values(program: Program) -> None:
    def fail(options: argparse.Namespace) -> int:
        nothing: dict[str, int] = {}
        try:
            return nothing[CANARY]
        except KeyError as error:
            raise RuntimeError(f"while using {CANARY}") from error

    program.monkeypatch.setattr(profiles_command, "run", fail)
    ended = program.run("profiles")
    assert ended.code == 1
    assert "builtins.RuntimeError" in ended.err
    assert "builtins.KeyError" in ended.err
    assert "test_main.py" in ended.err
    assert "voltage_tui/cli/main.py" in ended.err
    assert str(Path(__file__).parent) not in ended.err


def test_a_cause_that_was_set_aside_is_not_shown() -> None:
    def fail(nothing: dict[str, int]) -> int:
        try:
            return nothing[CANARY]
        except KeyError:
            raise RuntimeError from None

    with pytest.raises(RuntimeError) as caught:
        fail({})
    assert "KeyError" not in report_of(caught.value)


def test_uncaught_errors_of_threads_show_no_values() -> None:
    code = (
        "import threading\n"
        "from voltage_tui.cli.crash import guard_threads\n"
        "guard_threads()\n"
        "def fail():\n"
        f"    raise RuntimeError({CANARY!r})\n"
        "thread = threading.Thread(target=fail)\n"
        "thread.start()\n"
        "thread.join()\n"
        "fail()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("builtins.RuntimeError") == 2
    assert CANARY not in done.stderr


def test_an_interruption_ends_with_words_and_130(tmp_path: Path) -> None:
    asked, ended = threading.Event(), threading.Event()

    def answer_late(key: str) -> Answer:
        asked.set()
        ended.wait(20)
        return NO_WALLETS

    with serving(answer_late) as server:
        where = ("--base-url", server.base_url, "--key-from", "env:OUR_KEY")
        with subprocess.Popen(
            [*PROGRAM, "login", "acme", *SCOPE, *where],
            env={**os.environ, "VOLTAGE_TUI_CONFIG": str(tmp_path), "OUR_KEY": CANARY},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell's background job starts with interruptions ignored, and so would ours.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        ) as process:
            assert asked.wait(20)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        ended.set()
    assert process.returncode == 130
    assert "Interrupted." in err
    assert "Traceback" not in out + err
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    sections = "".join(
        f'[profiles.p{n}]\norganization = "{ORGANIZATION}"\nenvironment = "{ENVIRONMENT}"\n'
        for n in range(2_000)
    )
    (tmp_path / "profiles.toml").write_text(sections, encoding="utf-8")
    with subprocess.Popen(
        [*PROGRAM, "profiles"],
        env={**os.environ, "VOLTAGE_TUI_CONFIG": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (1, "")


def test_a_terminal_without_the_characters_gets_question_marks(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "logout", "…"],
        env={**os.environ, "VOLTAGE_TUI_CONFIG": str(tmp_path), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert 'no profile "?"' in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--profile", CANARY),
        ("logout", CANARY),
        ("doctor", CANARY),
        ("login", CANARY, *SCOPE, "--key-from", "env:NOT_SET"),
        ("login", "acme", *SCOPE, "--title", CANARY, "--key-from", "env:NOT_SET"),
        ("login", "acme", *SCOPE, "--key-from", f"env:{CANARY}"),
        ("login", "acme", *SCOPE, "--key-from", f"command:{CANARY}"),
        ("login", "acme", *SCOPE, "--key-from", f"command:echo {CANARY}"),
        ("login", "acme", *SCOPE, "--key-from", f"file:/{CANARY}"),
    ],
)
def test_a_key_given_where_a_name_belongs_is_neither_repeated_nor_kept(
    program: Program, arguments: tuple[str, ...]
) -> None:
    assert program.run(*arguments).code in (2, 3)  # the canary is looked for in what it said
    assert program.files == {}


@pytest.mark.parametrize("source", [f'"env:{CANARY}"', f'["{CANARY}"]', f'["echo", "{CANARY}"]'])
def test_a_key_written_into_the_profile_file_is_not_shown(program: Program, source: str) -> None:
    lines = (
        f'organization = "{ORGANIZATION}"',
        f'environment = "{ENVIRONMENT}"',
        f"key = {source}",
    )
    program.folder.mkdir()
    path = program.folder / "profiles.toml"
    path.write_text("[profiles.acme]\n" + "\n".join(lines), encoding="utf-8")
    for arguments in ((), ("profiles",), ("doctor",)):
        assert program.run(*arguments).code == 2
    path.unlink()


@pytest.mark.safety("S-51", "escapes in arguments come back harmless in the error")
@pytest.mark.parametrize(
    "arguments", [("--profile", "\x1b]52;c;eA==\x07"), ("logout", "\x9b31m"), ("\x1b[2J",)]
)
def test_no_error_makes_the_terminal_act(program: Program, arguments: tuple[str, ...]) -> None:
    said = program.run(*arguments).said
    assert all(is_clean(line) for line in said.splitlines())
