"""What used credit adds up, and what would free it is said of what is there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import LINE, T0, WALLET, after, balance, line, wallet
from tests.treasury.harness import world
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.money import BTC, msats, plain
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.store.mirror.days import Flow, Taken
from voltage_tui.treasury.account import account_of
from voltage_tui.treasury.credit.uses import (
    PaidTo,
    Stretched,
    UseKind,
    added_up,
    freed_by,
    uses_of,
)
from voltage_tui.treasury.facility import facilities_of

amounts = st.none() | st.integers(-(10**18), 10**18)
PAID = [PaymentId(f"payment-{n}") for n in range(4)]


@given(st.lists(st.tuples(st.sampled_from(list(LedgerKind)), amounts), max_size=12))
def test_the_sums_of_kinds_add_up_to_the_change_or_to_nothing_known(
    given_flows: list[tuple[LedgerKind, int | None]],
) -> None:
    sums, change = added_up(Flow(kind, 1, None, units) for kind, units in given_flows)
    units = [u for _, u in given_flows]
    assert change == (None if None in units else sum(u for u in units if u is not None))
    for kind, found in sums.items():
        own = [u for k, u in given_flows if k is kind]
        assert found == (None if None in own else sum(u for u in own if u is not None))


def taken(n: int, units: int) -> tuple[object, Taken]:
    return WALLET, Taken(units, PAID[n], after(n))


def test_payees_are_their_payments_together_and_everything_has_a_row() -> None:
    account = account_of(wallet(balance(-900, -600), limit=1_000, holds=(300,)), line())
    rows = (taken(0, -70), taken(1, -40), taken(2, -50))
    stretched = Stretched(T0, after(9), {}, 0, rows, {})  # type: ignore[arg-type]  # ids are str
    payees = {PAID[0]: "a", PAID[1]: "b", PAID[2]: "b"}
    uses = uses_of([account], BTC, (), stretched, payees, {"0": PAID[3]})
    assert [(u.kind, u.amount) for u in uses] == [
        (UseKind.HOLD, msats(300)),
        (UseKind.PAYEE, msats(90)),
        (UseKind.PAYEE, msats(70)),
        (UseKind.PAYMENT, msats(70)),
        (UseKind.PAYMENT, msats(40)),
        (UseKind.PAYMENT, msats(50)),
    ]
    assert uses[0].payment_id == PAID[3]
    assert uses[1].about == PaidTo("b", 2)
    assert len({u.key for u in uses}) == len(uses)


def test_what_would_free_it_is_said_only_where_something_is_used() -> None:
    def said(
        *given_wallets: int, holds: tuple[int, ...] = (), **of_line: object
    ) -> tuple[str, ...]:
        one = replace(line(limit=9_000), **of_line)  # type: ignore[arg-type]
        accounts = [
            account_of(wallet(balance(units, units), number=n, limit=1_000, holds=holds), one)
            for n, units in enumerate(given_wallets)
        ]
        (facility,) = facilities_of([one], accounts)
        return freed_by(facility, facility.accounts[:1], (), (), plain, str)

    assert said(500) == ()
    assert "Whatever is received pays it back." in said(-500)
    assert any(words.startswith("1 hold of") for words in said(-500, holds=(20,)))
    assert "not handed out" in said(-500, -1)[-1]
    assert "all of the line is handed out" in said(-500, -1, allocated=msats(9_000))[-1]
    assert said(-500, disabled_at=T0)[-1] == "The line is disabled: ask Voltage why."


async def test_the_open_bills_of_a_line_are_read_and_those_of_others_are_not() -> None:
    async with world(SimulatorOptions(payer=Payer.MANUAL)) as w:
        await w.until(lambda s: s.lines.value)
        for one in w.snapshot.lines.value or ():
            found = await w.ask(w.treasury.open_bills(one.id))
            assert isinstance(found, tuple)
            assert all(bill.line_id == one.id for bill in found)
        assert any(path.endswith("/bills") for _, _, path, _ in w.asked)
        assert LINE not in {one.id for one in w.snapshot.lines.value or ()}
