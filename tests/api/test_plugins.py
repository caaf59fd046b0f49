"""No package that happens to be installed gets to see what is read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

READ_WITH_PYDANTIC = """
from pydantic import BaseModel

class Shape(BaseModel):
    name: str

Shape.model_validate({"name": "x"})
"""
READ_WITH_THE_CLIENT = """
from voltage_tui.api.wire.quote import MarketQuoteWire

try:
    MarketQuoteWire.model_validate({})
except ValueError:
    pass
"""
SPY = """
print("here I am")

class Spy:
    def new_schema_validator(self, *arguments, **options):
        return None, None, None

spy = Spy()
"""


@pytest.mark.parametrize(
    ("code", "said"), [(READ_WITH_PYDANTIC, "here I am\n"), (READ_WITH_THE_CLIENT, "")]
)
def test_a_plugin_of_pydantic_is_not_loaded(tmp_path: Path, code: str, said: str) -> None:
    (tmp_path / "spying.py").write_text(SPY, encoding="utf-8")
    facts = tmp_path / "spying-1.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Name: spying\nVersion: 1\n", encoding="utf-8")
    (facts / "entry_points.txt").write_text("[pydantic]\nspy = spying:spy\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYDANTIC_DISABLE_PLUGINS"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "PYTHONPATH": os.pathsep.join((str(tmp_path), str(REPOSITORY)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == said
