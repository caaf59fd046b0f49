"""What is refused: where, in which words, and with what was probably meant."""

from __future__ import annotations

import pytest

from voltage_tui.query import QueryError, parse

CASES = [
    # Fields and values, mistyped.
    ("statsu:failed", "statsu", "did you mean status", "status:failed"),
    ("rent status:faild", "faild", "one of: pending", "rent status:failed"),
    ("status:paid", "paid", "one of", "status:completed"),
    ("status:failed,expird", "expird", "one of", "status:failed,expired"),
    ("status:", "status:", "lacks a value: pending", None),
    ("tag:a,", "tag:a,", "lacks a value", None),
    ("dir:sned", "sned", "send, receive", "dir:send"),
    ("rail:lightnin", "lightnin", "lightning, on-chain", "rail:lightning"),
    ("kind:lightning,held", "lightning", "two terms", None),
    ("kind:captred", "captred", "credited, held", "kind:captured"),
    ("memo:rent", "memo:rent", "words alone", "rent"),
    ("order:", "order:", "order:* is anything", None),
    ("meta:order", "order", "meta:key=value", "meta:order=*"),
    ("sort:oldset", "oldset", "newest, oldest", "sort:oldest"),
    ("-sort:oldest", "-sort:oldest", "not left out", "sort:oldest"),
    ("sort:oldest a sort:newest", "sort:newest", "one order", "sort:oldest a "),
    # Amounts (S-21).
    (">1,000usd", ">1,000usd", "did you mean 1000?", ">1000usd"),
    ("1_000sats", "1_000sats", "did you mean 1000?", "1000sats"),
    ("> 1,000 usd", "> 1,000 usd", "did you mean 1000?", ">1000usd"),
    (">1,00usd", ">1,00usd", "no commas inside a number", None),
    ("100..1,000usd", "100..1,000usd", "did you mean 1000?", "100..1000usd"),
    ("1,000..2000usd", "1,000..2000usd", "did you mean 1000?", "1000..2000usd"),
    (">500", ">500", "500 of what?", ">500sats"),
    ("100..500", "100..500", "of what?", "100..500sats"),
    (">-5usd", ">-5usd", "no sign", None),
    (">1e3sats", ">1e3sats", "no exponent", None),
    (">.5btc", ">.5btc", "one point at most", None),
    (">007usd", ">007usd", "no zeros before", None),
    (">0.001usd", ">0.001usd", "at most 2 places", None),
    (">0.5msat", ">0.5msat", "no fraction", None),
    (">1,000msat", ">1,000msat", "did you mean 1000?", ">1000msat"),
    (">99999999999999999999msat", ">99999999999999999999msat", "more than the API", None),
    (">٣usd", ">٣usd", "digits 0 to 9 only", None),
    (">5eur", ">5eur", "eur is no unit here", None),
    (">rent", ">rent", "an amount follows >", None),
    ("$500", "$500", "unit stands behind", "500usd"),
    (">=$5", ">=$5", "unit stands behind", ">=5usd"),
    ("500..100usd", "500..100usd", "smaller amount", "100..500usd"),
    ("1usd..5sats", "1usd..5sats", "one currency", None),
    ("100usd..500", "100usd..500", "behind the second", "100..500usd"),
    ("100usd..", "100usd..", "two ends", ">=100usd"),
    ("..100usd", "..100usd", "two ends", "<=100usd"),
    # Days.
    (">2026-03-01", ">2026-03-01", "days have words", "after:2026-03-01"),
    ("since:2026/3/1", "2026/3/1", "2026-03-01", "since:2026-03-01"),
    ("on:03/04/2026", "03/04/2026", "2026-03-04 or 2026-04-03", None),
    ("on:13.04.2026", "13.04.2026", "written as", "on:2026-04-13"),
    ("on:2026-02-30", "2026-02-30", "February 2026 has no day 30", None),
    ("in:2026-13", "2026-13", "01 to 12", None),
    ("in:2026-q5", "2026-q5", "q1 to q4", None),
    ("in:1999", "1999", "a year from 2000", None),
    ("in:marhc", "marhc", "a month (2026-03, march)", "in:march"),
    ("since:yestrday", "yestrday", "a day", "since:yesterday"),
    ("last:7", "7", "a number and its unit", "last:7d"),
    ("last:3m", "3m", "minutes or months", "last:3mo"),
    ("last:0d", "0d", "from 1 to", None),
    ("last:99999d", "99999d", "from 1 to", None),
    ("last:5wks", "5wks", "the units are", None),
    # Form.
    ('rent "paid tw', '"paid tw', "closing quote", 'rent "paid tw"'),
    ('"a"b', "b", "a space follows", '"a" b'),
    ('note:"a"b', "b", "a space follows", 'note:"a" b'),
    ("rent -", "-", "a minus stands right before", None),
    ("--rent", "-rent", "one minus", "-rent"),
    ("...", "...", "no letter and no digit", ""),
    ('note:"!"', '"!"', "no letter and no digit", None),
    ("a\u202eb", "\u202e", "cannot be seen", "ab"),
]


@pytest.mark.parametrize(("text", "wrong", "words", "corrected"), CASES)
def test_refused(text: str, wrong: str, words: str, corrected: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert text[error.position : error.end] == wrong
    assert words in error.words
    assert error.corrected == corrected


def test_a_search_has_an_end() -> None:
    parse("a" * 500)
    with pytest.raises(QueryError, match="at most 500"):
        parse("a" * 501)
