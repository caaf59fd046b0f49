"""How a search is read, shown by how it is written out."""

from __future__ import annotations

import pytest

from tests.query.made import CALENDAR
from voltage_tui.model.payment_words import Direction
from voltage_tui.money import cents, msats, sats
from voltage_tui.query import canonical, explain, parse
from voltage_tui.query.periods import Day
from voltage_tui.query.terms import (
    AmountBetween,
    AmountIs,
    AmountUnit,
    Clause,
    DirectionIs,
    Quantity,
    Query,
    Relation,
    StatusIs,
    Text,
    TimeIs,
    When,
    Words,
)


def test_the_example_of_the_key_map() -> None:
    query = parse("status:failed dir:send >500usd since:2026-03-01 rent")
    day = Day(CALENDAR.today.replace(month=3, day=1))
    assert query == Query(
        (
            Clause(StatusIs(("failed",))),
            Clause(DirectionIs(Direction.SEND)),
            Clause(AmountIs(Relation.ABOVE, Quantity(cents(50_000), AmountUnit.USD))),
            Clause(TimeIs(When.SINCE, day)),
            Clause(Words(Text("rent"))),
        )
    )
    assert explain(query, CALENDAR) == (
        "Shows what is failed, is a send, is of more than $500.00, is from 2026-03-01 on and has "
        'a word beginning with "rent"; newest first; no currency is converted; '
        "by the clock of Europe/Berlin."
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        ("  Rent\t-paid  ", "Rent -paid"),
        ('"paid  twice" -"a \\"b\\""', '"paid  twice" -"a \\"b\\""'),
        ("STATUS:Failed,pending,failed", "status:failed,pending"),
        ('status:"settling"', 'status:"settling"'),
        ("direction:sent dir:in", "dir:send dir:receive"),
        ("rail:onchain,bolt11", "rail:on-chain,lightning"),
        ("kind:lightning kind:hold,captured", "rail:lightning kind:held,captured"),
        ('wallet:ops,"Back office"', 'wallet:ops,"Back office"'),
        ("id:7F3C", "id:7F3C"),
        ('tag:rent,"a b",rent -tag:*', 'tag:rent,"a b" -tag:*'),
        ('tag:"*" tag:#1!', 'tag:"*" tag:#1!'),
        ("note:paid notes:*", "note:paid note:*"),
        ("ref:INV-1 reference:* meta:reference=x", "ref:INV-1 ref:* ref:x"),
        ("cost_center:ops-7 order:*", "cost_center:ops-7 order:*"),
        ('meta:"cost center"="ops 7" meta:a=*', 'meta:"cost center"="ops 7" meta:a=*'),
        ("meta:status=x", "meta:status=x"),
        ("> 500 usd  <= 0.10 BTC", ">500usd <=0.1btc"),
        ("≥5sat =7msats 25 usd 500dollars", ">=5sats =7msat =25usd =500usd"),
        ("100..500usd 1000sats..0.5btc -1..2sats", "100..500usd 1000sats..0.5btc -1..2sats"),
        ("amount:>5usd amt:100..500usd", ">5usd 100..500usd"),
        ("from:2026-03 to:march date:today", "since:2026-03 until:march today"),
        (
            "in:2026-03-01 on:2026-03 in:2026Q1 in:2026",
            "on:2026-03-01 in:2026-03 in:2026-q1 in:2026",
        ),
        ("in:Mar in:today This-Month last:3months", "in:march today this-month last:3mo"),
        ("sort:-time rent sort", "rent sort sort:newest"),
        # What looks like something else, and is words.
        ("1,250,500 25000 ops-7 12:30 3..x a>b", "1,250,500 25000 ops-7 12:30 3..x a>b"),
        ("bitcoin:tb1q?amount=1 https://a.b/c", "bitcoin:tb1q?amount=1 https://a.b/c"),
        ("5\" today's march", "5\" today's march"),
        ('"today" "status:failed" ">5"', '"today" "status:failed" ">5"'),
    ],
)
def test_written_out(typed: str, written: str) -> None:
    assert canonical(parse(typed)) == written
    assert parse(written) == parse(typed)


def test_amounts_are_exact_in_every_unit() -> None:
    amounts = []
    for clause in parse("=0.00000000001btc =0.001sats =1msat =0.01usd 1..1.001sats").clauses:
        match clause.term:
            case AmountIs(_, quantity):
                amounts.append(quantity.amount)
            case AmountBetween(low, high):
                amounts += [low.amount, high.amount]
            case _:
                raise AssertionError(clause)
    assert amounts == [msats(1), msats(1), msats(1), cents(1), sats(1), msats(1001)]
