"""The tests mirror the package, so that what has no test is seen."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import REPOSITORY, modules, plant

STANDING_APART = frozenset(
    {"architecture", "benchmarks", "end_to_end", "failures", "reference", "safety", "soak"}
)
"""Folders of tests that are about the tree as a whole, not about one part of it."""
DECLARATIONS_ONLY = frozenset({"__main__", "launch", "trouble"})
"""Modules that declare and do nothing: what uses them is what is tested."""


def untested_parts(root: Path) -> list[str]:
    """Parts of the package (a folder, or a module at its top) that no test mirrors."""
    parts = {
        module.name.split("/")[1].removesuffix(".py")
        for module in modules(root, "voltage_tui")
        if _has_code(module.tree) and not module.name.endswith("voltage_tui/__init__.py")
    }
    return sorted(part for part in parts - DECLARATIONS_ONLY if not _has_tests(root, part))


def strays_in(root: Path) -> list[str]:
    """Test folders that mirror no part of the package, or lack their `__init__.py`."""
    strays = []
    folders = {path.parent for path in (root / "tests").rglob("*.py")}
    for folder in sorted(folders):
        name = folder.relative_to(root).as_posix()
        if not (folder / "__init__.py").is_file():
            strays.append(f"{name} has no __init__.py")
        parts = folder.relative_to(root / "tests").parts
        known = not parts or parts[0] in STANDING_APART or _is_part(root, parts[0])
        if not known:
            strays.append(f"{name} mirrors nothing")
    return strays


def _has_code(tree: ast.Module) -> bool:
    return any(not _is_docstring(node) for node in tree.body)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _has_tests(root: Path, part: str) -> bool:
    tests = root / "tests"
    return (tests / f"test_{part}.py").is_file() or any((tests / part).rglob("test_*.py"))


def _is_part(root: Path, name: str) -> bool:
    package = root / "voltage_tui"
    return (package / name).is_dir() or (package / f"{name}.py").is_file()


def test_every_part_has_its_tests() -> None:
    assert untested_parts(REPOSITORY) == []


def test_every_test_folder_mirrors_a_part() -> None:
    assert strays_in(REPOSITORY) == []


def test_a_part_without_tests_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "voltage_tui/__init__.py", "VERSION = 1\n")
    plant(tmp_path, "voltage_tui/money/__init__.py", '"""Only words."""\n')
    plant(tmp_path, "voltage_tui/money/amount.py", "x = 1\n")
    plant(tmp_path, "voltage_tui/empty/__init__.py", '"""Only words."""\n')
    plant(tmp_path, "voltage_tui/text.py", "x = 1\n")
    plant(tmp_path, "voltage_tui/clock.py", "x = 1\n")
    plant(tmp_path, "tests/test_clock.py", "")
    plant(tmp_path, "tests/text/test_clean.py", "")
    assert untested_parts(tmp_path) == ["money"]


def test_a_stray_folder_of_tests_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "voltage_tui/money/amount.py", "x = 1\n")
    plant(tmp_path, "tests/__init__.py", "")
    plant(tmp_path, "tests/money/test_amount.py", "")
    plant(tmp_path, "tests/misc/__init__.py", "")
    plant(tmp_path, "tests/misc/test_things.py", "")
    assert strays_in(tmp_path) == ["tests/misc mirrors nothing", "tests/money has no __init__.py"]
