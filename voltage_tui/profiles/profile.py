"""One profile and the rules of its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias, get_args
from urllib.parse import urlsplit

from voltage_tui.launch import BaseLevel
from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.profiles.errors import InvalidFieldError
from voltage_tui.secret import looks_like_a_key
from voltage_tui.text import clean

OFFICIAL_URL: Final = "https://voltageapi.com/v1"
"""Voltage's production host, of sandbox wallets too (API reference section 1, Hosts)."""

TITLE_LENGTH: Final = 60
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_ADDRESS: Final = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?[\w/.~-]*", re.ASCII
)
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class FromKeyring:
    """The key is in the system's keyring: the default."""


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """The key is in an environment variable that the person chose (safety rule S-57)."""

    variable: str


@dataclass(frozen=True, slots=True)
class FromCommand:
    """A program prints the key; run without a shell."""

    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromFile:
    """The key is in a file that only its owner can read."""

    path: Path


KeySource: TypeAlias = FromKeyring | FromEnvironment | FromCommand | FromFile


@dataclass(frozen=True, slots=True)
class Profile:
    """Which organisation and environment, where the API is, and where the key is kept."""

    name: str
    title: str
    organization_id: OrganizationId
    environment_id: EnvironmentId
    base_url: str = OFFICIAL_URL
    level: BaseLevel = "receive"
    key: KeySource = FromKeyring()

    @property
    def marked(self) -> bool:
        """The address is not Voltage's own production one, and the frame says so (rule S-50)."""
        return self.base_url != OFFICIAL_URL

    @property
    def account(self) -> str:
        """The name the key has in the keyring.

        It is bound to the environment and to the host, so that a profile changed to point
        elsewhere finds no key, rather than send this one there (safety rule S-50).
        """
        return f"{self.name}/{self.environment_id}@{self.base_url}"


def key_note(source: KeySource) -> str | None:
    """Words for the frame about a key that is not from the keyring (rule S-57), else None."""
    match source:
        case FromKeyring():
            return None
        case FromEnvironment(variable):
            return f"key from ${clean(variable, 24)}"
        case FromCommand():
            return "key from a command"
        case FromFile():
            return "key from a file"


def check_name(text: str) -> str:
    """A profile's name: letters, digits, `-` and `_`, at most 32. Raises `InvalidFieldError`."""
    if looks_like_a_key(text):
        raise InvalidFieldError("name", "looks like a key, which is never written here")
    if not _NAME.fullmatch(text):
        raise InvalidFieldError("name", "letters, digits, - and _ only, at most 32")
    return text


def check_title(text: str) -> str:
    """A title as it will be shown, cleaned. Raises `InvalidFieldError` when nothing is left."""
    if looks_like_a_key(text):
        raise InvalidFieldError("title", "looks like a key, which is never written here")
    title = clean(text, TITLE_LENGTH).strip()
    if not title:
        raise InvalidFieldError("title", "is empty")
    return title


def check_uuid(field: str, text: str) -> str:
    """A UUID in lower case. Raises `InvalidFieldError`."""
    lowered = text.strip().lower()
    if not _UUID.fullmatch(lowered):
        raise InvalidFieldError(field, "is not a UUID such as 457a9bbc-dd9c-45d2-8344-03e0e0ae73b8")
    return lowered


def check_level(text: str) -> BaseLevel:
    """A level a profile may start with. Raises `InvalidFieldError`."""
    for level in get_args(BaseLevel):
        if text == level:
            found: BaseLevel = level
            return found
    raise InvalidFieldError("level", 'is either "view" or "receive"')


def check_base_url(text: str) -> str:
    """An address of the API without its trailing slash; https, or http to this machine only.

    Raises `InvalidFieldError`, also for one with a user, a query or a fragment in it (S-50).
    """
    field = "base_url"
    text = text.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise InvalidFieldError(field, "is not an address") from None
    if parts.username is not None or "?" in text or "#" in text:
        raise InvalidFieldError(field, "must not hold a user, a query or a fragment")
    host = parts.hostname
    if not host or port == 0 or not _ADDRESS.fullmatch(text):
        raise InvalidFieldError(field, "must be an address such as https://host/v1")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise InvalidFieldError(field, "must begin with https:// (http:// only to this machine)")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this machine; a name other than localhost never counts."""
    if host == "localhost":
        return True
    import ipaddress  # noqa: PLC0415 - only for http:// addresses

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_variable(text: str) -> str:
    """The name of an environment variable. Raises `InvalidFieldError` without repeating it."""
    if not _VARIABLE.fullmatch(text) or looks_like_a_key(text):
        raise InvalidFieldError("key", "env: is followed by the name of an environment variable")
    return text


def check_key_source(value: object) -> KeySource:
    """Where the key is, from its written form; never repeats it, it may be the key itself.

    "keyring", "env:NAME", "file:PATH", or a list: a program and its arguments. Raises
    `InvalidFieldError`.
    """
    if isinstance(value, list):
        return _command(value)
    if value == "keyring":
        return FromKeyring()
    if isinstance(value, str):
        kind, _, rest = value.partition(":")
        if kind == "env":
            return FromEnvironment(check_variable(rest))
        if kind == "file" and rest and "\0" not in rest:
            return FromFile(Path(rest))
    raise InvalidFieldError(
        "key",
        'is "keyring", "env:NAME", "file:PATH" or a list that is a command; '
        "a key itself is never written here",
    )


def _command(value: list[object]) -> FromCommand:
    arguments = tuple(item for item in value if isinstance(item, str) and "\0" not in item)
    if not arguments or len(arguments) != len(value) or not arguments[0]:
        raise InvalidFieldError("key", "a command is a list of texts, the program first")
    if any(looks_like_a_key(item) for item in arguments):
        raise InvalidFieldError("key", "a command prints the key; it is never written here")
    return FromCommand(arguments)
