"""The mirror kept full: one request at a time, of what everything live leaves over.

First the newest page of every ledger and of the payments, since those are useful at once; then
what is new; then, in turn, a page further down of each.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from voltage_tui.treasury.alarm import Alarm
from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror
from voltage_tui.treasury.mirroring.payments_mirror import PaymentsMirror
from voltage_tui.treasury.mirroring.turns import REFRESH_S, LedgerTurn, PaymentsTurn
from voltage_tui.treasury.problems import log_unexpected, problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
    from voltage_tui.treasury.mirroring.progress import MirrorProgress

_SHORTEST_S: Final = 0.05


class Mirroring:
    """Fills a mirror with the ledgers of `wallets` and the payments, until cancelled.

    `when_changed` is told after each step; `ledgers` and `payments` then have the progress. With
    nothing to do it sleeps until something is due or a wallet has moved.
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
        self._payments = PaymentsTurn(PaymentsMirror(tools))
        self._steps = 0
        self._alarm = Alarm(tools.clock)

    @property
    def ledgers(self) -> Mapping[WalletId, MirrorProgress]:
        """How far each ledger is here; read-only."""
        return MappingProxyType({w: turn.mirror.progress for w, turn in self._ledgers.items()})

    @property
    def payments(self) -> MirrorProgress:
        """How far the payments are here."""
        return self._payments.mirror.progress

    def wallet_moved(self, wallet_id: WalletId) -> None:
        """The money of a wallet has changed: its newest rows are read soon."""
        turn = self._ledgers.get(wallet_id)
        if turn is not None:
            turn.moved(self._tools.clock.monotonic())
        self._alarm.ring()

    async def keep(self, payments: Iterable[Payment]) -> None:
        """Put payments in that were read for another reason."""
        await self._payments.mirror.keep(payments)

    async def run(self) -> None:
        """Fill the mirror and keep it full, until cancelled. Raises `MirrorError` at the start."""
        await self._payments.mirror.open()
        while True:
            await self._meet_wallets()
            now = self._tools.clock.monotonic()
            turn = self._next(now)
            if turn is None:
                await self._alarm.sleep(self._left(now))
                continue
            await self._take(turn, now)
            self._when_changed()

    async def _meet_wallets(self) -> None:
        for wallet_id in self._wallets():
            if wallet_id not in self._ledgers:
                mirror = LedgerMirror(self._tools, wallet_id)
                await mirror.open()
                self._ledgers[wallet_id] = LedgerTurn(mirror)

    @property
    def _turns(self) -> tuple[LedgerTurn | PaymentsTurn, ...]:
        return (*self._ledgers.values(), self._payments)

    def _next(self, now: float) -> LedgerTurn | PaymentsTurn | None:
        """Whoever needs the most urgent thing; of several, who has waited longest."""
        needing = [(rank, turn) for turn in self._turns if (rank := turn.needs(now)) is not None]
        chosen = min(needing, key=lambda each: (each[0], each[1].served), default=None)
        return None if chosen is None else chosen[1]

    def _left(self, now: float) -> float:
        """How long nobody needs anything, a wallet nobody has met aside."""
        earliest = min(turn.due_at() for turn in self._turns)
        return min(REFRESH_S, max(_SHORTEST_S, earliest - now))

    async def _take(self, turn: LedgerTurn | PaymentsTurn, now: float) -> None:
        self._steps += 1
        turn.served = self._steps
        try:
            await turn.step(now)
        except Exception as error:  # noqa: BLE001 - the guard: whatever it is, the others go on
            clock = self._tools.clock
            wait = max(self._cadence.backoff(turn.failures + 1), self._tools.gate.closed_for_s())
            turn.failed(self._problem_of(error, first=not turn.failures), clock.monotonic() + wait)

    def _problem_of(self, error: Exception, *, first: bool) -> Problem:
        now = self._tools.clock.now()
        if isinstance(error, TroubleError):
            return Problem(ProblemKind.INTERNAL, error.what, error.advice, now)
        problem = problem_of(error, now)
        if problem.kind is ProblemKind.INTERNAL and first:
            log_unexpected("the mirror", error)
        return problem
