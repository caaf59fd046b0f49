"""Answers that say something else than what the simulator knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from tests.treasury.harness import Answered, World

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
Fields: TypeAlias = dict[str, Json]


def alter_payments(w: World, change: Callable[[Fields], object]) -> None:
    """Have every payment that is read changed by `change`."""

    def change_all(path: str, read: Json) -> Json:
        if "/payments" in path:
            for shown in _items(read):
                if "direction" in shown:
                    change(shown)
        return read

    alter_answers(w, change_all)


def alter_answers(w: World, change: Callable[[str, Json], Json]) -> None:
    """Have the body of every reading answer be what `change` makes of it, told its path."""

    def altered(method: str, path: str, answer: Answered) -> Answered:
        status, headers, body = answer
        if method != "GET" or status != 200:
            return answer
        changed = json.dumps(change(path, json.loads(body))).encode()
        return status, [h for h in headers if h[0].lower() != "content-length"], changed

    w.altered = altered


def _items(read: Json) -> list[Fields]:
    items = read.get("items", [read]) if isinstance(read, dict) else read
    found = items if isinstance(items, list) else []
    return [item for item in found if isinstance(item, dict)]


def data_of(shown: Fields) -> Fields:
    """The `data` of a payment."""
    data = shown["data"]
    assert isinstance(data, dict)
    return data
