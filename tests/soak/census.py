"""How many objects of the program there are, and how much memory they take."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Final

from textual.cache import FIFOCache, LRUCache

from voltage_tui.ui.widgets import row_cells, table
from voltage_tui.ui.widgets.long_list_rows import Recent
from voltage_tui.ui.widgets.row_cells import RowCells

_OURS: Final = ("voltage_tui.", "textual.", "rich.", "asyncio.", "_asyncio", "pydantic", "httpx")
_NOT_OURS: Final = ("voltage_tui.simulator.", "tests.")
"""The far end's books grow, as they must."""
BY_DESIGN: Final = (
    # Each payment that was made, so that whoever was paid before is known: 0.4 KiB each.
    "voltage_tui.store.payees.Paid",
    # An event loop keeps a hundred timers that were cancelled, until they are most of all it has.
    "asyncio.events.TimerHandle",
    # The words on the pages, as many as there is to tell: where nothing happens they are counted.
    "voltage_tui.ui.paint.Span",
)
_IN_VIEW: Final = 100
_PAGE_KIB: Final = 4


def objects() -> Counter[str]:
    """What the collector knows, by type: those of the program and of what it is built upon.

    What is kept only to be quick is let go of before: that it has a bound is checked, and what
    is left has to be there. Of a cache without a bound the entries are counted.
    """
    counted = _empty_caches()
    gc.collect()
    for one in gc.get_objects():
        kind = type(one)
        module = str(getattr(kind, "__module__", ""))
        if module.startswith(_OURS) and not module.startswith(_NOT_OURS):
            counted[f"{module}.{kind.__qualname__}"] += 1
    return counted


def _empty_caches() -> Counter[str]:
    """The entries of those that have no bound."""
    endless: Counter[str] = Counter()
    for cache in _caches():
        if cache.cache_parameters()["maxsize"] is None:
            endless[f"kept by {cache.__qualname__}"] += cache.cache_info().currsize
        else:
            cache.cache_clear()
    for one in gc.get_objects():
        match one:
            case LRUCache() | FIFOCache():
                one.clear()
            case Recent():
                assert len(one._kept) <= one._most
                one.clear()
            case RowCells():
                assert len(one._made) <= row_cells._KEPT + table._MEASURED + _IN_VIEW
                one.forget()
            case _:
                pass
    return endless


def _caches() -> Iterator[_lru_cache_wrapper[object]]:
    """Those of modules and of classes: the collector was told to leave out what is always there."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith(_OURS):
            for one in tuple(vars(module).values()):
                inside = tuple(vars(one).values()) if isinstance(one, type) else ()
                for each in (one, *inside):
                    function = getattr(each, "__func__", each)
                    if isinstance(function, _lru_cache_wrapper):
                        yield function


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


def grown(
    early: Sequence[Counter[str]],
    late: Sequence[Counter[str]],
    few: int,
    by_design: tuple[str, ...] = (),
) -> dict[str, tuple[int, int]]:
    """The types of which there always are more late than there ever were early.

    What only comes and goes is less than it was at some time. A few more are let pass, and of
    what there are many a twentieth: no two screens have as many words.
    """
    kinds = {kind for counted in late for kind in counted}
    found = {k: (max(c[k] for c in early), min(c[k] for c in late)) for k in kinds}
    return {
        kind: (before, after)
        for kind, (before, after) in found.items()
        if after > before + max(few, before // 20) and kind not in by_design
    }
