"""A long older history that takes no room: every row and payment follows from its number.

Payment `j` belongs to wallet `j % W` and is that wallet's `k`-th, `k = j // W`. By threes, two
receives are followed by a send of exactly what they brought, so that four rows leave the balance
as it was; what is left over at the end are receives.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

from voltage_tui.simulator.amounts import Currency
from voltage_tui.simulator.moments import DAY, HOUR, SECOND
from voltage_tui.simulator.state import bulk_payment
from voltage_tui.simulator.state.ids import uuid_of
from voltage_tui.simulator.state.kinds import RowKind
from voltage_tui.simulator.state.ledger import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from voltage_tui.simulator.state.payment import Payment
    from voltage_tui.simulator.state.wallet import Wallet

_SPAN: Final = 730 * DAY
_MASK: Final = (1 << 64) - 1
_ODD: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_ODD, -1, 1 << 64)
_KEPT: Final = 1_000
_PAYMENT: Final = 1
_LEDGER: Final = 2


class Bulk:
    """The older history of all wallets: `rows` ledger rows that end before `end`."""

    def __init__(self, wallets: Sequence[Wallet], rows: int, end: int, seed: int) -> None:
        self.wallets = tuple(wallets)
        self.width = len(self.wallets)
        self._seed = seed * _ODD & _MASK
        self._rows = [
            rows // self.width + (place < rows % self.width) for place in range(self.width)
        ]
        self._full = [count // 4 for count in self._rows]
        self.regular = 3 * min(self._full) * self.width
        """Payments below this number exist without gaps and repeat every `3 * width`."""
        self.tail = self._numbers_after_regular()
        count = self.regular + len(self.tail) + self.width
        self._step = min(HOUR, _SPAN // max(1, count))
        self._delay = min(2 * SECOND, self._step // 4)
        self.domain = (self.tail[-1] if self.tail else self.regular) + 1
        self._start = end - (self.domain + 1) * self._step
        self._made: dict[int, Payment] = {}

    def _numbers_after_regular(self) -> list[int]:
        first = 3 * min(self._full)
        most = max(map(self._payments_of, range(self.width)))
        return [
            k * self.width + place
            for k in range(first, most)
            for place in range(self.width)
            if k < self._payments_of(place)
        ]

    def _payments_of(self, place: int) -> int:
        return 3 * self._full[place] + self._rows[place] % 4

    def rows_of(self, place: int) -> BulkRows:
        """The rows of the wallet at a place in `wallets`."""
        return BulkRows(self, place, 0, self._rows[place])

    def row(self, place: int, index: int) -> Row:
        """One row of one wallet, by its age."""
        full = self._full[place]
        if index < 4 * full:
            period, part = divmod(index, 4)
            k = 3 * period + min(part, 2)
        else:
            k, part = 3 * full + index - 4 * full, 0
        j = k * self.width + place
        return self._row(j, part)

    def _row(self, j: int, part: int) -> Row:
        payment_id, ledger_id = self.payment_id(j), self._uuid(j, _LEDGER)
        at = self.created(j) + self._delay
        if part < 2:
            return Row(RowKind.CREDITED, ledger_id, payment_id, self.amount(j), at)
        total = self.sent_total(j)
        if part == 2:
            held = total - self.network_fee(j) + self.max_fee(j)
            return Row(RowKind.HELD, ledger_id, payment_id, held, at - self._delay // 2)
        return Row(RowKind.CAPTURED, ledger_id, payment_id, total, at)

    def is_send(self, j: int) -> bool:
        """Whether payment `j` goes out."""
        k, place = divmod(j, self.width)
        return k % 3 == 2 and k < 3 * self._full[place]

    def wallet_of(self, j: int) -> Wallet:
        """Whose payment it is."""
        return self.wallets[j % self.width]

    def created(self, j: int) -> int:
        """When payment `j` was made; later numbers are later."""
        return self._start + j * self._step + self._mix(j) % (self._step // 2 or 1)

    def settled(self, j: int) -> int:
        """When payment `j` was settled."""
        return self.created(j) + self._delay

    def amount(self, j: int) -> int:
        """What receive `j` brought, in base units of its wallet's currency."""
        dice = self._mix(j ^ 0x5DEECE66D)
        if self.wallet_of(j).line.currency is Currency.USD:
            return 300 + dice % 8_700
        return (1_000 + dice % 59_000) * 1_000

    def sent_total(self, j: int) -> int:
        """What send `j` took from its wallet: what the two receives before it brought."""
        return self.amount(j - self.width) + self.amount(j - 2 * self.width)

    def network_fee(self, j: int) -> int:
        """The part of it that the network took."""
        if self.wallet_of(j).line.currency is Currency.USD:
            return 1
        return 1_000 + self._mix(j + 11) % 3_000

    def max_fee(self, j: int) -> int:
        """The fee limit of send `j`: 1 % of its principal."""
        return (self.sent_total(j) - self.network_fee(j)) // 100

    def tail_total(self, place: int) -> int:
        """What all rows of a wallet add up to."""
        first = 3 * self._full[place]
        last = self._payments_of(place)
        return sum(self.amount(k * self.width + place) for k in range(first, last))

    def payment_id(self, j: int) -> str:
        """The id of payment `j`."""
        return self._uuid(j, _PAYMENT)

    def ledger_id(self, j: int) -> str:
        """The credit or hold of payment `j`."""
        return self._uuid(j, _LEDGER)

    def number(self, payment_id: str) -> int | None:
        """The number of a payment of this history, or None when the id is not one of its."""
        bits = int(payment_id.replace("-", ""), 16)
        scrambled = (bits & (1 << 62) - 1) | (bits >> 64 & 3) << 62
        j = (scrambled ^ self._seed) * _INVERSE & _MASK
        if not self.exists(j) or self.payment_id(j) != payment_id:
            return None
        return j

    def exists(self, j: int) -> bool:
        """Whether there is a payment `j`."""
        return 0 <= j < self.domain and j // self.width < self._payments_of(j % self.width)

    def payment(self, payment_id: str) -> Payment | None:
        """The payment with this id, or None."""
        j = self.number(payment_id)
        return None if j is None else self.payment_at(j)

    def payment_at(self, j: int) -> Payment:
        """Payment `j` in full; the last ones made are kept, so their invoices are."""
        made = self._made.get(j)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[j] = bulk_payment.make(self, j)
        return made

    def rows_of_payment(self, wallet: Wallet, payment_id: str) -> list[Row]:
        """The rows of one payment in one wallet, oldest first."""
        j = self.number(payment_id)
        if j is None or self.wallet_of(j) is not wallet:
            return []
        return [self._row(j, part) for part in ((2, 3) if self.is_send(j) else (0,))]

    def select(self, wanted: Callable[[int], bool], start: int | None, end: int | None) -> BulkPick:
        """The payments that `wanted` takes, judged by wallet and direction, in a span of time."""
        return BulkPick(self, wanted, start, end)

    def _mix(self, number: int) -> int:
        mixed = (number * _ODD + self._seed) & _MASK
        mixed = (mixed ^ mixed >> 31) * 0xBF58476D1CE4E5B9 & _MASK
        return mixed ^ mixed >> 29

    def _uuid(self, j: int, purpose: int) -> str:
        scrambled = (j * _ODD & _MASK) ^ self._seed
        tag = self._mix(j * 4 + purpose) & (1 << 48) - 1
        low, high = scrambled & (1 << 62) - 1, scrambled >> 62
        return uuid_of(tag << 80 | high << 64 | low)


