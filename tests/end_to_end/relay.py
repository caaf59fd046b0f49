"""A relay on loopback that passes everything on, and remembers which requests went through."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_REQUEST = re.compile(rb"(GET|POST|PUT|PATCH|DELETE) (/\S*) HTTP/1\.1\r\n")


class Relay:
    """Listens on a port of its own; `requests` are method and path, in their order."""

    def __init__(self, far_port: int) -> None:
        self._far_port = far_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listening]
        self._streams: list[bytearray] = []
        self.port: int = self._listening.getsockname()[1]

    @property
    def requests(self) -> list[tuple[str, str]]:
        """What was asked, connection by connection."""
        found = (_REQUEST.findall(bytes(stream)) for stream in list(self._streams))
        return [(method.decode(), path.decode()) for each in found for method, path in each]

    @property
    def writes(self) -> list[tuple[str, str]]:
        """What was not only a read."""
        return [(method, path) for method, path in self.requests if method != "GET"]

    def serve(self) -> None:
        """Take connections until closed."""
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._far_port))
                asked = bytearray()
                self._streams.append(asked)
                self._sockets += [near, far]
                for source, target, heard in ((near, far, asked), (far, near, None)):
                    threading.Thread(target=_pump, args=(source, target, heard)).start()

    def close(self) -> None:
        """End every connection."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


def _pump(source: socket.socket, target: socket.socket, heard: bytearray | None) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            if heard is not None:
                heard += part
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@contextmanager
def relayed(far_port: int) -> Iterator[Relay]:
    """Relay to a port of this machine for as long as the block lasts."""
    relay = Relay(far_port)
    serving = threading.Thread(target=relay.serve)
    serving.start()
    try:
        yield relay
    finally:
        relay.close()
        serving.join()
