"""`voltage-tui watch`: what the screen knows, in words or in JSON, once or as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.deadline import Expired, within
from voltage_tui.cli.exits import Exit
from voltage_tui.cli.headless import Engine, News, engine, run_until_told
from voltage_tui.cli.watch_json import Encoder
from voltage_tui.cli.watch_words import line_of, report, telling
from voltage_tui.treasury.attention import attention
from voltage_tui.treasury.events import between, state_of, wants_somebody
from voltage_tui.treasury.overview import all_known, core_readings
from voltage_tui.treasury.reading import ProblemKind

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import datetime

    from voltage_tui.treasury.events import State
    from voltage_tui.treasury.snapshot import Snapshot

ONCE_S: Final = 30.0
"""How long one reading of everything may take before what is missing is said to be."""


def run(options: argparse.Namespace) -> int:
    """Say what is known, and unless `--once` what happens from then on; the exit code."""
    return run_until_told(lambda: _watch(options))


async def _watch(options: argparse.Namespace) -> int:
    async with engine(options) as there:
        return await (_once(options, there) if options.once else _follow(options, there))


async def _once(options: argparse.Namespace, there: Engine) -> int:
    try:
        await within(there.clock, ONCE_S, there.treasury.read_once())
    except Expired:
        late = True
    else:
        late = False
    snapshot, now = there.snapshot, there.clock.now()
    _print(_state_lines(options, there, snapshot, now))
    code = outcome(snapshot)
    if code is not Exit.OK:
        return code
    if late:
        return Exit.DEADLINE
    needed = any(wants_somebody(item) for item in attention(snapshot, now))
    return Exit.FAILED if options.fail_on_attention and needed else Exit.OK


async def _follow(options: argparse.Namespace, there: Engine) -> int:
    async with News(there) as news:
        await news.tried()
        last = state_of(there.snapshot, there.clock.now())
        _print(_state_lines(options, there, there.snapshot, last.at))
        while True:
            await news.more()
            now = state_of(there.snapshot, there.clock.now())
            _print(_event_lines(options, there, last, now))
            last = now


def outcome(snapshot: Snapshot) -> Exit:
    """The code for what could not be read: a refusal first, then silence, then slowness."""
    kinds = {r.problem.kind for r in core_readings(snapshot) if r.problem is not None}
    if kinds & {ProblemKind.KEY_REFUSED, ProblemKind.NOT_PERMITTED}:
        return Exit.SIGN_IN
    if kinds - {ProblemKind.TIMED_OUT}:
        return Exit.TRANSPORT
    if kinds or not all_known(snapshot):
        return Exit.DEADLINE
    return Exit.OK


def _state_lines(
    options: argparse.Namespace, there: Engine, snapshot: Snapshot, now: datetime
) -> Iterable[str]:
    if options.json:
        return [Encoder(there.profile, options.hide_amounts).state(snapshot, now)]
    return report(there.profile.name, snapshot, telling(now, hidden=options.hide_amounts))


def _event_lines(
    options: argparse.Namespace, there: Engine, last: State, now: State
) -> Iterable[str]:
    events = between(last, now)
    if options.json:
        encoder = Encoder(there.profile, options.hide_amounts)
        return [encoder.event(event, now.at) for event in events]
    by = telling(now.at, hidden=options.hide_amounts)
    names = {str(a.wallet.id): a.wallet.name for a in now.wallets.values()}
    return [line_of(event, by, names) for event in events]


def _print(lines: Iterable[str]) -> None:
    """Each line at once: whoever reads must not wait for the next one."""
    for line in lines:
        print(line, flush=True)
