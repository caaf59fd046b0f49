"""Reads the lines of credit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.treasury.kept import kept
from voltage_tui.treasury.scheduler import Task
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.treasury.tools import Tools


class LinesJob:
    """Keeps `snapshot.lines`, disabled ones included: wallets may still be on them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def task(self) -> Task:
        """What the scheduler repeats."""
        cadence = self._tools.cadence
        return Task("lines", self._read, lambda: cadence.lines, self._report)

    async def _read(self) -> None:
        tools = self._tools
        read = await tools.gate.read(self._ask)
        snapshot = tools.board.snapshot
        lines = kept(snapshot.lines.value, read, lambda line: line.id)
        reading = snapshot.lines.succeeded(lines, tools.clock.now())
        changed = replace(snapshot, lines=reading)
        tools.board.post_accounts(changed, Topic.LINES, Topic.WALLETS)

    async def _ask(self) -> tuple[LineOfCredit, ...]:
        return await self._tools.client.lines.list(include_disabled=True)

    def _report(self, problem: Problem | None) -> None:
        if problem is not None:
            board = self._tools.board
            reading = board.snapshot.lines.failed(problem)
            board.post(replace(board.snapshot, lines=reading), Topic.LINES)
