"""Harmful text from server and keyboard, and the raw bytes the terminal gets (S-51, S-52)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.ui.escapes import judge
from tests.ui.hostile import CONTROLS, CORPUS
from tests.ui.terminal import Terminal, terminal

SHOWN = {"1": "IN FLIGHT", "2": "%  <", "3": "pending", "4": "rows", "5": "CAN BE SPENT"}
"""Words that are on the screen once a page shows what was read."""
FIRST = "IN FLIGHT"
"""Words of the first page alone: once they are gone, what is shown is another's."""
OPENED = {"?": "that work here; esc closes", ":": "what do you want to do?", "T": "Colours"}
"""Words of what each key opens."""
PASTE = " ".join(text[:80] for text in CORPUS)
ENTER, TAB, DOWN = "\r", "\t", "\x1b[B"
PLAIN_ESC, ESC = "\x1b", "\x1b[27u"
"""The byte, which is the key only if nothing follows for a while, and the kitty protocol's own."""


def esc(shown: Terminal) -> None:
    """Press escape."""
    shown.send(ESC)


def plain_esc(shown: Terminal, closes: str) -> None:
    """Press escape as most terminals send it, and see that what has these words is closed."""
    shown.until(closes)
    shown.send(PLAIN_ESC)
    until_gone(shown, closes)


def until_gone(shown: Terminal, words: str) -> None:
    """Read until these words are not on the screen any more."""
    for _ in range(200):
        if words not in shown.text:
            return
        assert shown.read(0.05), shown.text
    raise AssertionError(f"{words!r} stays:\n{shown.text}")


def see_every_page(shown: Terminal, seen: dict[str, list[str]]) -> None:
    for key, words in SHOWN.items():
        shown.send(key)
        if words != FIRST:
            until_gone(shown, FIRST)
        shown.until(words)
        seen[key] = shown.cells
        shown.send(DOWN * 6)
    shown.send("4")
    shown.send("l")
    shown.until("rows")


def see_details(shown: Terminal) -> None:
    for page in "23":
        shown.send(page)
        for _ in range(2):
            shown.send(DOWN + ENTER)
            shown.send("yYvG")
            esc(shown)


def choose(shown: Terminal, keys: str, opened: str, moves: str) -> None:
    """Go to a page, open what has these words, move in it and take what it stands on."""
    for key in keys:
        shown.send(key)
    shown.until(opened)
    shown.send(moves)
    shown.send(ENTER)
    until_gone(shown, opened)


def see_what_opens(shown: Terminal) -> None:
    choose(shown, "3f", "Filter payments", DOWN * 3 + "\x1b[C\x1b[C")
    choose(shown, "4w", "Whose ledger", DOWN * 2)
    for key, words in OPENED.items():
        shown.send(key)
        plain_esc(shown, words)
        shown.send(key)
        shown.send(DOWN)
        esc(shown)
    shown.send("r")
    shown.read(0.5)
    esc(shown)
    esc(shown)


def change_wallets(shown: Terminal) -> None:
    shown.send("2A")
    shown.until("SEND ARMED")
    shown.send("c")
    shown.until("Create a wallet")
    shown.send("New one")
    shown.send(ENTER)
    shown.send(TAB + "0" + ENTER)
    shown.read(0.5)
    shown.send("e")
    shown.read(0.3)
    esc(shown)
    shown.send("D")
    shown.read(0.3)
    esc(shown)


def paste_everywhere(shown: Terminal) -> None:
    for keys in ("2/", "3/", "4/", "4w", ":"):
        shown.send(keys)
        shown.paste(PASTE)
        esc(shown)
        esc(shown)


@dataclass(frozen=True)
class Run:
    """All that was sent, and the cells of each page as it was first seen."""

    raw: bytes
    pages: dict[str, list[str]]


@pytest.fixture(scope="module")
def run() -> Run:
    """The program after everything was opened in it, and left with `q`."""
    pages: dict[str, list[str]] = {}
    # Wide, so that the longest piece of markup is never cut, whatever the moment it is painted.
    with terminal("tests.ui.hostile_program", size=(150, 40)) as running:
        running.until("live")
        see_every_page(running, pages)
        see_details(running)
        see_what_opens(running)
        change_wallets(running)
        paste_everywhere(running)
        running.send("1")
        running.until("AVAILABLE")
        running.send("q")
        code = running.leaves()
        assert code == 0, running.text
    return Run(bytes(running.raw), pages)


@pytest.mark.safety(
    "S-51", "harmful text on every page, dialog and paste: the raw bytes have none of it"
)
def test_nothing_but_what_textual_sends_reaches_the_terminal(run: Run) -> None:
    assert judge(run.raw).foreign == ()


@pytest.mark.safety("S-51", "harmful text copied: the clipboard gets printable text, and only ours")
def test_only_our_own_copies_reach_the_clipboard(run: Run) -> None:
    copies = judge(run.raw).copies
    assert len(copies) >= 3
    assert not any("stolen" in copy for copy in copies)
    assert all(copy.isprintable() for copy in copies)


@pytest.mark.safety(
    "S-52", "[bold], [@click=app.quit] and [link=...] are on the screen as they are"
)
def test_markup_is_shown_as_it_is(run: Run) -> None:
    for words in ("[/foo]closing", "[@click=app.quit]", "[bold]markup[/bold]", "[link=http://"):
        assert words.encode() in run.raw, words


@pytest.mark.safety(
    "S-53", "names with CJK, emoji and joiners: every column stands where its head is"
)
def test_wide_text_does_not_move_the_columns(run: Run) -> None:
    rows = run.pages["2"]
    head = next(y for y, line in enumerate(rows) if "WALLET" in line)
    unit, wallets = rows[head].index("UNIT"), [r for r in rows[head + 1 :] if "%  <" in r]
    assert len(wallets) > 8
    assert any("\0" in wallet for wallet in wallets)
    for wallet in wallets:
        assert wallet[unit : unit + 4] in ("sats", "USD "), wallet
    assert len({wallet.index("%  <") for wallet in wallets}) == 1


@pytest.mark.safety("S-53", "wide memos: the last column of payments stays in its place")
def test_wide_memos_do_not_move_the_columns(run: Run) -> None:
    rows = run.pages["3"]
    head = next(y for y, line in enumerate(rows) if "MEMO" in line)
    end = rows[head].index("AGE") + len("AGE")
    payments = [r for r in rows[head + 1 : -1] if r.strip()]
    assert any("\0" in payment for payment in payments)
    for payment in payments:
        assert payment[end - 1] in "smhd", payment
        assert payment[end] == " ", payment


def test_the_terminal_is_as_it_was(run: Run) -> None:
    for mode in (b"1000", b"1003", b"1004", b"1006", b"1015", b"1049", b"2004"):
        on, off = run.raw.rfind(b"\x1b[?%sh" % mode), run.raw.rfind(b"\x1b[?%sl" % mode)
        assert 0 <= on < off, mode
    assert run.raw.count(b"\x1b[?1049h") == run.raw.count(b"\x1b[?1049l") == 1
    assert run.raw.rfind(b"\x1b[?25l") < run.raw.rfind(b"\x1b[?25h")
    assert run.raw.rfind(b"\x1b[?7l") < run.raw.rfind(b"\x1b[?7h")


@pytest.mark.parametrize("text", CONTROLS, ids=range(len(CONTROLS)))
def test_the_judge_is_not_blind(text: str) -> None:
    planted = judge(b"before" + text.encode("utf-8", "surrogatepass") + b"after")
    assert planted.foreign or planted.copies
