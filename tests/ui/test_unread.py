"""When there is nothing, and when nothing can be read: words in place, a dash, never a 0 (S-19)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.ui.stage import PAGE_KEYS, Exchange, FarEnd, Stage, stage
from voltage_tui.simulator.faults import Break, Fault, Faults, answer, server_error
from voltage_tui.trouble import TroubleError

JSON = ("content-type", "application/json")
FAULTS: dict[str, tuple[Fault, str]] = {
    "500": (server_error(), "Voltage failed (500)"),
    "401": (answer(401, b'{"error":{"type":"unauthorized"}}', JSON), "does not accept the API key"),
    "403": (answer(403, b'{"error":{"type":"forbidden"}}', JSON), "could not be read"),
    "silence": (Break.NEVER_ANSWER, "did not answer in time"),
    "refused": (Break.REFUSE, "cannot be reached"),
    "garbage": (answer(200, b"\x00<html>", JSON), "cannot be read"),
}
FIGURE = "−11,168,958.377"


def emptied(far_end: FarEnd) -> FarEnd:
    """Lists without anything in them."""

    async def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        known = json.loads(content)
        if isinstance(known, list):
            known = []
        elif "items" in known:
            known = {**known, "items": [], "total": 0, "next_cursor": None}
        return status, answered, json.dumps(known).encode()

    return ask


async def test_an_empty_organisation_is_said_in_words() -> None:
    words = {
        "1": ("No wallets yet.", "No payments yet.", "nothing pending", "Nothing needs you."),
        "2": ("No wallets yet.",),
        "3": ("No payments yet.",),
        "4": ("No wallets yet, so no ledger.",),
        "5": ("No lines of credit.",),
    }
    async with stage((110, 30), wrap=emptied) as shown:
        for key, said in words.items():
            await shown.go(key)
            for sentence in said:
                assert sentence in shown.text, shown.text
            await shown.press("enter", "down", "G", "y")
        assert "0 sats" not in shown.text


@pytest.mark.safety("S-19", "a dash and words on every page, never 0")
@pytest.mark.parametrize("kind", FAULTS)
async def test_what_cannot_be_read_at_the_start_is_said_on_every_page(kind: str) -> None:
    fault, words = FAULTS[kind]
    faults = Faults()
    faults.add(fault, times=None)
    async with stage((110, 30), faults=faults, started=False) as shown:
        await shown.pass_time(25)
        for key in PAGE_KEYS:
            await shown.go(key)
            assert "could not be read." in shown.text, shown.text
            assert words in shown.text, shown.text
            assert "R asks again now." in shown.text
            assert "Reading" not in shown.text
        await shown.go("1")
        cards = shown.lines[shown.place_of("CREDIT USED")[1] + 1]
        assert cards.split() == ["—"] * 4
        faults.clear()
        await shown.press("R")
        await shown.until_shown(FIGURE)


@pytest.mark.parametrize("kind", FAULTS)
async def test_old_figures_stay_under_an_error_with_their_age(kind: str) -> None:
    fault, _ = FAULTS[kind]
    async with stage((120, 30)) as shown:
        await shown.until_shown("live")
        shown.faults.add(fault, path="(?!.*quotes).*", times=None)
        await shown.pass_time(100)
        assert FIGURE in shown.text
        assert "could not be read for" in shown.text
        assert "live" not in shown.top
        _, y = shown.place_of(FIGURE)
        assert "m" in shown.lines[y].split()[-1]
        assert any(FIGURE[:8] in text and style.strike for text, style in shown.styles)
        for key in "235":
            await shown.go(key)
            # Credit says what is used of it, which is as much without the sign.
            assert (FIGURE[1:] if key == "5" else FIGURE) in shown.text or key == "3"
        shown.faults.clear()
        await shown.press("1", "R")
        await shown.until(lambda: "live" in shown.top)
        assert not any(FIGURE[:8] in text and style.strike for text, style in shown.styles)


async def test_lines_of_credit_that_are_not_read_are_no_absence_of_credit() -> None:
    faults = Faults()
    faults.add(server_error(), path=".*/summaries", times=None)
    async with stage((120, 30), faults=faults, started=False) as shown:
        await shown.pass_time(20)
        assert "Lines of credit could not be read" in shown.text
        assert "no credit" not in shown.text
        await shown.go("5")
        assert "The lines of credit could not be read." in shown.text
        assert "No lines of credit." not in shown.text


async def trouble_on_every_page(shown: Stage) -> None:
    for key in PAGE_KEYS:
        await shown.go(key)
        assert "No key is stored for acme." in shown.text, shown.text
        assert "Run voltage-tui login acme." in shown.text
        assert "Reading" not in shown.text
    assert "no connection" in shown.top
    assert "…" in shown.top, "an unknown world is not called the sandbox"


async def test_trouble_with_the_key_is_said_in_place_and_tried_again() -> None:
    trouble = TroubleError("No key is stored for acme.", "Run voltage-tui login acme.")
    async with stage((110, 30), connect_with=[trouble, trouble], started=False) as shown:
        await shown.pass_time(1)
        await trouble_on_every_page(shown)
        await shown.press("R")
        await shown.pass_time(1)
        await trouble_on_every_page(shown)
        await shown.press("1", "R")
        await shown.until_shown(FIGURE)
        assert "No key is stored" not in shown.text


async def test_the_network_goes_and_comes_back() -> None:
    async with stage((120, 30)) as shown:
        await shown.until_shown("live")
        shown.faults.add(Break.REFUSE, times=None)
        await shown.pass_time(40)
        assert "offline" in shown.top
        assert "next try" in shown.top
        shown.faults.clear()
        await shown.until(lambda: "live" in shown.top, most_s=300)
        assert "could not be read" not in shown.text
