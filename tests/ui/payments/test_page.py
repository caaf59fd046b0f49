"""The page of payments, in the whole program against a simulated Voltage."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.ui.payments.altered import Wire, only_one, payments_altered
from tests.ui.stage import QUIET, Stage, stage
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.settings import Settings, SettingsStore
from voltage_tui.simulator.faults import Break, Faults, server_error
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.ui.screens.payments.page import PaymentsPage
from voltage_tui.ui.widgets.long_list import LongList
from voltage_tui.ui.widgets.table import Table

LISTS = r".*/payments"
FEW = SimulatorOptions(payer=Payer.MANUAL, history_days=12)
"""So few payments that all are on the first page."""


def rows(shown: Stage) -> list[str]:
    """The ids of the table's rows."""
    return [payment.id for payment in table(shown).rows]


def table(shown: Stage) -> Table:  # type: ignore[type-arg]  # rows of payments
    return shown.app.query_one(PaymentsPage).query_one(Table)


def found(shown: Stage) -> LongList[Payment]:
    return shown.app.query_one(PaymentsPage).query_one(LongList)


async def whole(shown: Stage) -> None:
    """Let the copy of the payments be filled."""

    def is_whole() -> bool:
        progress = shown.snapshot.mirrored_payments
        return progress is not None and progress.is_whole

    await shown.until(is_whole)


async def search(shown: Stage, text: str) -> None:
    await shown.press("/")
    await shown.type(text)
    await shown.press("enter")
    await shown.pass_time(1)


def all_in(shown: Stage) -> list[Payment]:
    """What the mirror found, whole, as the list would read it."""
    made = found(shown)
    return [row for row in (made._rows.get(i) for i in made._ids.between(0, 10_000)) if row]


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


async def test_a_search_says_how_many_it_found_of_how_many() -> None:
    async with stage((120, 60), FEW) as shown:
        await shown.go("3")
        kept = len(rows(shown))
        await whole(shown)
        await search(shown, "status:failed")
        failed = all_in(shown)
        assert failed
        assert all(p.status is PaymentStatus.FAILED for p in failed)
        assert f"SEARCH  {len(failed)} of {kept} kept here" in shown.text
        assert "not whole" not in shown.text
        assert "failed payments" in shown.text
        await shown.press("escape")
        assert "SEARCH" not in shown.text
        assert len(rows(shown)) == kept


async def test_while_the_copy_is_being_filled_it_says_so() -> None:
    faults = Faults()
    async with stage(options=FEW, faults=faults) as shown:
        faults.add(Break.NEVER_ANSWER, path=LISTS, times=None)
        await shown.go("3")
        await search(shown, "zzzz")
        assert "No payment kept here is like this." in shown.text
        assert "copy not whole yet" in shown.text


async def test_the_dialog_writes_a_search() -> None:
    async with stage((120, 60), FEW) as shown:
        await shown.go("3")
        await whole(shown)
        await search(shown, "o")
        await shown.press(
            "f",
            *("right", "right"),  # completed
            *("down", "right", "right"),  # sent
            *("down", "right"),  # lightning
            *("down", "right"),  # the first wallet
            *("down", "right", "right", "right"),  # 30 d
            "enter",
        )
        await shown.pass_time(2)
        assert 'status:completed dir:send rail:lightning wallet:"Ops" last:30d o' in shown.text
        payments = all_in(shown)
        assert payments
        for payment in payments:
            assert payment.status is PaymentStatus.COMPLETED
            assert payment.direction.value == "send"
            assert payment.kind.value == "bolt11"
            assert (shown.clock.now() - payment.created_at).days <= 30
        await shown.press("f", "enter")
        assert 'status:completed dir:send rail:lightning wallet:"Ops" last:30d o' in shown.text


async def test_the_period_is_stepped_and_seen() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        await shown.press("[")
        assert "in:2026-02" in shown.text
        assert "payments of 2026-02" in shown.text
        await shown.press("]", "M")
        assert "this-month" in shown.text
        await shown.press("t")
        assert "today" in shown.text
        assert "this-month" not in shown.text


async def test_words_find_while_typing_and_esc_shows_all() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        kept = len(rows(shown))
        word = str(table(shown).rows[-1].memo).split(maxsplit=1)[0].lower()
        await shown.press("/")
        await shown.type(word)
        await shown.pass_time(1)
        assert 0 < found(shown).row_count < kept
        await shown.type(" zzzz")
        await shown.pass_time(1)
        assert found(shown).row_count == 0
        assert "No payment kept here is like this." in shown.text
        await shown.press("escape")
        assert len(rows(shown)) == kept


async def test_a_payment_that_changes_is_shown_as_it_is_and_leaves_the_search() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        await search(shown, "status:receiving rail:lightning")
        (waiting,) = all_in(shown)
        shown.simulator.pay(waiting.id)
        await shown.until_shown("No payment kept here is like this.")


async def test_what_is_shown_is_never_older_than_what_is_known() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        treasury = shown.app.treasury
        assert treasury is not None
        known = next(p for p in shown.snapshot.pending if p.status is PaymentStatus.RECEIVING)
        stale = replace(
            known, status=PaymentStatus.GENERATING, updated_at=known.updated_at - timedelta(1)
        )
        await treasury.mirror.write(
            lambda m: m._connection.execute("UPDATE bodies SET body = '{}'")
        )
        await treasury.mirror.write(lambda m: m.keep_payments([stale]))
        await search(shown, "status:generating")
        assert [p.status for p in all_in(shown)] == [PaymentStatus.RECEIVING]


async def test_a_whole_identifier_that_is_not_kept_here_is_asked_of_voltage() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        await search(shown, "id:0198aaaa-0000-7000-8000-000000000001")
        assert "enter asks Voltage for this payment" in shown.text
        await shown.press("enter")
        await shown.pass_time(3)
        assert ("GET", "0198aaaa") in {
            (method, target.rpartition("/")[2][:8]) for method, target in shown.asked
        }


async def test_marks_are_put_on_what_was_found_and_found_by_their_words() -> None:
    async with stage(options=FEW) as shown:
        await shown.go("3")
        await whole(shown)
        await search(shown, "status:failed")
        await shown.press("#")
        await shown.type("check")
        await shown.press("enter")
        await shown.press("/", "ctrl+u")
        await shown.type("tag:check")
        await shown.press("enter")
        await shown.pass_time(1)
        assert found(shown).row_count == 1


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

    async with stage(options=FEW, wrap=payments_altered(only_one(settling))) as shown:
        await shown.go("3")
        assert "? settling" in shown.text
        await whole(shown)
        await search(shown, "status:pending")
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


async def test_columns_are_chosen_and_remembered(tmp_path: Path) -> None:
    async with stage((160, 30), folder=tmp_path) as shown:
        await shown.press("3")
        await shown.until_shown("completed")
        assert "KIND" in shown.text
        await shown.press("C")
        assert "Columns of the payments" in shown.text
        await shown.press("right", "right", "space", "enter")
        await shown.until(lambda: "KIND" not in shown.text)
        assert "MEMO" in shown.text
        assert "lightning" not in shown.text
        # What a search finds has the same columns.
        await shown.press("slash")
        await shown.type("dir:send")
        await shown.press("enter")
        await shown.until_shown("kept here")
        assert "KIND" not in shown.text
        kept = SettingsStore(tmp_path).load().settings.payments_columns
        assert kept == "time,direction,amount,unit,fee,status,memo,wallet,age"
