"""Just enough Markdown: sections, tables and fenced blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^\|[-:| ]+\|$")
_TICKED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it, up to the next heading of any level."""

    level: int
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines that belong to no table, as one string."""
        return "\n".join(line for line in self.lines if not line.startswith("|"))

    def tables(self) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
        """Each table: its header cells and its rows."""
        rows: list[tuple[str, ...]] = []
        for line in (*self.lines, ""):
            if line.startswith("|"):
                if not _RULE.match(line):
                    rows.append(cells(line))
            elif rows:
                yield rows[0], rows[1:]
                rows = []

    def table(self, *header: str) -> list[tuple[str, ...]] | None:
        """The rows of the first table with that header, or None."""
        return next((rows for head, rows in self.tables() if head == header), None)

    def blocks(self, language: str) -> Iterator[str]:
        """The content of each fenced block in a language."""
        inside: list[str] | None = None
        for line in self.lines:
            if inside is None:
                inside = [] if line.strip() == f"```{language}" else None
            elif line.strip() == "```":
                yield "\n".join(inside)
                inside = None
            else:
                inside.append(line)


def sections(text: str) -> list[Section]:
    """Split a document at its headings; `#` inside a fenced block is no heading."""
    found: list[Section] = []
    level, title, lines, fenced = 0, "", list[str](), False
    for line in text.splitlines():
        heading = None if fenced else re.match(r"^(#+) (.+)$", line)
        fenced ^= line.startswith("```")
        if heading is None:
            lines.append(line)
            continue
        found.append(Section(level, title, tuple(lines)))
        level, title, lines = len(heading[1]), heading[2].strip(), []
    found.append(Section(level, title, tuple(lines)))
    return found


def cells(line: str) -> tuple[str, ...]:
    """The cells of a table row; an escaped bar is part of its cell."""
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL.split(line.strip())[1:-1])


def ticked(text: str) -> tuple[str, ...]:
    """Everything between single backticks, in order."""
    return tuple(_TICKED.findall(text))
