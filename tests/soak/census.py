"""How many objects of the program there are, and how much memory they take."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Final

_OURS: Final = ("voltage_tui.", "textual.", "rich.", "asyncio.", "_asyncio", "pydantic", "httpx")
_NOT_OURS: Final = ("voltage_tui.simulator.", "tests.")
"""The far end's books grow, as they must."""
_BOUNDED: Final = ("textual.geometry.", "voltage_tui.model.alert.")
"""What may become more for hours: Textual remembers thousands of regions and where they meet, and
a payment that failed is told of for a day."""
_PAGE_KIB: Final = 4


def objects() -> Counter[str]:
    """What the collector knows, by type: those of the program and of what it is built upon."""
    gc.collect()
    counted: Counter[str] = Counter()
    for one in gc.get_objects():
        kind = type(one)
        module = str(getattr(kind, "__module__", ""))
        if module.startswith(_OURS) and not module.startswith(_NOT_OURS):
            counted[f"{module}.{kind.__qualname__}"] += 1
    return counted


def reached_mib(root: object) -> float:
    """The memory of everything that can be reached from `root`, but for the far end's books."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    size = 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or _is_apart(one):
            continue
        seen.add(id(one))
        size += sys.getsizeof(one)
        waiting += _parts(one)
    return size / 2**20


def _is_apart(one: object) -> bool:
    """Code, which is there once, and the far end."""
    if isinstance(one, type | ModuleType | CodeType | BuiltinFunctionType):
        return True
    return str(getattr(type(one), "__module__", "")).startswith(_NOT_OURS)


def _parts(one: object) -> list[object]:
    if isinstance(one, FunctionType):  # not what its module has
        return [*(one.__closure__ or ()), *(one.__defaults__ or ())]
    return gc.get_referents(one)


def resident_mib() -> float:
    """The memory of this process, far end and all."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE_KIB / 1024


def grown(before: Counter[str], after: Counter[str], share: float, few: int) -> dict[str, str]:
    """The types that became more, by more than this share and more than a few."""
    return {
        kind: f"{before[kind]} -> {count}"
        for kind, count in after.items()
        if count > before[kind] * (1 + share) + few and not kind.startswith(_BOUNDED)
    }
