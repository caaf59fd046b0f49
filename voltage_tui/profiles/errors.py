"""What can be wrong with the profiles, each with words for the person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voltage_tui.text import clean
from voltage_tui.trouble import TroubleError


def shown(path: Path) -> str:
    """A path as a person may read it; a file name can hold what a terminal acts on (S-51)."""
    return clean(str(path), 200)


class InvalidFieldError(ValueError):
    """One value of a profile makes no sense; `words` never repeat the value, it may be a key."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field
        self.words = words


class ProfileFileError(TroubleError):
    """The file itself could not be read or understood; it is left as it is."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"The profile file {shown(path)} could not be read: {why}.",
            "It has been left as it is. Correct it, or move it away and log in again.",
        )
        self.path = path


class ProfileProblemError(TroubleError):
    """One profile of a readable file makes no sense; the others still work."""

    def __init__(
        self, path: Path, line: int | None, profile: str, error: InvalidFieldError
    ) -> None:
        place = f"{shown(path)}, line {line}" if line else shown(path)
        super().__init__(
            f'{place}: profile "{profile}", field "{error.field}": {error.words}.',
            "Correct the line, or log in again under this name.",
        )
        self.path = path
        self.line = line
        self.profile = profile
        self.field = error.field


class ProfileNotEditableError(TroubleError):
    """The file is valid, but written in a way that an edit of ours would disturb."""

    def __init__(self, path: Path, lines: str) -> None:
        super().__init__(
            f"The profile file {shown(path)} is written in a way that cannot be edited safely.",
            f"It has been left as it is. Edit it by hand so that it holds:\n\n{lines}"
            if lines
            else "It has been left as it is. Take the profile out by hand.",
        )
        self.path = path


class NoProfilesError(TroubleError):
    """There is no profile at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no profile yet ({shown(path)}).",
            "Make one with: voltage-tui login NAME --organization UUID --environment UUID. "
            "To look around without a key: voltage-tui demo.",
        )


class UnknownProfileError(TroubleError):
    """No profile has the name that was asked for."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        known = f"There is: {', '.join(names)}." if names else "There is none yet."
        super().__init__(f'There is no profile "{name}".', known)
        self.name = name


class ProfileNotChosenError(TroubleError):
    """There are several profiles and nothing says which one is meant."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        super().__init__(
            f"There are several profiles: {', '.join(names)}.",
            f'Choose one with --profile NAME, or write default = "{names[0]}" '
            f"as the first line of {shown(path)}.",
        )
