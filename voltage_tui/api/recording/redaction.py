"""What of an answer may be in a recording: figures and the API's own words, not people's (S-58).

What somebody wrote, and what leads to somebody, is replaced by a token: a keyed hash of it, so that
equal things stay equal within one file. The key is random, belongs to one file and is never
written, so that no token can be tried out against a guess.
"""

from __future__ import annotations

import re
import secrets
from hashlib import blake2b
from typing import Final

from voltage_tui.api.http_date import parse_http_date
from voltage_tui.api.recording import known_keys as keys
from voltage_tui.api.recording.plain_json import Json, Number
from voltage_tui.model.ids import UUID
from voltage_tui.secret import redacted

NOT_RECORDED: Final = "not recorded"
"""What stands where a secret stood."""
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_WORD: Final = re.compile(r"[A-Za-z]{1,24}(?:[_ .][A-Za-z]{1,24}){0,5}")
_WITH_DIGITS: Final = frozenset({"bolt11", "bip21", "testnet3"})
_RATE: Final = re.compile(r"[0-9]{1,20}e[0-9]{1,3}")
_ASSET: Final = re.compile(r"(?:asset:)?[0-9a-fA-F]{66}")
_WHOLE: Final = re.compile(r"[0-9]{1,20}")
_LIKE_A_SECRET: Final = re.compile(
    r"preimage|secret|token|password|credential|api_?key|authorization", re.IGNORECASE
)
"""In the name of a key: a secret that this version does not know, but by its name."""
_LONGEST_NUMBER: Final = 40
_TOKEN_BYTES: Final = 5


class Redactor:
    """Redacts for one file; with `everything` only secrets go, and what looks like a key."""

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._hash_key = secrets.token_bytes(32)
        self._keys: frozenset[str] = frozenset()

    def hide(self, key: str) -> None:
        """From now on this key never leaves here, wherever the other side repeats it."""
        if key not in self._keys:
            # Another set each time, as the one of before may be gone through in a thread.
            self._keys |= {key}

    def value(self, value: Json) -> Json:
        """An answer's body as it may be kept."""
        return self._value("", value)

    def parameter(self, name: str, text: str) -> tuple[str, str]:
        """A query parameter as it may be kept."""
        key = name.removesuffix("[]")
        if _is_secret(key):
            return name, NOT_RECORDED
        if key not in keys.KNOWN and key not in keys.SENT:
            return self.text(name), self.text(text)
        plain = key != "cursor" and (self._is_plain(text) or _WHOLE.fullmatch(text) is not None)
        return name, self._seen(text) if plain else self.text(text)

    def header(self, text: str) -> str:
        """A header's value: a moment or a number of seconds, else its token."""
        is_plain = _WHOLE.fullmatch(text) or parse_http_date(text) is not None
        return text if is_plain else self.text(text)

    def without_keys(self, line: str) -> str:
        """`line` without any key; of a whole line the last look, whatever was overseen."""
        for key in self._keys:
            line = line.replace(key, NOT_RECORDED)
        return line

    def segment(self, text: str) -> str:
        """A piece of a path that is no identifier."""
        return text if _WORD.fullmatch(text) and not self._has_key(text) else self.text(text)

    def text(self, text: str) -> str:
        """A text of somebody's, or its token."""
        if self._everything:
            return self._seen(text)
        # The part that tells one from another comes first: a narrow column cuts the rest.
        return f"{self._token(text)} ({NOT_RECORDED})"

    def name(self, text: str) -> str:
        """What something is called, or a token as short as a name."""
        return self._seen(text) if self._everything else self._token(text)

    def _token(self, text: str) -> str:
        digest = blake2b(
            text.encode("utf-8", "surrogatepass"), key=self._hash_key, digest_size=_TOKEN_BYTES
        )
        return f"~{digest.hexdigest()}"

    def _value(self, key: str, value: Json) -> Json:
        """`value` as it stands under `key`; a list's items stand under the list's."""
        if _is_secret(key) and value is not None:
            return NOT_RECORDED
        match value:
            case dict():
                return self._object(key, value)
            case list():
                return [self._value(key, item) for item in value]
            case Number():
                return self._number(key, value)
            case str():
                return self._text(key, value)
            case _:
                return value

    def _object(self, key: str, value: dict[str, Json]) -> Json:
        if key in keys.TABLES and not self._everything:
            return {self.text(name): self._as_token(inner) for name, inner in value.items()}
        if key in keys.MAPS:
            return {self._map_key(name): self._value("", each) for name, each in value.items()}
        if self._everything:
            return {self._seen(name): self._value(name, each) for name, each in value.items()}
        return {name: self._value(name, each) for name, each in value.items() if name in keys.KNOWN}

    def _map_key(self, name: str) -> str:
        return self._seen(name) if self._is_plain(name) else self.text(name)

    def _as_token(self, value: Json) -> Json:
        """Whatever it is, one token: nothing of its shape tells anything."""
        return self.text(value if isinstance(value, str) else repr(value))

    def _number(self, key: str, value: Number) -> Json:
        if (key in keys.TABLES or key in keys.TEXTS) and not self._everything:
            return NOT_RECORDED
        return value if len(value) <= _LONGEST_NUMBER else None

    def _text(self, key: str, text: str) -> str:
        if key in keys.IDENTIFIERS and UUID.fullmatch(text):
            return text
        if key in keys.MOMENTS and _MOMENT.fullmatch(text):
            return text
        # The items of a list of events, and the two routes of a preference, are words as well.
        if key in keys.WORDS or key in ("events", "send", "receive"):
            return self._seen(text) if self._is_plain(text) else self.text(text)
        return self.name(text) if key == "name" else self.text(text)

    def _is_plain(self, text: str) -> bool:
        """Whether it has the form of an identifier, a moment, a rate or one of the API's words."""
        forms = (UUID, _MOMENT, _WORD, _RATE, _ASSET)
        return text in _WITH_DIGITS or any(form.fullmatch(text) for form in forms)

    def _seen(self, text: str) -> str:
        """A text kept in clear: without anything that is a key or looks like one."""
        return redacted(self.without_keys(text))

    def _has_key(self, text: str) -> bool:
        return any(key in text for key in self._keys)


def _is_secret(key: str) -> bool:
    """Whether what stands under this key is never kept, whatever is asked for."""
    return key in keys.SECRETS or _LIKE_A_SECRET.search(key) is not None
