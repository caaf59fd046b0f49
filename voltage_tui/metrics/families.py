"""From what is known to Prometheus' families of metrics.

Money is whole base units (`_msat`, `_cents`, an asset's `_units`), which a float carries exactly up
to 2^53: 90,071 BTC, 90 trillion dollars. Only here does an amount become a float. What could not be
read, or is older than five of its intervals, is absent, never 0 (S-19); its age is always there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

import voltage_tui
from voltage_tui.model.payment_words import Direction
from voltage_tui.money import BTC, USD, Money
from voltage_tui.text import clean
from voltage_tui.treasury.account import in_use
from voltage_tui.treasury.attention import attention
from voltage_tui.treasury.facility import facilities_of
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.topics import ConnectionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from voltage_tui.metrics.view import View
    from voltage_tui.treasury.account import Account
    from voltage_tui.treasury.facility import Facility

_UNITS: Final = {BTC: "msat", USD: "cents"}
_NAME: Final = 80
_WALLET: Final = ("environment", "wallet", "name")
_LINE: Final = ("environment", "line")
_USABLE: Final = (Freshness.FRESH, Freshness.OLD)


def families(view: View) -> Iterator[Metric]:
    """Every family, for one scrape."""
    yield from _program(view)
    yield from _connection(view)
    yield from _readings(view)
    yield from _money(view)
    yield from _payments(view)
    yield from _rate(view)
    yield from _copy(view)
    yield from _needs(view)


def _gauge(name: str, words: str, labels: tuple[str, ...] = ("environment",)) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"voltage_{name}", words, labels=labels)


def _one(view: View, name: str, words: str, value: float) -> GaugeMetricFamily:
    family = _gauge(name, words)
    family.add_metric([view.environment], value)
    return family


def _program(view: View) -> Iterator[Metric]:
    info = _gauge(
        "build_info",
        "The program that reads this environment.",
        ("environment", "profile", "version"),
    )
    info.add_metric([view.environment, clean(view.profile, _NAME), voltage_tui.__version__], 1)
    yield info
    for name, words, count in (
        ("api_requests", "Requests made to Voltage.", view.asked),
        ("api_request_failures", "Requests that were not answered well.", view.failed),
    ):
        counter = CounterMetricFamily(f"voltage_{name}", words, labels=["environment"])
        counter.add_metric([view.environment], count)
        yield counter
    most, burst = view.cadence.requests_per_minute, view.cadence.burst
    yield _one(view, "api_requests_per_minute_limit", "The most requests a minute.", most)
    yield _one(view, "api_requests_burst_limit", "And so many more after a pause.", burst)


def _connection(view: View) -> Iterator[Metric]:
    connection = view.snapshot.connection
    state = _gauge(
        "connection_state", "1 for the state it is in, 0 for the others.", ("environment", "state")
    )
    for one in ConnectionState:
        state.add_metric([view.environment, one.value], one is connection.state)
    yield state
    since = connection.since.timestamp()
    yield _one(view, "connection_since_timestamp_seconds", "When that state began.", since)
    if connection.last_answer is not None:
        words = "When Voltage last answered well."
        yield _one(view, "last_answer_timestamp_seconds", words, connection.last_answer.timestamp())


def _readings(view: View) -> Iterator[Metric]:
    labels = ("environment", "reading")
    age = _gauge("reading_age_seconds", "How long ago it was last read well.", labels)
    last = _gauge("reading_last_success_timestamp_seconds", "When it was last read well.", labels)
    every = _gauge("reading_interval_seconds", "How often it is meant to be read.", labels)
    snapshot = view.snapshot
    for name, read_at, interval_s in (
        ("wallets", snapshot.wallets.read_at, snapshot.wallets.interval_s),
        ("lines", snapshot.lines.read_at, snapshot.lines.interval_s),
        ("payments", snapshot.book.read_at, snapshot.book.interval_s),
    ):
        every.add_metric([view.environment, name], interval_s)
        if read_at is not None:
            age.add_metric([view.environment, name], _age_s(view, read_at))
            last.add_metric([view.environment, name], read_at.timestamp())
    yield from (age, last, every)


class _Amounts:
    """One figure of many things: a family for each unit there is."""

    def __init__(self, name: str, words: str, labels: tuple[str, ...]) -> None:
        self._name, self._words, self._labels = name, words, labels
        self.families: dict[str, GaugeMetricFamily] = {}

    def add(self, labels: list[str], amount: Money | None) -> None:
        """An amount that is not known is left out."""
        if amount is None:
            return
        unit = _UNITS.get(amount.currency, "units")
        if unit not in self.families:
            name, words = f"{self._name}_{unit}", f"{self._words} In {unit}."
            self.families[unit] = _gauge(name, words, self._labels)
        self.families[unit].add_metric(labels, float(amount.units))


def _money(view: View) -> Iterator[Metric]:
    snapshot = view.snapshot
    if snapshot.wallets.freshness(view.now) not in _USABLE:
        return
    usable = in_use(snapshot.accounts)
    yield _one(view, "wallets", "Wallets in use.", len(usable))
    yield from _of_wallets(view.environment, usable)
    if snapshot.lines.freshness(view.now) in _USABLE:
        lines = snapshot.lines.value or ()
        yield from _of_lines(view.environment, facilities_of(lines, usable))


def _of_wallets(environment: str, accounts: list[Account]) -> Iterator[Metric]:
    figures: Mapping[str, _Amounts] = {
        name: _Amounts(f"wallet_{name}", words, _WALLET)
        for name, words in (
            ("available", "What is there less what is held; negative where credit is used."),
            ("balance", "The total, holds included."),
            ("held", "Open holds for sends."),
            ("credit_limit", "The wallet's own limit."),
            ("credit_used", "Credit in use, holds included."),
            ("credit_available", "What of the limit is not used."),
            ("spendable", "What can still be spent: available and limit together."),
        )
    }
    for account in accounts:
        labels = [environment, account.wallet.id, clean(account.wallet.name, _NAME)]
        limit, used = account.limit, account.used
        unused = None if limit is None or used is None else limit - used
        for name, amount in (
            ("available", account.available),
            ("balance", account.total),
            ("held", account.held),
            ("credit_limit", limit),
            ("credit_used", used),
            ("credit_available", unused),
            ("spendable", account.headroom),
        ):
            figures[name].add(labels, amount)
    for figure in figures.values():
        yield from figure.families.values()


def _of_lines(environment: str, facilities: tuple[Facility, ...]) -> Iterator[Metric]:
    limit = _Amounts("line_credit_limit", "The line's limit.", _LINE)
    allocated = _Amounts("line_allocated", "What of it is handed out to wallets.", _LINE)
    used = _Amounts("line_credit_used", "Credit its wallets use, holds included.", _LINE)
    unused = _Amounts("line_credit_available", "What of the limit is not used.", _LINE)
    disabled = _gauge("line_disabled", "1 where the line takes no new payments.", _LINE)
    for facility in facilities:
        labels, line = [environment, facility.line.id], facility.line
        limit.add(labels, line.limit)
        allocated.add(labels, line.allocated)
        used.add(labels, facility.used)
        unused.add(labels, line.limit - facility.used)
        disabled.add_metric(labels, line.disabled_at is not None)
    for figure in (limit, allocated, used, unused):
        yield from figure.families.values()
    yield disabled


def _payments(view: View) -> Iterator[Metric]:
    count = CounterMetricFamily(
        "voltage_payments",
        "Payments that came into a status since the program started.",
        labels=["environment", "direction", "status"],
    )
    for (direction, status), number in sorted(view.payments.items()):
        count.add_metric([view.environment, direction, status], number)
    yield count
    if view.snapshot.book.freshness(view.now) not in _USABLE:
        return
    labels = ("environment", "direction")
    pending = _gauge("payments_pending", "Payments that have not ended.", labels)
    oldest = _gauge("payments_pending_oldest_age_seconds", "The age of the oldest of them.", labels)
    offset = view.snapshot.connection.server_offset
    now = view.now if offset is None else view.now + offset
    for way in Direction:
        known = [p for p in view.snapshot.pending if p.direction is way and not p.check_only]
        pending.add_metric([view.environment, way.value], len(known))
        if known:
            age = now - min(p.created_at for p in known)
            oldest.add_metric([view.environment, way.value], max(0.0, age.total_seconds()))
    yield from (pending, oldest)


def _rate(view: View) -> Iterator[Metric]:
    rate = view.snapshot.rate
    if rate is not None:
        price, age = float(rate.rate.price.units), _age_s(view, rate.quoted_at)
        yield _one(view, "rate_cents_per_bitcoin", "The newest rate that was seen.", price)
        yield _one(view, "rate_age_seconds", "How long ago that was quoted.", age)


def _copy(view: View) -> Iterator[Metric]:
    """Of the copy on this machine, where there is one."""
    if not view.snapshot.mirrors:
        return
    labels = ("environment", "wallet")
    whole = _gauge("copy_whole", "1 where every ledger row is on this machine.", labels)
    proven = _gauge("copy_proven", "1 where the rows make the balance.", labels)
    for wallet_id, progress in view.snapshot.mirrors.items():
        whole.add_metric([view.environment, wallet_id], progress.is_whole)
        if progress.proofs is not None:
            proven.add_metric([view.environment, wallet_id], progress.is_proven)
    yield from (whole, proven)


def _needs(view: View) -> Iterator[Metric]:
    items = _gauge("attention_items", "What wants a person.", ("environment", "matter", "urgency"))
    counts: dict[tuple[str, str], int] = {}
    for item in attention(view.snapshot, view.now):
        key = item.matter.value.replace(" ", "_"), item.urgency.name.lower()
        counts[key] = counts.get(key, 0) + 1
    for (matter, urgency), count in sorted(counts.items()):
        items.add_metric([view.environment, matter, urgency], count)
    yield items
    raised: dict[tuple[str, str], int] = {}
    for alert in view.snapshot.alerts:
        key = alert.kind.value, alert.severity.name.lower()
        raised[key] = raised.get(key, 0) + 1
    alerts = _gauge("alerts_raised", "Alerts that are raised.", ("environment", "kind", "severity"))
    for (kind, severity), count in sorted(raised.items()):
        alerts.add_metric([view.environment, kind, severity], count)
    yield alerts


def _age_s(view: View, at: datetime) -> float:
    return max(0.0, (view.now - at).total_seconds())
