"""Where the API is, and which addresses a key may be sent to at all (safety rule S-50)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from voltage_tui.profiles.profile import is_loopback

_HOST: Final = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")
"""A name or an address: nothing that another reader of URLs could take for something else."""
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
"""One address has one path: another way to write it would be another environment's journal."""


class InvalidBaseUrlError(ValueError):
    """An address that is not taken as the API's; `str()` says why."""


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """A checked address: https, or plain http to this very machine; no slash at its end."""

    text: str

    @property
    def is_https(self) -> bool:
        """Whether TLS is spoken; plain http is only ever to this machine."""
        return self.text.startswith("https:")


def parse_base_url(text: str) -> BaseUrl:
    """Read an address such as `https://voltageapi.com/v1`.

    Raises `InvalidBaseUrlError` for plain http to another machine, for an address with a user,
    password, query or fragment in it, and for what is no address.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InvalidBaseUrlError("not a URL") from None
    if (
        not host
        or not _HOST.fullmatch(host)
        or parts.scheme not in ("http", "https")
        or not text.strip().isascii()
    ):
        raise InvalidBaseUrlError("a base URL looks like https://voltageapi.com/v1")
    if parts.username is not None or parts.password is not None:
        raise InvalidBaseUrlError("a base URL has no user or password in it")
    if parts.query or parts.fragment or any(c.isspace() for c in text.strip()):
        raise InvalidBaseUrlError("a base URL has no query, fragment or space")
    if not _PATH.fullmatch(parts.path):
        raise InvalidBaseUrlError("a base URL has a plain path, such as /v1")
    if parts.scheme == "http" and not is_loopback(host):
        raise InvalidBaseUrlError("only https, except on this machine itself")
    shown = f"[{host}]" if ":" in host else host
    where = shown if port is None else f"{shown}:{port}"
    return BaseUrl(f"{parts.scheme}://{where}{parts.path.rstrip('/')}")
