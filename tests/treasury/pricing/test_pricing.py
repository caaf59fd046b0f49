"""Coin prices fetched for what is missing, from a simulated service, on a clock the test moves."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.store.mirror.histories import row
from tests.treasury.builders import ENVIRONMENT, T0, WALLET
from tests.treasury.harness import World, world
from tests.waiting import settled
from voltage_tui.api.connect import connect_coin_prices
from voltage_tui.api.in_process import HandlerTransport
from voltage_tui.exports.accounts import AccountMap
from voltage_tui.exports.rows import utc_text
from voltage_tui.exports.values import decimal_of, rate_text, worth
from voltage_tui.exports.writers import ExportFormat
from voltage_tui.launch import CoinPriceService
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId
from voltage_tui.model.kept_rates import minute_of, subject_of, subject_of_payment
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.movement import RateSource
from voltage_tui.model.period import Period
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.money import BTC, USD, Money, Rate
from voltage_tui.query import Calendar
from voltage_tui.simulator.faults import Break, Fault, answer, too_many_requests
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.store.lock import Holder
from voltage_tui.store.places import Places, places_of
from voltage_tui.treasury.background import Background
from voltage_tui.treasury.exporting.exporter import Exporter, ExportOrder
from voltage_tui.treasury.exporting.scope import ExportScope
from voltage_tui.treasury.pricing.fetching import LONGEST_WAIT_S, MOST_REFUSED, MOST_TRIES, PACE_S
from voltage_tui.treasury.pricing.pricing import Pricing
from voltage_tui.treasury.pricing.progress import PricingProgress
from voltage_tui.treasury.pricing.rate_of import rate_of
from voltage_tui.treasury.topics import Topic

PRICE = Rate(8_017_210, 0, USD)


@dataclass
class Priced:
    """What a test holds; `asked` has the moment and the path of every request to the service."""

    world: World
    pricing: Pricing
    background: Background
    asked: list[tuple[float, str]] = field(default_factory=list)
    told: list[PricingProgress] = field(default_factory=list)
    on: bool = True

    @property
    def now(self) -> PricingProgress:
        return self.world.snapshot.pricing

    @property
    def minutes(self) -> list[str]:
        return [path.removeprefix("/currency/BTCUSD/") for _, path in self.asked]

    async def keep(self, *entries: LedgerEntry) -> None:
        await self.world.store.mirror.write(lambda m: m.keep_rows(WALLET, entries))

    async def until_ended(self, limit_s: float = 600.0) -> PricingProgress:
        await self.world.until(lambda s: not s.pricing.running, limit_s)
        return self.now

    async def source_of(self, entry: LedgerEntry) -> RateSource | None:
        known = rate_of(entry, None, await self.pricing.kept_for([entry]))
        return None if known is None else known.source

    def strike(self, *faults: Fault) -> None:
        for fault in faults:
            self.world.faults.add(fault)


@asynccontextmanager
async def priced(places: Places | None = None) -> AsyncIterator[Priced]:
    options = SimulatorOptions(history_days=0)
    async with world(options, running=False, places=places) as w:
        held: list[Priced] = []
        far_end = InProcess(w.simulator, w.clock, latency_ms=(20, 80), faults=w.faults)

        async def handler(
            method: str, target: str, headers: Mapping[str, str], body: bytes
        ) -> tuple[int, list[tuple[str, str]], bytes]:
            held[0].asked.append((w.clock.monotonic(), target))
            return await far_end(method, target, headers, body)

        service = CoinPriceService(
            host="the simulator",
            simulated=True,
            is_on=lambda: held[0].on,
            connect=lambda: connect_coin_prices(
                HandlerTransport(handler, w.clock, base_path=""), w.clock
            ),
        )
        background = Background()
        tools = replace(w.treasury._tools, coin_prices=service)
        made = Priced(w, Pricing(tools, background), background)
        held.append(made)

        def listen(topics: frozenset[Topic]) -> None:
            if Topic.PRICING in topics:
                made.told.append(w.snapshot.pricing)

        w.treasury.subscribe(listen)
        try:
            yield made
        finally:
            await background.aclose()


def entry(number: int, minutes_ago: float, payment_id: str | None = None) -> LedgerEntry:
    made = row(LedgerKind.CREDITED, number, 5_000_000, 0)
    return replace(
        made,
        effective_time=T0 - timedelta(minutes=minutes_ago),
        payment_id=None if payment_id is None else PaymentId(payment_id),
    )


def stamp(moment: datetime) -> str:
    return f"{minute_of(moment):%Y-%m-%dT%H:%M:00Z}"


async def test_each_missing_minute_is_asked_for_once_newest_first_and_slowly() -> None:
    async with priced() as p:
        rows = [entry(1, 90), entry(2, 90.2), entry(3, 91), entry(4, 600)]
        await p.keep(*rows)
        assert (await p.pricing.missing()).count == 4
        assert p.pricing.fetch_missing() is None
        ended = await p.until_ended()
        assert (ended.wanted, ended.fetched, ended.refused, ended.left) == (3, 3, 0, 0)
        assert ended.problem is None
        times = [at for at, _ in p.asked]
        assert all(b - a >= PACE_S for a, b in pairwise(times))
        newest_first = dict.fromkeys(stamp(e.effective_time) for e in rows)
        assert p.minutes == list(newest_first)
        assert [await p.source_of(e) for e in rows] == [RateSource.COINPRICE_MINUTE] * 4
        assert (await p.pricing.missing()).count == 0
        fetched = [told.fetched for told in p.told]
        assert fetched == sorted(fetched)
        assert p.told[0].running
        # Nothing is missing any more, so nothing is asked for.
        assert p.pricing.fetch_missing() is None
        await p.until_ended()
        assert len(p.asked) == 3


async def test_only_the_period_and_the_wallets_asked_for() -> None:
    async with priced() as p:
        await p.keep(entry(1, 90), entry(2, 60 * 24 * 40))
        month = Period.month(2026, 10, ZoneInfo("UTC"))
        assert (await p.pricing.missing(month)).count == 1
        other = type(WALLET)("a0000000-0000-4000-9000-000000000002")
        assert (await p.pricing.missing(None, [other])).count == 0
        p.pricing.fetch_missing(month, [WALLET])
        assert (await p.until_ended()).fetched == 1


async def test_a_minute_that_is_not_over_is_not_asked_for() -> None:
    async with priced() as p:
        await p.keep(entry(1, 0), entry(2, 0.5), entry(3, 2))
        p.pricing.fetch_missing()
        await p.until_ended()
        assert p.minutes == [stamp(T0 - timedelta(minutes=2))]
        assert (await p.pricing.missing()).count == 2


async def test_nothing_is_asked_while_it_is_off_or_another_program_writes() -> None:
    async with priced() as p:
        await p.keep(entry(1, 90))
        p.on = False
        assert p.pricing.fetch_missing() == "The coin price service is off."
        assert p.pricing.fetch_minutes([T0 - timedelta(hours=1)]) is not None
        p.on = True
        p.world.store.holder = Holder(1234, T0)
        said = p.pricing.fetch_missing()
        assert said is not None
        assert "rates are kept there" in said
        await p.world.pass_time(60)
        assert p.asked == []
        assert not p.now.running


async def test_a_second_one_is_not_begun_beside_the_first() -> None:
    async with priced() as p:
        await p.keep(entry(1, 90))
        assert p.pricing.fetch_missing() is None
        assert p.pricing.fetch_missing() == "Prices are being fetched already."
        await p.until_ended()
        assert len(p.asked) == 1


async def test_what_may_pass_is_waited_for_and_said_meanwhile() -> None:
    async with priced() as p:
        await p.keep(entry(1, 90), entry(2, 91))
        busy = too_many_requests(40)
        p.strike(busy, Break.REFUSE)
        p.pricing.fetch_missing()
        await p.world.until(lambda s: s.pricing.problem is not None)
        problem = p.now.problem
        assert problem is not None
        assert problem.words == "The coin price service asks for fewer requests."
        assert problem.next_try is not None
        ended = await p.until_ended()
        assert (ended.fetched, ended.problem) == (2, None)
        assert p.asked[1][0] - p.asked[0][0] >= 40
        assert p.minutes.count(stamp(T0 - timedelta(minutes=90))) == 3


@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        (Break.REFUSE, MOST_TRIES),
        (answer(503, b""), MOST_TRIES),
        (too_many_requests(int(LONGEST_WAIT_S) + 1), 1),
        (answer(302, b"", ("location", "/")), 1),
        (answer(404, b""), 1),
    ],
    ids=["unreachable", "failing", "long quiet", "redirect", "gone"],
)
async def test_what_does_not_pass_ends_it_and_the_next_goes_on_from_there(
    fault: Fault, asked: int
) -> None:
    async with priced() as p:
        await p.keep(*(entry(n, 90 + n) for n in range(3)))
        p.pricing.fetch_missing()
        await p.world.until(lambda s: s.pricing.fetched == 1)
        p.strike(*[fault] * asked)
        ended = await p.until_ended()
        assert (ended.fetched, ended.left) == (1, 2)
        assert ended.problem is not None
        assert len(p.asked) == 1 + asked
        assert p.pricing.fetch_missing() is None
        ended = await p.until_ended()
        assert (ended.wanted, ended.fetched, ended.problem) == (2, 2, None)
        assert (await p.pricing.missing()).count == 0


@pytest.mark.safety("S-69", "a minute without a usable price stays missing")
async def test_a_minute_without_a_usable_price_stays_missing_and_the_others_are_fetched() -> None:
    async with priced() as p:
        rows = [entry(1, 90), entry(2, 91), entry(3, 92)]
        await p.keep(*rows)
        zero = b'{"pair":"BTCUSD","time":"%s","price":"0"}' % stamp(rows[0].effective_time).encode()
        p.strike(answer(200, zero))
        p.pricing.fetch_missing()
        ended = await p.until_ended()
        assert (ended.fetched, ended.refused, ended.left) == (2, 1, 0)
        assert ended.problem is not None
        assert "its price is nothing" in ended.problem.words
        assert [await p.source_of(e) for e in rows] == [None, *[RateSource.COINPRICE_MINUTE] * 2]
        assert (await p.pricing.missing()).count == 1


async def test_refusals_in_a_row_end_it() -> None:
    async with priced() as p:
        await p.keep(*(entry(n, 90 + n) for n in range(MOST_REFUSED + 3)))
        p.strike(*[answer(400, b'{"error":"no"}')] * (MOST_REFUSED + 3))
        p.pricing.fetch_missing()
        ended = await p.until_ended()
        assert (ended.refused, ended.left, len(p.asked)) == (MOST_REFUSED, 3, MOST_REFUSED)


async def test_it_is_ended_at_once_and_what_was_fetched_is_kept() -> None:
    async with priced() as p:
        await p.keep(*(entry(n, 90 + n) for n in range(9)))
        p.pricing.fetch_missing()
        await p.world.until(lambda s: s.pricing.fetched == 4)
        p.pricing.stop_fetching()
        await settled()
        assert not p.now.running
        assert (await p.pricing.missing()).count == 5
        await p.world.pass_time(60)
        assert len(p.asked) <= 5
        assert len(p.background) == 0


async def test_a_persons_rate_is_kept_with_a_line_in_the_record(tmp_path: Path) -> None:
    places = places_of(ENVIRONMENT, tmp_path / "data")
    async with priced(places) as p:
        mine = entry(1, 90, "p-1")
        await p.keep(mine)
        kept = p.now.kept
        await p.pricing.set_manual(subject_of_payment(PaymentId("p-1")), PRICE, "as agreed")
        assert await p.source_of(mine) is RateSource.MANUAL
        assert (await p.pricing.missing()).count == 0
        assert p.now.kept == kept + 1
        (line,) = places.record.read_text(encoding="utf-8").splitlines()
        assert '"event":"rate"' in line.replace(": ", ":")
        assert "as agreed" in line
        assert str(PRICE) in line
        await p.pricing.set_manual(subject_of(mine), None, "a mistake")
        assert await p.source_of(mine) is None
        with pytest.raises(ValueError, match="rate"):
            await p.pricing.set_manual(subject_of(mine), Rate(10**30, 0, USD), "why")
        assert await p.source_of(mine) is None


async def test_a_rate_is_not_kept_where_another_program_writes() -> None:
    async with priced() as p:
        mine = entry(1, 90)
        await p.keep(mine)
        p.world.store.holder = Holder(1234, T0)
        with pytest.raises(WriteForbiddenError):
            await p.pricing.set_manual(subject_of(mine), PRICE, "as agreed")
        assert await p.source_of(mine) is None


@pytest.mark.safety("S-69", "each rate is exported with its source and time; a missing one is not")
async def test_rates_are_exported_with_their_sources_and_what_is_missing_is_counted(
    tmp_path: Path,
) -> None:
    async with priced() as p:
        rows = fetched, given, lacking = entry(1, 90, "p-1"), entry(2, 91, "p-2"), entry(3, 1)
        await p.keep(*rows)
        await p.pricing.set_manual(subject_of(given), PRICE, "as agreed")
        p.pricing.fetch_missing()
        await p.until_ended()
        identity = p.world.simulator.identity
        whose = Scope(
            OrganizationId(identity.organization_id), EnvironmentId(identity.environment_id)
        )
        zone = ZoneInfo("UTC")
        exporter = Exporter(p.world.store, whose, Calendar(T0, zone), zone)
        order = ExportOrder(ExportScope(), (ExportFormat.CSV,), tmp_path / "pack", AccountMap())
        done = await exporter.write(order, lambda _: None)
        kept = await p.pricing.kept_for(rows)
    (name,) = [file.name for file in done.pack.files if file.name.endswith(".csv")]
    with (tmp_path / "pack" / name).open(newline="", encoding="utf-8") as text:
        found = {row["row_id"].split(":")[2]: row for row in csv.DictReader(text)}
    minute = minute_of(fetched.effective_time)
    of_price = found[fetched.entry_id]
    assert of_price["rate_source"] == "coinprice_minute"
    assert of_price["rate_time_utc"] == utc_text(minute)
    assert of_price["rate"] == rate_text(kept.minutes[minute])
    value = worth(Money(BTC, 5_000_000), kept.minutes[minute])
    assert value is not None
    assert of_price["fiat_value"] == decimal_of(value)
    by_hand = found[given.entry_id]
    assert (by_hand["rate_source"], by_hand["rate"]) == ("manual", "80172.10")
    assert by_hand["rate_time_utc"] == utc_text(given.effective_time)
    assert by_hand["fiat_value"] == "4.01"
    missing = found[lacking.entry_id]
    empty = ("fiat_currency", "fiat_value", "rate", "rate_source", "rate_time_utc")
    assert [missing[column] for column in empty] == [""] * 5
    manifest = json.loads((tmp_path / "pack" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["missing_rates"] == {"count": 1, "rows": [missing["row_id"]]}


async def test_chosen_minutes_are_fetched_alone() -> None:
    async with priced() as p:
        await p.keep(entry(1, 90), entry(2, 120))
        moment = T0 - timedelta(minutes=90)
        assert p.pricing.fetch_minutes([moment, moment + timedelta(seconds=1)]) is None
        await p.until_ended()
        assert p.minutes == [stamp(moment)]
