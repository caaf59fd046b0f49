"""The mirror finds what the matcher finds, in the same order, for any search and any rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.made import CALENDAR, IDS, KEYS, NOW, moments, money, queries, written
from tests.store.mirror.whole import row_ids
from tests.treasury.builders import RECEIVE, payment, row
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
)
from voltage_tui.model.settlement import LightningSettlement, OnchainSettlement
from voltage_tui.money import BTC, USD, Money, cents, sats
from voltage_tui.query import (
    Facts,
    Kept,
    Query,
    entry_facts,
    matches,
    ordered,
    parse,
    payment_facts,
)
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror_query import FIRST, MirrorSearch

WALLETS = (WalletId("c2a9"), WalletId("7f3c"), WalletId("rent-1"))
NAMES = {WALLETS[0]: "Storefront", WALLETS[1]: "Rent & ops-7"}
WAYS = ((2_000, 100, 256), (2_000, 0, 256), (0, 0, 256), (0, 2, 3))
"""How many are few, how many are looked at one by one, and how many are shown first."""
PAYMENTS = [PaymentId(f"7f3c{n}b1e-aaaa-4000-8000-00000000{n:04}") for n in range(6)]

_maybe_words = st.one_of(st.none(), written)
_units = money.map(lambda amount: amount.units)
settlements = st.one_of(
    st.builds(LightningSettlement, st.just("aa" * 32), st.sampled_from(IDS), st.sampled_from(IDS)),
    st.builds(
        OnchainSettlement,
        st.sampled_from(IDS),
        money,
        st.just(1),
        st.none(),
        st.none(),
        st.booleans(),
        st.none(),
        st.none(),
    ),
)
errors = st.builds(
    PaymentError,
    st.sampled_from(PaymentErrorType),
    st.one_of(st.none(), st.sampled_from(PaymentErrorCode), st.just(Unrecognised("rent due"))),
    _maybe_words,
    st.just({}),
)


@st.composite
def payments(draw: st.DrawFn, payment_id: PaymentId) -> Payment:
    return replace(
        RECEIVE,
        id=payment_id,
        wallet_id=draw(st.sampled_from(WALLETS)),
        direction=draw(st.sampled_from(Direction)),
        kind=draw(st.sampled_from([*PaymentKind, Unrecognised("pigeon")])),
        status=draw(st.sampled_from([*PaymentStatus, Unrecognised("settling")])),
        check_only=draw(st.booleans()),
        currency=(currency := draw(st.sampled_from([BTC, USD]))),
        amount=draw(st.one_of(st.none(), _units.map(lambda units: Money(currency, units)))),
        requested=draw(st.one_of(st.none(), money)),
        rail_units=draw(st.one_of(st.none(), _units)),
        memo=draw(_maybe_words),
        payment_request=draw(_maybe_words),
        address=draw(st.one_of(st.none(), st.sampled_from(IDS))),
        settlements=tuple(draw(st.lists(settlements, max_size=2))),
        error=draw(st.one_of(st.none(), errors)),
        metadata=MappingProxyType(
            draw(st.dictionaries(st.sampled_from(KEYS), written, max_size=2))
        ),
        created_at=(created := draw(moments)),
        updated_at=created,
    )


@st.composite
def entries(draw: st.DrawFn, number: int) -> LedgerEntry:
    kind = draw(st.sampled_from([*LedgerKind, Unrecognised("settling")]))
    amount = draw(st.one_of(st.none(), money))
    return LedgerEntry(
        wallet_id=draw(st.sampled_from(WALLETS)),
        kind=kind,
        entry_id=f"{draw(st.sampled_from(['7f3c', 'rent', 'ops-7', '7F3C']))}-{number}",
        payment_id=draw(st.sampled_from([None, *PAYMENTS])),
        currency=amount.currency if amount is not None else BTC,
        amount=amount,
        breakdown=None,
        effective_time=draw(moments),
    )


@dataclass(frozen=True)
class World:
    """What is put into a mirror; payments of the last two IDs are never known."""

    payments: tuple[Payment, ...]
    entries: tuple[LedgerEntry, ...]
    kept: dict[PaymentId, Kept]
    rows_first: bool = False


@st.composite
def worlds(draw: st.DrawFn) -> World:
    known = PAYMENTS[: draw(st.integers(0, 4))]
    tags = st.lists(st.sampled_from(["rent", "lease-2026", "a,b"]), max_size=2, unique=True)
    notes = st.lists(written, max_size=1)
    return World(
        tuple(draw(payments(name)) for name in known),
        tuple(draw(entries(number)) for number in range(draw(st.integers(0, 8)))),
        {
            name: Kept(tuple(draw(notes)), tuple(sorted(draw(tags))))
            for name in draw(st.lists(st.sampled_from(PAYMENTS), max_size=3, unique=True))
        },
        draw(st.booleans()),
    )


def mirrored(world: World) -> Mirror:
    """A mirror in memory with all of it; notes come before and after their payments."""
    mirror = Mirror(None)
    names = list(world.kept)
    for name in names[::2]:
        _keep(mirror, name, world.kept[name])
    if world.rows_first:
        _keep_rows(mirror, world)
    mirror.keep_payments(
        replace(p, memo="before", status=PaymentStatus.SENDING, updated_at=NOW - YEARS)
        for p in world.payments
    )
    mirror.keep_payments(world.payments)
    for name in names[1::2]:
        _keep(mirror, name, world.kept[name])
    if not world.rows_first:
        _keep_rows(mirror, world)
    return mirror


def _keep_rows(mirror: Mirror, world: World) -> None:
    """All rows, each second of them first as if neither its payment nor its amount were known."""
    bare = [replace(e, payment_id=None, amount=None) for e in world.entries[::2]]
    for wallet in WALLETS:
        for some in (bare, world.entries):
            mirror.keep_rows(wallet, [e for e in some if e.wallet_id == wallet])


YEARS = timedelta(days=9_999)


def _keep(mirror: Mirror, name: PaymentId, kept: Kept) -> None:
    mirror.set_tags(name, kept.tags)
    for note in kept.notes:
        mirror.set_note(name, note, NOW)


def kept_in(mirror: Mirror, name: PaymentId) -> Kept:
    """What the mirror kept: a note is trimmed, a tag is one word."""
    note = mirror.marks.note(name)
    return Kept(() if note is None else (note,), mirror.marks.tags(name))


def rows_of(mirror: Mirror, world: World) -> dict[int, Facts]:
    """The facts of every ledger row by its id."""
    known = {p.id: p for p in world.payments}
    facts = {}
    for place, row_id in enumerate(row_ids(mirror)):
        (found,) = mirror.rows_by_id([row_id])
        entry = found.entry
        name = NAMES.get(entry.wallet_id, "")
        paid = known.get(entry.payment_id) if entry.payment_id else None
        kept = kept_in(mirror, entry.payment_id) if entry.payment_id else None
        facts[row_id] = entry_facts(entry, name, paid, kept, place)
    return facts


def payments_of(mirror: Mirror, world: World) -> dict[PaymentId, Facts]:
    """The facts of every payment by its ID; of one moment they are in the order they came."""
    numbers = dict(mirror._connection.execute("SELECT id, n FROM payment_names").fetchall())
    return {
        p.id: payment_facts(p, NAMES.get(p.wallet_id, ""), kept_in(mirror, p.id), numbers[p.id])
        for p in world.payments
    }


def found_rows(
    mirror: Mirror,
    query: Query,
    beyond: int | None = None,
    way: tuple[int, int, int] = (2_000, 3, FIRST),
) -> list[int]:
    search = MirrorSearch(mirror._connection, CALENDAR, NAMES, *way)
    return [i for some in search.row_ids(query, beyond=beyond) for i in some]


def found_payments(
    mirror: Mirror, query: Query, way: tuple[int, int, int] = (2_000, 2, FIRST)
) -> list[PaymentId]:
    search = MirrorSearch(mirror._connection, CALENDAR, NAMES, *way)
    return [i for some in search.payment_numbers(query) for i in search.payment_ids(some)]


def expected(query: Query, facts: dict[int, Facts]) -> list[int]:
    by_row = {f.row_id: row_id for row_id, f in facts.items()}
    wanted = [f for f in facts.values() if matches(query, f, CALENDAR)]
    return [by_row[f.row_id] for f in ordered(query, wanted)]


def counted(mirror: Mirror) -> Counter[tuple[str | int, ...]]:
    """The rows counted one by one, as `row_counts` has them."""
    return Counter(
        mirror._connection.execute(
            "SELECT r.wallet, r.kind, r.size_rank, coalesce(p.direction, ''),"
            " coalesce(p.status, '') FROM rows r LEFT JOIN payments p ON p.n = r.payment"
        ).fetchall()
    )


@given(worlds(), st.lists(queries, min_size=1, max_size=12), st.booleans())
def test_the_mirror_finds_what_the_matcher_finds(
    world: World, asked: list[Query], oldest: bool
) -> None:
    mirror = mirrored(world)
    rows, known = rows_of(mirror, world), payments_of(mirror, world)
    kept = mirror._connection.execute("SELECT * FROM row_counts WHERE row_count <> 0")
    assert {tuple(group): count for *group, count in kept} == counted(mirror)
    for query in asked:
        wanted = [f for f in known.values() if matches(query, f, CALENDAR)]
        paid, found = [f.row_id for f in ordered(query, wanted)], expected(query, rows)
        for way in WAYS:
            assert found_rows(mirror, query, None, way) == found
            assert found_payments(mirror, query, way) == paid
    # Going on from a row is what follows it.
    query = replace(asked[0], sort=parse("sort:oldest" if oldest else "").sort)
    whole = found_rows(mirror, query)
    for place, row_id in enumerate(whole):
        assert found_rows(mirror, query, row_id) == whole[place + 1 :]
    mirror.close()


WORLD = World(
    (
        replace(
            payment(1),
            id=PAYMENTS[0],
            wallet_id=WALLETS[0],
            memo="Zoë's rent, March",
            metadata=MappingProxyType({"cost_center": "ops-7"}),
            created_at=NOW,
        ),
        replace(
            payment(2),
            id=PAYMENTS[1],
            wallet_id=WALLETS[1],
            status=PaymentStatus.FAILED,
            currency=USD,
            amount=cents(123_456),
            rail_units=None,
            requested=None,
            created_at=NOW - timedelta(days=40),
        ),
    ),
    (
        replace(
            row(LedgerKind.HELD, "3f9a", 25_000_000),
            wallet_id=WALLETS[0],
            payment_id=PAYMENTS[0],
            effective_time=NOW,
        ),
        replace(
            row(LedgerKind.CREDITED, "0b1e", sats(500).units),
            wallet_id=WALLETS[2],
            effective_time=NOW - timedelta(days=40),
        ),
    ),
    {PAYMENTS[0]: Kept(("paid twice",), ("lease",)), PAYMENTS[5]: Kept(("rent",))},
)


@pytest.mark.parametrize(
    ("text", "rows", "paid"),
    [
        ("", 2, 2),
        *(("zoe", 1, 1), ('"zoe"', 1, 1), ("ren", 2, 2), ('"rent march"', 1, 1), ("-zoe", 1, 1)),
        *(("note:paid", 1, 1), ("-note:*", 1, 1), ("tag:LEASE", 1, 1), ("-tag:*", 1, 1)),
        *(("cost_center:ops", 1, 1), ("cost_center:*", 1, 1), ("meta:cost_center=x", 0, 0)),
        *(("status:failed", 0, 1), ("status:pending", 1, 1), ("-status:failed", 2, 1)),
        *(("kind:held", 1, 0), ("held", 1, 0), ("rail:lightning", 1, 2), ("id:3f9a", 1, 0)),
        *(("id:9a", 1, 0), ("id:f9a", 1, 0), ("id:b1e", 1, 0), ("id:9f", 0, 0)),
        *(("3f9", 1, 0), ("id:0001", 0, 1), ("id:7f3c0b1eaa", 1, 1), ("1,234.56", 0, 1)),
        *(("500", 1, 0), (">400sats", 2, 1), ("=1234.56usd", 0, 1), ("100..600sats", 1, 0)),
        *(("today", 1, 1), ("in:october", 1, 1), ("last:7d", 1, 1), ("wallet:store", 1, 1)),
    ],
)
def test_found(text: str, rows: int, paid: int) -> None:
    mirror = mirrored(WORLD)
    query = parse(text)
    assert len(found_rows(mirror, query)) == rows
    for way in WAYS:
        assert len(found_rows(mirror, query, None, way)) == rows
    assert len(found_payments(mirror, query)) == paid
    mirror.close()


@pytest.mark.parametrize(
    ("status", "check_only", "pending"),
    [
        (PaymentStatus.APPROVED, False, True),
        (PaymentStatus.APPROVED, True, False),
        (PaymentStatus.SENDING, True, True),
        (PaymentStatus.EXPIRED, False, False),
        (Unrecognised("settling"), False, True),
    ],
)
def test_pending_is_what_is_no_end(
    status: PaymentStatus | Unrecognised, check_only: bool, pending: bool
) -> None:
    mirror = Mirror(None)
    paid = replace(payment(1), status=status, check_only=check_only)
    mirror.keep_payments([paid])
    assert paid.is_terminal is not pending
    assert found_payments(mirror, parse("status:pending")) == [paid.id] * pending
    mirror.close()


def test_what_was_requested_and_what_the_rail_moved_are_amounts_too() -> None:
    mirror = Mirror(None)
    paid = replace(payment(1), currency=USD, amount=cents(100), requested=sats(7), rail_units=9_000)
    mirror.keep_payments([paid])
    for text in ("=1usd", "=7sats", "=9sats", "7", "9", "8..9sats"):
        for way in WAYS:
            assert found_payments(mirror, parse(text), way) == [paid.id], text
    assert found_payments(mirror, parse("=8sats"), (2_000, 0, FIRST)) == []
    mirror.close()


def test_a_day_ends_before_the_next_begins() -> None:
    mirror = Mirror(None)
    midnight = CALENDAR.start_of(CALENDAR.today)
    tick = timedelta(microseconds=1)
    mirror.keep_payments(
        replace(payment(n), created_at=midnight + (n - 1) * tick) for n in range(3)
    )
    assert len(found_payments(mirror, parse("today"))) == 2
    assert len(found_payments(mirror, parse("yesterday"))) == 1
    mirror.close()


def test_the_first_are_handed_out_at_once() -> None:
    mirror = Mirror(None)
    many = [row(LedgerKind.CREDITED, f"{n}", 1, n) for n in range(3 * FIRST)]
    mirror.keep_rows(many[0].wallet_id, many)
    parts = MirrorSearch(mirror._connection, CALENDAR, {}).row_ids(parse("kind:credited"))
    newest = next(parts)
    assert len(newest) == FIRST
    assert newest.tolist() + [i for part in parts for i in part] == row_ids(mirror).tolist()[::-1]
    mirror.close()


def test_a_place_to_go_on_from_is_one_in_time() -> None:
    mirror = mirrored(WORLD)
    with pytest.raises(ValueError, match="by time only"):
        found_rows(mirror, parse("sort:largest"), row_ids(mirror)[0])
    mirror.close()


def test_no_text_of_a_search_is_sql() -> None:
    mirror = mirrored(WORLD)
    for hostile in ("x' OR 1=1 --", '"); DROP TABLE rows; --', "NEAR(a b)", "memo : x", "a*b^c"):
        for form in ("{}", "note:{}", "id:{}", "wallet:{}", "tag:{}", "meta:{0}={0}"):
            quoted = '"' + hostile.replace('"', '\\"') + '"'
            found_rows(mirror, parse(form.format(quoted)))
    assert len(found_rows(mirror, parse(""))) == 2
    mirror.close()
