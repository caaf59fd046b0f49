"""What is wrong with a form, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

F = TypeVar("F", bound=Enum)


@dataclass(frozen=True, slots=True)
class Fault(Generic[F]):
    """Why the form cannot be carried out yet, in words that stand under this one of its fields."""

    field: F
    words: str
