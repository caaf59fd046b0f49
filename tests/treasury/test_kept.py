"""What was read again and is as it was stays the object it is; what moved is another one."""

from __future__ import annotations

from dataclasses import replace

from tests.treasury.builders import LINE, balance, line, wallet
from tests.treasury.harness import World, world
from voltage_tui.model.ids import WalletId
from voltage_tui.model.wallet import Wallet
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.account import accounts_of
from voltage_tui.treasury.kept import kept
from voltage_tui.treasury.reading import Freshness

QUIET = SimulatorOptions(payer=Payer.MANUAL)
OPS = replace(wallet(balance(5, 5)), id=WalletId("ops"))
STORE = replace(wallet(balance(7, 7)), id=WalletId("store"))


def again(one: Wallet) -> Wallet:
    """An equal wallet that is another object, as one that was read once more is."""
    return replace(one)


def keep(known: tuple[Wallet, ...] | None, read: tuple[Wallet, ...]) -> tuple[Wallet, ...]:
    return kept(known, read, lambda one: one.id)


def test_what_is_equal_throughout_is_what_was_known() -> None:
    known = (OPS, STORE)
    assert keep(known, (again(OPS), again(STORE))) is known


def test_only_what_changed_is_another_object() -> None:
    moved = replace(STORE, balances=(balance(1, 1),))
    found = keep((OPS, STORE), (again(OPS), moved))
    assert found[0] is OPS
    assert found[1] is moved


def test_another_order_a_new_one_and_one_that_went_are_as_they_were_read() -> None:
    assert keep((OPS, STORE), (again(STORE), again(OPS))) == (STORE, OPS)
    assert keep((OPS,), (again(OPS), STORE)) == (OPS, STORE)
    assert keep((OPS, STORE), (again(STORE),)) == (STORE,)
    assert keep(None, (OPS,)) == (OPS,)
    assert keep((OPS,), ()) == ()


def test_an_account_is_joined_anew_for_another_wallet_or_another_line() -> None:
    lines = {LINE: line()}
    known = accounts_of([OPS, STORE], lines)
    moved = replace(STORE, balances=(balance(1, 1),))
    found = accounts_of([OPS, moved], lines, known)
    assert found[0] is known[0]
    assert found[1] == accounts_of([moved], lines)[0]
    disabled = {LINE: replace(line(), disabled_at=OPS.created_at)}
    assert accounts_of([OPS], disabled, known) == accounts_of([OPS], disabled)


async def started(w: World) -> None:
    await w.until(lambda s: s.accounts and s.book.value)
    await w.pass_time(8)


async def test_nothing_is_another_where_nothing_moves_but_its_age() -> None:
    async with world(QUIET) as w:
        await started(w)
        before = w.snapshot
        await w.pass_time(60)
        now = w.snapshot
        assert now.accounts is before.accounts
        assert now.lines.value is before.lines.value
        assert now.book.value is before.book.value
        assert now.says_the_same(before)
        for reading in (now.wallets, now.book):
            assert reading.freshness(w.clock.now()) is Freshness.FRESH


async def test_a_payment_that_came_makes_another_account_and_says_something_else() -> None:
    async with world(SimulatorOptions(activity=True)) as w:
        await started(w)
        before = w.snapshot
        await w.until(lambda s: s.accounts != before.accounts, 300)
        same = [a for a in w.snapshot.accounts if any(a is b for b in before.accounts)]
        assert 0 < len(same) < len(before.accounts)
        assert not w.snapshot.says_the_same(before)


async def test_a_reading_that_failed_says_something_else() -> None:
    async with world(QUIET) as w:
        await started(w)
        before = w.snapshot
        w.faults.add(Break.REFUSE, times=None)
        await w.until(lambda s: s.wallets.problem is not None)
        assert not w.snapshot.says_the_same(before)
