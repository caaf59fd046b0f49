"""Asks which columns a list shows; what is chosen is kept in the settings by the columns' names."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from voltage_tui.ui.exporting.boxes import Boxes
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from voltage_tui.ui.widgets.columns import Column


class Choosable(Protocol):
    """A column under a name; one that is `usual` is there until somebody chooses otherwise, one
    that `stays` always is.
    """

    @property
    def name(self) -> str:
        """Its name in the settings."""
        ...

    @property
    def column(self) -> Column:
        """The column."""
        ...

    @property
    def usual(self) -> bool:
        """Whether it is there where nothing was chosen."""
        ...

    @property
    def stays(self) -> bool:
        """Whether it cannot go."""
        ...


def is_chosen(each: Choosable, names: str | None) -> bool:
    """Whether a column is among these names, with commas between them; of None the usual ones."""
    return each.stays or (each.usual if names is None else each.name in names.split(","))


class ColumnsDialog(Dialog[str]):
    """Dismissed with the names of the columns, as they are kept in the settings."""

    KEYS: ClassVar = (("← →", "choose"), ("space", "tick"), ("enter", "keep"), ("esc", "cancel"))

    def __init__(
        self, title: str, columns: Sequence[Choosable], names: str | None, words: tuple[str, str]
    ) -> None:
        super().__init__()
        self._title_words = title
        self._columns = columns
        self._words = words
        boxed = [each for each in columns if not each.stays]
        ticked = [each.column.head for each in boxed if is_chosen(each, names)]
        self._boxes = Boxes([each.column.head for each in boxed], ticked)

    def title_words(self) -> str:
        """Of which list."""
        return self._title_words

    def body(self) -> Iterable[Widget]:
        """A box for each column that can go; which stay, and which leave where it is narrow."""
        yield self._boxes
        yield Note()
        stay, leave = self._words
        yield Note(stay)
        yield Note(leave, Role.MUTED)

    def on_mount(self) -> None:
        """The keys tick boxes."""
        self._boxes.focus()

    def accept(self) -> None:
        """Keep what is ticked."""
        ticked = self._boxes.ticked
        chosen = [each.name for each in self._columns if each.stays or each.column.head in ticked]
        self.dismiss(",".join(chosen))
