"""No float comes near money (safety rule S-20)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, Module, modules, plant

MONEY = (
    *("voltage_tui/money", "voltage_tui/model", "voltage_tui/destinations", "voltage_tui/exports"),
    "voltage_tui/query",
)
SIMULATOR = ("voltage_tui/simulator",)
TIME_ONLY = frozenset(
    {
        # Modules of the simulator whose floats are seconds or a JSON type, never an amount.
        "voltage_tui/simulator/in_process.py",
        "voltage_tui/simulator/json_types.py",
        "voltage_tui/simulator/serve.py",
    }
)
_AMOUNT_NAME = re.compile(
    r"(?:^|_)(?:amounts?|msats?|sats?|cents|units|fees?|balances?|available|held|total)(?:_|$)"
)
_FLOAT_MAKERS = frozenset({"float", "complex"})


def floats_in(root: Path, *folders: str, time_only: frozenset[str] = frozenset()) -> list[str]:
    """Every float type, float literal and true division in the folders' code."""
    return [
        finding
        for module in modules(root, *folders)
        if module.name not in time_only
        for finding in _floats(module)
    ]


def _floats(module: Module) -> list[str]:
    found = []
    chances = {id(node) for node in _chances(module.tree)}
    for node in ast.walk(module.tree):
        match node:
            case ast.Constant() if id(node) in chances:
                pass
            case ast.Name(id=name) if name in _FLOAT_MAKERS:
                found.append(module.finding(node, f"the type {name}"))
            case ast.Constant(value=float() | complex()):
                found.append(module.finding(node, f"the literal {node.value!r}"))
            case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                found.append(module.finding(node, "a true division"))
            case _:
                pass
    return found


def _chances(tree: ast.Module) -> Iterator[ast.expr]:
    """Floats that never meet an amount: what `random()` is compared with, and a constant named
    `..._PERCENT`, which the wire has as a JSON number."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=ast.Call(func=ast.Attribute(attr="random")), comparators=[limit]):
                yield limit
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value):
                if name.endswith("_PERCENT"):
                    yield value
            case _:
                pass


def float_amounts_in(root: Path, *folders: str) -> list[str]:
    """Every parameter, field or variable named as an amount and annotated as a float."""
    found = []
    for module in modules(root, *folders):
        for node in ast.walk(module.tree):
            match node:
                case ast.arg(arg=name, annotation=ast.expr() as kind):
                    pass
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind):
                    pass
                case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=kind):
                    pass
                case ast.FunctionDef(name=name, returns=ast.expr() as kind):
                    pass
                case _:
                    continue
            if _AMOUNT_NAME.search(name) and _mentions_float(kind):
                found.append(module.finding(node, f"{name} is a float"))
    return found


def _mentions_float(annotation: ast.expr) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "float" for node in ast.walk(annotation))


@pytest.mark.safety("S-20", "no float, no true division anywhere in money")
def test_money_has_no_float() -> None:
    assert floats_in(REPOSITORY, *MONEY) == []


def test_the_simulator_has_no_float_but_in_its_timing() -> None:
    assert floats_in(REPOSITORY, *SIMULATOR, time_only=TIME_ONLY) == []


def test_every_module_listed_for_timing_is_there() -> None:
    assert [name for name in sorted(TIME_ONLY) if not (REPOSITORY / name).is_file()] == []


def test_no_amount_is_annotated_as_a_float() -> None:
    assert float_amounts_in(REPOSITORY, "voltage_tui") == []


@pytest.mark.parametrize(
    "code",
    [
        "x = float('1')",
        "def f(x: float) -> int: ...",
        "x = 0.5",
        "x = 1e9",
        "x = 3 / 2",
        "x = 4\nx /= 2",
        "x = list(map(float, ['1']))",
    ],
)
def test_a_planted_float_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/money/planted.py", code)
    assert len(floats_in(tmp_path, *MONEY)) == 1


@pytest.mark.parametrize(
    "code", ["x = 7 // 2 % 3", "y = '0.5'", "z = rng.random() < 0.3", "_FEE_PERCENT: Final = 0.5"]
)
def test_integers_text_and_chances_are_not_taken_for_floats(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/money/planted.py", code)
    assert floats_in(tmp_path, *MONEY) == []


@pytest.mark.parametrize(
    "code",
    [
        "def pay(amount_msats: float) -> None: ...",
        "max_fee: float | None = None",
        "class A:\n    def __init__(self) -> None:\n        self.held: float = 1",
        "def balance(x: int) -> float: ...",
    ],
)
def test_a_planted_float_amount_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/api/planted.py", code)
    assert len(float_amounts_in(tmp_path, "voltage_tui")) == 1


def test_seconds_may_be_floats(tmp_path: Path) -> None:
    plant(tmp_path, "voltage_tui/api/planted.py", "def wait(seconds: float) -> float: ...")
    assert float_amounts_in(tmp_path, "voltage_tui") == []
