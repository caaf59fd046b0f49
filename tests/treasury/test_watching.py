"""Ledgers and cases that are looked at, older pages, and payments of any age in flight."""

from __future__ import annotations

import json
from datetime import timedelta

from tests.treasury.harness import World, world
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import PaymentKind, PaymentStatus
from voltage_tui.model.requests import NewReceive
from voltage_tui.money import BTC, sats
from voltage_tui.simulator.faults import answer
from voltage_tui.simulator.in_process import InProcess
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.reading import ProblemKind
from voltage_tui.treasury.snapshot import Case, Snapshot
from voltage_tui.treasury.statement import Statement

MANUAL = SimulatorOptions(payer=Payer.MANUAL, history_days=0)


async def bitcoin_wallet(w: World) -> WalletId:
    await w.until(lambda s: s.accounts and s.lines.value and s.book.value)
    return next(a.wallet.id for a in w.snapshot.accounts if a.currency == BTC)


async def asked_for(w: World, wallet_id: WalletId, count: int, start: int = 0) -> list[PaymentId]:
    """Receives made by somebody else, so that the treasury has to find them."""
    made = []
    for number in range(start, start + count):
        payment_id = PaymentId(f"00000000-0000-4000-8000-{number:012}")
        wanted = NewReceive(
            payment_id, wallet_id, PaymentKind.BOLT11, sats(100), expiration_s=7_200
        )
        await w.ask(w.client.payments.receive(wanted))
        made.append(payment_id)
    return made


def statement(w: World, wallet_id: WalletId) -> Statement:
    value = w.snapshot.statements[wallet_id].value
    assert value is not None
    return value


def case_of(snapshot: Snapshot, payment_id: PaymentId) -> Case:
    value = snapshot.cases[payment_id].value
    assert value is not None
    return value


async def looked_at(w: World, payment_id: PaymentId) -> None:
    w.treasury.watch_case(payment_id)
    await w.until(lambda s: payment_id in s.cases and s.cases[payment_id].value)
    w.treasury.unwatch_case(payment_id)


async def test_a_watched_ledger_is_anchored_to_the_balance_and_follows_it() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
        (payment_id,) = await asked_for(w, wallet_id, 1)
        await w.until(lambda s: (p := s.payment(payment_id)) and p.payable)
        rows = len(statement(w, wallet_id).rows)
        w.simulator.pay(payment_id)
        await w.until(lambda s: len(statement(w, wallet_id).rows) == rows + 1, 15)
        newest = statement(w, wallet_id).rows[0]
        account = w.snapshot.account(wallet_id)
        assert account is not None
        assert newest.total_after == account.total
        assert newest.entry.payment_id == payment_id


async def test_a_ledger_is_let_go_only_by_everybody() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        w.treasury.watch_ledger(wallet_id)
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
        w.treasury.unwatch_ledger(wallet_id)
        at = w.clock.monotonic()
        await w.pass_time(100)
        assert w.count("GET", "/ledger", at) >= 3
        w.treasury.unwatch_ledger(wallet_id)
        await w.pass_time(1)
        at = w.clock.monotonic()
        await w.pass_time(100)
        assert w.count("GET", "/ledger", at) == 0
        assert wallet_id in w.snapshot.statements
        w.treasury.watch_ledger(wallet_id)
        await w.pass_time(1)
        assert w.count("GET", "/ledger", at) >= 1


async def test_more_new_rows_than_are_looked_for_leave_no_gap() -> None:
    async with world(MANUAL, latency_ms=(0, 0)) as w:
        wallet_id = await bitcoin_wallet(w)
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
        made = await asked_for(w, wallet_id, 60)
        await w.until(lambda s: all((p := s.payment(i)) and p.payable for i in made))
        w.simulator.pay(made[0])
        await w.until(lambda s: statement(w, wallet_id).ledger_rows == 1)
        for payment_id in made[1:]:
            w.simulator.pay(payment_id)
        await w.until(lambda s: statement(w, wallet_id).ledger_rows >= 60)
        page = await w.ask(w.client.ledger.page(wallet_id, limit=1_000))
        assert [row.entry for row in statement(w, wallet_id).rows] == list(page.entries)


