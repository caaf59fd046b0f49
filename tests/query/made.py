"""Searches and rows made up from few words, so that they often meet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment_words import Direction, PaymentKind
from voltage_tui.money import BTC, USD, Money
from voltage_tui.query import Calendar, Facts, Query
from voltage_tui.query.folding import words_of
from voltage_tui.query.periods import (
    Day,
    Month,
    MonthName,
    Named,
    Quarter,
    Span,
    SpanUnit,
    Year,
)
from voltage_tui.query.terms import (
    AmountBetween,
    AmountIs,
    AmountUnit,
    Clause,
    DirectionIs,
    EventIs,
    IdHas,
    Last,
    MetadataHas,
    NoteHas,
    Quantity,
    RailIs,
    Relation,
    Sort,
    SortBy,
    StatusIs,
    TagIs,
    Text,
    TimeIs,
    WalletIs,
    When,
    Words,
)
from voltage_tui.query.vocabulary import STATUSES

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = Calendar(NOW, BERLIN)

WORDS = ("rent", "rental", "march", "ops-7", "Zoë", "zoe", "家賃", "1,250", "500", "12.5", "🍕")
KEYS = ("cost_center", "order", "reference", "status", "cost center", 'a"b', "key=x")
IDS = ("7f3c0b1e-aaaa", "7F3C", "tb1qexample", "cc" * 8)
TAGS = ("rent", "Lease 2026", "a,b", "*")
UNITS_OF = {
    AmountUnit.SATS: BTC,
    AmountUnit.BTC: BTC,
    AmountUnit.USD: USD,
    AmountUnit.MSAT: BTC,
}

_visible = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)
written = st.one_of(st.sampled_from(WORDS), _visible).filter(words_of)
phrases = st.builds(Text, written, st.just(True))
begun = st.builds(Text, st.sampled_from(WORDS))
texts = st.one_of(phrases, begun)
wallets = st.one_of(phrases, begun.filter(lambda text: "," not in text.text))
_midnights = [CALENDAR.start_of(CALENDAR.today - timedelta(days=n)) for n in (-1, 0, 1, 5, 20)]
moments = st.one_of(
    st.integers(-700 * 24 * 60, 60 * 24).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    st.sampled_from(_midnights),
)


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def quantities(draw: st.DrawFn, unit: AmountUnit | None = None) -> Quantity:
    unit = unit or draw(st.sampled_from(AmountUnit))
    near = st.sampled_from([0, 1, 500, 50_000, 500_000, 1_250_000, 12_500, 1_250_500_125])
    units = draw(st.one_of(near, st.integers(0, 2**63 - 1)))
    return Quantity(Money(UNITS_OF[unit], units), unit)


@st.composite
def ranges(draw: st.DrawFn) -> AmountBetween:
    pair = draw(
        st.sampled_from(
            [(a, b) for a in AmountUnit for b in AmountUnit if UNITS_OF[a] == UNITS_OF[b]]
        )
    )
    low, high = draw(quantities(pair[0])), draw(quantities(pair[1]))
    if high.amount < low.amount:
        low, high = high, low
    return AmountBetween(low, high)


periods = st.one_of(
    st.sampled_from(Named),
    st.builds(Day, st.dates(date(2000, 1, 1), date(2199, 12, 31))),
    st.builds(Month, st.integers(2000, 2199), st.integers(1, 12)),
    st.builds(Month, st.just(2026), st.integers(1, 12)),
    st.builds(Quarter, st.integers(2000, 2199), st.integers(1, 4)),
    st.builds(Year, st.integers(2000, 2199)),
    st.builds(MonthName, st.integers(1, 12)),
)
spans = st.builds(Span, st.integers(1, 20), st.sampled_from(SpanUnit))
unknown = st.just("settling")
terms = st.one_of(
    st.builds(Words, texts),
    st.builds(StatusIs, _some(st.one_of(st.sampled_from(STATUSES), unknown))),
    st.builds(DirectionIs, st.sampled_from(Direction)),
    st.builds(
        RailIs,
        st.lists(st.sampled_from([*PaymentKind, "pigeon"]), min_size=1, unique=True).map(tuple),
    ),
    st.builds(
        EventIs,
        st.lists(st.sampled_from([*LedgerKind, "settling"]), min_size=1, unique=True).map(tuple),
    ),
    st.builds(WalletIs, st.lists(wallets, min_size=1, max_size=2, unique=True).map(tuple)),
    st.builds(IdHas, st.one_of(st.sampled_from(["7f3c", "EXAMPLE", "c c", "cc"]), written)),
    st.builds(TagIs, st.one_of(st.just(()), _some(st.sampled_from(["rent", "lease 2026", "a,b"])))),
    st.builds(NoteHas, st.one_of(st.none(), texts)),
    st.builds(MetadataHas, st.sampled_from(KEYS), st.one_of(st.none(), texts)),
    st.builds(
        MetadataHas,
        st.sampled_from(["cost_center", "order"]),
        st.one_of(st.none(), texts),
        st.just(True),
    ),
    st.builds(AmountIs, st.sampled_from(Relation), quantities()),
    ranges(),
    st.builds(TimeIs, st.sampled_from(When), periods),
    st.builds(Last, spans),
)
clauses = st.builds(Clause, terms, st.booleans())
queries = st.builds(
    Query,
    st.lists(clauses, max_size=4).map(tuple),
    st.one_of(st.none(), st.builds(Sort, st.sampled_from(SortBy), st.booleans())),
)

money = st.builds(
    Money,
    st.sampled_from([BTC, USD]),
    st.sampled_from([0, 1, -500, 50_000, 500_000, 1_250_000, 12_500, 1_250_500_125, 1 - 2**63]),
)
_texts = st.lists(written, max_size=2).map(tuple)
facts = st.builds(
    Facts,
    row_id=st.uuids().map(str),
    time=moments,
    wallet_id=st.sampled_from(["c2a9", "7f3c"]),
    wallet_name=st.sampled_from(["Storefront", "Rent & ops-7", ""]),
    amounts=st.lists(money, max_size=2).map(tuple),
    status=st.sampled_from([*STATUSES[1:], "settling", None]),
    pending=st.booleans(),
    direction=st.sampled_from([None, *Direction]),
    rail=st.sampled_from([None, "pigeon", *(kind.value for kind in PaymentKind)]),
    event=st.sampled_from([None, "settling", *(kind.value for kind in LedgerKind)]),
    ids=st.lists(st.sampled_from(IDS), max_size=2).map(tuple),
    own_ids=st.lists(st.sampled_from(IDS), max_size=2).map(tuple),
    texts=_texts,
    metadata=st.dictionaries(st.sampled_from(KEYS), written, max_size=2),
    tags=st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
    notes=_texts,
)
