"""Settles the question of a payment whose end is known, so that it guards nothing any more.

A completed one is settled at once; one that failed or expired only when nothing of it is held on
its wallet any more, since until then its money may still go out, and when the ledger was asked and
has no row that says it did (S-15).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.api.errors import ApiError, NotFound
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.store.journal import Resolution
from voltage_tui.treasury.paying.holds import holds_of, was_captured
from voltage_tui.treasury.paying.sending import Sending, SendStage, wants_closing
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from voltage_tui.model.ids import PaymentId
    from voltage_tui.model.ledger import LedgerEntry
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.paying.sendings import Sendings
    from voltage_tui.treasury.tools import Tools

_FIRST_S: Final = 2.0
_LONGEST_S: Final = 60.0
_PAGE: Final = 200


class Closer:
    """Closes the sendings that are over, each as often as it takes, in the background."""

    def __init__(self, tools: Tools, sendings: Sendings, background: Background) -> None:
        self._tools = tools
        self._sendings = sendings
        self._background = background
        self._under_way: set[PaymentId] = set()
        sendings.when_over.append(self.close)

    def close(self, sending: Sending) -> None:
        """Begin to close a sending, unless that is under way."""
        payment_id = sending.payment_id
        if payment_id not in self._under_way:
            self._under_way.add(payment_id)
            self._background.spawn(f"close {payment_id}", self._close(payment_id))

    async def _close(self, payment_id: PaymentId) -> None:
        wait = _FIRST_S
        try:
            while not await self._tried(payment_id):
                await self._tools.clock.sleep(wait)
                wait = min(2 * wait, _LONGEST_S)
        finally:
            self._under_way.discard(payment_id)

    async def _tried(self, payment_id: PaymentId) -> bool:
        """Try to close it; whether there is nothing left to try."""
        sending = self._sendings.get(payment_id)
        if sending is None or not wants_closing(sending):
            return True
        try:
            resolution = await self._resolution(sending)
            if resolution is None:
                return False
            await self._tools.store.resolve(payment_id, resolution)
        except (ApiError, TroubleError):
            return False  # the journal or the API may be well again later
        except WriteForbiddenError:
            return True  # the program that may write will see to it
        if resolution is Resolution.PAID:
            board = self._tools.board
            paid = board.snapshot.paid | {payment_id}
            board.post(replace(board.snapshot, paid=paid), Topic.SENDING)
        closed = self._sendings.change(payment_id, lambda s: replace(s, closed=resolution))
        return closed is None or not wants_closing(closed)  # it may have been paid meanwhile

    async def _resolution(self, sending: Sending) -> Resolution | None:
        """How its question is settled; None while something of it is still held."""
        match sending.stage:
            case SendStage.COMPLETED:
                return Resolution.PAID
            case SendStage.FAILED:
                return await self._of_failed(sending)
            case SendStage.REFUSED:
                return Resolution.REFUSED
            case SendStage.NOT_SENT:
                return Resolution.NOT_SENT
            case SendStage.GIVEN_UP:
                return Resolution.GIVEN_UP
            case SendStage.JOURNALLED | SendStage.SENDING | SendStage.ACCEPTED | SendStage.UNKNOWN:
                return None

    async def _of_failed(self, sending: Sending) -> Resolution | None:
        """Its end, if nothing of it is held and no row says that its money left."""
        if sending.captured or sending.payment is None:
            return None  # a row is never taken back; only that it completed can be told now
        # Not at once: the ledger may be told a little after the payment.
        await self._tools.clock.sleep(_FIRST_S)
        wallet = await self._wallet(sending)
        if wallet is None:
            self._sendings.change(sending.payment_id, lambda s: replace(s, holds_open=None))
            return None
        # After the wallet: what is captured meanwhile is no hold any more.
        own = await self._rows(sending, sending.payment_id)
        if was_captured(sending.payment, own):
            self._contradicted(sending.payment_id)
            return None
        rows = own + await self._rows(sending, None) if wallet.holds else own
        held = len(holds_of(sending.payment, wallet.holds, rows))
        self._sendings.change(sending.payment_id, lambda s: replace(s, holds_open=held))
        return Resolution.ENDED if held == 0 else None

    def _contradicted(self, payment_id: PaymentId) -> None:
        """The ledger says that it was paid: it guards for good, unless it completes."""
        now = self._tools.clock.now()
        words, advice = "Voltage says that it failed, but its money left", "ask Voltage"
        told = Problem(ProblemKind.REJECTED, words, f"do not pay it again; {advice}", now)
        self._sendings.change(
            payment_id,
            lambda s: (
                replace(s, captured=True, holds_open=None, problem=told)
                if s.stage is SendStage.FAILED
                else s
            ),
        )

    async def _rows(
        self, sending: Sending, payment_id: PaymentId | None
    ) -> tuple[LedgerEntry, ...]:
        """The rows of its wallet for one payment, or the newest: they say whose the holds are."""
        ledger, wallet_id = self._tools.client.ledger, sending.wallet_id
        page = await self._tools.gate.read(
            lambda: ledger.page(wallet_id, limit=_PAGE, payment_id=payment_id)
        )
        return page.entries

    async def _wallet(self, sending: Sending) -> Wallet | None:
        client = self._tools.client
        try:
            return await self._tools.gate.read(lambda: client.wallets.get(sending.wallet_id))
        except NotFound:
            return None
