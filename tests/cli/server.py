"""A small HTTP server on loopback that answers as a test says and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
NO_WALLETS: Answer = (200, {}, b"[]")
Answering = Callable[[str], Answer]
"""Given the key of a request, its answer."""


@dataclass
class Asked:
    """Where the server is, and every request it got: method, target and key."""

    base_url: str
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)


def envelope(status: int, kind: str, detail: str) -> Answer:
    body = {"error": {"type": kind, "detail": detail}}
    return status, {"content-type": "application/json"}, json.dumps(body).encode()


@contextmanager
def serving(answering: Answering) -> Iterator[Asked]:
    """Serve on a free port of this machine for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            key = self.headers.get("x-api-key")
            asked.requests.append((self.command, self.path, key))
            status, headers, body = answering(key or "")
            self.send_response_only(status)
            for name, value in {"Date": self.date_time_string(), **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked = Asked(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
