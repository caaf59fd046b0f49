"""Changes wallets: each change is sent once and then watched until it shows or has failed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.api import errors
from voltage_tui.api.deadline import Expired, within
from voltage_tui.model.checks import InvalidRequestError, check_wallet_name
from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.model.network import creation_network
from voltage_tui.model.requests import NewWallet
from voltage_tui.treasury.acts import Act, ActKind, ActState
from voltage_tui.treasury.one_try import READ_AGAIN_S, READ_LIMIT_S, Fate, try_once
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from voltage_tui.model.wallet import Wallet
    from voltage_tui.money import Money
    from voltage_tui.treasury.tools import Tools

_KEPT: Final = 100
_POLLS: Final = ((10.0, 0.5), (30.0, 2.0), (120.0, 5.0))
_SLOWEST_S: Final = 30.0
GIVE_UP_S: Final = 600.0
"""How long an accepted change is watched for before it is said to be unknown."""


@dataclass(frozen=True, slots=True)
class Change:
    """How one kind of change is sent, and how a wallet's reading tells what became of it.

    `seen` gets the wallet, or None when it is not there: DONE, REFUSED, or None for "not yet".
    """

    send: Callable[[], Awaitable[None]]
    seen: Callable[[Wallet | None], ActState | None]


class WalletActs:
    """Keeps `snapshot.acts`, newest first; `done` is told when the wallets should be read."""

    def __init__(self, tools: Tools, done: Callable[[], None]) -> None:
        self._tools = tools
        self._done = done

    def creation(
        self, name: str, line_id: LineId, limit: Money, metadata: Mapping[str, str]
    ) -> tuple[Act, Change]:
        """Make a wallet on a line, with `limit` of its credit."""
        wallet_id = WalletId(self._tools.new_id())
        act = self._begin(ActKind.CREATE_WALLET, wallet_id, name)

        async def send() -> None:
            wanted = self._new_wallet(wallet_id, name, line_id, limit, metadata)
            await self._tools.client.wallets.create(wanted)

        return act, Change(send, _created)

    def renaming(self, wallet_id: WalletId, name: str) -> tuple[Act, Change]:
        """Give a wallet another name."""
        act = self._begin(ActKind.RENAME_WALLET, wallet_id, name)

        async def send() -> None:
            check_wallet_name(name)
            await self._tools.client.wallets.rename(wallet_id, name)

        return act, Change(
            send, lambda w: ActState.DONE if w is not None and w.name == name else None
        )

    def deletion(self, wallet_id: WalletId) -> tuple[Act, Change]:
        """Delete an empty wallet."""
        account = self._tools.board.snapshot.account(wallet_id)
        known = None if account is None else account.wallet
        act = self._begin(ActKind.DELETE_WALLET, wallet_id, "" if known is None else known.name)

        async def send() -> None:
            await self._tools.client.wallets.delete(wallet_id)

        return act, Change(send, lambda wallet: _deleted(wallet, known))

    async def carry_out(self, act: Act, change: Change) -> None:
        """Send a change once and watch it to its end."""
        try:
            tried = await try_once(self._tools, change.send)
        except InvalidRequestError as error:
            self._end(act, ActState.NOT_SENT, self._problem(error))
            return
        except Exception as error:
            # A fault of ours: it may have been sent before, so that nobody can say it was not.
            self._end(act, ActState.UNKNOWN, self._problem(error))
            raise
        match tried.fate:
            case Fate.ACCEPTED:
                self._set(act, ActState.ACCEPTED, None)
                await self._watch(act, change)
            case Fate.UNKNOWN:
                await self._watch_unknown(act, change, tried.problem)
            case Fate.NOT_SENT:
                self._end(act, ActState.NOT_SENT, tried.problem)
            case Fate.REFUSED | Fate.EXISTS:
                self._end(act, ActState.REFUSED, tried.problem)

    async def _watch_unknown(self, act: Act, change: Change, problem: Problem | None) -> None:
        """One read soon after an unknown outcome (S-5), then as for an accepted one."""
        clock = self._tools.clock
        await clock.sleep(READ_AGAIN_S)
        try:
            found = await within(clock, READ_LIMIT_S, self._look(act, change))
        except Expired:
            found = False
        if not found:
            self._set(act, ActState.UNKNOWN, problem)
            await self._watch(act, change)

    async def _watch(self, act: Act, change: Change) -> None:
        clock = self._tools.clock
        began = clock.monotonic()
        while not await self._look(act, change):
            age = clock.monotonic() - began
            if age > GIVE_UP_S:
                self._end(act, ActState.UNKNOWN, self._not_seen())
                return
            await clock.sleep(next((every for until, every in _POLLS if age < until), _SLOWEST_S))

    async def _look(self, act: Act, change: Change) -> bool:
        """Read the wallet once; whether that told how the change ended."""
        client = self._tools.client
        try:
            wallet: Wallet | None
            wallet = await self._tools.gate.read(lambda: client.wallets.get(act.wallet_id))
        except errors.NotFound:
            wallet = None
        except errors.ApiError:
            return False
        seen = change.seen(wallet)
        if seen is None:
            return False
        problem = _failure_of(wallet, self._tools) if seen is ActState.REFUSED else None
        self._end(act, seen, problem)
        return True

    def _new_wallet(
        self,
        wallet_id: WalletId,
        name: str,
        line_id: LineId,
        limit: Money,
        metadata: Mapping[str, str],
    ) -> NewWallet:
        line = self._tools.board.snapshot.line(line_id)
        if line is None:
            raise InvalidRequestError("line", "the line of credit is not known here")
        network = creation_network(line.network)
        if network is None:
            raise InvalidRequestError("line", "no wallet can be made on the line's network")
        if limit.currency != line.currency:
            raise InvalidRequestError("limit", "the limit is in the line's currency")
        return NewWallet(wallet_id, line_id, name, network, limit.units, metadata)

    def _begin(self, kind: ActKind, wallet_id: WalletId, name: str) -> Act:
        act = Act(kind, wallet_id, name, ActState.SENDING, self._tools.clock.now())
        acts = self._tools.board.snapshot.acts
        over = [a for a in acts if a.is_over]
        dropped = set(map(id, over[_KEPT:]))
        self._post((act, *(a for a in acts if id(a) not in dropped)))
        return act

    def _set(self, act: Act, state: ActState, problem: Problem | None) -> None:
        changed = replace(act, state=state, problem=problem)
        acts = self._tools.board.snapshot.acts
        self._post(tuple(changed if _is_same(a, act) else a for a in acts))

    def _end(self, act: Act, state: ActState, problem: Problem | None) -> None:
        self._set(act, state, problem)
        self._done()

    def _post(self, acts: tuple[Act, ...]) -> None:
        board = self._tools.board
        board.post(replace(board.snapshot, acts=acts), Topic.ACTS)

    def _problem(self, error: Exception) -> Problem:
        return problem_of(error, self._tools.clock.now())

    def _not_seen(self) -> Problem:
        words = "it was accepted, but has not shown yet"
        advice = "look at the wallet again later"
        return Problem(ProblemKind.NOT_FOUND, words, advice, self._tools.clock.now())


def _is_same(act: Act, other: Act) -> bool:
    return (act.kind, act.wallet_id, act.started_at) == (
        other.kind,
        other.wallet_id,
        other.started_at,
    )


def _created(wallet: Wallet | None) -> ActState | None:
    return ActState.DONE if wallet is not None and wallet.active else None


def _deleted(wallet: Wallet | None, known: Wallet | None) -> ActState | None:
    """Gone, or refused after all: the moment of a failure that is newer than the one known."""
    if wallet is None or not wallet.active or wallet.deleted_at is not None:
        return ActState.DONE
    before = None if known is None else known.deletion_failed_at
    failed_anew = wallet.deletion_failed_at is not None and wallet.deletion_failed_at != before
    return ActState.REFUSED if failed_anew else None


def _failure_of(wallet: Wallet | None, tools: Tools) -> Problem:
    detail = None if wallet is None or wallet.error is None else wallet.error.detail
    words = detail or "Voltage could not do it"
    return Problem(
        ProblemKind.REJECTED, words, "look at the wallet, then try again", tools.clock.now()
    )
