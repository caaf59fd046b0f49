"""What a screen has begun ends with it, and its own fault ends nothing else."""

from __future__ import annotations

import logging

import pytest

from tests.ui.stage import stage
from voltage_tui.ui.work import begin


async def test_a_fault_nobody_foresaw_is_said_and_the_program_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        raise ZeroDivisionError("a memo that nobody should read")

    async with stage() as s:
        with caplog.at_level(logging.ERROR):
            await begin(s.app, work, "work").wait()
        await s.until_shown("ZeroDivisionError, a fault of this program")
        await s.go("2")
        assert "LIMIT" in s.text
    assert "ZeroDivisionError in work at" in caplog.text
    assert "a memo" not in caplog.text
