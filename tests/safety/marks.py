"""Which test holds which rule: read from the marks in the tests' own sources.

A test says `@pytest.mark.safety("S-4", "what it observed")`, once for each rule it holds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.architecture.sources import REPOSITORY

RULES: Final = tuple(f"S-{number}" for number in range(1, 71))

OPEN: Final = {
    "S-54": "16 colours, and every state without colour, seen on each page",
    "S-55": "a fault raised in each screen",
    "S-59": "a webhook's secret shown once, on purpose: no page shows webhooks yet",
    "S-60": "a log that rotates: none is kept yet",
    "S-64": "a guard over every connection of a run with a key",
}
"""What a rule asks for that no test shows yet, beside the tests that show the rest of it."""


@dataclass(frozen=True, order=True)
class Mark:
    """One row: the rule's number, where its test is, and what that observed."""

    number: int
    file: str
    test: str
    observed: str


def marks(root: Path = REPOSITORY) -> list[Mark]:
    """Every mark of the tests under `root`, by rule."""
    found = (
        mark
        for path in (root / "tests").rglob("test_*.py")
        for mark in _marks_of(path, path.relative_to(root).as_posix())
    )
    return sorted(found)


def _marks_of(path: Path, name: str) -> Iterator[Mark]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                said = _said(decorator)
                if said is not None:
                    rule, observed = said
                    yield Mark(int(rule.removeprefix("S-")), name, node.name, observed)


def _said(decorator: ast.expr) -> tuple[str, str] | None:
    """The two texts of a safety mark; None for any other decorator."""
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "pytest.mark.safety":
        return None
    rule, observed = (ast.literal_eval(argument) for argument in decorator.args)
    if rule not in RULES or not observed:
        raise ValueError(f"not a safety rule and what was observed: {ast.unparse(decorator)}")
    return rule, observed
