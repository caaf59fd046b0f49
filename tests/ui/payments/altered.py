"""A world whose payments say what a test wants them to, on the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tests.ui.stage import Exchange, FarEnd, Wrap

Wire = dict[str, Any]
"""A payment as JSON, which a test changes in place."""
_FITS = ("receive", "bolt11", "completed")


def payments_altered(alter: Callable[[Wire], None]) -> Wrap:
    """Have every payment in every answer go through `alter`."""

    def wrap(far_end: FarEnd) -> FarEnd:
        async def altered(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> Exchange:
            status, answered, content = await far_end(method, target, headers, body)
            path = target.partition("?")[0]
            if method == "GET" and status == 200 and "/payments" in path:
                content = _changed(json.loads(content), alter)
                answered = [h for h in answered if h[0].lower() != "content-length"]
            return status, answered, content

        return altered

    return wrap


def _changed(answer: Wire, alter: Callable[[Wire], None]) -> bytes:
    for payment in answer.get("items", [answer]):
        if "direction" in payment:
            alter(payment)
    return json.dumps(answer).encode()


def only_one(alter: Callable[[Wire], None]) -> Callable[[Wire], None]:
    """Alter only the first completed Lightning receive that is met, from then on."""
    chosen: set[str] = set()

    def one(payment: Wire) -> None:
        fits = (payment["direction"], payment["type"], payment["status"]) == _FITS
        if fits and not chosen:
            chosen.add(payment["id"])
        if payment["id"] in chosen:
            alter(payment)

    return one
