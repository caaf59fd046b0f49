"""A search in words."""

from __future__ import annotations

import pytest

from tests.query.made import CALENDAR
from voltage_tui.query import explain, parse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Shows everything; newest first."),
        ("sort:largest", "Shows everything; largest first."),
        ("rent", 'Shows what has a word beginning with "rent"; newest first.'),
        ("-rent", 'Shows what does not have a word beginning with "rent"; newest first.'),
        ("no_route", 'Shows what has words beginning with "no_route"; newest first.'),
        ('"rent"', 'Shows what has the word "rent"; newest first.'),
        ('"rent march"', 'Shows what has the words "rent march"; newest first.'),
        ("118", 'Shows what has "118" as an amount, or a word beginning so; newest first.'),
        ("status:pending,failed", "Shows what is still pending or failed; newest first."),
        ("-dir:send", "Shows what is not a send; newest first."),
        ("rail:lightning,bank", "Shows what is on the lightning or bank rail; newest first."),
        ("kind:held", "Shows what is a ledger row of the kind held; newest first."),
        ('wallet:ops,"b"', 'Shows what is in a wallet called "ops…" or "b"; newest first.'),
        ("id:7f", 'Shows what has an identifier that begins or ends with "7f"; newest first.'),
        ("-tag:*", "Shows what does not have a tag; newest first."),
        ("tag:a,b", "Shows what has the tag a or b; newest first."),
        ("note:ann", 'Shows what has "ann…" in a note; newest first.'),
        ("note:*", "Shows what has a note; newest first."),
        ("meta:a=b", 'Shows what has "b…" as a in its metadata; newest first.'),
        ("a:*", "Shows what has an entry a in its metadata; newest first."),
        ("a:b", 'Shows what has "b…" as a in its metadata or "a:b…" anywhere; newest first.'),
    ],
)
def test_said(text: str, said: str) -> None:
    assert explain(parse(text), CALENDAR) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (">25000sats", "of more than 25,000 sats"),
        ("<=0.1btc", "of at most 0.10000000 BTC"),
        ("=5msat", "of exactly 5 msat"),
        ("1..2usd", "of $1.00 to $2.00"),
    ],
)
def test_amounts_say_that_nothing_is_converted(text: str, said: str) -> None:
    whole = f"Shows what is {said}; newest first; no currency is converted."
    assert explain(parse(text), CALENDAR) == whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("today", "of 2026-11-21 (today)"),
        ("-yesterday", "not of 2026-11-20 (yesterday)"),
        ("in:march", "from 2026-03-01 to 2026-03-31"),
        ("this-week", "from 2026-11-16 to 2026-11-22 (this-week)"),
        ("since:2026-q3", "from 2026-07-01 on"),
        ("until:2026-03", "from 2026-03-31 or before"),
        ("before:2026-03", "from before 2026-03-01"),
        ("after:2026-03", "from after 2026-03-31"),
        ("last:24h", "not older than 2026-11-20 19:40"),
    ],
)
def test_days_are_those_meant_now_by_the_persons_clock(text: str, said: str) -> None:
    whole = f"Shows what is {said}; newest first; by the clock of Europe/Berlin."
    assert explain(parse(text), CALENDAR) == whole
