"""Only `clock.py` reads the time; everything else is given a clock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, Module, dotted, imported_names, modules, plant

CLOCK = "voltage_tui/clock.py"
TIMERS: frozenset[str] = frozenset(
    {
        # Modules of the screen that may set Textual's own timers: they drive repainting only.
        "voltage_tui/ui/app.py",
    }
)
_READS = re.compile(
    r"time\.(?:time|monotonic|perf_counter|process_time|thread_time)(?:_ns)?"
    r"|time\.(?:sleep|localtime|gmtime|ctime|asctime|strftime)"
    r"|datetime\.datetime\.(?:now|utcnow|today)"
    r"|datetime\.date\.today"
    r"|asyncio\.(?:sleep|timeout|timeout_at|wait_for)"
    r"|asyncio\.(?:tasks\.sleep|timeouts\.timeout)"
)
_TIMER_METHODS = frozenset({"set_timer", "set_interval"})
_LOOP_METHODS = frozenset({"call_later", "call_at", "time"})


def clock_reads_in(
    root: Path, *folders: str, clock: str = CLOCK, timers: frozenset[str] = TIMERS
) -> list[str]:
    """Every read of the time, sleep, timeout or timer outside the modules that may have them."""
    found = []
    for module in modules(root, *folders):
        if module.name != clock:
            found += _reads(module, timers_allowed=module.name in timers)
    return found


def _reads(module: Module, *, timers_allowed: bool) -> list[str]:
    names = imported_names(module.tree)
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    pauses = {id(call.func) for call in calls if _is_bare_pause(call)}
    found = []
    for node in ast.walk(module.tree):
        what = _read(node, names)
        if what is None or id(node) in pauses:
            continue
        if timers_allowed and what in _TIMER_METHODS:
            continue
        found.append(module.finding(node, what))
    return found


def _read(node: ast.AST, names: dict[str, str]) -> str | None:
    path = dotted(node, names)
    if path is not None and _READS.fullmatch(path):
        return path
    match node:
        case ast.Attribute(attr=method) if method in _TIMER_METHODS:
            return method
        case ast.Attribute(value=owner, attr=method) if method in _LOOP_METHODS and _is_loop(owner):
            return f"loop.{method}"
        case ast.Call(func=func, keywords=keywords) if dotted(func, names) == "asyncio.wait":
            return "asyncio.wait(timeout=)" if any(k.arg == "timeout" for k in keywords) else None
        case _:
            return None


def _is_loop(owner: ast.expr) -> bool:
    """Whether an expression is, by its look, an event loop."""
    return ast.unparse(owner).rstrip("()").endswith("loop")


def _is_bare_pause(call: ast.Call) -> bool:
    """Whether a call is `sleep(0)`, which lets others run and measures nothing."""
    match call:
        case ast.Call(args=[ast.Constant(value=0)], keywords=[]):
            return ast.unparse(call.func).endswith("sleep")
        case _:
            return False


def test_only_the_clock_reads_the_time() -> None:
    assert clock_reads_in(REPOSITORY, "voltage_tui") == []


def test_the_clock_itself_is_seen_to_read_it() -> None:
    assert clock_reads_in(REPOSITORY, CLOCK, clock="") != []


def test_every_module_listed_for_timers_is_there() -> None:
    assert [name for name in sorted(TIMERS) if not (REPOSITORY / name).is_file()] == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime\nx = datetime.datetime.now()",
        "import datetime as d\nx = d.date.today()",
        "from datetime import UTC, datetime\nx = datetime.now(UTC)",
        "from datetime import datetime as D\nx = D.utcnow()",
        "import time\nx = time.time()",
        "import time as t\nnow = t.monotonic",
        "from time import perf_counter\nx = perf_counter()",
        "import time\nx = time.time_ns()",
        "import time\ntime.sleep(1)",
        "import asyncio\nasync def f() -> None:\n    await asyncio.sleep(1)",
        "from asyncio import sleep\nasync def f() -> None:\n    await sleep(0.1)",
        "import asyncio\nasync def f() -> None:\n    async with asyncio.timeout(3): ...",
        "import asyncio\nasync def f(x) -> None:\n    await asyncio.wait_for(x, 3)",
        "import asyncio\nasync def f(x) -> None:\n    await asyncio.wait(x, timeout=3)",
        "import asyncio\nx = asyncio.get_running_loop().time()",
        "def f(loop) -> None:\n    loop.time()",
        "def f(loop) -> None:\n    loop.call_later(1, print)",
        "def f(self) -> None:\n    self.set_interval(1, print)",
        "def f(self) -> None:\n    self.set_timer(1, print)",
    ],
)
def test_a_planted_read_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/treasury/planted.py", code)
    assert len(clock_reads_in(tmp_path, "voltage_tui")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "import asyncio\nasync def f() -> None:\n    await asyncio.sleep(0)",
        "from datetime import datetime\nx = datetime.fromisoformat('2026-01-01')",
        "def f(moment) -> None:\n    moment.time()",
        "def f(widget) -> None:\n    widget.call_later(print)",
        "def f(clock) -> None:\n    clock.now()\n    clock.monotonic()",
        "import asyncio\nasync def f(x) -> None:\n    await asyncio.wait(x)",
    ],
)
def test_what_reads_no_clock_passes(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/treasury/planted.py", code)
    assert clock_reads_in(tmp_path, "voltage_tui") == []


def test_a_listed_screen_may_set_timers_and_nothing_else(tmp_path: Path) -> None:
    name = "voltage_tui/ui/planted.py"
    plant(tmp_path, name, "import time\ndef f(self):\n    self.set_interval(1, time.time)")
    assert clock_reads_in(tmp_path, "voltage_tui", timers=frozenset({name})) == [
        f"{name}:3: time.time"
    ]
