"""A payment of ours that is shown otherwise than ordered stays ours (S-5, S-7, S-8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.treasury.harness import World
from tests.treasury.paying.altered import Fields, alter_payments, data_of
from tests.treasury.paying.paying import (
    armed_world,
    confirmed,
    executed,
    of,
    order_for,
    reach,
)
from voltage_tui.model.ids import WalletId
from voltage_tui.simulator.faults import Break, server_error
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.guards import guards_of
from voltage_tui.treasury.paying.order import PayOrder
from voltage_tui.treasury.paying.sending import SendStage

PAYMENTS = ".*/payments"
OTHER_WALLET = WalletId("7b1e0f52-93c4-4c0d-8a6e-5d2f4b7a9c31")


def with_fee(shown: Fields) -> None:
    """The amount with the fee in it."""
    data = data_of(shown)
    data["amount"] = {"currency": "btc", "amount": 10_001_000, "unit": "msats"}
    data["amount_msats"] = 10_001_000


def for_ever(shown: Fields) -> None:
    """Under way without an end, and the amount with the fee in it."""
    with_fee(shown)
    shown["status"] = "sending"


def as_link(shown: Fields) -> None:
    """The invoice as a link."""
    data = data_of(shown)
    data["payment_request"] = f"lightning:{data['payment_request']}"


def of_another_kind(shown: Fields) -> None:
    """Lightning under another name."""
    shown["type"] = "bip21"


def of_another_wallet(shown: Fields) -> None:
    """Another wallet."""
    shown["wallet_id"] = OTHER_WALLET


def alter_ours(w: World, order: PayOrder, change: Callable[[Fields], None]) -> None:
    """Have this order's payment shown changed."""
    alter_payments(w, lambda shown: change(shown) if shown["id"] == order.payment_id else None)


@pytest.mark.safety("S-5", "no answer, then found otherwise: ours, guarded, and said what differs")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_fee, "another amount"),
        (of_another_wallet, "another wallet"),
        (as_link, None),
        (of_another_kind, None),
    ],
)
async def test_what_is_found_after_no_answer_is_ours(
    change: Callable[[Fields], None], words: str | None
) -> None:
    async with armed_world() as w:
        order = order_for(w)
        alter_ours(w, order, change)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        payment_id = await confirmed(w, order)
        done = await reach(w, payment_id, SendStage.COMPLETED)
        said = done.problem.words if done.problem else None
        assert said is None if words is None else said and words in said
        assert done.problem is None or "nothing was sent" not in done.problem.advice
        await w.until(lambda s: of(s, payment_id).closed is Resolution.PAID)
        assert executed(w, payment_id) == 1


async def test_after_a_start_too() -> None:
    async with armed_world() as w:
        order = order_for(w)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        w.faults.add(server_error(503), method="GET", path=".*/payments.*", times=None)
        await confirmed(w, order)
        await w.until(lambda s: executed(w, order.payment_id) == 1)
        await w.restart()
        await reach(w, order.payment_id, SendStage.UNKNOWN)
        alter_ours(w, order, of_another_wallet)
        w.faults.clear()
        done = await reach(w, order.payment_id, SendStage.COMPLETED)
        assert done.problem is not None
        assert "another wallet" in done.problem.words


async def test_it_guards_until_its_end() -> None:
    async with armed_world() as w:
        order = order_for(w)
        alter_ours(w, order, for_ever)
        w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=PAYMENTS)
        payment_id = await confirmed(w, order)
        await reach(w, payment_id, SendStage.ACCEPTED)
        await w.pass_time(600)
        assert of(w.snapshot, payment_id).stage is SendStage.ACCEPTED
        assert await w.store.guarded_by(guards_of(order)) == payment_id
