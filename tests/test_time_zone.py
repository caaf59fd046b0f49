"""The zone months are counted in has a name, and is never guessed wrongly (S-68)."""

from __future__ import annotations

from pathlib import Path

import pytest

from voltage_tui.time_zone import local_zone, zone_named, zone_of


def test_a_zone_that_is_set_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert zone_of("Europe/Berlin").key == "Europe/Berlin"
    assert zone_of(None).key == "Asia/Tokyo"


def test_the_machines_own_is_told_by_where_its_link_leads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    zone = tmp_path / "zoneinfo" / "America" / "New_York"
    zone.parent.mkdir(parents=True)
    zone.touch()
    link = tmp_path / "localtime"
    link.symlink_to(zone)
    assert local_zone(link).key == "America/New_York"
    assert local_zone(tmp_path / "missing").key == "UTC"
    assert local_zone(zone.parent).key == "UTC"


@pytest.mark.parametrize("name", ["", "America", "../etc/passwd", "/etc/passwd", "Nowhere", "a\0b"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_a_zone_of_the_environment_that_is_none_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", "Nowhere/At_all")
    assert local_zone(tmp_path / "missing").key == "UTC"
