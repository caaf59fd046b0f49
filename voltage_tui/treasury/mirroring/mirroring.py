"""The mirror kept full: one request at a time, of what everything live leaves over.

First the newest rows of what is on the screen; then the newest page of every ledger and of the
payments, since those are useful at once; then what is new; then, ledger by ledger, what is further
down: of those on the screen first, then of those with the most rows. In an outage, after a refusal
of the key and while the server wants quiet it waits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.store.errors import StoreError
from voltage_tui.store.mirror.database import MirrorError
from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror
from voltage_tui.treasury.mirroring.payments_mirror import PaymentsMirror
from voltage_tui.treasury.mirroring.turns import REFRESH_S, LedgerTurn, PaymentsTurn, Rank
from voltage_tui.treasury.problems import log_unexpected, problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
    from voltage_tui.treasury.mirroring.progress import MirrorProgress

STORE_AGAIN_S: Final = 30.0
"""How long a file that could not be used is left alone."""
_SHORTEST_S: Final = 0.05
_PAYMENTS_EVERY: Final = 5
"""Steps of which one is the payments', while ledgers are gone through too."""
_MOST_SHOWN: Final = 20
"""Ledgers at once that are taken as looked at."""
_REQUESTS_EACH: Final = 3
"""The balance, the newest rows, and the balance again."""
_QUIET_SHARE: Final = 4
"""Looking at what is quiet takes no more than this part of all requests."""


