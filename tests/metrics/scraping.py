"""Views to scrape, and what a scrape says."""

from __future__ import annotations

from types import MappingProxyType

from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from tests.treasury.builders import ENVIRONMENT
from tests.treasury.harness import World
from voltage_tui.metrics.server import registry_of
from voltage_tui.metrics.view import View
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.snapshot import Snapshot

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
"""Each value by its name and labels."""


def view_of(world: World, snapshot: Snapshot | None = None) -> View:
    """What a scrape of this world is answered from now."""
    traffic = world.client.traffic
    return View(
        environment=ENVIRONMENT,
        profile="acme",
        snapshot=snapshot or world.snapshot,
        now=world.clock.now(),
        cadence=Cadence(),
        asked=traffic.asked,
        failed=traffic.failed,
        payments=MappingProxyType({("send", "completed"): 2, ("receive", "other"): 1}),
    )


def scraped(view: View) -> bytes:
    """The text of one scrape."""
    return generate_latest(registry_of(lambda: view))


def samples(view: View) -> Samples:
    """The values of one scrape."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(scraped(view).decode())
        for sample in family.samples
    }


def named(view: View, name: str) -> list[float]:
    """The values of one metric."""
    return [value for (of, _), value in samples(view).items() if of == name]
