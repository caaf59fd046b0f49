"""The close as screens ask for it: months, what is cleared in them, sealing and unsealing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.money import BTC
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.store.seals import AlreadySealedError, NewSeal
from voltage_tui.text import clean
from voltage_tui.treasury.closing.evidence import rows_of_month
from voltage_tui.treasury.closing.months import Standing, WalletMonth, filling, read_month
from voltage_tui.treasury.closing.receipts import receipts_of
from voltage_tui.treasury.closing.watch import SealWatch
from voltage_tui.treasury.person import person
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.background import Background
    from voltage_tui.treasury.closing.evidence import RowsOfMonth
    from voltage_tui.treasury.closing.matching import Receipt
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.tools import Tools

T = TypeVar("T")
LONGEST_REASON: Final = 500


class CloseError(Exception):
    """What was asked for was not done; `str()` is the sentence for the person."""


class Obstacle(Enum):
    """Why a month is not sealed without a reason."""

    FILLING = "its copy is still being filled"
    NOT_OVER = "the month is not over"
    NOT_READ = "its ledger was last read before the month was over"
    UNPROVEN = "its newest rows are not proven by a balance yet"
    UNKNOWN = "a row's effect is not known"
    DIFFERS = "it does not add up"


@dataclass(frozen=True, slots=True)
class PackOfMonth:
    """The export that was written of a month: its folder and its manifest's SHA-256."""

    folder: str
    manifest_sha256: str


