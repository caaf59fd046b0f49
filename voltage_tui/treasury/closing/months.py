"""A wallet's month: opening, what moved, what that makes, and what the ledger says it is.

By the moments rows took effect, on the clocks of a named time zone (S-68). No I/O but the reads
of the mirror that `read_month` is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.model.period import Period
from voltage_tui.money import Money
from voltage_tui.store.mirror.moments import moment_at
from voltage_tui.store.mirror.months import Sums

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.book import Book
    from voltage_tui.store.mirror.months import Ends, Gap, Months
    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.store.mirror.reading import MirrorReader

_NOTHING: Final = Sums()


class Standing(Enum):
    """Whether a month adds up."""

    FILLING = "the copy is being filled"
    """Not every row there is, is here yet: nothing is said of any figure."""
    UNPROVEN = "not proven yet"
    """Rows came after the last balance that was read: what they leave is not known yet."""
    UNKNOWN = "cannot be counted"
    """A row's effect is not known, and so no balance before it is."""
    BALANCED = "difference 0"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class WalletMonth:
    """One currency of one wallet in one month; amounts are signed as they changed the balance.

    `opening` is the balance that the last row before the month left, 0 where there is none;
    `closing` what the last row of the month left, as counted from a balance that was proven. Both
    are None where they are not known. `held_at_end` is the total less the available then: holds
    that are still open. `gaps` are the rows at which the balance moved by what no row says, and
    `evidence` what did not fit when a balance was read, in or after the month; both only where
    the month does not add up. `read_at` is when the wallet's newest rows were last asked for.
    """

    wallet_id: WalletId
    currency: Currency
    period: Period
    standing: Standing
    sums: Sums = _NOTHING
    opening: Money | None = None
    closing: Money | None = None
    held_at_end: Money | None = None
    gaps: tuple[Gap, ...] = ()
    evidence: tuple[Proof, ...] = ()
    read_at: datetime | None = None

    @property
    def key(self) -> str:
        """What tells it from the other lines of its month."""
        return f"{self.wallet_id} {self.currency}"

    @property
    def is_known(self) -> bool:
        """Whether the rows are all here, so that their sums are worth showing."""
        return self.standing is not Standing.FILLING

    @property
    def received(self) -> Money | None:
        """What came in, fees aside."""
        return self._known(self.sums.received)

    @property
    def spent(self) -> Money | None:
        """What went out, fees aside; negative."""
        return self._known(self.sums.spent)

    @property
    def fees(self) -> Money | None:
        """The network's fees and the processing fees together; negative as a rule."""
        return self._known(self.sums.network_fees + self.sums.processing_fees)

    @property
    def paid(self) -> Money | None:
        """What went out and the fees, together."""
        return self._known(self.sums.net - self.sums.received - self.sums.settled)

    @property
    def moved(self) -> Money | None:
        """What all rows did to the balance; None where a part is not known."""
        return None if self.sums.unknown else self._known(self.sums.net)

    @property
    def settled(self) -> Money | None:
        """Deposits less withdrawals."""
        return self._known(self.sums.settled)

    @property
    def held(self) -> Money | None:
        """What holds reserved (negative) and gave back, together: no part of the sum."""
        if self.sums.unknown_holds:
            return None
        return self._known(self.sums.reserved + self.sums.given_back)

    @property
    def uncleared(self) -> Money | None:
        """What the rows not cleared did to the balance."""
        return self._known(self.sums.uncleared)

    @property
    def computed(self) -> Money | None:
        """The opening and everything that moved; None where a part is not known."""
        if self.opening is None or self.sums.unknown or not self.is_known:
            return None
        return Money(self.currency, self.opening.units + self.sums.net)

    @property
    def difference(self) -> Money | None:
        """The ledger's closing less the computed one: 0, or something is missing (S-66)."""
        if self.closing is None or self.computed is None:
            return None
        return self.closing - self.computed

    def is_over(self, now: datetime) -> bool:
        """Whether the month has ended."""
        return now >= self.period.end

    def _known(self, units: int) -> Money | None:
        return Money(self.currency, units) if self.is_known else None


