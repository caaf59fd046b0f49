"""What Balances claims: only what was read, of all of it, and once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from tests.ui.stage import Exchange, FarEnd, stage
from voltage_tui.money import BTC, USD, Money
from voltage_tui.simulator.faults import Break, Faults, server_error
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.paint import Line
from voltage_tui.ui.screens.balances.cards import Cards


def first_five(far_end: FarEnd) -> FarEnd:
    """Pages of payments that hold five, with more after them."""

    async def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        known = json.loads(content) if content else None
        if isinstance(known, dict) and "/payments?" in target and "items" in known:
            content = json.dumps({**known, "items": known["items"][:5]}).encode()
        return status, answered, content

    return ask


def ended_badly(far_end: FarEnd) -> FarEnd:
    """A payment of the last day that failed and one that expired."""
    ends = {("Weekly takings", "send"): "failed", ("Order 9087", "receive"): "expired"}

    async def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        known = json.loads(content) if content else None
        if isinstance(known, dict) and "/payments?" in target and "items" in known:
            for item in known["items"]:
                memo = item["data"].get("memo")
                if (memo, item["direction"]) in ends:
                    item["status"] = ends[memo, item["direction"]]
            content = json.dumps(known).encode()
        return status, answered, content

    return ask


async def test_the_worth_is_of_all_currencies_together() -> None:
    async with stage() as shown:
        await shown.until_shown("all ≈ ")
        rate = shown.app.amounts.rate
        assert rate is not None
        parts = [a.available for a in shown.snapshot.accounts if a.available is not None]
        bitcoin = sum((m for m in parts if m.currency == BTC), Money(BTC, 0))
        dollars = sum((m for m in parts if m.currency == USD), Money(USD, 0))
        worth = re.search(r"all ≈ (−?)\$([\d,]+)\.(\d\d)", shown.text)
        assert worth is not None, shown.text
        cents = int(worth[2].replace(",", "") + worth[3]) * (-1 if worth[1] else 1)
        assert Money(USD, cents) == rate.rate.value_of(bitcoin) + dollars


async def test_sums_say_how_far_back_they_go() -> None:
    async with stage() as shown:
        assert "LAST 24 H" in shown.text
    async with stage(wrap=first_five) as shown:
        book = shown.snapshot.book.value
        assert book is not None
        assert len(book.payments) < 10
        assert not book.covers(shown.app.now() - timedelta(hours=24))
        assert re.search(r"LAST \d+ [MH]\b", shown.text), shown.text
        assert "LAST 24 H" not in shown.text


@pytest.mark.parametrize("path", [".*/wallets", ".*/payments", ".*/lines_of_credit.*"])
async def test_nothing_needs_you_is_not_said_before_everything_is_known(path: str) -> None:
    faults = Faults()
    faults.add(Break.NEVER_ANSWER, path=path, times=None)
    options = SimulatorOptions(payer=Payer.MANUAL, history_days=0)
    async with stage(options=options, started=False, faults=faults) as shown:
        await shown.pass_time(2)
        assert "Nothing needs you" not in shown.text


async def test_one_cause_is_told_once_and_leaves_room_for_the_rest() -> None:
    async with stage() as shown:
        shown.faults.add(server_error(), path=".*", times=None)
        await shown.pass_time(120)
        told = [line for line in shown.lines if "could not be read for" in line]
        assert len(told) == 1, shown.text
        for what in ("allets", "ayments", "ines of credit"):
            assert what in told[0]
        assert "still sending" in shown.text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_advice_about_the_key_is_shown_to_its_end(size: tuple[int, int]) -> None:
    advice = "Start one, such as a keyring. " * 4 + "Or log in with --key-from env:NAME."
    trouble = TroubleError("No keyring was found.", advice)
    async with stage(size, started=False, connect_with=[trouble]) as shown:
        await shown.until_shown("No keyring was found.")
        assert "env:NAME.  R" in shown.text


@pytest.mark.parametrize("wallets", [4, 1_000])
@pytest.mark.parametrize("width", [80, 100, 116, 120, 132])
async def test_what_can_be_spent_is_never_cut(width: int, wallets: int) -> None:
    options = SimulatorOptions(payer=Payer.MANUAL, wallets=wallets)
    async with stage((width, 30), options) as shown:
        await shown.paint()
        cards = "\n".join(shown.lines[2:8])
        assert "…" not in cards, cards


async def test_the_sums_leave_out_what_moved_between_own_wallets() -> None:
    async with stage((132, 36)) as shown:
        book = shown.snapshot.book.value
        assert book is not None
        weekly = [p for p in book.payments if p.memo == "Weekly takings"]
        recent = [p for p in weekly if p.updated_at > shown.app.now() - timedelta(hours=24)]
        assert len(recent) == 2, "the demo's Monday has such a transfer"
        text = "\n".join(shown.lines[2:10])
        assert "1 between own wallets" in text
        assert "602,000" not in text


@pytest.mark.parametrize("size", [(132, 36), (200, 60)])
async def test_each_currencys_bar_stands_beside_its_own_percentage(size: tuple[int, int]) -> None:
    async with stage(size) as shown:
        for line in shown.lines[2:10]:
            if "━" in line:
                assert re.search(r"   \d\d % ━+ of [\d,.]+ (sats|USD)", line), line
        assert sum("━" in line for line in shown.lines[2:10]) == 2


@pytest.mark.parametrize("width", [64, 80, 100])
async def test_do_not_pay_again_is_said_at_any_width(width: int) -> None:
    async with stage((width, 24)) as shown:
        told = [line for line in shown.lines if line.startswith("  ! ") and "sending" in line]
        assert len(told) == 2, shown.text
        for line in told:
            assert "do not pay again" in line
            assert re.search(r"  3( |$)", line), line
        assert re.search(r"  3  and \d more", told[-1]), told


def long_memos(far_end: FarEnd) -> FarEnd:
    """Every memo is longer than any line."""

    async def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        return status, answered, content.replace(b"Invoice Quay Legal", b"Quay Legal " * 900)

    return ask


async def test_a_long_memo_takes_the_room_there_is() -> None:
    async with stage((80, 24), wrap=long_memos) as shown:
        line = next(line for line in shown.lines if line.startswith("  ! ") and "Quay" in line)
        assert re.search(r"\(Quay Leg.*…\) sending 12 m: do not pay again  3$", line), line
        assert len(line) in (79, 80)


async def test_the_percentage_has_a_head_of_its_own() -> None:
    async with stage((80, 24)) as shown:
        head = next(line for line in shown.lines if "WALLET" in line and "AVAILABLE" in line)
        row = next(line for line in shown.lines if line.startswith("  Ops "))
        assert head.index("USED") + len("USED") == row.index("%") + 1, (head, row)


async def test_one_wallet_leaves_no_hole_in_the_page() -> None:
    options = SimulatorOptions(payer=Payer.MANUAL, wallets=1)
    async with stage((120, 40), options) as shown:
        await shown.until_shown("AVAILABLE, 24 H")
        at = next(y for y, line in enumerate(shown.lines) if line.startswith("  Ops "))
        assert shown.lines[at + 1] == ""
        assert shown.lines[at + 2] == "  AVAILABLE, 24 H"
        assert shown.lines[at + 4 : at + 6] == ["", "  NEEDS YOU"]


async def test_a_line_without_a_wallet_says_so() -> None:
    options = SimulatorOptions(payer=Payer.MANUAL, wallets=1)
    async with stage((120, 40), options) as shown:
        await shown.go("5")
        assert "to no wallet" in shown.text


async def test_what_can_be_spent_is_not_said_to_be_nothing_in_bitcoin() -> None:
    async with stage((132, 36)) as shown:
        await shown.press("u")
        line = next(line for line in shown.lines if "can spend" in line)
        assert re.search(r"can spend 0\.07\d+ BTC", line), line


@pytest.mark.parametrize(("width", "words"), [(84, "1 failed"), (132, "1 failed  1 expired")])
async def test_the_last_day_stays_where_much_ended_badly(width: int, words: str) -> None:
    async with stage((width, 24), wrap=ended_badly) as shown:
        cards = "\n".join(shown.lines[2:8])
        assert "LAST 24 H" in cards
        assert words in cards


async def test_what_is_read_again_and_is_the_same_is_not_painted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[float] = []
    paint = Cards.paint

    async with stage() as shown:
        await shown.until_shown("all ≈ ")
        await shown.pass_time(30)

        def counted(cards: Cards, width: int, height: int) -> Sequence[Line]:
            painted.append(shown.clock.monotonic())
            return paint(cards, width, height)

        monkeypatch.setattr(Cards, "paint", counted)
        for _ in range(6):
            await shown.pass_time(10)
        # Once in ten seconds the ages are told anew; wallets and payments were read 24 times.
        assert 4 <= len(painted) <= 9


async def test_ages_grow_while_nothing_can_be_read_and_are_young_again_after_that() -> None:
    async with stage() as shown:
        await shown.until_shown("all ≈ ")
        await shown.pass_time(30)
        ops = shown.lines[shown.place_of("Ops ")[1]]
        assert ops.endswith("<10 s")
        shown.faults.add(Break.REFUSE, times=None)
        await shown.pass_time(27)
        assert re.search(r"[23]0 s$", shown.lines[shown.place_of("Ops ")[1]])
        shown.faults.clear()
        await shown.pass_time(30)
        assert shown.lines[shown.place_of("Ops ")[1]].endswith("<10 s")


async def test_what_changed_while_another_page_was_in_front_is_there_on_coming_back() -> None:
    async with stage() as shown:
        await shown.until_shown("all ≈ ")
        await shown.press("2", "u")
        await shown.press("1")
        assert "BTC" in shown.text
        await shown.pass_time(12)
        await shown.press("p")
        assert "26" not in shown.lines[shown.place_of("Ops ")[1]]
