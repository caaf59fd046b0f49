"""The mirror brought up to date once, for whoever waits for it without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.api.errors import (
    MalformedResponse,
    RateLimited,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from voltage_tui.model.movement import WalletOfMovement, whose
from voltage_tui.treasury.mirroring.ledger_mirror import LedgerMirror
from voltage_tui.treasury.mirroring.payments_mirror import PaymentsMirror

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.cadence import Cadence
    from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools

T = TypeVar("T")
_PASSING: Final = (MalformedResponse, RateLimited, ServerFailed, TimedOut, Unreachable)
"""What may be better the next time."""
_TRIES: Final = 5
_ROUNDS: Final = 3
"""How often rows that came meanwhile are read before the rest is left to the next time."""


class Filling:
    """Reads what there is: every ledger whole, then every payment, each until two passes agree.

    `told` hears sentences of how far it is. Raises `ApiError`, `MirrorError` and `StoreError`;
    what was read by then is kept, and taken up the next time. Whether it is whole in the end is
    asked of the mirror (S-67).
    """

    def __init__(self, tools: MirrorTools, cadence: Cadence, told: Callable[[str], None]) -> None:
        self._tools = tools
        self._cadence = cadence
        self._told = told

    async def run(self) -> tuple[WalletOfMovement, ...]:
        """The wallets there are now, when all of it is read."""
        read = await self._tried(self._tools.client.wallets.list)
        wallets = tuple(map(whose, read))
        await self._tools.store.write(lambda mirror: mirror.keep_wallets(wallets))
        for wallet in wallets:
            await self._ledger(wallet.id, wallet.name)
        await self._payments()
        return wallets

    async def _ledger(self, wallet_id: WalletId, name: str) -> None:
        ledger = LedgerMirror(self._tools, wallet_id)
        await ledger.open()
        if not ledger.has_begun:
            await self._tried(ledger.begin)
        elif ledger.has_ended and not ledger.progress.is_whole:
            await self._tried(ledger.sweep_again)
        for _ in range(_ROUNDS):
            while not ledger.has_ended:
                await self._tried(ledger.walk_on)
                progress = ledger.progress
                total = "?" if progress.total is None else f"{progress.total:,}"
                self._told(f"{name}: {progress.rows:,} of {total} rows, pass {progress.number}")
            await self._tried(ledger.refresh)
            if ledger.progress.is_whole:
                break
        self._told(f"{name}: {ledger.progress.rows:,} rows")

    async def _payments(self) -> None:
        payments = PaymentsMirror(self._tools)
        await payments.open()
        if payments.has_ended:
            await payments.sweep_again()
        while not payments.has_ended:
            await self._tried(payments.walk_on)
            self._told(f"payments: {payments.progress.rows:,}, pass {payments.progress.number}")

    async def _tried(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, tried again after what passes."""
        for failures in range(1, _TRIES):
            try:
                return await work()
            except _PASSING:
                wait = max(self._cadence.backoff(failures), self._tools.gate.closed_for_s())
                self._told(f"no answer; once more in {wait:.0f} s")
                await self._tools.clock.sleep(wait)
        return await work()