class Mirroring:
    """Fills a mirror with the ledgers of `wallets` and the payments, until cancelled.

    `when_changed` is told after each step; `ledgers` and `payments` then have the progress, and
    `problem` says why the file cannot be used. With nothing to do it sleeps until something is due
    or a wallet has moved.
    """

    def __init__(
        self,
        tools: MirrorTools,
        cadence: Cadence,
        wallets: Callable[[], Iterable[WalletId]],
        when_changed: Callable[[], None],
    ) -> None:
        self._tools = tools
        self._cadence = cadence
        self._wallets = wallets
        self._when_changed = when_changed
        self._ledgers: dict[WalletId, LedgerTurn] = {}
        self._payments = PaymentsTurn(PaymentsMirror(tools), tools.clock)
        self._shown: frozenset[WalletId] = frozenset()
        self._steps = 0
        self._held_until = self._rested_at = 0.0
        self._alarm = Alarm(tools.clock)
        self.problem: Problem | None = None

    @property
    def ledgers(self) -> Mapping[WalletId, MirrorProgress]:
        """How far each ledger is here; read-only."""
        return MappingProxyType({w: turn.mirror.progress for w, turn in self._ledgers.items()})

    @property
    def payments(self) -> MirrorProgress:
        """How far the payments are here."""
        return self._payments.mirror.progress

    def show(self, wallet_ids: Collection[WalletId]) -> None:
        """These ledgers, and no others, are on the screen: their newest rows come first."""
        # Of very many none is looked at; together they would keep all else waiting.
        self._shown = frozenset(wallet_ids if len(wallet_ids) <= _MOST_SHOWN else ())
        now = self._tools.clock.monotonic()
        for wallet_id, turn in self._ledgers.items():
            turn.show(now, shown=wallet_id in self._shown)
        self._alarm.ring()

    def wallet_moved(self, wallet_id: WalletId) -> None:
        """The money of a wallet has changed: its newest rows are read soon."""
        turn = self._ledgers.get(wallet_id)
        if turn is not None:
            turn.moved(self._tools.clock.monotonic())
        self._alarm.ring()

    def look_again(self) -> None:
        """An outage is over: whatever failed in it is tried now."""
        self._held_until = self._rested_at = 0.0
        for turn in self._turns:
            turn.go_on()
        self._alarm.ring()

    async def keep(self, payments: Iterable[Payment]) -> None:
        """Put payments in that were read for another reason.

        Where the file cannot be used they are read again once it can.
        """
        if self.problem is None:
            try:
                await self._payments.mirror.keep(payments)
            except (MirrorError, StoreError) as error:
                self._unusable(error)

    async def run(self) -> None:
        """Fill the mirror and keep it full, until cancelled; what goes wrong is tried again."""
        while True:
            try:
                await self._fill()
            except (MirrorError, StoreError) as error:
                self._unusable(error)
            # From the beginning: what the file has now need not be what it had.
            self._ledgers.clear()
            self._payments = PaymentsTurn(PaymentsMirror(self._tools), self._tools.clock)
            await self._tools.clock.sleep(STORE_AGAIN_S)

    async def _fill(self) -> None:
        """Do what is needed, one thing after another, until the file cannot be used."""
        await self._payments.mirror.open()
        self.problem = None
        while self.problem is None:
            if await self._meet_wallets():
                self._when_changed()
            now = self._tools.clock.monotonic()
            turn = self._next(now)
            wait = self._left(now) if turn is None else self._not_yet_s(turn, now)
            if turn is None or wait > 0:
                await self._alarm.sleep(wait)
                continue
            await self._take(turn, now)
            self._when_changed()

    async def _meet_wallets(self) -> bool:
        """Take up the ledgers of wallets that were not known before; whether there were any."""
        met = len(self._ledgers)
        for wallet_id in self._wallets():
            if wallet_id not in self._ledgers:
                mirror = LedgerMirror(self._tools, wallet_id)
                await mirror.open()
                turn = LedgerTurn(mirror, self._tools.clock, wallet_id)
                self._ledgers[wallet_id] = turn
                turn.show(self._tools.clock.monotonic(), shown=wallet_id in self._shown)
        self._space_out()
        return len(self._ledgers) > met

    def _space_out(self) -> None:
        """Look at quiet ledgers so seldom that most requests are left for what is not here yet."""
        requests = len(self._ledgers) * _REQUESTS_EACH * _QUIET_SHARE
        every = max(REFRESH_S, requests * 60.0 / self._cadence.requests_per_minute)
        for turn in self._ledgers.values():
            turn.refresh_s = every

    @property
    def _turns(self) -> tuple[LedgerTurn | PaymentsTurn, ...]:
        return (*self._ledgers.values(), self._payments)

    def _next(self, now: float) -> LedgerTurn | PaymentsTurn | None:
        """Whoever needs the most urgent thing; of several, who has waited longest."""
        needing = [(rank, turn) for turn in self._turns if (rank := turn.needs(now)) is not None]
        first = min((rank for rank, _ in needing), default=None)
        if first is Rank.FURTHER_DOWN:
            return self._further_down([turn for rank, turn in needing if rank is first])
        among = [turn for rank, turn in needing if rank is first]
        return min(among, key=lambda turn: turn.served, default=None)

    def _further_down(
        self, turns: Sequence[LedgerTurn | PaymentsTurn]
    ) -> LedgerTurn | PaymentsTurn:
        """One ledger to its end before the next; the payments now and then in between."""
        ledgers = [turn for turn in turns if isinstance(turn, LedgerTurn)]
        payments = self._payments
        if not ledgers or (payments in turns and self._steps - payments.served >= _PAYMENTS_EVERY):
            return payments
        return min(ledgers, key=lambda turn: turn.place)

    def _left(self, now: float) -> float:
        """How long nobody needs anything, a wallet nobody has met aside."""
        earliest = min(turn.due_at() for turn in self._turns)
        return min(REFRESH_S, max(_SHORTEST_S, earliest - now))

    def _not_yet_s(self, turn: LedgerTurn | PaymentsTurn, now: float) -> float:
        """How long its first request would have to wait: until then another may need more."""
        rank, gate = turn.needs(now), self._tools.gate
        is_below = rank in (Rank.FURTHER_DOWN, Rank.AGAIN)
        until = self._rested_at if is_below else self._held_until
        if now < until:
            return until - now
        return gate.shut_for_s() if rank is Rank.SHOWN else gate.spare_in_s()

    async def _take(self, turn: LedgerTurn | PaymentsTurn, now: float) -> None:
        self._steps += 1
        turn.served = self._steps
        try:
            await turn.step(now)
            self._rested_at = self._tools.clock.monotonic() + self._tools.pause_s
        except (MirrorError, StoreError):
            raise
        except Exception as error:  # noqa: BLE001 - the guard: whatever it is, the others go on
            clock = self._tools.clock
            wait = max(self._cadence.backoff(turn.failures + 1), self._tools.gate.closed_for_s())
            problem = self._problem_of(error, first=not turn.failures)
            again = clock.now() + timedelta(seconds=wait)
            turn.failed(replace(problem, next_try=again), clock.monotonic() + wait)
            if problem.kind in (ProblemKind.OFFLINE, ProblemKind.TIMED_OUT):
                # Nor would the others be answered, most likely.
                self._held_until = self._rested_at = clock.monotonic() + wait

    def _problem_of(self, error: Exception, *, first: bool) -> Problem:
        problem = problem_of(error, self._tools.clock.now())
        if problem.kind is ProblemKind.INTERNAL and first:
            log_unexpected("the mirror", error)
        return problem

    def _unusable(self, error: MirrorError | StoreError) -> None:
        """Say why the file cannot be used; the screens that are live go on."""
        now = self._tools.clock.now()
        since = now if self.problem is None else self.problem.since
        self.problem = Problem(
            ProblemKind.INTERNAL,
            error.what,
            error.advice,
            since,
            now + timedelta(seconds=STORE_AGAIN_S),
        )
        self._when_changed()
        self._alarm.ring()
