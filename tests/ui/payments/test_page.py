"""The page of payments, in the whole program against a simulated Voltage."""

from __future__ import annotations

import re

from tests.ui.payments.altered import Wire, only_one, payments_altered
from tests.ui.stage import QUIET, Stage, stage
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.settings import Settings
from voltage_tui.simulator.faults import Break, Faults, server_error
from voltage_tui.ui.screens.payments.page import PaymentsPage
from voltage_tui.ui.widgets.table import Table

LISTS = r".*/payments"


def rows(shown: Stage) -> list[str]:
    """The ids of the table's rows."""
    return [payment.id for payment in table(shown).rows]


def table(shown: Stage) -> Table:  # type: ignore[type-arg]  # rows of payments
    return shown.app.query_one(PaymentsPage).query_one(Table)


async def filtered(shown: Stage, *keys: str) -> None:
    """Choose in the filter dialog and wait for Voltage's answer."""
    await shown.press("f", *keys, "enter")
    await shown.pass_time(2)


async def test_all_payments_the_pending_ones_first() -> None:
    async with stage() as shown:
        await shown.go("3")
        payments = table(shown).rows
        pending = [p for p in payments if not p.is_terminal]
        assert pending
        assert list(payments[: len(pending)]) == pending
        rest = [p.created_at for p in payments[len(pending) :]]
        assert rest == sorted(rest, reverse=True)
        assert f"{len(pending)} pending first, oldest" in shown.text
        assert "100 payments, older ones not read yet" in shown.text


async def test_older_payments_are_read_when_the_end_is_near() -> None:
    async with stage() as shown:
        await shown.go("3")
        first = rows(shown)
        await shown.press("end")
        await shown.pass_time(2)
        assert len(rows(shown)) > len(first)
        assert rows(shown)[: len(first)] == first
        pages = 0
        while not re.search(r"all \d+ payments", shown.text):
            pages += 1
            assert pages < 20
            await shown.press("end")
            await shown.pass_time(0.5)


async def test_the_cursor_keeps_its_payment_when_others_arrive() -> None:
    async with stage() as shown:
        await shown.go("3", "down", "down", "down")
        current = table(shown).current
        shown.simulator.pay(_waiting(shown))
        await shown.pass_time(10)
        assert current is not None
        assert [current.id] == [p.id for p in [table(shown).current] if p is not None]


def _waiting(shown: Stage) -> str:
    return next(
        p.id for p in shown.snapshot.pending if p.status is PaymentStatus.RECEIVING and p.memo
    )


async def test_a_paid_receive_turns_completed_by_itself() -> None:
    async with stage() as shown:
        await shown.go("3")
        payment_id = next(
            p.id
            for p in shown.snapshot.pending
            if p.status is PaymentStatus.RECEIVING and p.kind.value == "bolt11"
        )
        before = len(shown.snapshot.pending)
        shown.simulator.pay(payment_id)
        await shown.pass_time(30)
        found = next(p for p in table(shown).rows if p.id == payment_id)
        assert found.status is PaymentStatus.COMPLETED
        assert f"{before - 1} pending first" in shown.text


async def test_the_server_is_asked_so_that_old_payments_are_found() -> None:
    async with stage() as shown:
        await shown.go("3")
        loaded = set(rows(shown))
        await filtered(shown, "right", "right", "right")
        assert "FILTER  failed" in shown.text
        found = table(shown).rows
        assert all(p.status is PaymentStatus.FAILED for p in found)
        assert not {p.id for p in found} <= loaded
        assert f"{len(found)} payments   esc clears" in shown.text
        await shown.press("escape")
        assert rows(shown) == rows(shown)[:100]
        assert "FILTER" not in shown.text


async def test_a_filter_by_everything_at_once_agrees_with_what_is_shown() -> None:
    async with stage() as shown:
        await shown.go("3")
        await filtered(
            shown,
            *("right", "right"),  # completed
            *("down", "right", "right"),  # sent
            *("down", "right"),  # lightning
            *("down", "right"),  # the first wallet
            *("down", "right", "right", "right"),  # 30 d
        )
        assert "completed · sent · lightning · Ops · last 30 d" in shown.text
        found = table(shown).rows
        assert found
        for payment in found:
            assert payment.status is PaymentStatus.COMPLETED
            assert payment.direction.value == "send"
            assert payment.kind.value == "bolt11"
            assert (shown.clock.now() - payment.created_at).days <= 30


