"""Where the treasury stands with the API, judged from what its regular reads run into."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.snapshot import Connection
from voltage_tui.treasury.topics import ConnectionState, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.api.client import VoltageClient
    from voltage_tui.clock import Clock
    from voltage_tui.treasury.board import Board
    from voltage_tui.treasury.gate import Gate, Shutting

_GATE: Final = "the gate"
"""The outcome that is not of one read but of all."""


class ConnectionKeeper:
    """Is told how each regular read went, and keeps `snapshot.connection`."""

    def __init__(self, client: VoltageClient, clock: Clock, gate: Gate, board: Board) -> None:
        self._client = client
        self._clock = clock
        self._gate = gate
        self._board = board
        self._outcomes: dict[str, Problem | None] = {}

    def note(self, name: str, problem: Problem | None) -> None:
        """The latest outcome of the read called `name`."""
        self._outcomes[name] = problem
        self._judge()

    def gate_shut(self, error: Shutting | None) -> None:
        """The key was refused, or quiet asked for, by whatever read; or neither is so any more."""
        if error is None:
            self._outcomes.pop(_GATE, None)
        else:
            now = self._clock.now()
            next_try = now + timedelta(seconds=self._gate.closed_for_s())
            self._outcomes[_GATE] = problem_of(error, now, next_try)
        self._judge()

    def _judge(self) -> None:
        state, found = judge(tuple(self._outcomes.values()))
        known = self._board.snapshot.connection
        if found is not None and known.problem is not None and known.state is state:
            found = replace(found, since=known.problem.since)
        connection = Connection(
            state=state,
            since=known.since if known.state is state else self._clock.now(),
            last_answer=self._gate.last_answer,
            next_try=None if found is None else found.next_try,
            problem=found,
            server_offset=self._client.server_offset,
        )
        if connection != known:
            self._board.post(replace(self._board.snapshot, connection=connection), Topic.CONNECTION)


def judge(outcomes: Sequence[Problem | None]) -> tuple[ConnectionState, Problem | None]:
    """The state that the latest outcomes of all regular reads mean, and the problem to show.

    A permission that one resource lacks is that resource's own trouble, unless all lack it.
    """
    problems = [p for p in outcomes if p is not None]
    refused = [p for p in problems if p.kind is ProblemKind.KEY_REFUSED]
    barred = [p for p in problems if p.kind is ProblemKind.NOT_PERMITTED]
    if refused:
        return ConnectionState.REFUSED, refused[0]
    if barred and len(barred) == len(outcomes):
        return ConnectionState.REFUSED, barred[0]
    failing = [p for p in problems if p.kind is not ProblemKind.NOT_PERMITTED]
    if failing:
        return ConnectionState.RETRYING, min(failing, key=_soonest)
    return ConnectionState.LIVE, None


def _soonest(problem: Problem) -> tuple[bool, float]:
    moment = problem.next_try
    return (moment is None, 0.0 if moment is None else moment.timestamp())
