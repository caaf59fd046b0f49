"""The table as Markdown; `python -m tests.safety.table` writes it anew."""

from __future__ import annotations

from typing import Final

from tests.architecture.sources import REPOSITORY
from tests.safety.marks import OPEN, RULES, Mark, marks

FILE: Final = REPOSITORY / "tests" / "safety" / "RULES.md"
_HEAD: Final = """\
# Safety rules and their tests

Made by `python -m tests.safety.table` from the marks in the tests; do not edit it by hand.

| Rule | Test | What it observed |
|---|---|---|
"""


def table(found: list[Mark]) -> str:
    """A row for each mark, and one that says so for a rule without any."""
    rows: list[str] = []
    for number in range(1, len(RULES) + 1):
        own = [mark for mark in found if mark.number == number]
        rows += [
            f"| S-{number} | `{mark.file}::{mark.test}` | {mark.observed} |" for mark in own
        ] or [f"| S-{number} | none yet | |"]
        missing = OPEN.get(f"S-{number}")
        rows += [f"| S-{number} | not shown yet | {missing} |"] if missing else []
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(marks()), encoding="utf-8")
