"""Which addresses a key may be sent to (S-50)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.api.base_url import InvalidBaseUrlError, parse_base_url
from voltage_tui.profiles.profile import is_loopback


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://voltageapi.com/v1", "https://voltageapi.com/v1"),
        ("https://voltageapi.com/v1/", "https://voltageapi.com/v1"),
        ("  https://voltageapi.com/v1 \n", "https://voltageapi.com/v1"),
        ("HTTPS://VoltageAPI.com/v1", "https://voltageapi.com/v1"),
        ("https://staging.voltageapi.com:8443/v1", "https://staging.voltageapi.com:8443/v1"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:80/v1", "http://[::1]:80/v1"),
        ("http://localhost:3000/v1/", "http://localhost:3000/v1"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    assert parse_base_url(text).text == address


@pytest.mark.safety("S-50", "plain http to another machine, user names and odd hosts are refused")
@pytest.mark.parametrize(
    "text",
    ["", "voltageapi.com", "http://voltageapi.com/v1", "http://127.0.0.1.example.com",
     "http://localhost.example.com", "http://10.0.0.1", "http://[::2]", "ftp://voltageapi.com",
     "https://", "https://user@voltageapi.com", "https://u:p@voltageapi.com/v1",
     "https://voltageapi.com/v1?x=1", "https://voltageapi.com/v1#x", "https://a b/v1",
     "https://voltageapi.com:notaport", "https://voltageapi.com:99999", "https://[::1",
     "https://voltágeapi.com/v1", "http://127.0.0.1@evil.example/v1", "https://voltageapi.com/\n x",
     "https://evil.example\\.voltageapi.com", "https://vo%6ctageapi.com/v1",
     "https://voltageapi.com%2fevil/v1", "https://voltageapi.com;evil/v1", "http://[::1%25lo]",
     "http://127.1/v1", "http://0.0.0.0/v1", "http://localhost./v1", "http://[::ffff:127.0.0.1]",
     "http://0x7f000001/v1", "http://2130706433/v1", "file:///etc/passwd", "//voltageapi.com/v1",
     "https://voltageapi.com//v1", "https://voltageapi.com/v1/..", "https://voltageapi.com/./v1",
     "https://voltageapi.com/%761", "https://voltageapi.com/v1;x", "https://voltageapi.com/v1//"],
)  # fmt: skip
def test_what_a_key_is_never_sent_to(text: str) -> None:
    with pytest.raises(InvalidBaseUrlError):
        parse_base_url(text)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for one in (text, f"http://{text}", f"https://{text}"):
        try:
            got = parse_base_url(one)
        except InvalidBaseUrlError:
            continue
        assert got.is_https or is_loopback(urlsplit(got.text).hostname or "")
        assert parse_base_url(got.text) == got
