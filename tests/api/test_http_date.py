"""The server's clock, as far as its answers tell it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voltage_tui.api.http_date import parse_http_date


def test_a_date_is_read_to_the_second() -> None:
    moment = parse_http_date("Mon, 05 Oct 2026 12:00:01 GMT")
    assert moment == datetime(2026, 10, 5, 12, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mon, 05 Oct 2026 12:00:01",
        "Mon, 31 Feb 2026 12:00:01 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
    ],
)
def test_what_no_server_says_is_no_date(text: str) -> None:
    assert parse_http_date(text) is None
