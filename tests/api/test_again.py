"""The same bytes are read once; whatever differs is read."""

from __future__ import annotations

import json

import pytest

from voltage_tui.api.again import Again
from voltage_tui.api.errors import MalformedResponse
from voltage_tui.api.session import json_of
from voltage_tui.api.transport import WireResponse


def body(*items: object) -> WireResponse:
    return WireResponse(200, {}, json.dumps(items).encode())


def test_the_same_answer_is_the_same_object_and_another_one_is_read() -> None:
    read = Again(json_of)
    first = read(body(1, 2))
    assert read(body(1, 2)) is first
    assert read(body(1, 3)) == [1, 3]
    assert read(body(1, 2)) == first


def test_an_answer_that_cannot_be_read_is_not_taken_for_one_that_was() -> None:
    read = Again(json_of)
    read(body(1))
    for _ in range(2):
        with pytest.raises(MalformedResponse):
            read(WireResponse(200, {}, b"[1"))
    assert read(body(1)) == [1]
