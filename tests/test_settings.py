"""What the screen remembers: kept exactly, and never able to stop a start."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.alert_rules import AlertRules, OwnRule
from voltage_tui.model.alert import AlertKind
from voltage_tui.named_entries import SavedSearch, Template
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.text import clean, is_clean

names = st.text(min_size=1, max_size=40).map(clean).filter(str.strip)
values = st.text(max_size=60).map(clean)
templates = st.builds(
    Template,
    names,
    st.dictionaries(names.filter(lambda key: key not in ("reference", "retry_of")), values)
    .map(lambda entries: tuple(list(entries.items())[:10]))
    .filter(bool),
)
own_rules = st.builds(
    OwnRule,
    on=st.booleans(),
    credit_over=st.none() | st.integers(1, 100),
    available_under=st.none() | st.integers(0, 10**15),
)
alert_rules = st.builds(
    AlertRules,
    bell=st.booleans(),
    desktop=st.booleans(),
    credit_over=st.integers(75, 100),
    payment_over_sats=st.integers(0, 10**12),
    off=st.lists(st.sampled_from([kind.value for kind in AlertKind]), unique=True).map(tuple),
    own=st.dictionaries(names, own_rules.filter(lambda rule: rule != OwnRule()), max_size=3),
)
all_settings = st.builds(
    Settings,
    theme=st.none() | st.text(min_size=1, max_size=40).map(clean).filter(bool),
    unit=st.sampled_from(["sats", "btc", "usd", "both"]),
    hide_amounts=st.booleans(),
    lock_after_minutes=st.integers(0, 24 * 60),
    strong_confirm_sats=st.integers(0, 100_000_000),
    time_zone=st.sampled_from([None, "UTC", "Europe/Berlin"]),
    searches=st.lists(
        st.builds(SavedSearch, names, values.filter(str.strip)),
        max_size=3,
        unique_by=lambda one: one.name,
    ).map(tuple),
    templates=st.lists(templates, max_size=3, unique_by=lambda one: one.name).map(tuple),
    alerts=alert_rules,
)


@given(all_settings)
def test_what_is_saved_is_loaded(settings: Settings) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name) / "new"
        assert SettingsStore(folder).save(settings) is None
        loaded = SettingsStore(folder).load()
        mode = stat.S_IMODE((folder / "settings.toml").stat().st_mode)
    assert (loaded.settings, loaded.notice, mode) == (settings, None, 0o600)


def test_no_file_is_no_notice(tmp_path: Path) -> None:
    loaded = SettingsStore(tmp_path).load()
    assert (loaded.settings, loaded.notice) == (Settings(), None)


@pytest.mark.parametrize("content", [b"theme = ", b"\xff", b"hide_amounts = yes\n"])
def test_a_broken_file_gives_a_notice_and_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings == Settings()
    assert loaded.notice is not None
    assert "settings.toml" in loaded.notice


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("theme = 1", "theme"),
        ('theme = ""', "theme"),
        ('unit = "euro"', "unit"),
        ('hide_amounts = "no"', "hide_amounts"),
        ("lock_after_minutes = true", "lock_after_minutes"),
        ("lock_after_minutes = -1", "lock_after_minutes"),
        ("lock_after_minutes = 1441", "lock_after_minutes"),
        ('strong_confirm_sats = "5 BTC"', "strong_confirm_sats"),
        ("strong_confirm_sats = 1e6", "strong_confirm_sats"),
        ("strong_confirm_sats = true", "strong_confirm_sats"),
        ("strong_confirm_sats = -1", "strong_confirm_sats"),
        ("strong_confirm_sats = 100_000_001", "strong_confirm_sats"),
        ('time_zone = "Berlin"', "time_zone"),
        ("time_zone = 2", "time_zone"),
        ("searches = 1", "searches"),
        ("[searches]\nrent = 1", "searches.rent"),
        ("[searches]\nrent = ''", "searches.rent"),
        (f"[searches]\nrent = '{'x' * 501}'", "searches.rent"),
        (f"[searches]\n{'x' * 41} = 'rent'", "searches"),
        ('[searches]\n"\\u001b" = "rent"', "searches"),
        ("templates = []", "templates"),
        ("[templates.rent]", "templates.rent"),
        ("[templates.rent]\ncentre = 1", "templates.rent"),
        ("[templates.rent]\nreference = 'x'", "templates.rent"),
        (f"[templates.rent]\ncentre = '{'x' * 257}'", "templates.rent"),
        (
            "[templates.rent]\n" + "\n".join(f"k{n} = ''" for n in range(11)),
            "templates.rent",
        ),
        ("alerts = 1", "alerts"),
        ("[alerts]\nbell = 1", "alerts.bell"),
        ("[alerts]\ncredit_over = 0", "alerts.credit_over"),
        ("[alerts]\ncredit_over = 101", "alerts.credit_over"),
        ("[alerts]\ncredit_over = 60\ncredit_clear = 61", "alerts.credit_clear"),
        ("[alerts]\npending_minutes = true", "alerts.pending_minutes"),
        ("[alerts]\noff = 'credit nothing'", "alerts.off (nothing)"),
        ("[alerts]\nown = 1", "alerts.own"),
        ("[alerts.own.w1]\ncredit_over = 'much'", "alerts.own.w1.credit_over"),
    ],
)
def test_one_wrong_field_does_not_take_the_others_with_it(
    tmp_path: Path, line: str, field: str
) -> None:
    good = {
        "theme": 'theme = "dusk"',
        "unit": 'unit = "btc"',
        "hide_amounts": "hide_amounts = true",
        "lock_after_minutes": "lock_after_minutes = 5",
        "strong_confirm_sats": "strong_confirm_sats = 250_000",
    }
    good.pop(field, None)
    (tmp_path / "settings.toml").write_text("\n".join([*good.values(), line]), encoding="utf-8")
    loaded = SettingsStore(tmp_path).load()
    assert loaded.notice is not None
    assert field in loaded.notice
    if field != "theme":
        assert loaded.settings.theme == "dusk"
    if field != "hide_amounts":
        assert loaded.settings.hide_amounts
    assert loaded.settings.lock_after_minutes == (15 if field == "lock_after_minutes" else 5)
    usual = field == "strong_confirm_sats"
    assert loaded.settings.strong_confirm_sats == (1_000_000 if usual else 250_000)


def test_a_wrong_number_says_which_would_do(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("strong_confirm_sats = -1", encoding="utf-8")
    notice = SettingsStore(tmp_path).load().notice
    assert notice is not None
    assert "strong_confirm_sats (a whole number from 0 to 100,000,000) not understood" in notice
    assert "the default is used" in notice


@pytest.mark.parametrize(
    ("line", "kept"),
    [("strong_confirm_sats = 5", 5), ("strong_confirm_sats = -5", 9), ("theme = ", 9)],
)
def test_what_only_a_person_changes_is_not_undone_by_the_running_program(
    tmp_path: Path, line: str, kept: int
) -> None:
    store = SettingsStore(tmp_path)
    store.save(Settings(strong_confirm_sats=9))
    (tmp_path / "settings.toml").write_text(line, encoding="utf-8")
    assert store.save(Settings(strong_confirm_sats=9, unit="usd")) is None
    loaded = SettingsStore(tmp_path).load()
    assert (loaded.settings.strong_confirm_sats, loaded.settings.unit) == (kept, "usd")


def test_without_a_folder_nothing_reaches_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = SettingsStore(None)
    assert store.save(Settings(hide_amounts=True)) is None
    assert store.load().settings.hide_amounts
    assert store.themes_folder is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_gives_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    notice = SettingsStore(tmp_path / "file").save(Settings())
    assert notice is not None
    assert "not saved" in notice


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _a_link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to(path.with_name("pipe"))


def _a_loop(path: Path) -> None:
    path.symlink_to(path)


def _deep(path: Path) -> None:
    path.write_text("x = " + "[" * 20_000, encoding="utf-8")


def _huge(path: Path) -> None:
    path.write_text("# " + "x" * 1_000_000, encoding="utf-8")


@pytest.mark.parametrize("make", [_a_pipe, _a_link_to_a_pipe, _a_loop, _deep, _huge, Path.mkdir])
def test_no_file_can_stop_a_start_or_end_the_program(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "settings.toml")
    store = SettingsStore(tmp_path)
    loaded = store.load()
    assert loaded.settings == Settings()
    assert loaded.notice is not None
    store.save(Settings(hide_amounts=True))


def test_a_notice_holds_nothing_a_terminal_acts_on(tmp_path: Path) -> None:
    folder = tmp_path / "\x1b]0;x\x07\x9b"
    folder.mkdir()
    (folder / "settings.toml").write_text("theme = ", encoding="utf-8")
    notice = SettingsStore(folder).load().notice
    assert notice is not None
    assert is_clean(notice)


def test_broken_entries_are_told_and_the_others_kept(tmp_path: Path) -> None:
    lines = (
        "[searches]",
        "bad = 7",
        "'failed sends' = 'status:failed dir:send'",
        "[templates.invoice]",
        "'invoice number' = ''",
        "cost_center = 'hosting'",
        "[templates.worse]",
        "x = 1",
    )
    (tmp_path / "settings.toml").write_text("\n".join(lines), encoding="utf-8")
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings.searches == (SavedSearch("failed sends", "status:failed dir:send"),)
    entries = (("invoice number", ""), ("cost_center", "hosting"))
    assert loaded.settings.templates == (Template("invoice", entries),)
    assert loaded.notice is not None
    assert "searches.bad, templates.worse not understood" in loaded.notice


def test_a_template_written_into_the_file_meanwhile_stays(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.save(Settings())
    with (tmp_path / "settings.toml").open("a", encoding="utf-8") as file:
        file.write("[templates.rent]\ncost_center = 'ops'\n")
    store.save(Settings(unit="btc"))
    assert store.load().settings.templates == (Template("rent", (("cost_center", "ops"),)),)


def test_credit_that_is_raised_elsewhere_is_cleared_below_that(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[alerts]\ncredit_over = 50\n", encoding="utf-8")
    rules = SettingsStore(tmp_path).load().settings.alerts
    assert (rules.credit_over, rules.credit_clear) == (50, 45)


def test_a_kind_is_switched_off_and_on_again() -> None:
    off = AlertRules().switched(AlertKind.CREDIT)
    assert not off.watches(AlertKind.CREDIT)
    assert off.switched(AlertKind.CREDIT) == AlertRules()


def test_a_rule_of_its_own_that_says_nothing_is_none() -> None:
    rules = AlertRules().with_own("w1", OwnRule(credit_over=90))
    assert rules.own_of("w1").credit_over == 90
    assert rules.with_own("w1", OwnRule()) == AlertRules() == rules.with_own("w1", None)
