"""Events say all that happened between two moments, and nothing that did not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from tests.treasury.builders import SEND, T0, after, balance, line, payment, wallet
from tests.treasury.harness import world
from voltage_tui.model.alert import Alert, AlertKind, Severity, Subject, SubjectKind
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import AnyStatus, Payment, PaymentStatus
from voltage_tui.simulator.faults import server_error
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.account import Account, account_of
from voltage_tui.treasury.attention import Attention, Matter, Urgency
from voltage_tui.treasury.events import (
    AlertCleared,
    AlertRaised,
    AttentionCleared,
    AttentionRaised,
    BalanceChanged,
    ConnectionChanged,
    Event,
    Funds,
    NeedKey,
    PaymentCreated,
    PaymentEnded,
    PaymentFound,
    PaymentLate,
    PaymentMoved,
    State,
    between,
    funds_of,
    need_key,
    state_of,
)
from voltage_tui.treasury.snapshot import PaymentBook
from voltage_tui.treasury.topics import ConnectionState


@dataclass
class Told:
    """What somebody knows who knows a state, and hears only events from then on."""

    connection: ConnectionState
    funds: dict[WalletId, Funds]
    statuses: dict[PaymentId, AnyStatus]
    needs: set[NeedKey]
    alerts: set[str]
    heard: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, state: State) -> Told:
        return cls(
            state.connection,
            {wallet_id: funds_of(a) for wallet_id, a in state.wallets.items()},
            {payment_id: p.status for payment_id, p in state.payments.items()},
            set(state.needs),
            set(state.alerts),
        )

    def hear(self, event: Event) -> None:
        self.heard.append(event.name)
        match event:
            case ConnectionChanged():
                assert self.connection is event.before
                self.connection = event.after
            case BalanceChanged(account=account, before=before, after=funds):
                assert self.funds.pop(account.wallet.id, None) == before
                if funds is not None:
                    self.funds[account.wallet.id] = funds
            case PaymentLate():
                pass
            case AttentionRaised(item=item):
                self.needs.add(need_key(item))
            case AttentionCleared(item=item):
                self.needs.remove(need_key(item))
            case AlertRaised(alert=alert):
                self.alerts.add(alert.key)
            case AlertCleared(alert=alert):
                self.alerts.remove(alert.key)
            case _:
                self.hear_of_payment(event)

    def hear_of_payment(
        self, event: PaymentCreated | PaymentFound | PaymentMoved | PaymentEnded
    ) -> None:
        one = event.payment
        match event:
            case PaymentCreated() | PaymentFound():
                assert one.id not in self.statuses
            case PaymentMoved(before=before):
                assert self.statuses[one.id] == before
                assert not one.is_terminal
            case PaymentEnded(before=before):
                assert before is None or self.statuses[one.id] == before
                assert one.is_terminal
        self.statuses[one.id] = one.status

    def knows(self, state: State) -> None:
        """All of a state; of payments, those that are still among the recent ones."""
        seen = Told.of(state)
        assert (self.connection, self.funds) == (seen.connection, seen.funds)
        assert (self.needs, self.alerts) == (seen.needs, seen.alerts)
        assert self.statuses.items() >= seen.statuses.items()


ORDER = [event.name.partition(".")[0] for event in get_args(Event)]
STATUSES = (*PaymentStatus, Unrecognised("settling"))
accounts = st.builds(
    lambda number, available, held, limit: account_of(
        wallet(balance(available, available + held), number=number, limit=limit), line()
    ),
    st.integers(1, 4),
    st.integers(-(2**63), 2**63 - 1),
    st.integers(0, 10**9),
    st.none() | st.integers(0, 10**12),
)
payments = st.builds(
    lambda number, status: payment(number, float(number), status=status),
    st.integers(1, 8),
    st.sampled_from(STATUSES),
)
needs = st.builds(
    lambda matter, urgency, what: Attention(matter, urgency, T0, what=what),
    st.sampled_from(Matter),
    st.sampled_from(Urgency),
    st.sampled_from(["a", "b"]),
)


alerts = st.builds(
    lambda key, severity: Alert(
        key, AlertKind.FAILED, severity, Subject(SubjectKind.PAYMENT, key), T0
    ),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(Severity),
)


def state(
    connection: ConnectionState,
    held: list[Account],
    known: list[Payment],
    wanting: list[Attention],
    raised: list[Alert],
    reaches: int | None,
) -> State:
    by_id = {p.id: p for p in known}
    book = None if reaches is None else PaymentBook((), complete=False, reaches=after(reaches))
    return State(
        at=T0,
        connection=connection,
        since=T0,
        wallets={a.wallet.id: a for a in held},
        payments=by_id,
        book=book,
        needs={need_key(item): item for item in wanting},
        alerts={alert.key: alert for alert in raised},
    )


states = st.builds(
    state,
    st.sampled_from(ConnectionState),
    st.lists(accounts, max_size=4),
    st.lists(payments, max_size=6),
    st.lists(needs, max_size=4),
    st.lists(alerts, max_size=3),
    st.none() | st.integers(0, 8),
)


@given(states, states)
def test_who_hears_the_events_knows_the_new_state(old: State, new: State) -> None:
    told = Told.of(old)
    happened = between(old, new)
    for event in happened:
        told.hear(event)
    told.knows(new)
    kinds = [name.partition(".")[0] for name in told.heard]
    assert kinds == sorted(kinds, key=ORDER.index)


@given(states)
def test_nothing_happened_between_a_state_and_itself(one: State) -> None:
    assert between(one, one) == ()


EMPTY = State(at=T0, connection=ConnectionState.LIVE, since=T0)
"""Nothing in it, but the payments since 10 s ago would be known."""
KNOWING = replace(EMPTY, book=PaymentBook((), complete=False, reaches=after(-10)))


def test_a_payment_is_new_only_where_it_would_have_been_known_before() -> None:
    new, old = payment(1, 5), payment(2, -60)
    done = payment(3, 6, status=PaymentStatus.COMPLETED)
    seen = replace(KNOWING, payments={p.id: p for p in (new, old, done)})
    assert between(KNOWING, seen) == (
        PaymentFound(old),
        PaymentCreated(new),
        PaymentCreated(done),
        PaymentEnded(done, None),
    )
    assert between(EMPTY, seen)[-1] == PaymentFound(done)


def test_a_payment_that_left_the_recent_ones_has_not_ended() -> None:
    seen = replace(KNOWING, payments={p.id: p for p in (payment(1), payment(2))})
    assert between(seen, KNOWING) == ()


def test_a_send_that_takes_too_long_is_told_once_with_what_is_usual() -> None:
    completed = [
        replace(SEND, id=payment(n).id, status=PaymentStatus.COMPLETED, updated_at=after(6))
        for n in range(1, 6)
    ]
    item = Attention(Matter.STUCK_SEND, Urgency.NOW, T0, payment=SEND)
    known = {p.id: p for p in (SEND, *completed)}
    before = replace(KNOWING, payments=known)
    now = replace(before, at=after(130), needs={need_key(item): item})
    late, raised = between(before, now)
    assert isinstance(late, PaymentLate)
    assert (late.age, late.usual and late.usual.span) == (
        timedelta(seconds=130),
        timedelta(seconds=6),
    )
    assert raised == AttentionRaised(item)
    assert between(now, replace(now, at=after(190))) == ()


def test_what_becomes_more_urgent_is_told_again_and_less_is_not() -> None:
    soon = Attention(Matter.CREDIT_HIGH, Urgency.SOON, T0, what="a")
    first = replace(EMPTY, needs={need_key(soon): soon})
    worse = replace(soon, urgency=Urgency.NOW)
    second = replace(EMPTY, needs={need_key(soon): worse})
    assert between(first, second) == (AttentionRaised(worse),)
    assert between(second, first) == ()


async def test_a_company_at_work_is_followed_by_its_events_alone() -> None:
    options = SimulatorOptions(activity=True, history_days=2, wallets=2)
    async with world(options, running=False) as w:
        last = state_of(w.snapshot, w.clock.now())
        told = Told.of(last)
        w.run()
        for step in range(36):
            if step in (20, 21, 22):
                w.faults.add(server_error(), times=40)
            elif step == 23:
                w.faults.clear()
            await w.pass_time(10.0)
            now = state_of(w.snapshot, w.clock.now())
            for event in between(last, now):
                told.hear(event)
            told.knows(now)
            last = now
        names = set(told.heard)
        assert {"payment.created", "payment.ended", "balance.changed"} <= names
        assert told.heard.count("connection.changed") >= 3
        end = w.snapshot
    assert {w.id for w in end.wallets.value or ()} == set(told.funds)
