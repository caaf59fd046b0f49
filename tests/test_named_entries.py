"""What a settings file keeps under names comes back as it was, or is told and left out."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from voltage_tui.named_entries import (
    LONGEST_NAME,
    MOST_ENTRIES,
    MOST_SEARCHES,
    SavedSearch,
    Template,
    name_problem,
    named_toml,
    searches_in,
    templates_in,
)

WORDS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), min_size=1)
NAMES = WORDS.filter(lambda name: name_problem(name) is None)
ENTRIES = st.dictionaries(
    st.sampled_from(("project", "invoice no.", 'a "quote"', "back\\slash")), WORDS, min_size=1
).filter(lambda entries: all(len(value) <= 256 for value in entries.values()))


@given(
    st.dictionaries(NAMES, WORDS.filter(lambda t: t.strip() and len(t) <= 500), max_size=5),
    st.dictionaries(NAMES, ENTRIES, max_size=3),
)
def test_what_is_kept_comes_back(
    searches: dict[str, str], templates: dict[str, dict[str, str]]
) -> None:
    kept = tuple(SavedSearch(name, text) for name, text in searches.items())
    made = tuple(Template(name, tuple(entries.items())) for name, entries in templates.items())
    table = tomllib.loads("\n".join(named_toml(kept, made)))
    bad: list[str] = []
    assert (searches_in(table, bad), templates_in(table, bad), bad) == (kept, made, [])


def test_what_makes_no_sense_is_named_and_the_rest_kept() -> None:
    bad: list[str] = []
    table: dict[str, object] = {
        "searches": {"failed": "status:failed", "number": 7, "": "rent", "empty": " "},
        "templates": {
            "rent": {"project": ""},
            "ours": {"reference": "x"},
            "none": {},
            "many": {f"key {n}": "" for n in range(MOST_ENTRIES + 1)},
        },
    }
    assert searches_in(table, bad) == (SavedSearch("failed", "status:failed"),)
    assert templates_in(table, bad) == (Template("rent", (("project", ""),)),)
    assert bad == [
        "searches (a name of 1 to 40 characters)",
        "searches.number",
        "searches.empty",
        "templates.ours",
        "templates.none",
        "templates.many",
    ]


def test_more_than_a_chooser_can_show_is_left_out_and_told() -> None:
    bad: list[str] = []
    table: dict[str, object] = {"searches": {f"n{n}": "rent" for n in range(MOST_SEARCHES + 5)}}
    assert len(searches_in(table, bad)) == MOST_SEARCHES
    assert bad == [f"searches (more than {MOST_SEARCHES})"]


def test_a_name_can_be_shown_on_a_line() -> None:
    assert name_problem("rent") is None
    assert name_problem("  ") is not None
    assert name_problem("x" * (LONGEST_NAME + 1)) is not None
    assert name_problem("a\nb") is not None