class Closing:
    """Reads months and seals them. What cannot be done raises `CloseError`."""

    def __init__(self, tools: Tools, background: Background) -> None:
        self._tools = tools
        self._background = background
        self._watch = SealWatch(tools)
        self._running = False
        self._packs: dict[tuple[Period, frozenset[WalletId]], PackOfMonth] = {}

    def open(self) -> None:
        """Begin to look after the months that are sealed."""
        if not self._running:
            self._running = True
            self._background.spawn("sealed months", self._watch.run())

    def carry_out(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Do `work` to its end whatever is shown meanwhile: it ends with the treasury alone."""
        self._background.spawn(name, work)

    async def months(self, period: Period) -> tuple[WalletMonth, ...]:
        """Each wallet's month, one for each currency it has had. Raises `CloseError`."""
        snapshot = self._tools.board.snapshot
        wallets = snapshot.wallets.value or ()
        known = {w.id: frozenset(b.total.currency for b in w.balances) for w in wallets}
        return await self._read(lambda r: _months(r, known, period))

    async def row_ids(self, month: WalletMonth, *, uncleared: bool) -> array[int]:
        """The ids of a month's rows, oldest first. Raises `CloseError`."""
        start, end = month.period.start, month.period.end
        return await self._read(
            lambda r: r.months(month.wallet_id).row_ids(
                month.currency, start, end, uncleared=uncleared
            )
        )

    async def set_cleared(self, row_ids: Iterable[int], *, cleared: bool) -> None:
        """Mark rows as checked against a statement, or take the mark away."""
        ids, now = tuple(row_ids), self._tools.clock.now()
        try:
            if self._tools.store.holder is not None:
                raise CloseError("Another program has this environment open: this one only looks.")
            await self._tools.store.mirror.write(lambda m: m.set_cleared(ids, now, cleared=cleared))
        except TroubleError as error:
            raise CloseError(str(error)) from None

    async def receipts(self, period: Period) -> tuple[Receipt, ...]:
        """What was received in a month, in every wallet. Raises `CloseError`."""
        snapshot = self._tools.board.snapshot
        wallets = [wallet.id for wallet in snapshot.wallets.value or ()]
        return await self._read(lambda r: tuple(receipts_of(r, wallets, period)))

    def sealed(self, month: WalletMonth) -> Sealed | None:
        """The seal of this month, if it has one."""
        name = month_name(month.period)
        return next(
            (
                one
                for one in self._tools.board.snapshot.sealed or ()
                if (one.seal.wallet_id, one.seal.currency, one.seal.month)
                == (month.wallet_id, month.currency, name)
            ),
            None,
        )

    def note_pack(self, period: Period, wallets: Iterable[WalletId], pack: PackOfMonth) -> None:
        """A pack of this month was written; a seal of it says so. No wallets are all wallets."""
        self._packs[period, frozenset(wallets)] = pack

    def pack_of(self, period: Period, wallet_id: WalletId) -> PackOfMonth | None:
        """The newest pack of the month with this wallet in it."""
        for (of, wallets), pack in reversed(self._packs.items()):
            if of == period and (not wallets or wallet_id in wallets):
                return pack
        return None

    async def seal(self, months: Sequence[WalletMonth], reason: str | None) -> None:
        """Seal each of these as it is at this moment. Raises `CloseError`.

        Without a reason only what has no obstacle is sealed; what would be other than the `months`
        that the person saw is not sealed.
        """
        words = clean(reason or "", LONGEST_REASON).strip() or None
        for month in months:
            await self._seal(month, words)
        await self._watch.load()
        self._watch.look_again()

    async def unseal(self, sealed: Sealed, reason: str) -> None:
        """Open a month again; the reason goes to the record. Raises `CloseError`."""
        words = clean(reason, LONGEST_REASON).strip()
        if not words:
            raise CloseError("Unsealing needs a reason.")
        try:
            await self._tools.store.unseal(sealed.seal, person(), words)
        except (TroubleError, WriteForbiddenError) as error:
            raise CloseError(str(error)) from None
        await self._watch.load()

    async def _seal(self, seen: WalletMonth, reason: str | None) -> None:
        month, rows, stage = await self._read(lambda r: _to_seal(r, seen))
        if stage is Stage.SWEEPING:
            # No reason makes half a month one: the other half would be an alert within minutes.
            raise CloseError("Not sealed: its copy is still being filled. Every row comes first.")
        over = month.is_over(self._tools.clock.now())
        known = seen.is_known and stage is Stage.COMPLETE
        judged = month if known else filling(month.wallet_id, month.currency, month.period)
        found = obstacles(judged, over=over)
        if found and reason is None:
            raise CloseError(f"Not sealed: {found[0].value}.")
        if seen.is_known and figures_of(month) != figures_of(seen):
            raise CloseError("Not sealed: its rows have just changed. Look again.")
        pack = self.pack_of(month.period, month.wallet_id)
        new = NewSeal(
            wallet_id=month.wallet_id,
            currency=month.currency,
            month=month_name(month.period),
            zone=str(month.period.zone),
            start=month.period.start,
            end=month.period.end,
            rows=rows.rows,
            figures=figures_of(month),
            sha256=rows.sha256,
            evidence=rows.evidence,
            by=person(),
            reason=reason,
            pack=None if pack is None else pack.folder,
            manifest_sha256=None if pack is None else pack.manifest_sha256,
        )
        try:
            await self._tools.store.seal(new)
        except AlreadySealedError:
            raise CloseError("It is sealed already.") from None
        except (TroubleError, WriteForbiddenError) as error:
            raise CloseError(str(error)) from None

    async def _read(self, work: Callable[[MirrorReader], T]) -> T:
        try:
            return await self._tools.store.mirror.read(work)
        except TroubleError as error:
            raise CloseError(str(error)) from None


def obstacles(month: WalletMonth, *, over: bool) -> list[Obstacle]:
    """What keeps a month from being sealed without a reason; `over` is whether it has ended."""
    found = []
    match month.standing:
        case Standing.FILLING:
            found.append(Obstacle.FILLING)
        case Standing.UNPROVEN:
            found.append(Obstacle.UNPROVEN)
        case Standing.UNKNOWN:
            found.append(Obstacle.UNKNOWN)
        case Standing.DIFFERS:
            found.append(Obstacle.DIFFERS)
        case Standing.BALANCED:
            pass
    if not over:
        return [*found, Obstacle.NOT_OVER]
    # Figures of a month whose last rows were never asked for add up all the same.
    is_read = month.read_at is not None and month.read_at >= month.period.end
    return found if is_read or not month.is_known else [*found, Obstacle.NOT_READ]


def month_name(period: Period) -> str:
    """`2026-02`."""
    return f"{period.first:%Y-%m}"


def figures_of(month: WalletMonth) -> dict[str, int | None]:
    """What a seal keeps of a month's figures, in base units."""
    sums = month.sums
    return {
        "opening": None if month.opening is None else month.opening.units,
        "received": sums.received,
        "spent": sums.spent,
        "network_fees": sums.network_fees,
        "processing_fees": sums.processing_fees,
        "settled": sums.settled,
        "reserved": sums.reserved,
        "given_back": sums.given_back,
        "closing": None if month.closing is None else month.closing.units,
        "unknown_rows": sums.unknown,
    }


def _to_seal(reader: MirrorReader, seen: WalletMonth) -> tuple[WalletMonth, RowsOfMonth, Stage]:
    """The month, its rows, and how far the wallet's are here, in one state of the mirror."""
    period = seen.period
    month = read_month(reader, seen.wallet_id, seen.currency, period)
    rows = rows_of_month(
        reader, seen.wallet_id, seen.currency, period.start, period.end, with_evidence=True
    )
    sweep = reader.ledger_sweep(seen.wallet_id)
    whole = reader.is_whole(seen.wallet_id)
    stage = Stage.INCOMPLETE if sweep.stage is Stage.COMPLETE and not whole else sweep.stage
    return month, rows, stage


def _months(
    reader: MirrorReader,
    known: Mapping[WalletId, frozenset[Currency]],
    period: Period,
) -> tuple[WalletMonth, ...]:
    found = []
    for wallet_id, currencies in known.items():
        kept = reader.books(wallet_id)
        for currency in sorted(currencies | kept.keys()) or [BTC]:
            # Asked of the file itself: it may have been taken away and begun anew meanwhile.
            if reader.is_whole(wallet_id):
                found.append(read_month(reader, wallet_id, currency, period))
            else:
                found.append(filling(wallet_id, currency, period))
    return tuple(found)
