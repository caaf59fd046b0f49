"""Garbage is not looked for during a start, and is from then on."""

from __future__ import annotations

import argparse
import gc
import weakref
from collections.abc import Iterator

import pytest

from voltage_tui import garbage
from voltage_tui.cli import demo, profiles
from voltage_tui.cli.main import main


class Knot:
    """Something that only a look for garbage gets rid of."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Whatever a test does, the next one finds it on, and nothing frozen."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()
    gc.unfreeze()


def test_what_was_thrown_away_meanwhile_is_gone_and_the_rest_is_left_alone() -> None:
    garbage.pause()
    assert not gc.isenabled()
    gone = weakref.ref(Knot())
    assert gone() is not None
    garbage.resume()
    assert gone() is None
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1_000


def test_without_a_pause_nothing_is_set_aside() -> None:
    garbage.resume()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def look_among_the_young(times: int) -> None:
    for _ in range(times):
        gc.collect(1)


def test_everything_is_looked_through_in_a_quiet_moment_and_only_when_that_is_due() -> None:
    garbage.pause()
    garbage.resume()
    old = Knot()
    gone = weakref.ref(old)
    gc.collect(1)  # it is among the old ones now
    del old
    look_among_the_young(5)
    garbage.tidy()
    assert gone() is not None
    look_among_the_young(5)
    garbage.tidy()
    assert gone() is None


def test_a_program_that_was_not_paused_is_left_to_python() -> None:
    old = Knot()
    gone = weakref.ref(old)
    gc.collect(1)
    del old
    look_among_the_young(20)
    garbage.tidy()
    assert gone() is not None


def test_a_start_that_fails_looks_for_garbage_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[bool] = []

    def fail(options: argparse.Namespace) -> int:
        seen.append(gc.isenabled())
        raise RuntimeError

    monkeypatch.setattr(demo, "run", fail)
    assert main(["demo"]) == 1
    assert seen == [False]
    assert gc.isenabled()
    capsys.readouterr()


def test_a_command_without_a_screen_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def note(options: argparse.Namespace) -> int:
        seen.append(gc.isenabled())
        return 0

    monkeypatch.setattr(profiles, "run", note)
    assert main(["profiles"]) == 0
    assert seen == [True]
