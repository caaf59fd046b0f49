"""`voltage-tui metrics`: one environment in Prometheus' format, and what to import beside it."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from contextlib import ExitStack
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.headless import Engine, News, engine, run_until_told
from voltage_tui.metrics.view import View
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.profiles.profile import is_loopback
from voltage_tui.text import clean
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.events import (
    PaymentCreated,
    PaymentEnded,
    PaymentMoved,
    between,
    state_of,
)
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.events import Event

DASHBOARD: Final = "dashboard.json"
RULES: Final = "rules.yml"
_ANSWER_S: Final = 5.0
_MISSING: Final = "metrics needs a library that is an extra."
_HOW_TO: Final = "Install it: pip install 'voltage-tui[metrics]'."
_OTHER: Final = "other"
"""A status this version does not know: its own word would make series without end."""


class _UsageError(TroubleError):
    """An option or an installation that makes no sense here."""


def run(options: argparse.Namespace) -> int:
    """Serve until told to end, or print what is to be imported; the exit code."""
    for wanted, name in ((options.dashboard, DASHBOARD), (options.rules, RULES)):
        if wanted:
            print(packaged(name), end="")
            return Exit.OK
    if options.port is None:
        raise _UsageError("metrics needs --port N.", "Or ask for --dashboard or --rules.")
    try:
        import prometheus_client  # noqa: F401, PLC0415 - an extra that need not be installed
    except ImportError:
        raise _UsageError(_MISSING, _HOW_TO) from None
    code = run_until_told(lambda: _serve(options))
    # A server is ended by a signal: that is no failure.
    return Exit.OK if code > Exit.DEADLINE else code


def packaged(name: str) -> str:
    """A file that comes with the program."""
    return (files("voltage_tui.metrics") / name).read_text(encoding="utf-8")


class Counts:
    """How often payments came into each status, by direction; nothing else is kept of them."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def note(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            match event:
                case PaymentCreated(payment=payment):
                    if not payment.is_terminal:  # else its end is told as well
                        self._add(payment)
                case PaymentMoved(payment=payment) | PaymentEnded(payment=payment):
                    self._add(payment)
                case _:
                    pass

    @property
    def seen(self) -> MappingProxyType[tuple[str, str], int]:
        """A copy of the counts."""
        return MappingProxyType(dict(self._seen))

    def _add(self, payment: Payment) -> None:
        if not payment.check_only:
            known = not isinstance(payment.status, Unrecognised)
            status = payment.status.value if known else _OTHER
            self._seen[payment.direction.value, status] += 1


async def _serve(options: argparse.Namespace) -> int:
    from voltage_tui.metrics.server import PATH, serving  # noqa: PLC0415 - needs the extra

    async with engine(options) as there, News(there) as news:
        counts, loop = Counts(), asyncio.get_running_loop()

        async def look() -> View:
            return view_of(there, counts)

        def from_outside() -> View:
            return asyncio.run_coroutine_threadsafe(look(), loop).result(_ANSWER_S)

        with ExitStack() as until_told:
            try:
                port = until_told.enter_context(serving(options.host, options.port, from_outside))
            except OSError as error:
                why = error.strerror or type(error).__name__
                words = f"Cannot listen on {clean(options.host, 60)}:{options.port}: {why}."
                raise _UsageError(words, "Name another address or port.") from None
            _announce(options.host, port, PATH)
            await _count(there, news, counts)
    return Exit.OK


async def _count(there: Engine, news: News, counts: Counts) -> None:
    """Note what happens, without end."""
    await news.tried()
    last = state_of(there.snapshot, there.clock.now())
    while True:
        await news.more()
        now = state_of(there.snapshot, there.clock.now())
        counts.note(between(last, now))
        last = now


def view_of(there: Engine, counts: Counts) -> View:
    """What a scrape is answered from; on the event loop only."""
    traffic = there.client.traffic
    return View(
        environment=there.profile.environment_id,
        profile=there.profile.name,
        snapshot=there.snapshot,
        now=there.clock.now(),
        cadence=Cadence(),
        asked=traffic.asked,
        failed=traffic.failed,
        payments=counts.seen,
    )


def _announce(host: str, port: int, path: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{port}{path}", flush=True)
    if not is_loopback(host):
        print(
            "voltage-tui: whoever reaches this address can read balances and wallets' names: "
            "there is no password.",
            file=sys.stderr,
            flush=True,
        )
