"""A secret has a type of its own, so that it cannot be shown by accident (safety rule S-58)."""

from __future__ import annotations

import re
from typing import Final, NoReturn

_LIKE_A_KEY: Final = re.compile(r"vltg_[A-Za-z0-9_-]{8,}")
"""What Voltage's keys look like (API reference section 1)."""
_HIDDEN: Final = "(hidden)"


def redacted(text: str) -> str:
    """`text` without what looks like a key: one may stand where a name was asked for."""
    return _LIKE_A_KEY.sub(_HIDDEN, text)


def looks_like_a_key(text: str) -> bool:
    """Whether a key is in `text`, which then must be neither kept nor repeated."""
    return _LIKE_A_KEY.search(text) is not None


class Secret:
    """An API key or another secret; only `reveal()` gives it away.

    Its `repr`, `str` and formatted forms say only that it is one, so that logs, tracebacks with
    locals and screens stay clean. It cannot be pickled or copied.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The secret itself: for the request header and the keyring, nowhere else."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, format_spec: str) -> str:
        return _HIDDEN

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # noqa: PLC0415 - brings OpenSSL's hashes, and no screen compares secrets

        return hmac.compare_digest(_bytes(self.__value), _bytes(other.reveal()))

    def __hash__(self) -> int:
        return hash(self.__value)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


def _bytes(value: str) -> bytes:
    """The value's bytes, whatever it holds: an encoding error would quote it."""
    return value.encode("utf-8", "surrogatepass")
