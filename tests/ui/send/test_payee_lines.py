"""What is said of a payee: words for each case, both keys of a look-alike whole, nothing hidden."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.paying.orders import ADDRESS, INVOICE, account, destination, facts, link, order
from tests.ui.stage import START
from voltage_tui.model.network import Network
from voltage_tui.money import Money, sats
from voltage_tui.treasury.paying.lookalike import KnownPayee, payee_keys
from voltage_tui.ui.display import Display
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.paint import Line
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.send.confirm_lines import Asking, Stage, asked_for, confirm_lines
from voltage_tui.ui.screens.send.decoded import Look, decode_lines
from voltage_tui.ui.screens.send.orders import judged
from voltage_tui.ui.screens.send.payee_lines import compared, told_of

LAST = datetime(2026, 11, 2, 9, tzinfo=UTC)
(NODE,) = payee_keys(destination(INVOICE))
BOTH = link(f"?lightning={INVOICE}")


def known(key: str, name: str | None = "Anna", count: int = 12) -> KnownPayee:
    return KnownPayee(key, name, count, sats(250_000), LAST)


def words(text: str, *payees: KnownPayee, hidden: bool = False) -> str:
    return told_of(destination(text), payees, hidden=hidden).words


def altered(key: str) -> str:
    return f"{key[:12]}{'-' * 9}{key[21:]}"


def test_words_for_each_case() -> None:
    tail = "paid 12 times · last 2026-11-02 · usually 250,000 sats"
    assert words(ADDRESS, known(ADDRESS)) == f"Anna · {tail}"
    assert words(ADDRESS, known(ADDRESS, None)) == tail
    assert words(INVOICE, known(NODE)) == f"Anna · this node was {tail}"
    once = KnownPayee(ADDRESS, None, 1, None, None)
    assert words(ADDRESS, once) == "paid once"
    assert words(ADDRESS) == "! first time: no payment to it is known"
    assert words(BOTH, known(NODE)) == "! first time for the address: only the node was paid before"
    assert words(BOTH, known(ADDRESS)).startswith("! first time for the node: only the address")
    assert "LOOK-ALIKE of Anna" in words(ADDRESS, known(altered(ADDRESS)))
    assert "LOOK-ALIKE of a known payee" in words(ADDRESS, known(altered(ADDRESS), None))
    looking = told_of(destination(ADDRESS), None, hidden=False)
    assert looking.words == "who was paid before is being looked at"


def text_of(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


KEYS = st.text("0123456789abcdef", min_size=8, max_size=70)


@pytest.mark.safety("S-40", "random pairs: both whole, a mark under each difference alone")
@given(KEYS, KEYS, st.integers(20, 120))
def test_both_are_whole_and_marked_where_they_differ(key: str, other: str, width: int) -> None:
    rows = text_of(compared("payee key", key, other, width, 11))
    assert max(map(len, rows)) <= width
    given_rows, known_rows, marks, at = "", "", 0, "known"
    for row in rows:
        body = row[11:]
        if row.startswith("differs"):
            assert set(body) <= {" ", "^"}
            marks += body.count("^")
            continue
        # Rows take turns, until the shorter one has ended.
        mine = at == "known" and len(given_rows) < len(key)
        if mine or len(known_rows) >= len(other):
            given_rows, at = given_rows + body.replace(" ", ""), "given"
        else:
            known_rows, at = known_rows + body.replace(" ", ""), "known"
    assert (given_rows, known_rows) == (key, other)
    assert marks == sum(c != other[i : i + 1] for i, c in enumerate(key))


def look(text: str, *payees: KnownPayee, hidden: bool = False, usual: Money | None = None) -> Look:
    made = order(text)
    paying = account(network=Network.MUTINYNET)
    amount = Asked(made.amount)
    return Look(
        made.destination, amount, paying, None, START, START, hidden, headed=False, payees=payees
    )


@pytest.mark.parametrize("text", [INVOICE, ADDRESS, link()])
def test_while_amounts_are_hidden_no_name_and_no_usual_amount_is_told(text: str) -> None:
    (key,) = payee_keys(destination(text))
    for payee in (known(key), known(altered(key))):
        shown = "\n".join(text_of(decode_lines(look(text, payee, hidden=True), 80, 30)))
        assert "Anna" not in shown
        assert "250,000" not in shown
        assert altered(key)[12:21] not in shown.replace(" ", "")
        plain = "\n".join(text_of(decode_lines(look(text, payee), 80, 30)))
        assert "Anna" in plain


@pytest.mark.safety("S-40", "at 60x20, 80x24 and 120x40 a look-alike stands whole beside its model")
@pytest.mark.parametrize(("width", "height"), [(58, 15), (78, 19), (118, 36), (198, 56)])
@pytest.mark.parametrize("text", [INVOICE, ADDRESS])
@pytest.mark.parametrize("name", ["Anna", "Northlane Transit & Cooling Services Ltd", "山" * 20])
def test_a_look_alike_fits_on_the_confirm_card(
    width: int, height: int, text: str, name: str
) -> None:
    made = order(text)
    (key,) = payee_keys(made.destination)
    alike = known(altered(key), name)
    paying = account()
    found = judged(made, facts(paying, payees=(alike,)))
    asking = Asking(found, look(text, alike), Display(), Stage.ASKING, strong=True)
    lines = confirm_lines(asking, width, height)
    assert len(lines) <= height
    together = "".join("".join(text_of(lines)).split())
    for at in range(0, len(key), 4):
        assert key[at : at + 4] in together
        assert altered(key)[at : at + 4] in together
    assert f"LOOK-ALIKEof{name.replace(' ', '')}" in together
    assert asked_for(made, (alike,)) == ("its own four at the first ^", key[12:16])
    assert any(span.role is Role.BAD_STRONG and "^" in span.text for line in lines for span in line)
