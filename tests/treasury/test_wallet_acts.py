"""Wallets made, renamed and deleted: each sent once and followed to its end."""

from __future__ import annotations

import pytest

from tests.treasury.harness import World, world
from tests.treasury.paying.paying import ask_for_quiet
from voltage_tui.model.ids import LineId, PaymentId, WalletId
from voltage_tui.model.payment import PaymentKind
from voltage_tui.model.requests import NewReceive
from voltage_tui.money import BTC, Money, cents, sats
from voltage_tui.simulator.faults import Break, answer, server_error
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.acts import Act, ActKind, ActState
from voltage_tui.treasury.reading import ProblemKind

NO_CREDIT = sats(0)
A_PAYMENT = PaymentId("00000000-0000-4000-8000-000000000001")


async def armed(w: World) -> LineId:
    await w.until(lambda s: s.accounts and s.lines.value)
    w.power.arm()
    return next(line.id for line in w.snapshot.lines.value or () if line.currency == BTC)


async def new_wallet(w: World, limit: Money = NO_CREDIT) -> WalletId:
    line_id = await armed(w)
    wallet_id = w.treasury.create_wallet("Night market", line_id, limit, {"stall": "7"})
    await w.until(lambda s: s.account(wallet_id) is not None)
    return wallet_id


def newest(w: World) -> Act:
    return w.snapshot.acts[0]


async def ended(w: World, limit_s: float = 60) -> Act:
    await w.until(lambda s: s.acts and s.acts[0].is_over, limit_s)
    return newest(w)


async def test_a_new_wallet_shows_with_its_slice_of_the_line() -> None:
    async with world() as w:
        await armed(w)
        before = {line.id: line.allocated for line in w.snapshot.lines.value or ()}
        wallet_id = await new_wallet(w, sats(50_000))
        act = await ended(w)
        assert (act.kind, act.state, act.name) == (
            ActKind.CREATE_WALLET,
            ActState.DONE,
            "Night market",
        )
        account = w.snapshot.account(wallet_id)
        assert account is not None
        assert account.limit == sats(50_000)
        assert account.wallet.metadata == {"stall": "7"}
        line_id = account.wallet.line_of_credit_id
        assert line_id is not None
        await w.until(
            lambda s: (x := s.line(line_id)) and x.allocated == before[line_id] + sats(50_000), 3
        )
        assert w.count("POST") == 1


async def test_a_rename_is_done_when_it_shows() -> None:
    async with world() as w:
        wallet_id = await new_wallet(w)
        w.treasury.rename_wallet(wallet_id, "Day market")
        assert newest(w).state is ActState.SENDING
        assert (await ended(w)).state is ActState.DONE
        await w.until(lambda s: (a := s.account(wallet_id)) and a.wallet.name == "Day market", 3)
        assert w.count("PATCH") == 1


async def test_a_deleted_wallet_goes() -> None:
    async with world() as w:
        wallet_id = await new_wallet(w)
        w.treasury.delete_wallet(wallet_id)
        act = await ended(w)
        assert (act.kind, act.state, act.name) == (
            ActKind.DELETE_WALLET,
            ActState.DONE,
            "Night market",
        )
        await w.until(lambda s: s.account(wallet_id) is None, 3)


async def test_a_wallet_with_money_in_it_is_refused_in_words() -> None:
    async with world() as w:
        await armed(w)
        full = next(a for a in w.snapshot.accounts if not a.is_empty)
        w.treasury.delete_wallet(full.wallet.id)
        act = await ended(w)
        assert act.state is ActState.REFUSED
        assert act.problem is not None
        assert act.problem.words == "the wallet is not empty"
        assert w.snapshot.account(full.wallet.id) is not None


async def test_a_deletion_that_fails_after_acceptance_is_refused_in_words() -> None:
    async with world(SimulatorOptions(payer=Payer.MANUAL)) as w:
        wallet_id = await new_wallet(w)
        receive = NewReceive(A_PAYMENT, wallet_id, PaymentKind.BOLT11, sats(9))
        await w.ask(w.client.payments.receive(receive))
        await w.until(lambda s: (p := s.payment(A_PAYMENT)) and p.payable)

        def pay_once_deletion_is_accepted(method: str, path: str) -> None:
            if method == "GET" and path.endswith(wallet_id) and w.count("DELETE"):
                w.when_asked = lambda _method, _path: None
                w.simulator.pay(A_PAYMENT)

        w.when_asked = pay_once_deletion_is_accepted
        w.treasury.delete_wallet(wallet_id)
        act = await ended(w)
        assert act.state is ActState.REFUSED
        assert act.problem is not None
        assert act.problem.words == "not empty"


