"""Reading a source tree: what every rule here is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One Python file: `name` is its path below the root, `text` and `tree` what it says."""

    name: str
    text: str
    tree: ast.Module

    def finding(self, node: ast.AST, what: str) -> str:
        """One line for the person who broke a rule."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}: {what}"


def modules(root: Path, *folders: str) -> list[Module]:
    """The Python files under `root`'s folders (a file's own path is taken too), in order."""
    paths: list[Path] = []
    for folder in folders:
        place = root / folder
        paths += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [_read(path, path.relative_to(root).as_posix()) for path in paths]


@lru_cache(maxsize=2_000)
def _read(path: Path, name: str) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(name, text, ast.parse(text, filename=name))


def imported_names(tree: ast.Module) -> dict[str, str]:
    """What each local name stands for, by its dotted path, wherever in the file it is imported."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                names[local] = alias.name if alias.asname else local
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.AST, names: dict[str, str]) -> str | None:
    """The dotted path a name or attribute stands for; None when it does not start at an import."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        base = dotted(node.value, names)
        return None if base is None else f"{base}.{node.attr}"
    return None


def imports_of(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every dotted module or member that `module` imports, at any depth."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module


def plant(root: Path, name: str, text: str) -> None:
    """Write a sample file below `root`, for a rule to find."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
