"""Text made to be harmful, and a far end that puts it wherever a server can put text."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from tests.ui.stage import Exchange, FarEnd

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

STOLEN: Final = "c3RvbGVu"
"""What the corpus tries to put on the clipboard: "stolen" in base64."""
WIDE: Final = (
    "東京本店の財布",
    "👨‍👩‍👧‍👦 family 👩🏽‍🚀",
    "한국어 지갑 🇰🇷🇯🇵",
    "Zürich – Ñandú ﷽",
    "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 stack",
    "ＦＵＬＬ ｗｉｄｔｈ",
    "नन\u094dद คำ\u0e33 ກ\u0eb3",
)
"""Harmless but hard to line up (safety rule S-53)."""
PLAIN: Final = (
    "[bold]markup[/bold]",
    "[/foo]closing",
    "[@click=app.quit]click me[/]",
    "[@click=app.quit()]\\[click[/]",
    "[link=http://evil.example]link[/link]",
    "[red on blue]$name {0} %s %(x)s \\",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "N" * 10_000,
    "東" * 3_000,
    "a\u0300" * 2_000,
    "   ",
)
"""Markup, formulas, lengths: text that must be shown as it is, as far as there is room."""
CONTROLS: Final = (
    "\x1b]52;c;c3RvbGVu\x07clip",
    "\x1b]52;c;c3RvbGVu\x1b\\clip2",
    "\x9d52;c;c3RvbGVu\x9cclip3",
    "\x1b]0;stolen title\x07title",
    "\x1b]2;stolen title\x07\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "\x1b[2J\x1b[Hcleared",
    "\x1b[31mred\x1b[0m\x1b[?1049lalt",
    "\x1bPq#0;2;0;0;0\x1b\\dcs",
    "\x1b_Gf=100;AAAA\x1b\\apc",
    "\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "\x1b]52;c;c3RvbGVu",
    "\x1bc\x1b7\x1b(0\x1b#8reset",
    "\x9b31mc1\x90dcs\x9c\x85\x8d",
    "nul\x00bel\x07back\x08\x08\x08del\x7f\x0e\x0f",
    "line\none\r\ntwo\rthree\x0b\x0cfour\u2028five\u2029six",
    "tab\ttab\t\ttab",
    "\u202eesrever\u202c \u2066iso\u2069 \u200fmark",
    "zero\u200bwidth\u200cjoin\u200der\ufeffbom\u2060word\u00adsoft",
    "tags\U000e0041\U000e0042\U000e007f",
    "vs\ufe0f\U000e0100 filler\u3164\u115f\uffa0",
    "sur\ud800rog\udfffates",
    "private\ue000\U000f0000\U0010fffd noncharacter\ufdd0\uffff",
)
"""What a terminal would act on, and what cannot be seen."""
CORPUS: Final = (*WIDE, *PLAIN, *CONTROLS)
"""Every kind of text that a wallet's name or a memo must not carry into a terminal."""
_WORDS: Final = frozenset(
    {"name", "memo", "description", "label", "detail", "reason", "node_host", "event_type"}
)
_CLOSED: Final = frozenset(
    {"settlement_type", "code", "kind", "route", "tx_id", "preimage", "payment_hash", "address"}
)
"""Keys whose values mean something: of these only some are replaced."""
_RARELY: Final = frozenset({"network", "status", "type", "payment_request", "bip21_uri"})


def harmful(words: str) -> str:
    """The text of the corpus that stands for `words`, always the same one."""
    return CORPUS[zlib.crc32(words.encode("utf-8", "replace")) % len(CORPUS)]


def hostile(far_end: FarEnd) -> FarEnd:
    """Answers as `far_end` does, with harmful text in every place where there is text."""

    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        if method != "GET" and not target.endswith("/quotes"):
            envelope: Json = {"error": {"type": CORPUS[8], "code": CORPUS[10], "detail": CORPUS[9]}}
            return 422, answered, json.dumps(envelope).encode()
        if not content:
            return status, answered, content
        return status, answered, json.dumps(_rewritten(json.loads(content), "", "")).encode()

    return answer


def _rewritten(value: Json, key: str, owner: str) -> Json:
    match value:
        case dict():
            own = str(value.get("id", owner))
            if key == "metadata":
                return {f"{harmful(k)[:200]}{k}": harmful(f"{own}{k}") for k in value}
            return {k: _rewritten(v, k, own) for k, v in value.items()}
        case list():
            return [_rewritten(v, key, owner) for v in value]
        case str():
            return _for(key, harmful(f"{owner}{key}")) if _replaced(key, owner) else value
        case _:
            return value


def _for(key: str, text: str) -> str:
    """A field that is no free text gets text that is Unicode at least."""
    return text if key in _WORDS else text.encode("utf-8", "ignore").decode()


def _replaced(key: str, owner: str) -> bool:
    chance = zlib.crc32(f"{key}/{owner}".encode())
    return (
        key in _WORDS
        or (key in _CLOSED and chance % 3 == 0)
        or (key in _RARELY and chance % 9 == 0)
    )
