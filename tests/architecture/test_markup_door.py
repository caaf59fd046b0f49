"""Text that others wrote is never read as markup: one module may parse it (safety rule S-52).

`voltage_tui/ui/paint.py` is the door. Anywhere else, a text given to something of Textual's that
reads markup must be a constant without a bracket, or come through the door, or be given with
`markup=False`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY, dotted, imported_names, modules, plant

DOOR = "voltage_tui/ui/paint.py"
_DOOR_MODULE = "voltage_tui.ui.paint"
_PLAIN_MAKERS = ("textual.content.Content", "rich.text.Text")

_PARSERS = frozenset(
    {"from_markup", "render_markup", "render_str", "to_content", "assemble_markup"}
)
"""Names that parse markup, whoever owns them."""
_PARSER_MODULES = ("rich.markup", "textual.markup")
_TEXT_WIDGETS = {
    # What Textual reads as markup: which positions, which keywords.
    "Static": ((0,), ("content",)),
    "Label": ((0,), ("content",)),
    "Tooltip": ((0,), ("content",)),
    "Button": ((0,), ("label", "tooltip")),
    "Checkbox": ((0,), ("label", "tooltip")),
    "RadioButton": ((0,), ("label", "tooltip")),
    "Collapsible": ((), ("title",)),
    "Link": ((0,), ("text", "tooltip")),
    "Markdown": ((0,), ("markdown",)),
    "MarkdownViewer": ((0,), ("markdown",)),
    "Placeholder": ((0,), ("label",)),
    "Tab": ((0,), ("label",)),
    "TabPane": ((0,), ("title",)),
    "Tree": ((0,), ("label",)),
    "Option": ((0,), ("prompt",)),
    "Selection": ((0,), ("prompt",)),
    "Hit": ((1,), ("match_display", "help")),
    "DiscoveryHit": ((0,), ("display", "help")),
}
_TEXT_METHODS = frozenset({"add_row", "add_column", "add_columns", "add_option", "update_cell"})
_TEXT_ATTRIBUTES = frozenset({"tooltip", "border_title", "border_subtitle"})


def markup_outside_the_door(root: Path, *folders: str, door: str = DOOR) -> list[str]:
    """Every place but the door where a text could be read as markup."""
    found = []
    for module in modules(root, *folders):
        if module.name != door:
            names = imported_names(module.tree)
            found += [
                module.finding(node, what)
                for node in ast.walk(module.tree)
                for what in _faults(node, names)
            ]
    return found


def _faults(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) if name in _PARSERS:
            yield f"{name} parses markup"
        case ast.ImportFrom(module=str(source)) if source.startswith(_PARSER_MODULES):
            yield f"{source} parses markup"
        case ast.keyword(arg="markup", value=value) if not _is_false(value):
            yield "markup is not off"
        case ast.Call():
            yield from _call_faults(node, names)
        case ast.ClassDef():
            yield from _class_faults(node, names)
        case ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
            if name in _TEXT_ATTRIBUTES and not _is_safe(value, names):
                yield f"{name} is read as markup"
        case _:
            pass


def _call_faults(call: ast.Call, names: dict[str, str]) -> Iterator[str]:
    off = any(k.arg == "markup" and _is_false(k.value) for k in call.keywords)
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method == "notify" and not off:
        yield "notify without markup=False"
    if method in _TEXT_METHODS and not all(_is_safe(arg, names) for arg in call.args):
        yield f"{method} reads a text as markup"
    widget = _textual_name(call.func, names)
    if widget in _TEXT_WIDGETS and not off:
        positions, keywords = _TEXT_WIDGETS[widget]
        texts = [call.args[i] for i in positions if i < len(call.args)]
        texts += [k.value for k in call.keywords if k.arg in keywords]
        if not all(_is_safe(text, names) for text in texts):
            yield f"{widget} reads a text as markup"


def _class_faults(node: ast.ClassDef, names: dict[str, str]) -> Iterator[str]:
    for base in node.bases:
        if _textual_name(base, names) in ("Static", "Label", "Tooltip", "Option"):
            yield f"{node.name} is a {ast.unparse(base)}, which reads markup"
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name == "render":
            returned = ast.unparse(part.returns) if part.returns else "nothing"
            if "str" in returned:
                yield f"{node.name}.render gives a str, which is read as markup"


def _textual_name(node: ast.expr, names: dict[str, str]) -> str:
    path = dotted(node, names) or ""
    return path.rpartition(".")[2] if path.startswith("textual.") else ""


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _is_safe(value: ast.expr, names: dict[str, str]) -> bool:
    """Whether a text cannot be markup: a constant without a bracket, or made plain."""
    match value:
        case ast.Constant(value=str(text)):
            return "[" not in text
        case ast.Constant():
            return True
        case ast.Call(func=func):
            made_by = dotted(func, names) or ""
            return made_by in _PLAIN_MAKERS or made_by.startswith(_DOOR_MODULE)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_safe(body, names) and _is_safe(orelse, names)
        case _:
            return False


@pytest.mark.safety("S-52", "no source but the one door hands text to anything that reads markup")
def test_markup_is_read_only_at_the_door() -> None:
    assert markup_outside_the_door(REPOSITORY, "voltage_tui") == []


_IMPORTS = """\
from rich.text import Text
from textual.content import Content
from textual.widgets import Button, Static, Label
from textual.widgets.option_list import Option
from textual.command import Hit
from voltage_tui.ui import paint
from voltage_tui.ui.paint import line
"""


@pytest.mark.parametrize(
    "code",
    [
        "x = Content.from_markup(memo)",
        "from rich.markup import escape",
        "x = widget.render_str(memo)",
        "x = Static(memo)",
        "x = Static('[b]loud[/b]')",
        "x = Static(f'{memo}', id='memo')",
        "x = Static(content=memo)",
        "x = Static('plain', markup=True)",
        "x = Thing(markup=on)",
        "x = Label(memo)",
        "x = Button(label=memo)",
        "x = Option(wallet.name)",
        "x = Hit(1, wallet.name, print)",
        "import textual.widgets\nx = textual.widgets.Static(memo)",
        "def f(self):\n    self.notify(memo)",
        "def f(self):\n    self.app.notify('words')",
        "def f(table):\n    table.add_row('constant', memo)",
        "def f(table):\n    table.add_row(*cells)",
        "def f(self):\n    self.tooltip = memo",
        "def f(self):\n    self.border_title = f'{memo}'",
        "class Memo(Static): ...",
        "class Memo(Widget):\n    def render(self) -> str: ...",
    ],
)
def test_planted_markup_is_found(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/ui/planted.py", _IMPORTS + code)
    assert len(markup_outside_the_door(tmp_path, "voltage_tui")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "x = Static()",
        "x = Static('Balances')",
        "x = Static(memo, markup=False)",
        "x = Static(paint.line(memo))",
        "x = Static(line(memo))",
        "x = Label(Content(memo))",
        "x = Button('Create' if new else 'Rename')",
        "def f(self):\n    self.notify(memo, markup=False)",
        "def f(table):\n    table.add_row(Text(memo), line(memo))",
        "def f(self):\n    self.tooltip = None",
        "class Memo(Widget):\n    def render(self) -> Content: ...",
    ],
)
def test_plain_text_passes(tmp_path: Path, code: str) -> None:
    plant(tmp_path, "voltage_tui/ui/planted.py", _IMPORTS + code)
    assert markup_outside_the_door(tmp_path, "voltage_tui") == []


def test_the_door_may_parse(tmp_path: Path) -> None:
    plant(tmp_path, DOOR, _IMPORTS + "x = Content.from_markup('[b]$memo[/b]', memo=memo)")
    assert markup_outside_the_door(tmp_path, "voltage_tui") == []