class BulkRows(Sequence[Row]):
    """The older rows of one wallet, oldest first, or a stretch of them."""

    def __init__(self, bulk: Bulk, place: int, low: int, high: int) -> None:
        self.bulk = bulk
        self._place = place
        self._low = low
        self._high = max(low, high)

    def __len__(self) -> int:
        return self._high - self._low

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.bulk.row(self._place, self._low + index)

    def between(self, start: int | None, end: int | None) -> BulkRows:
        """The stretch between two moments, both included."""
        low = 0 if start is None else bisect_left(self, start, key=_time)
        high = len(self) if end is None else bisect_right(self, end, key=_time)
        return BulkRows(self.bulk, self._place, self._low + low, self._low + high)

    def last_at(self) -> int | None:
        """When the newest of them was written."""
        return self[len(self) - 1].at if len(self) else None


def _time(row: Row) -> int:
    return row.at


class BulkPick(Sequence[int]):
    """The numbers of the payments that match, oldest first, found by arithmetic."""

    def __init__(
        self, bulk: Bulk, wanted: Callable[[int], bool], start: int | None, end: int | None
    ) -> None:
        everything = range(bulk.domain)
        low = 0 if start is None else bisect_left(everything, start, key=bulk.created)
        high = bulk.domain if end is None else bisect_right(everything, end, key=bulk.created)
        self._period = 3 * bulk.width
        self._residues = [j for j in range(self._period) if wanted(j)] if bulk.regular else []
        self._first = self._rank(min(low, bulk.regular))
        self._count = max(0, self._rank(min(high, bulk.regular)) - self._first)
        self._tail = [j for j in bulk.tail if low <= j < high and wanted(j)]

    def _rank(self, j: int) -> int:
        """How many matching numbers are below `j`."""
        periods, rest = divmod(j, self._period)
        return periods * len(self._residues) + bisect_left(self._residues, rest)

    def __len__(self) -> int:
        return self._count + len(self._tail)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        if index >= self._count:
            return self._tail[index - self._count]
        periods, rest = divmod(self._first + index, len(self._residues))
        return periods * self._period + self._residues[rest]
