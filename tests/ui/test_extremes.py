"""Numbers and moments at the ends of what the API allows: shown somehow, never the end (S-65)."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from typing import Final

import pytest

from tests.ui.hostile import Json
from tests.ui.stage import Exchange, FarEnd, Wrap, stage

MOMENTS: Final = (
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "1969-12-31T23:59:59Z",
)
UNSIGNED: Final = (0, 2**63 - 1, 2**63, 2**64 - 1)
SIGNED: Final = (0, 2**63 - 1, 1)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z")


def extreme(share: int, kind: str) -> Wrap:
    """Answers with one in `share` of the values of this kind replaced, always the same ones."""

    def rewritten(value: Json, key: str, owner: str) -> Json:
        chosen = zlib.crc32(f"{key}/{owner}".encode())
        strikes = chosen % share == 0
        pick = chosen // share
        match value:
            case dict():
                own = str(value.get("id", owner))
                paging = "items" in value
                return {
                    k: v if paging and k != "items" else rewritten(v, k, own)
                    for k, v in value.items()
                }
            case list():
                return [rewritten(v, key, f"{owner}{n}") for n, v in enumerate(value)]
            case str() if strikes and kind == "moments" and _MOMENT.fullmatch(value):
                return MOMENTS[pick % len(MOMENTS)]
            case bool():
                return value
            case int() if strikes and kind == "numbers":
                is_amount = key == "amount"
                return SIGNED[pick % 3] if is_amount else UNSIGNED[pick % 4]
            case _:
                return value

    def wrap(far_end: FarEnd) -> FarEnd:
        async def answer(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> Exchange:
            status, answered, content = await far_end(method, target, headers, body)
            if not content:
                return status, answered, content
            whole = rewritten(json.loads(content), "", "")
            return status, answered, json.dumps(whole).encode()

        return answer

    return wrap


@pytest.mark.parametrize(
    ("kind", "shown"), [("moments", "31 Dec 9999"), ("numbers", "9,223,372,036,854,775.807")]
)
async def test_every_page_and_detail_stands_the_ends_of_the_range(kind: str, shown: str) -> None:
    async with stage(wrap=extreme(2, kind)) as s:
        seen = s.text
        for page in "12345":
            await s.press(page)
            await s.pass_time(1)
            await s.press("down", "down", "enter")
            await s.pass_time(1)
            seen += s.text
            await s.press("u", "escape")
        await s.press("r")
        await s.pass_time(1)
        assert shown in seen
        assert s.app.fault is None
        assert s.app.is_running