async def test_further_pages_of_a_filter_are_read_on_request() -> None:
    async with stage() as shown:
        await shown.go("3")
        await filtered(shown, "right", "right")
        first = rows(shown)
        assert "so far" in shown.text
        await shown.press("end")
        await shown.pass_time(2)
        assert len(rows(shown)) > len(first)


async def test_words_filter_what_is_loaded_while_typing() -> None:
    async with stage() as shown:
        await shown.go("3")
        word = str(table(shown).rows[5].memo).split(maxsplit=1)[0].lower()
        await shown.press("/")
        await shown.type(word)
        found = table(shown).rows
        assert 0 < len(found) < 100
        assert f"{len(found)} of 100 loaded" in shown.text
        await shown.type(" zzzz")
        assert rows(shown) == []
        assert "No loaded payment has these words." in shown.text
        await shown.press("escape")
        assert len(rows(shown)) == 100


async def test_a_filter_that_cannot_be_asked_says_so_and_is_asked_again() -> None:
    async with stage() as shown:
        await shown.go("3")
        shown.faults.add(server_error(), path=LISTS, times=None)
        await filtered(shown, "right", "right", "right")
        await shown.pass_time(20)
        assert "not read for" in shown.text
        assert "FILTER  failed" in shown.text
        shown.faults.clear()
        await shown.press("R")
        await shown.pass_time(5)
        assert "not read for" not in shown.text
        assert rows(shown)


async def test_the_last_good_rows_stay_under_an_error() -> None:
    async with stage() as shown:
        await shown.go("3")
        before = rows(shown)
        shown.faults.add(server_error(), path=LISTS, times=None)
        await shown.pass_time(60)
        assert rows(shown) == before
        assert re.search(r"! not read for \d+ (s|m): ", shown.text)


async def test_nothing_is_said_to_be_there_before_it_is_read() -> None:
    faults = Faults()
    faults.add(Break.NEVER_ANSWER, path=LISTS, times=None)
    async with stage(started=False, faults=faults) as shown:
        await shown.go("3")
        assert "Reading the payments" in shown.text
        assert "No payments" not in shown.text


async def test_without_any_payments_it_says_what_to_do() -> None:
    async with stage(options=type(QUIET)(payer=QUIET.payer, history_days=0)) as shown:
        await shown.go("3")
        assert "No payments yet. r asks for one." in shown.text
        assert "all 0 payments" in shown.text


async def test_unknown_statuses_stay_pending_and_are_shown_as_they_came() -> None:
    def settling(payment: Wire) -> None:
        payment["status"] = "settling"

    async with stage(wrap=payments_altered(only_one(settling))) as shown:
        await shown.go("3")
        assert "? settling" in shown.text
        await filtered(shown, "right")
        assert "FILTER  pending" in shown.text
        assert "? settling" in shown.text


async def test_hidden_amounts_hide_memos_too() -> None:
    async with stage(settings=Settings(hide_amounts=True)) as shown:
        await shown.go("3")
        memos = {p.memo for p in table(shown).rows if p.memo}
        assert memos
        assert not [memo for memo in memos if memo in shown.text]
        assert not re.search(r"\d,\d\d\d", shown.text)


async def test_a_hostile_memo_reaches_no_cell() -> None:
    hostile = "\x1b]52;c;ZXZpbA==\x07[red]\u202egnp.exe\x9b31m" + "語🙂" * 200

    def attack(payment: Wire) -> None:
        for name in ("memo", "label", "description"):
            if payment["data"].get(name):
                payment["data"][name] = hostile
        payment["metadata"] = {hostile: hostile}

    async with stage((80, 24), wrap=payments_altered(attack)) as shown:
        await shown.go("3")
        _assert_tame(shown)
        assert "[red]" in shown.text
        await shown.press("enter")
        await shown.pass_time(3)
        _assert_tame(shown)
        await shown.press("end")
        _assert_tame(shown)


def _assert_tame(shown: Stage) -> None:
    for strip in shown.strips:
        assert strip.cell_length == shown.app.size.width
        for piece in strip.text:
            assert piece not in "\x1b\x07\x9b\u202e"


async def test_enter_opens_the_payment_and_esc_comes_back_to_its_row() -> None:
    async with stage() as shown:
        await shown.go("3", "down", "down", "enter")
        await shown.pass_time(2)
        current = table(shown).current
        assert current is not None
        assert current.id in shown.text
        await shown.press("escape")
        assert current == table(shown).current
        assert "pending first" in shown.text
