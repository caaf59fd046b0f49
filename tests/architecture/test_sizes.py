"""Files and functions stay small enough to read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, modules, plant

FILE_LINES = 400
FUNCTION_LINES = 60


def too_long_in(root: Path, *folders: str) -> list[str]:
    """Every file and function over the house's sizes."""
    found = []
    for module in modules(root, *folders):
        lines = module.text.count("\n") + (not module.text.endswith("\n"))
        if lines > FILE_LINES:
            found.append(f"{module.name}: {lines} lines")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found.append(module.finding(node, f"{node.name} has {length} lines"))
    return found


@pytest.mark.parametrize("folder", ["voltage_tui", "tests"])
def test_files_and_functions_are_short(folder: str) -> None:
    assert too_long_in(REPOSITORY, folder) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "voltage_tui/short.py", "x = 1\n" * FILE_LINES)
    plant(tmp_path, "voltage_tui/long.py", "x = 1\n" * (FILE_LINES + 1))
    assert too_long_in(tmp_path, "voltage_tui") == ["voltage_tui/long.py: 401 lines"]


@pytest.mark.parametrize("keyword", ["def", "async def"])
def test_a_long_function_is_found(tmp_path: Path, keyword: str) -> None:
    body = "    x = 1\n"
    short = f"{keyword} short():\n" + body * (FUNCTION_LINES - 1)
    long = f"{keyword} long():\n" + body * FUNCTION_LINES
    plant(tmp_path, "voltage_tui/planted.py", f"{short}\n{long}")
    assert too_long_in(tmp_path, "voltage_tui") == ["voltage_tui/planted.py:62: long has 61 lines"]
