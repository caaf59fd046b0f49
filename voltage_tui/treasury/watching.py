"""Ledgers and payments that some screen looks at: each is read while at least one does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.treasury.board import without_entry
from voltage_tui.treasury.jobs.case import CaseJob
from voltage_tui.treasury.jobs.ledger import LedgerJob
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voltage_tui.model.payment import Payment
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.bookkeeper import Bookkeeper
    from voltage_tui.treasury.scheduler import Job
    from voltage_tui.treasury.tools import Tools

_REMEMBERED: Final = 16
"""Readings kept of each sort after nobody looks at them any more."""
_CASE_GAP_S: Final = 0.5

K = TypeVar("K", WalletId, PaymentId)


@dataclass(slots=True)
class _Watched:
    """A job and how many look at what it reads."""

    job: Job
    lookers: int


class Watching:
    """Starts and ends the jobs of single wallets and payments."""

    def __init__(self, tools: Tools, books: Bookkeeper, background: Background) -> None:
        self._tools = tools
        self._books = books
        self._background = background
        self._ledgers: dict[WalletId, _Watched] = {}
        self._ledger_jobs: dict[WalletId, LedgerJob] = {}
        self._cases: dict[PaymentId, _Watched] = {}
        books.when_changed.append(self._payments_changed)

    def watch_ledger(self, wallet_id: WalletId) -> None:
        """Read this wallet's ledger until everybody who asked has let go of it."""
        watched = self._ledgers.get(wallet_id)
        if watched is not None:
            watched.lookers += 1
            return
        known = self._ledger_jobs.pop(wallet_id, None)
        job = known or LedgerJob(self._tools, wallet_id)
        self._ledger_jobs[wallet_id] = job
        self._ledgers[wallet_id] = _Watched(self._tools.scheduler.add(job.task()), 1)

    def unwatch_ledger(self, wallet_id: WalletId) -> None:
        """Let go of a ledger; its last reading stays, and ages."""
        if self._let_go(self._ledgers, wallet_id):
            self._forget_ledgers()

    def wallet_moved(self, wallet_id: WalletId) -> None:
        """The balance of this wallet has changed, so its ledger has too."""
        watched = self._ledgers.get(wallet_id)
        if watched is not None:
            watched.job.kick(self._tools.cadence.ledger_moving)

    def watch_case(self, payment_id: PaymentId) -> None:
        """Read this payment and its history until everybody who asked has let go of it."""
        watched = self._cases.get(payment_id)
        if watched is not None:
            watched.lookers += 1
            return
        job = CaseJob(self._tools, self._books, payment_id)
        self._cases[payment_id] = _Watched(self._tools.scheduler.add(job.task()), 1)

    def unwatch_case(self, payment_id: PaymentId) -> None:
        """Let go of a payment; its last reading stays, and ages."""
        if self._let_go(self._cases, payment_id):
            self._forget_cases()

    def read_case(self, payment_id: PaymentId) -> None:
        """Read a watched payment again as soon as that is fair."""
        watched = self._cases.get(payment_id)
        if watched is not None:
            watched.job.kick(_CASE_GAP_S)

    def _payments_changed(self, changed: Sequence[Payment]) -> None:
        for payment in changed:
            self.read_case(payment.id)

    def _let_go(self, watching: dict[K, _Watched], key: K) -> bool:
        watched = watching.get(key)
        if watched is None:
            return False
        watched.lookers -= 1
        if watched.lookers > 0:
            return False
        del watching[key]
        self._tools.scheduler.forget(watched.job)
        self._background.spawn("let go", watched.job.stop())
        return True

    def _forget_ledgers(self) -> None:
        board = self._tools.board
        unwatched = [w for w in self._ledger_jobs if w not in self._ledgers]
        for wallet_id in unwatched[:-_REMEMBERED]:
            del self._ledger_jobs[wallet_id]
            kept = without_entry(board.snapshot.statements, wallet_id)
            board.post(replace(board.snapshot, statements=kept), Topic.LEDGER)

    def _forget_cases(self) -> None:
        board = self._tools.board
        unwatched = [p for p in board.snapshot.cases if p not in self._cases]
        for payment_id in unwatched[:-_REMEMBERED]:
            kept = without_entry(board.snapshot.cases, payment_id)
            board.post(replace(board.snapshot, cases=kept), Topic.CASE)
