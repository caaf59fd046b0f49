"""Searches kept under a name: keeping one, and opening or removing one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from voltage_tui.named_entries import MOST_SEARCHES, SavedSearch, name_problem
from voltage_tui.query import QueryError, parse
from voltage_tui.ui.paint import Span, fit
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.chooser import ChooserBase
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.widgets.choices import Row

_SHOWN = 44


def keep_search(app: VoltageApp, text: str) -> None:
    """Ask for a name, and keep the search under it, in place of one of that name."""
    text = " ".join(text.split())
    problem = _problem(text, app.settings.searches)
    if problem is not None:
        app.say(problem, Role.WARN)
        return

    def named(name: str | None) -> None:
        if name is not None:
            others = tuple(one for one in app.settings.searches if one.name != name)
            app.preferences.remember_searches((*others, SavedSearch(name, text)))
            app.say(f"Kept as {name}; Ctrl-R opens it.")

    app.push_screen(NameSearch(text, app.settings.searches), named)


def open_saved(app: VoltageApp, use: Callable[[str], None]) -> None:
    """Choose one of the searches that are kept, and `use` its text."""
    if not app.settings.searches:
        app.say("No search is kept yet: Ctrl-N keeps the one that is typed.")
        return

    def chosen(search: SavedSearch | None) -> None:
        if search is not None:
            use(search.text)

    app.push_screen(SavedSearches(app.settings.searches), chosen)


def _problem(text: str, known: Sequence[SavedSearch]) -> str | None:
    """Why this search is not kept, or None."""
    if not text:
        return "Nothing is searched for yet: / begins."
    try:
        parse(text)
    except QueryError as error:
        return f"It is not kept, as it cannot be read: {error.words}"
    if len(known) >= MOST_SEARCHES:
        return f"{MOST_SEARCHES} searches are kept, which is all there is room for."
    return None


class NameSearch(Dialog[str]):
    """Dismissed with the name."""

    TITLE = "Keep this search"
    KEYS = (("enter", "keep"), ("esc", "cancel"))

    def __init__(self, text: str, known: Sequence[SavedSearch]) -> None:
        super().__init__()
        self._text = text
        self._known = {one.name: one.text for one in known}
        self._name_field = Field("Name", hint="failed sends")
        self._replacing: str | None = None

    def body(self) -> Iterable[Widget]:
        """The search and the field."""
        yield Note(self._text, Role.TEXT)
        yield Note()
        yield self._name_field

    def accept(self) -> None:
        """Check the name; one that is taken takes a second enter."""
        name = self._name_field.value
        problem = name_problem(name)
        if problem is not None:
            self._name_field.say(problem, Role.BAD)
        elif self._known.get(name, self._text) != self._text and self._replacing != name:
            self._replacing = name
            old = fit(self._known[name], _SHOWN)
            self._name_field.say(f"In place of {old}? enter again", Role.WARN)
        else:
            self.dismiss(name)


class SavedSearches(ChooserBase[SavedSearch]):
    """Dismissed with the one to open."""

    HEAD = "Saved searches"
    NONE = "No search has this name."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+x", "remove", show=False, priority=True)]

    def head(self) -> str:
        """What can be done."""
        return f"{self.HEAD}   enter opens, Ctrl-X removes"

    def fitting(self, words: str) -> Sequence[SavedSearch]:
        """Those whose name or text has every word."""
        wanted = words.casefold().split()
        return [
            one
            for one in self.items
            if all(word in f"{one.name} {one.text}".casefold() for word in wanted)
        ]

    def row(self, item: SavedSearch) -> Row:
        """Its name and what it is."""
        return [Span(item.name, Role.STRONG)], [Span(f"  {fit(item.text, _SHOWN)}", Role.MUTED)]

    def action_remove(self) -> None:
        """Take the chosen one away, and say what it was."""
        removed = self.chosen
        if removed is None:
            return
        left = tuple(one for one in self.app.settings.searches if one != removed)
        self.app.preferences.remember_searches(left)
        self.app.say(f"Removed {removed.name}: {fit(removed.text, _SHOWN)}")
        if left:
            self.replace_items(left)
        else:
            self.dismiss(None)
