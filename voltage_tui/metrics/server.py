"""A small HTTP server for one scraper or a few: it answers GET /metrics, and keeps nothing."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from voltage_tui.metrics.families import families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.core import Metric

    from voltage_tui.metrics.view import View

PATH: Final = "/metrics"
_AT_ONCE: Final = 8
"""Scrapes that are answered at the same time; who comes then is turned away."""
_PATIENCE_S: Final = 10.0
_HINT: Final = b"voltage-tui: the metrics are at /metrics\n"


class ViewCollector(Collector):
    """Asks for a view at each scrape, in whatever thread that is."""

    def __init__(self, look: Callable[[], View]) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        """The families of now."""
        return families(self._look())


class _Server(ThreadingMixIn, TCPServer):
    """One thread for each scrape, of which there are few."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, registry: CollectorRegistry) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.registry = registry
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__((host, port), _Handler)

    def process_request(self, request: object, client_address: object) -> None:
        """Answer in a thread of its own, where there is room."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)  # type: ignore[arg-type]
        else:
            self.shutdown_request(request)  # type: ignore[arg-type]

    def process_request_thread(self, request: object, client_address: object) -> None:
        """As the base does; the room is free again afterwards."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A scraper that goes away in the middle is nobody's trouble."""


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection; it says nothing of itself and logs nothing."""

    server: _Server
    timeout = _PATIENCE_S
    server_version = "voltage-tui"
    sys_version = ""

    def do_GET(self) -> None:
        """The metrics, or where they are."""
        if self.path.partition("?")[0] != PATH:
            self._answer(200 if self.path == "/" else 404, "text/plain; charset=utf-8", _HINT)
            return
        encode, kind = choose_encoder(self.headers.get("Accept") or "")
        try:
            body = encode(self.server.registry)
        except Exception:  # noqa: BLE001 - the guard: the scraper sees that it failed
            self._answer(503, "text/plain; charset=utf-8", b"not now\n")
        else:
            self._answer(200, kind, body)

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def registry_of(look: Callable[[], View]) -> CollectorRegistry:
    """A registry with our metrics and no others."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(ViewCollector(look))
    return registry


@contextmanager
def serving(host: str, port: int, look: Callable[[], View]) -> Iterator[int]:
    """Answer scrapes for as long as the block lasts; gives the port. Raises `OSError`.

    `look` is called in another thread for each of them.
    """
    with _Server(host, port, registry_of(look)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True)
        thread.start()
        try:
            yield server.socket.getsockname()[1]
        finally:
            server.shutdown()
            thread.join()
