"""The dialog that asks for tags: words, completed from those in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.suggester import Suggester

from voltage_tui.query.folding import fold
from voltage_tui.store.mirror.marks import LONGEST_TAG, MOST_TAGS
from voltage_tui.text import clean
from voltage_tui.ui.marks.pasted import WholePaste
from voltage_tui.ui.paint import Line, Span, fit, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note
from voltage_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

_MOST_OFFERED: Final = 12


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in a text, each once and in order: words between spaces or commas, lower case."""
    words = clean(text.replace(",", " ").replace("#", " "), 4 * MOST_TAGS * LONGEST_TAG)
    return tuple(sorted(set(words.casefold().split())))


def problem_of(tags: Sequence[str]) -> str | None:
    """Why these cannot be kept, or None."""
    if len(tags) > MOST_TAGS:
        return f"At most {MOST_TAGS} tags, these are {len(tags)}."
    long = next((tag for tag in tags if len(tag) > LONGEST_TAG), None)
    if long is not None:
        return f"A tag has at most {LONGEST_TAG} characters: {fit(long, 24)} has {len(long)}."
    return None


def offered(text: str, in_use: Mapping[str, int]) -> list[str]:
    """Tags in use that go on from the last word, or all that are not there yet, commonest first."""
    begun = "" if text[-1:] in ("", " ", ",") else tags_in(text.replace(",", " ").split()[-1])
    start = begun[0] if begun else ""
    there = set(tags_in(text))
    fitting = [tag for tag in in_use if fold(tag).startswith(fold(start)) and tag not in there]
    return sorted(fitting, key=lambda tag: (-in_use[tag], tag))


class Offered(Painted):
    """The tags that tab puts in, the first of them first."""

    GROUND = Ground.PANEL
    DEFAULT_CSS = "Offered { height: 1; width: 100%; }"
    tags: Sequence[str] = ()

    def show(self, tags: Sequence[str]) -> None:
        """Show these now."""
        self.tags = tags
        self.repaint()

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As many as there is room for."""
        line: list[Span] = []
        for at, tag in enumerate(self.tags[:_MOST_OFFERED]):
            head = [] if at else [Span("tab ", Role.ACCENT)]
            span = Span(f"{fit(tag, 24)}  ", Role.MUTED if at else Role.TEXT)
            if width_of([*line, *head, span]) > width:
                break
            line += [*head, span]
        return [line]


class TagsDialog(Dialog[tuple[str, ...]]):
    """Dismissed with the tags, none to take them all away; `in_use` says how often each is."""

    TITLE = "Tags of this payment"
    KEYS = (("enter", "keep"), ("tab", "complete"), ("ctrl+u", "empty"), ("esc", "cancel"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, tags: Sequence[str], in_use: Mapping[str, int]) -> None:
        super().__init__()
        self._in_use = in_use
        self._input = WholePaste("".join(f"{tag} " for tag in tags), hint="rent q4 reviewed")
        self._input.suggester = _Faintly(in_use)
        self._offered = Offered()
        self._said = Note("Words with spaces between them. Kept here; Voltage never sees them.")

    def body(self) -> Iterable[Widget]:
        """The line to type in, and what it may go on with."""
        yield self._input
        yield self._offered
        yield Note()
        yield self._said

    def on_mount(self) -> None:
        """Offer what is in use."""
        self._offered.show(offered(self._input.value, self._in_use))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what goes on, and say what is wrong."""
        event.stop()
        self._offered.show(offered(event.value, self._in_use))
        tags = tags_in(event.value)
        problem = problem_of(tags)
        words = "1 tag." if len(tags) == 1 else f"{len(tags)} tags."
        self._said.say(problem or words, Role.BAD if problem else Role.MUTED)

    def action_complete(self) -> None:
        """Put in the first that is offered."""
        found = offered(self._input.value, self._in_use)
        if found:
            self._input.value = _completed(self._input.value, found[0])
            self._input.cursor_position = len(self._input.value)

    def accept(self) -> None:
        """Keep them, if they can be kept."""
        tags = tags_in(self._input.value)
        if problem_of(tags) is None:
            self.dismiss(tags)


def _completed(text: str, tag: str) -> str:
    """The text with its last word, begun or not, as this tag."""
    kept = (
        text if text[-1:] in ("", " ", ",") else text[: -len(text.replace(",", " ").split(" ")[-1])]
    )
    return f"{kept}{tag} "


class _Faintly(Suggester):
    """The first tag in use that goes on from the last word."""

    def __init__(self, in_use: Mapping[str, int]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._in_use = in_use

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with it."""
        if value[-1:] in ("", " ", ","):
            return None
        found = offered(value, self._in_use)
        whole = _completed(value, found[0]).rstrip() if found else ""
        return whole if whole.startswith(value) else None
