"""A rate as a person types it: dollars for one bitcoin."""

from __future__ import annotations

import re
from typing import Final

from voltage_tui.money import USD, Rate

_RATE: Final = re.compile(r"\$?\s*([0-9]{1,12})(?:\.([0-9]{1,12}))?(?:\s*usd)?", re.IGNORECASE)
_CENTS: Final = 2


class InvalidTypedRateError(ValueError):
    """What was typed is no rate; `str()` is the sentence for the person."""


def typed_rate(text: str) -> Rate:
    """The rate, exactly. Raises `InvalidTypedRateError`."""
    if not text.strip():
        raise InvalidTypedRateError("Type the dollars for one bitcoin, such as 80172.10.")
    match = _RATE.fullmatch(text.strip())
    if match is None or not text.isascii():
        raise InvalidTypedRateError("Digits and one point: 80172.10, without thousands marks.")
    fraction = (match[2] or "").rstrip("0").ljust(_CENTS, "0")
    coefficient, scale = int(match[1] + fraction), len(fraction) - _CENTS
    if coefficient < 10**scale:
        raise InvalidTypedRateError("A rate is at least one cent; one that is missing stays empty.")
    return Rate(coefficient, scale, USD)
