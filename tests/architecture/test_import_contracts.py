"""Imports point one way: the contracts of pyproject.toml, run, and each seen to bite."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import REPOSITORY, imports_of, modules, plant

_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"
_PARTS = (
    *("cli", "ui", "launch", "treasury", "api", "simulator", "store", "settings", "exports"),
    *("destinations", "model", "clock", "garbage", "money", "query", "secret", "text", "trouble"),
    "metrics",
)
_BREACHES = {
    # Contract: a file, and what it must not import.
    "layers": ("money/planted.py", "import voltage_tui.ui"),
    "simulator": ("simulator/planted.py", "import voltage_tui.treasury"),
    "no-simulator-below": ("treasury/planted.py", "def f():\n    import voltage_tui.simulator"),
    "textual": ("treasury/planted2.py", "from textual.app import App"),
    "httpx": ("simulator/planted2.py", "import httpx"),
    "pydantic": ("model/planted.py", "from pydantic import BaseModel"),
    "keyring": ("cli/planted.py", "import keyring"),
    "segno": ("treasury/planted3.py", "import segno"),
    "desktop-notifier": ("cli/planted_notice.py", "import desktop_notifier"),
    "pyarrow": ("cli/planted_pyarrow.py", "import pyarrow"),
    "uvicorn": ("ui/planted.py", "import uvicorn"),
    "prometheus": ("cli/planted_scrape.py", "import prometheus_client"),
}


def _contracts() -> dict[str, str]:
    """The contracts' names by their ids."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return {c["id"]: c["name"] for c in settings["tool"]["importlinter"]["contracts"]}


def _verdicts(root: Path) -> dict[str, str]:
    """What import-linter says of each contract in the tree at `root`: KEPT or BROKEN."""
    done = subprocess.run(
        [sys.executable, "-c", _LINTER, "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = re.compile(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)
    said = {m[1]: m[2] for m in lines.finditer(done.stdout)}
    assert said, done.stdout + done.stderr
    return said


def _sample(root: Path) -> None:
    """An empty house: every part is there and imports nothing."""
    for part in ("", *_PARTS):
        plant(root, f"voltage_tui/{part}/__init__.py", "")
    plant(root, "pyproject.toml", (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_tree_keeps_every_contract() -> None:
    assert _verdicts(REPOSITORY) == dict.fromkeys(_contracts().values(), "KEPT")


def test_every_contract_bites(tmp_path: Path) -> None:
    _sample(tmp_path)
    assert set(_verdicts(tmp_path).values()) == {"KEPT"}
    for name, code in _BREACHES.values():
        plant(tmp_path, f"voltage_tui/{name}", code)
    assert set(_BREACHES) == set(_contracts())
    assert _verdicts(tmp_path) == dict.fromkeys(_contracts().values(), "BROKEN")


def test_a_part_with_no_place_is_noticed(tmp_path: Path) -> None:
    _sample(tmp_path)
    plant(tmp_path, "voltage_tui/helpers/__init__.py", "")
    assert _verdicts(tmp_path)[_contracts()["layers"]] == "BROKEN"


def importers_of(root: Path, package: str) -> set[str]:
    """The modules that import `package`, at any depth of their code."""
    return {
        module.name
        for module in modules(root, "voltage_tui")
        for _, name in imports_of(module)
        if name.partition(".")[0] == package
    }


def test_httpx_is_imported_in_one_module_at_most() -> None:
    assert importers_of(REPOSITORY, "httpx") <= {"voltage_tui/api/http.py"}
