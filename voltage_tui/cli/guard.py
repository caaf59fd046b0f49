"""In the demo nothing may leave the machine, nor even try (safety rule S-64)."""

from __future__ import annotations

import sys
from typing import Final

_FORBIDDEN: Final = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
    }
)


class SocketInDemoError(RuntimeError):
    """Something tried to use the network in the demo: a fault of the program."""


def forbid_sockets() -> None:
    """From now on every use of the network by this process is an error; it cannot be undone.

    The event loop's own pair of connected sockets is not affected: it is made whole, without
    connecting anywhere.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:  # noqa: ARG001 - Python's shape
    if event in _FORBIDDEN:
        raise SocketInDemoError(event)