def month_of(moment: datetime, zone: ZoneInfo) -> Period:
    """The calendar month a moment is in."""
    day = moment.astimezone(zone).date()
    return Period.month(day.year, day.month, zone)


def stepped(period: Period, by: int) -> Period:
    """The month so many months on, or back; the first and last a calendar has are the ends."""
    months = period.first.year * 12 + period.first.month - 1 + by
    year, month = divmod(max(12, min(months, 9998 * 12 + 11)), 12)
    return Period.month(year, month + 1, period.zone)


def filling(wallet_id: WalletId, currency: Currency, period: Period) -> WalletMonth:
    """A month of which nothing can be said yet."""
    return WalletMonth(wallet_id, currency, period, Standing.FILLING)


def read_month(
    reader: MirrorReader, wallet_id: WalletId, currency: Currency, period: Period
) -> WalletMonth:
    """What the mirror says of a month, all of it in one state; the copy is to be whole."""
    months, book = reader.months(wallet_id), reader.books(wallet_id).get(currency)
    start, end = period.start, period.end
    sums = months.sums(currency, start, end)
    opening = _balance(months, currency, start, book)
    closing = _balance(months, currency, end, book)
    known = None not in (opening.total, closing.total) and not sums.unknown
    balanced = known and (opening.total or 0) + sums.net == closing.total
    if months.unproven_before(currency, end):
        standing = Standing.UNPROVEN
    elif not known:
        standing = Standing.UNKNOWN
    else:
        standing = Standing.BALANCED if balanced else Standing.DIFFERS
    wrong = standing in (Standing.DIFFERS, Standing.UNKNOWN)
    held = None
    if closing.total is not None and closing.available is not None:
        held = Money(currency, closing.total - closing.available)
    return WalletMonth(
        wallet_id=wallet_id,
        currency=currency,
        period=period,
        standing=standing,
        sums=sums,
        opening=_money(currency, opening.total),
        closing=_money(currency, closing.total),
        held_at_end=held,
        gaps=months.gaps(currency, start, end, opening.total) if wrong else (),
        evidence=_evidence(reader, wallet_id, currency, period) if wrong else (),
        read_at=reader.ledger_sweep(wallet_id).read_at,
    )


def balance_at(
    reader: MirrorReader, wallet_id: WalletId, currency: Currency, moment: datetime
) -> Money | None:
    """The total at a moment, where it is known; the copy is to be whole."""
    book = reader.books(wallet_id).get(currency)
    return _money(currency, _balance(reader.months(wallet_id), currency, moment, book).total)


@dataclass(frozen=True, slots=True)
class _At:
    total: int | None
    available: int | None


def _balance(months: Months, currency: Currency, moment: datetime, book: Book | None) -> _At:
    """The balances at a moment; not known while rows before it are in none that was read."""
    if months.unproven_before(currency, moment):
        return _At(None, None)
    found: Ends = months.ends_before(currency, moment)
    if found.exists:
        return _At(found.total, found.available)
    anchor = book.anchor if book is not None and not book.row_count else None
    if anchor is not None and book is not None and _is_before(book.anchored_us, moment):
        # A balance that no row at all leads to: it shows as a difference, never as nothing.
        return _At(anchor.total, anchor.available)
    return _At(0, 0)


def _is_before(micros: int | None, moment: datetime) -> bool:
    return micros is not None and moment_at(micros) < moment


def _evidence(
    reader: MirrorReader, wallet_id: WalletId, currency: Currency, period: Period
) -> tuple[Proof, ...]:
    """The readings of a balance that did not fit and may be why, the newest first."""
    return tuple(
        proof
        for proof in reader.evidence(wallet_id)
        if proof.currency == currency and proof.at >= period.start
    )[:5]


def _money(currency: Currency, units: int | None) -> Money | None:
    return None if units is None else Money(currency, units)
