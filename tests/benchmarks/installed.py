"""Programs installed from wheels, as a person would have them.

An editable install would be compiled again on every start where bytecode is not written, so
nothing is measured from the checkout. What the programs depend on is lent from the environment
that runs the benchmarks, so that nothing is fetched for it, but for what a person would not have:
httpx loads its own command line where click is installed, which only the tools of tests bring.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY

_HELLO_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "hello-bench"
version = "1"

[project.scripts]
hello-bench = "hello_bench:main"

[tool.hatch.build.targets.wheel]
include = ["hello_bench.py"]
"""
_HELLO = '''\
"""The least a Textual program can be."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello there, treasurer of the world")


def main() -> None:
    Hello().run()
'''


@dataclass(frozen=True)
class Installed:
    """The commands of the installed programs."""

    voltage: Path
    hello: Path


def install(folder: Path) -> Installed:
    """Build both wheels and install them into a new environment under `folder`."""
    hello = folder / "hello"
    hello.mkdir()
    (hello / "pyproject.toml").write_text(_HELLO_PROJECT, encoding="utf-8")
    (hello / "hello_bench.py").write_text(_HELLO, encoding="utf-8")
    wheels = folder / "wheels"
    for project in (REPOSITORY, hello):
        _run("-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(wheels), str(project))
    place = folder / "place"
    _run("-m", "venv", "--without-pip", str(place))
    python = place / "bin" / "python"
    packages = _packages_of(python)
    lent = f"{sysconfig.get_path('purelib')}\nimport sys; sys.modules['click'] = None\n"
    (packages / "lent.pth").write_text(lent, encoding="utf-8")
    found = [str(wheel) for wheel in sorted(wheels.glob("*.whl"))]
    into = ["--python", str(python), "install", "--quiet", "--no-deps", "--no-index", "--compile"]
    _run("-m", "pip", *into, "--force-reinstall", *found)
    return Installed(place / "bin" / "voltage-tui", place / "bin" / "hello-bench")


def _packages_of(python: Path) -> Path:
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _run(*arguments: str) -> None:
    """Run this Python, or fail with what it said."""
    environment = {k: v for k, v in os.environ.items() if k != "PIP_NO_COMPILE"}
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"could not install:\n{done.stderr}{done.stdout}")
