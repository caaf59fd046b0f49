"""Whether what the program knows and keeps is what the simulator's own books say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from tests.soak.day import Day
from tests.store.mirror.whole import all_rows
from tests.treasury.mirroring.mirrored import books_of, check_rows
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.simulator.state.kinds import ReceiveStatus, SendStatus
from voltage_tui.simulator.state.payment import Receive, Send
from voltage_tui.treasury.paying.sending import SendStage
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.receiving import ReceivingStage
from voltage_tui.treasury.topics import ConnectionState

_AT_ONCE: Final = 250


def batched(ids: Iterable[PaymentId], many: int) -> Iterator[list[PaymentId]]:
    """The ids, so many at a time."""
    left = iter(ids)
    while some := list(islice(left, many)):
        yield some


async def check(today: Day) -> None:
    """Everything, to the base unit."""
    check_all_is_read(today)
    check_balances(today)
    await check_ledgers(today)
    await check_payments(today)
    await check_sends(today)
    check_receives(today)


def check_all_is_read(today: Day) -> None:
    """Nothing is missing, old, failed or waited for."""
    known, now = today.shown.snapshot, today.shown.clock.now()
    assert known.connection.state is ConnectionState.LIVE
    assert known.mirror_problem is None
    for reading in (known.wallets, known.lines, known.book):
        assert reading.problem is None
        assert reading.freshness(now) is Freshness.FRESH
    for progress in (*known.mirrors.values(), known.mirrored_payments):
        assert progress is not None
        assert progress.problem is None
        assert progress.is_whole
    assert all(progress.is_proven for progress in known.mirrors.values())
    assert len(known.mirrors) == len(known.accounts)


def check_balances(today: Day) -> None:
    """What each wallet has, in all and to spend, and what is held of it."""
    books = today.shown.simulator._state.wallets
    accounts = today.shown.snapshot.accounts
    assert len(accounts) == sum(wallet.active for wallet in books.values())
    for account in accounts:
        truth = books[account.wallet.id]
        has = [(b.total.units, b.available.units) for b in account.wallet.balances]
        assert has == [(truth.total, truth.available)] or (not has and not truth.rows)
        assert {str(hold.id) for hold in account.wallet.holds} == set(truth.holds)


async def check_ledgers(today: Day) -> None:
    """Every row of the copy, with the balances after it."""
    for wallet_id in map(WalletId, today.shown.simulator.identity.wallet_ids):
        rows = await today.treasury.mirror.read(lambda r, w=wallet_id: all_rows(r, w))  # type: ignore[misc]
        check_rows(rows, books_of(today.shown.simulator, wallet_id))


async def check_payments(today: Day) -> None:
    """Every payment is in the copy, as it ended; those not ended are the ones on the screen."""
    books = [
        p for p in today.shown.simulator._state.payments.values() if isinstance(p, Send | Receive)
    ]
    truth = {PaymentId(p.id): p.status.value for p in books}
    for some in batched(truth, _AT_ONCE):
        kept = await today.treasury.mirror.read(lambda r, ids=some: r.payments(ids))  # type: ignore[misc]
        assert {i: str(p.status.value) for i, p in kept.items()} == {i: truth[i] for i in some}
    pending = {str(p.id) for p in today.shown.snapshot.pending}
    assert pending == {p.id for p in books if _is_open(p)}


def _is_open(payment: Send | Receive) -> bool:
    if isinstance(payment, Send):
        return not payment.is_terminal
    return payment.status in (ReceiveStatus.GENERATING, ReceiveStatus.RECEIVING)


async def check_sends(today: Day) -> None:
    """Each is known to have ended as it did, and the journal has none of them open."""
    payments = today.shown.simulator._state.payments
    assert today.shown.app.link.store is not None
    for unknown in today.shown.snapshot.sendings:
        if unknown.stage is SendStage.UNKNOWN:  # a person's word ends it, once Voltage has none
            await today.treasury.declare_never_sent(unknown.payment_id)
            assert unknown.payment_id not in payments
    assert await today.shown.app.link.store.open_sends() == ()
    for payment_id in today.sent:
        made, told = payments.get(payment_id), today.shown.snapshot.sending(payment_id)
        assert told is None or (told.is_over and told.closed is not None), told
        completed = isinstance(made, Send) and made.status is SendStatus.COMPLETED
        assert told is None or (told.stage is SendStage.COMPLETED) == completed, told
        assert (payment_id in today.shown.snapshot.paid) == completed
    for payment_id in today.refused:
        assert payment_id not in payments


def check_receives(today: Day) -> None:
    """Each is known to have ended as it did, or never to have been."""
    payments = today.shown.simulator._state.payments
    for payment_id in today.asked:
        made, told = payments.get(payment_id), today.shown.snapshot.receiving(payment_id)
        assert told is None or told.is_over, told
        completed = isinstance(made, Receive) and made.status is ReceiveStatus.COMPLETED
        assert told is None or (told.stage is ReceivingStage.PAID) == completed, told
