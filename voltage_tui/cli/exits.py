"""How the program ends, with the numbers of the official voltage-cli."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes; scripts may rely on them."""

    OK = 0
    FAILED = 1
    """Refused by the other side, or failed."""
    USAGE = 2
    """The command line or a file of ours makes no sense."""
    SIGN_IN = 3
    """No key, a wrong one, or one without the permission."""
    TRANSPORT = 4
    """The other side could not be reached or understood, or the outcome is unknown."""
    DEADLINE = 5
    """Something did not answer in time."""
    INTERRUPTED = 130


def exit_of(error: Exception) -> Exit | None:
    """The code for an error that has words for the person; None for a fault of the program."""
    # Only what has been loaded can have been raised; loading it here costs the error path alone.
    from voltage_tui.api import errors as api  # noqa: PLC0415
    from voltage_tui.credentials import CredentialError, KeyringTimedOutError  # noqa: PLC0415
    from voltage_tui.trouble import TroubleError  # noqa: PLC0415

    match error:
        case KeyringTimedOutError() | api.TimedOut():
            return Exit.DEADLINE
        case CredentialError() | api.CredentialsRefused() | api.PermissionMissing():
            return Exit.SIGN_IN
        case api.EnvelopeError() if error.status < 500:
            return Exit.FAILED
        case api.PowerRefused():
            return Exit.FAILED
        case api.ApiError():
            return Exit.TRANSPORT
        case TroubleError():
            return Exit.USAGE
        case _:
            return None


def words_of(error: Exception) -> str:
    """What to tell the person about an error that `exit_of` knows."""
    from voltage_tui.api.errors import ApiError  # noqa: PLC0415

    if isinstance(error, ApiError):
        return f"{_sentence(error.words)} {_sentence(error.advice)}"
    return str(error)


def _sentence(text: str) -> str:
    """`text` with a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
