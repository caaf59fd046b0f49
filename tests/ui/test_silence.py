"""A silence is told once it is one, and never while answers come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.treasury.builders import T0
from voltage_tui.treasury.snapshot import Connection
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.silence import silence

NO_ANSWER = (ConnectionState.RETRYING, ConnectionState.REFUSED)


@pytest.mark.parametrize("state", ConnectionState)
@pytest.mark.parametrize(("quiet_s", "told"), [(4, False), (5, True), (90, True)])
def test_five_seconds_without_an_answer_are_told(
    state: ConnectionState, quiet_s: int, told: bool
) -> None:
    quiet = timedelta(seconds=quiet_s)
    known = Connection(state, since=T0 + quiet, last_answer=T0)
    assert silence(known, T0 + quiet) == (quiet if told and state in NO_ANSWER else None)


def test_what_never_answered_is_silent_since_it_was_first_asked() -> None:
    known = Connection(ConnectionState.RETRYING, since=T0)
    assert silence(known, T0 + timedelta(seconds=7)) == timedelta(seconds=7)