async def test_a_balance_that_moves_while_the_ledger_is_read_is_never_its_anchor() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        made = await asked_for(w, wallet_id, 3)
        await w.until(lambda s: all((p := s.payment(i)) and p.payable for i in made))

        def pay_one(_: str, path: str) -> None:
            if path.endswith("/ledger") and made:
                w.simulator.pay(made.pop())

        w.when_asked = pay_one
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
        assert not statement(w, wallet_id).anchored
        assert statement(w, wallet_id).rows[0].total_after is None
        await w.until(lambda s: statement(w, wallet_id).anchored, 20)
        assert len(statement(w, wallet_id).rows) == 3


async def test_a_case_has_the_payment_and_its_history_and_keeps_up() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        (payment_id,) = await asked_for(w, wallet_id, 1)
        w.treasury.watch_case(payment_id)
        await w.until(lambda s: payment_id in s.cases and s.cases[payment_id].value)
        await w.until(lambda s: case_of(s, payment_id).payment.payable)
        await w.pass_time(3)
        seen = len(case_of(w.snapshot, payment_id).history)
        w.simulator.pay(payment_id)
        await w.until(lambda s: case_of(s, payment_id).payment.is_terminal, 6)
        await w.until(lambda s: len(case_of(s, payment_id).history) > seen, 10)
        w.treasury.unwatch_case(payment_id)
        await w.pass_time(1)
        at = w.clock.monotonic()
        await w.pass_time(120)
        assert w.count("GET", "/history", at) == 0


async def test_a_case_is_read_again_as_soon_as_a_list_shows_its_end() -> None:
    rarely = Cadence(in_flight=(), oldest=300.0, case_moving=300.0)
    async with world(MANUAL, cadence=rarely) as w:
        wallet_id = await bitcoin_wallet(w)
        (payment_id,) = await asked_for(w, wallet_id, 1)
        await w.pass_time(10)
        w.treasury.watch_case(payment_id)
        await w.until(lambda s: payment_id in s.cases and s.cases[payment_id].value)
        seen = len(case_of(w.snapshot, payment_id).history)
        w.simulator.pay(payment_id)
        await w.until(lambda s: case_of(s, payment_id).payment.is_terminal, 7)
        assert await w.until(lambda s: len(case_of(s, payment_id).history) > seen, 10) < 2


async def test_of_cases_that_nobody_looks_at_only_the_last_few_stay() -> None:
    async with world(MANUAL) as w:
        made = await asked_for(w, await bitcoin_wallet(w), 20)
        for payment_id in made:
            await looked_at(w, payment_id)
        assert list(w.snapshot.cases) == made[-16:]


async def test_a_burst_of_payments_is_read_without_a_gap_or_the_gap_is_known() -> None:
    async with world(MANUAL, latency_ms=(0, 0), cadence=Cadence(payments=30)) as w:
        wallet_id = await bitcoin_wallet(w)
        await asked_for(w, wallet_id, 1, start=999)
        await w.pass_time(60)
        start = w.clock.now()
        burst = await asked_for(w, wallet_id, 60)
        await w.until(lambda s: len(s.pending) == 61, 40)
        book = w.snapshot.book.value
        assert book is not None
        assert book.covers(start - timedelta(days=400))
        burst += await asked_for(w, wallet_id, 150, start=60)
        await w.until(lambda s: len(s.pending) >= 150, 40)
        await w.ended(w.treasury.refresh())
        book = w.snapshot.book.value
        assert book is not None
        assert not book.covers(start)
        while not (book := w.snapshot.book.value) or not book.complete:
            before = len(book.payments) if book else 0
            await w.ended(w.treasury.older_payments())
            assert w.snapshot.book.value != book, f"no progress at {before}"
        assert {p.id for p in book.payments} >= set(burst)


