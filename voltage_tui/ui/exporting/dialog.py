"""The dialog that asks what is exported and where to, and says before a yes how whole it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from voltage_tui.exports.accounts import AccountMap, load_accounts
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.formats.parquet import HOW_TO
from voltage_tui.exports.writers import ExportFormat, formats_there
from voltage_tui.query import canonical
from voltage_tui.treasury.exporting.exporter import ExportOrder
from voltage_tui.treasury.exporting.places import (
    demo_folder,
    free_place,
    pack_name,
    usual_folder,
)
from voltage_tui.treasury.exporting.scope import with_period
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.exporting.boxes import Boxes
from voltage_tui.ui.exporting.choices import period_choices, wallet_choices
from voltage_tui.ui.exporting.report import Report
from voltage_tui.ui.exporting.words import Said, looked_words
from voltage_tui.ui.form.choice import Choice
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from voltage_tui.treasury.exporting.exporter import Exporter, Looked
    from voltage_tui.treasury.exporting.scope import ExportScope

T = TypeVar("T")
_LABEL = 10
_AGAIN_S = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export begins with: a scope, and what was chosen the last time."""

    scope: ExportScope
    folder: str | None
    formats: str | None
    accounts_file: Path | None


class PanelChoice(Choice[T]):
    """A choice on a dialog's ground."""

    GROUND: ClassVar[Ground] = Ground.PANEL


class ToWrite(NamedTuple):
    """What is to be written, and how many ledger entries that is, where they are counted."""

    order: ExportOrder
    entries: int | None


class Row(Horizontal):
    """A label, and what it names."""

    DEFAULT_CSS: ClassVar[str] = """
    Row { height: auto; width: 100%; }
    Row > Choice, Row > Input { width: 1fr; height: 1; }
    """

    def __init__(self, label: str, widget: Widget) -> None:
        super().__init__()
        self._label, self._widget = label, widget

    def compose(self) -> ComposeResult:
        """Side by side."""
        label = Note(self._label)
        label.styles.width = _LABEL
        yield label
        yield self._widget


class ExportDialog(Dialog[ToWrite]):
    """Dismissed with what is to be written."""

    TITLE = "Export"
    KEYS = (
        *(("enter", "write"), ("↑ ↓", "next"), ("← →", "choose")),
        *(("space", "tick"), ("esc", "cancel")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, exporter: Exporter, asked: Asked) -> None:
        super().__init__()
        self._exporter = exporter
        self._asked = asked
        calendar, zone = exporter.calendar, exporter.zone
        self._scope = with_period(asked.scope, calendar, zone)
        wallets = wallet_choices(self._scope, exporter.wallets)
        self._wallets = PanelChoice(wallets, id="export-wallets")
        periods = period_choices(self._scope, calendar.today, zone)
        self._periods = PanelChoice(periods, id="export-periods")
        there = [one.value for one in formats_there()]
        remembered = (asked.formats or "").split()
        self._boxes = Boxes(there, remembered if set(remembered) & set(there) else there)
        self._folder = Input(value=asked.folder or str(usual_folder()), compact=True)
        self._folder.cursor_blink = False
        self._found = Report(least=3)
        self._problem = Report(least=0)
        self._looked: Looked | None = None

    def body(self) -> Iterable[Widget]:
        """What, in which formats, where to, and how whole it is."""
        yield Row("wallets", self._wallets)
        yield Row("period", self._periods)
        query = self._scope.query
        if query is not None and self._scope.is_selection:
            yield Row("search", Note(canonical(query), Role.TEXT))
        yield Note()
        yield Row("formats", self._boxes)
        if ExportFormat.PARQUET not in formats_there():
            yield Row("", Note(HOW_TO, Role.FAINT))
        yield Note()
        if self._exporter.demo:
            yield Row("folder", Note("a temporary one: the demo writes nowhere else", Role.TEXT))
        else:
            yield Row("folder", self._folder)
        yield Note()
        yield self._found
        yield self._problem

    def on_mount(self) -> None:
        """Begin to count."""
        self._boxes.focus()
        self._look()
        self.app.after(_AGAIN_S, self._look_again)

    def _look_again(self) -> None:
        """While the ledger is being read, what there is grows."""
        if not self.is_attached:
            return
        self.app.after(_AGAIN_S, self._look_again)
        looked = self._looked
        is_counted = looked is not None and looked.missing_rates is not None
        if looked is not None and is_counted and not looked.context.complete:
            begin(self, partial(self._count, self.scope), "look")

    def on_choice_changed(self) -> None:
        """Something else is to be counted."""
        self._look()

    @property
    def scope(self) -> ExportScope:
        """What is chosen now."""
        wallets = self._wallets.value or ()
        return replace(self._scope, wallets=wallets, period=self._periods.value)

    def _look(self) -> None:
        self._looked = None
        self._found.say(Said("How whole it is, is being read…", Role.MUTED))
        begin(self, partial(self._count, self.scope), "look")

    async def _count(self, scope: ExportScope) -> None:
        try:
            self._counted(scope, await self._exporter.look(scope, partial(self._counted, scope)))
        except (ExportError, TroubleError) as error:
            self._found.say(Said(str(error), Role.BAD))

    def _counted(self, scope: ExportScope, looked: Looked) -> None:
        """Some of it is known; what was known in full stays until it is again."""
        before = self._looked
        is_less = looked.missing_rates is None and before is not None
        if scope != self.scope or (is_less and before and before.missing_rates is not None):
            return
        self._looked = looked
        self._found.say(*looked_words(looked))

    def accept(self) -> None:
        """Write it, if it can be."""
        found = self._to_write()
        if isinstance(found, str):
            self._problem.say(Said(found, Role.BAD))
            return
        order = found.order
        if not self._exporter.demo:
            formats = " ".join(one.value for one in order.formats)
            self.app.preferences.remember_export(str(order.folder.parent), formats)
        self.dismiss(found)

    def _to_write(self) -> ToWrite | str:
        looked = self._looked
        if looked is None:
            return "How whole it is, is still being read: enter again writes it."
        if self.app.amounts.hidden:
            return "Amounts are hidden: close this, press p to show them, and export then."
        formats = tuple(one for one in ExportFormat if one.value in self._boxes.ticked)
        if not formats:
            return "No format is ticked."
        folder = demo_folder() if self._exporter.demo else Path(self._folder.value).expanduser()
        if not folder.is_dir():
            return f"{folder} is not a folder."
        try:
            accounts = self._accounts()
        except ExportError as error:
            return f"{error}."
        place = free_place(folder.absolute(), pack_name(looked.context))
        return ToWrite(ExportOrder(self.scope, formats, place, accounts), looked.entries)

    def _accounts(self) -> AccountMap:
        file = self._asked.accounts_file
        return AccountMap() if file is None else load_accounts(file)