async def test_more_credit_than_the_line_has_left_is_refused_in_words() -> None:
    async with world() as w:
        line_id = await armed(w)
        w.treasury.create_wallet("Too much", line_id, sats(10**12), {})
        act = await ended(w)
        assert act.state is ActState.REFUSED
        assert act.problem is not None
        assert act.problem.words == "the line has less left than the limit asked for"


@pytest.mark.parametrize(("name", "limit"), [("x", NO_CREDIT), ("Dollars", cents(5))])
async def test_what_the_api_could_not_take_is_not_sent(name: str, limit: Money) -> None:
    async with world() as w:
        line_id = await armed(w)
        w.treasury.create_wallet(name, line_id, limit, {})
        act = await ended(w)
        assert act.state is ActState.NOT_SENT
        assert act.problem is not None
        assert act.problem.kind is ProblemKind.REJECTED
        assert w.count("POST") == 0


async def test_without_the_power_to_send_nothing_is_sent() -> None:
    async with world() as w:
        line_id = await armed(w)
        w.power.disarm()
        w.treasury.create_wallet("Night market", line_id, NO_CREDIT, {})
        act = await ended(w)
        assert act.state is ActState.NOT_SENT
        assert act.problem is not None
        assert act.problem.kind is ProblemKind.NOT_PERMITTED
        assert w.count("POST") == 0


async def test_a_change_that_is_withheld_here_is_not_sent_and_not_called_refused() -> None:
    async with world() as w:
        wallet_id = await new_wallet(w)
        await ended(w)
        sent = w.count("PATCH", wallet_id)
        ask_for_quiet(w, 299)
        w.treasury.rename_wallet(wallet_id, "Day market")
        act = await ended(w, 1)
        assert (act.kind, act.state) == (ActKind.RENAME_WALLET, ActState.NOT_SENT)
        assert act.problem is not None
        assert act.problem.kind is ProblemKind.RATE_LIMITED
        assert act.problem.words.startswith("nothing was sent: Voltage asked for quiet")
        await w.pass_time(400)
        assert w.count("PATCH", wallet_id) == sent


async def test_a_change_that_cannot_be_written_down_is_not_sent() -> None:
    async with world() as w:
        wallet_id = await new_wallet(w)
        await ended(w)
        w.store._connection.execute("DROP TABLE writes")
        w.treasury.rename_wallet(wallet_id, "Day market")
        act = await ended(w, 5)
        assert (act.kind, act.state) == (ActKind.RENAME_WALLET, ActState.NOT_SENT)
        assert act.problem is not None
        assert act.problem.words.startswith("nothing was sent: ")
        assert w.count("PATCH", wallet_id) == 0


async def test_a_lost_answer_is_looked_up_and_not_sent_again() -> None:
    async with world() as w:
        line_id = await armed(w)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST")
        w.treasury.create_wallet("Night market", line_id, NO_CREDIT, {})
        assert (await ended(w, 15)).state is ActState.DONE
        assert w.count("POST") == 1


async def test_what_never_shows_is_unknown_and_not_failed() -> None:
    async with world() as w:
        line_id = await armed(w)
        w.faults.add(server_error(500), method="POST")
        w.treasury.create_wallet("Night market", line_id, NO_CREDIT, {})
        await w.until(lambda s: s.acts[0].state is ActState.UNKNOWN, 8)
        assert newest(w).problem is not None
        await w.pass_time(650)
        assert newest(w).state is ActState.UNKNOWN
        assert w.count("POST") == 1


async def test_a_404_just_after_acceptance_is_not_yet() -> None:
    async with world() as w:
        line_id = await armed(w)
        body = b'{"error":{"type":"instance_not_found","detail":"no"}}'
        w.faults.add(answer(404, body), method="GET", path=".*/wallets/[^/]*", times=5)
        w.treasury.create_wallet("Night market", line_id, NO_CREDIT, {})
        assert (await ended(w)).state is ActState.DONE


async def test_a_fault_nobody_foresaw_never_says_that_nothing_was_sent() -> None:
    sent: list[str] = []

    def break_down(method: str, path: str) -> None:
        if method == "POST":
            sent.append(path)
            raise RuntimeError

    async with world() as w:
        line_id = await armed(w)
        w.when_asked = break_down
        w.treasury.create_wallet("Night market", line_id, NO_CREDIT, {})
        await w.until(lambda s: s.acts[0].state is ActState.UNKNOWN, 10)
        await w.pass_time(60)
        assert len(sent) == 1