async def test_a_case_of_an_unknown_payment_says_so() -> None:
    async with world(MANUAL) as w:
        await bitcoin_wallet(w)
        unknown = PaymentId("00000000-0000-4000-8000-00000000dead")
        w.treasury.watch_case(unknown)
        await w.until(lambda s: unknown in s.cases and s.cases[unknown].problem)
        problem = w.snapshot.cases[unknown].problem
        assert problem is not None
        assert problem.kind is ProblemKind.NOT_FOUND


async def test_older_payments_come_page_by_page_until_all_are_here() -> None:
    async with world(MANUAL, running=False, latency_ms=(0, 0)) as w:
        wallets = await w.ask(w.client.wallets.list())
        lines = {x.id: x for x in await w.ask(w.client.lines.list())}
        wallet_id = next(
            x.id
            for x in wallets
            if x.line_of_credit_id and lines[x.line_of_credit_id].currency == BTC
        )
        made = await asked_for(w, wallet_id, 260)
        await w.pass_time(7_300)
        w.run()
        await w.until(lambda s: s.book.value)
        await w.pass_time(5)
        sizes = []
        while not (book := w.snapshot.book.value) or not book.complete:
            assert book is not None
            sizes.append(len(book.payments))
            assert sizes == sorted(set(sizes)), "no progress"
            task = w.treasury.older_payments()
            assert w.treasury.older_payments() is task
            await w.ended(task)
        assert sizes[0] == 100
        assert {p.id for p in book.payments} >= set(made)
        moments = [p.created_at for p in book.payments]
        assert moments == sorted(moments, reverse=True)


async def test_payments_made_before_the_start_are_found_and_followed_to_their_end() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        made = await asked_for(w, wallet_id, 130)
        await w.until(lambda s: len(s.pending) == 130)
        w.simulator.pay(made[0])
        await w.until(lambda s: len(s.pending) == 129, 90)
        known = w.snapshot.payment(made[0])
        assert known is not None
        assert known.status is PaymentStatus.COMPLETED


async def test_hundreds_in_flight_stay_within_the_limit_of_requests() -> None:
    async with world(MANUAL, latency_ms=(0, 0)) as w:
        wallet_id = await bitcoin_wallet(w)
        await asked_for(w, wallet_id, 300)
        at = w.clock.monotonic()
        await w.pass_time(180)
        assert w.count("GET", since=at) < 3 * 240
        assert len(w.snapshot.pending) == 300
        assert w.snapshot.wallets.age_s(w.clock.now()) is not None
        assert (w.snapshot.wallets.age_s(w.clock.now()) or 0) < 10


async def test_a_row_that_comes_late_stands_where_its_time_is() -> None:
    async with world(SimulatorOptions(payer=Payer.MANUAL)) as w:
        wallet_id = await bitcoin_wallet(w)
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
        known = statement(w, wallet_id).rows
        identity = w.simulator.identity
        ours = f"/v1/organizations/{identity.organization_id}"
        where = f"{ours}/wallets/{wallet_id}/ledger?limit=200"
        headers = {"x-api-key": identity.api_key}
        _, _, body = await w.ask(InProcess(w.simulator, w.clock)("GET", where, headers, b""))
        page = json.loads(body)
        late = {**page["items"][2], "type": "deposited", "deposit_id": "late"}
        late["amount"] = {"currency": "btc", "amount": 7_000, "unit": "msats"}
        page["items"].insert(2, late)
        page["total"] += 1
        w.faults.add(
            answer(200, json.dumps(page).encode()), method="GET", path=".*/ledger", times=None
        )
        await w.until(lambda s: statement(w, wallet_id).ledger_rows == page["total"], 600)
        rows = [row.entry.entry_id for row in statement(w, wallet_id).rows]
        before = [row.entry.entry_id for row in known]
        assert rows == [*before[:2], "late", *before[2:]]


async def test_a_ledger_can_be_watched_again_at_once() -> None:
    async with world(MANUAL) as w:
        wallet_id = await bitcoin_wallet(w)
        w.treasury.watch_ledger(wallet_id)
        w.treasury.unwatch_ledger(wallet_id)
        w.treasury.watch_ledger(wallet_id)
        await w.until(lambda s: wallet_id in s.statements)
