"""Why a search could not be read, where, and what was probably meant."""

from __future__ import annotations

from voltage_tui.text import clean


class QueryError(ValueError):
    """A search that was refused; `words` is the sentence for the person.

    `position` and `end` are the part of `text` that is wrong; `suggestion`, where there is one,
    is what to put in its place.
    """

    def __init__(
        self, text: str, position: int, end: int, words: str, suggestion: str | None = None
    ) -> None:
        # A part of what was typed may begin with what only stands behind a letter.
        self.words = clean(words)
        super().__init__(self.words)
        self.text = text
        self.position = position
        self.end = end
        self.suggestion = suggestion

    @property
    def corrected(self) -> str | None:
        """The whole search with the suggestion in it."""
        if self.suggestion is None:
            return None
        return self.text[: self.position] + self.suggestion + self.text[self.end :]


class RefusedError(ValueError):
    """A part of a search that was refused, before it is known where it stands."""

    def __init__(self, words: str, suggestion: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.suggestion = suggestion
