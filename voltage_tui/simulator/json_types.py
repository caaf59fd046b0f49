"""The shapes JSON can have, so that nothing in the simulator is of an unknown type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = (
    "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
)
"""Any JSON value; floats occur only in the percentages of bills."""
JsonObject: TypeAlias = dict[str, JsonValue]
"""A JSON object under construction or as it was parsed."""
