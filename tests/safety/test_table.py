"""The table of safety rules says what the tests' marks say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sources import plant
from tests.safety.marks import OPEN, RULES, Mark, marks
from tests.safety.table import FILE, table


def test_the_table_is_what_the_marks_say() -> None:
    assert FILE.read_text(encoding="utf-8") == table(marks()), "python -m tests.safety.table"


def test_no_test_says_the_same_twice() -> None:
    found = marks()
    assert found == sorted(set(found))


def test_no_rule_is_without_a_test_that_says_what_it_observed() -> None:
    held = {mark.number for mark in marks()}
    assert [rule for number, rule in enumerate(RULES, 1) if number not in held] == []


def test_a_mark_becomes_a_row_and_a_rule_without_one_says_so(tmp_path: Path) -> None:
    code = 'import pytest\n@pytest.mark.safety("S-2", "nothing")\nasync def test_x() -> None: ...\n'
    plant(tmp_path, "tests/deep/test_planted.py", code)
    found = marks(tmp_path)
    assert found == [Mark(2, "tests/deep/test_planted.py", "test_x", "nothing")]
    rows = table(found).splitlines()
    assert "| S-2 | `tests/deep/test_planted.py::test_x` | nothing |" in rows
    assert "| S-1 | none yet | |" in rows


def test_what_is_not_shown_yet_stands_below_what_is() -> None:
    rows = table(marks()).splitlines()
    for rule, missing in OPEN.items():
        assert rule in RULES
        at = rows.index(f"| {rule} | not shown yet | {missing} |")
        assert rows[at - 1].startswith(f"| {rule} | `tests/")


@pytest.mark.parametrize("arguments", ['"S-0", "x"', '"S-71", "x"', '"S-4", ""', '"4", "x"'])
def test_a_mark_that_says_nothing_is_refused(tmp_path: Path, arguments: str) -> None:
    code = f"import pytest\n@pytest.mark.safety({arguments})\ndef test_x() -> None: ...\n"
    plant(tmp_path, "tests/test_planted.py", code)
    with pytest.raises(ValueError, match="safety rule"):
        marks(tmp_path)
