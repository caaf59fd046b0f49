"""A recording opened to be played: where everything stands in the file, never all of it at once."""

from __future__ import annotations

import errno
import os
import stat
from array import array
from bisect import bisect_right
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, Final

from voltage_tui.api.recording import errors
from voltage_tui.api.recording.known_ledgers import KnownLedger
from voltage_tui.api.recording.known_payments import KnownPayments, Page, Place
from voltage_tui.api.recording.lines import (
    FORMAT,
    MARK,
    Asked,
    Header,
    asked_in,
    header_of,
    moment_in,
)
from voltage_tui.api.recording.marks import Mark, MarkKind, Troubles, ended_mark, trouble_words
from voltage_tui.api.recording.plain_json import (
    Json,
    NotPlainError,
    read_json,
    text_of,
    whole_of,
)

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE: Final = 64 * 1024 * 1024
_FAILED: Final = 0
"""The status of an exchange that got no answer."""
_BODIES_KEPT: Final = 32
PAYMENTS: Final = "GET /organizations/{organizations}/environments/{environments}/payments"
PAYMENT: Final = f"{PAYMENTS}/{{payments}}"
LEDGER: Final = "GET /organizations/{organizations}/wallets/{wallets}/ledger"
CORE: Final = (
    "GET /organizations/{organizations}/wallets",
    "GET /organizations/{organizations}/lines_of_credit/summaries",
    PAYMENTS,
)
"""What the first screen stands on."""


class Recording:
    """What a file holds, by the numbers of its exchanges, and the marks on its span.

    `note` says in words where it was cut off or damaged: it is played up to there. Raises
    `RecordingError` for what cannot be played. Close it with `close()`.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = _opened(path)
        except OSError as error:
            raise errors.not_opened(path, error) from None
        self.path = path
        self.note: str | None = None
        self.marks: list[Mark] = []
        self.payments = KnownPayments()
        self.ledgers: dict[str, KnownLedger] = {}
        self._offsets = array("q")
        self._lengths = array("q")
        self._bodies = array("q")
        self._moments = array("d")
        self._statuses = array("h")
        self._families: dict[Asked, array[int]] = {}
        self._parsed: OrderedDict[int, dict[str, Json]] = OrderedDict()
        self._troubles = Troubles()
        try:
            self.header = self._read_header()
            self._read_all()
        except OSError as error:
            self._file.close()
            raise errors.not_opened(path, error) from None
        except BaseException:
            self._file.close()
            raise
        if not self._moments:
            self._file.close()
            raise errors.nothing_in_it(path)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    # --- its span ------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._moments)

    @property
    def began(self) -> datetime:
        """When the first exchange ended."""
        return _moment(self._moments[0])

    @property
    def ended(self) -> datetime:
        """When the last one did."""
        return _moment(self._moments[-1])

    @property
    def opening(self) -> datetime:
        """The first moment at which everything the first screen stands on had been asked for."""
        firsts = [
            min(self._families[family][0] for family in families)
            for families in map(self.family, CORE)
            if families
        ]
        return self.moment_of(max(firsts, default=0))

    def line_at(self, moment: datetime) -> int:
        """The newest exchange at or before `moment`; -1 before the first."""
        return bisect_right(self._moments, moment.timestamp()) - 1

    def moment_of(self, line: int) -> datetime:
        """When an exchange ended; never before the one ahead of it."""
        return _moment(self._moments[line])

    def newest(self, family: Asked, line: int) -> int | None:
        """The newest exchange of this family up to `line`."""
        known = self._families.get(family)
        at = bisect_right(known, line) if known is not None else 0
        return known[at - 1] if known is not None and at else None

    def family(self, name: str) -> list[Asked]:
        """Whatever was asked under this name of method and path."""
        return [asked for asked in self._families if asked.name == name]

    def went_well(self, line: int) -> bool:
        """Whether an exchange got the answer it asked for."""
        return 200 <= self._statuses[line] < 300

    def last_good(self, family: Asked, line: int) -> tuple[int | None, int | None]:
        """The newest good one of a family up to `line`, and the first bad one after it.

        The second is None where the newest was good.
        """
        known = self._families[family]
        at = bisect_right(known, line)
        bad: int | None = None
        while at:
            at -= 1
            if self.went_well(known[at]):
                return known[at], bad
            bad = known[at]
        return None, bad

    # --- what stands in it ---------------------------------------------------------------------

    def exchange(self, line: int) -> dict[str, Json]:
        """All that was written of an exchange."""
        known = self._parsed.get(line)
        if known is None:
            raw = os.pread(self._file.fileno(), self._lengths[line], self._offsets[line])
            found = read_json(raw)
            known = self._parsed[line] = found if isinstance(found, dict) else {}
            if len(self._parsed) > _BODIES_KEPT:
                self._parsed.popitem(last=False)
        return known

    def body(self, line: int) -> Json:
        """The body of an exchange's answer, wherever it stands; None for one without a body."""
        return self.exchange(self._bodies[line]).get("body")

    def has_body(self, line: int) -> bool:
        """Whether its answer could be read as JSON."""
        return "body" in self.exchange(self._bodies[line])

    def object_at(self, place: Place) -> Json:
        """The object that stands there."""
        body = self.body(place.line)
        if place.item is None:
            return body
        items = body.get("items") if isinstance(body, dict) else None
        return items[place.item] if isinstance(items, list) else None

    # --- reading it once -----------------------------------------------------------------------

    def _read_header(self) -> Header:
        raw = self._file.readline(LONGEST_LINE)
        try:
            found = read_json(raw)
        except NotPlainError:
            raise errors.not_a_recording(self.path) from None
        header = header_of(found)
        if header is None or not isinstance(found, dict):
            raise errors.not_a_recording(self.path)
        if (whole_of(found.get(MARK)) or 0) > FORMAT:
            raise errors.too_new(self.path, header.program)
        return header

    def _read_all(self) -> None:
        number = 1
        while True:
            offset = self._file.tell()
            raw = self._file.readline(LONGEST_LINE)
            if not raw:
                self.note = self.note or "it ends without an end: the program was killed"
                return
            number += 1
            if not raw.endswith(b"\n"):
                self.note = f"it is cut off in line {number}"
                return
            try:
                found = read_json(raw)
            except NotPlainError:
                self.note = f"it is damaged in line {number}"
                return
            if isinstance(found, dict) and "end" in found:
                self.note = None if found["end"] == "closed" else "the recording reached its limit"
                return
            if not self._note_exchange(found, offset, len(raw)):
                self.note = f"it is damaged in line {number}"
                return

    def _note_exchange(self, found: Json, offset: int, length: int) -> bool:
        if not isinstance(found, dict):
            return False
        asked, at = asked_in(found), moment_in(found.get("at"))
        line, same = len(self._moments), whole_of(found.get("same"))
        if asked is None or at is None or (same is not None and not 0 <= same < line):
            return False
        if whole_of(found.get("n")) != line:
            return False
        failure = text_of(found.get("failure"))
        status = _FAILED if failure is not None else (whole_of(found.get("status")) or _FAILED)
        if not 0 <= status < 1000:
            return False
        self._offsets.append(offset)
        self._lengths.append(length)
        # A clock that was set back does not make the span go backwards.
        self._moments.append(max(at.timestamp(), self._moments[-1] if line else 0.0))
        self._bodies.append(line if same is None else same)
        self._statuses.append(status)
        self._families.setdefault(family_of(asked), array("q")).append(line)
        self._note_marks(asked, line, status, failure)
        if self.went_well(line) and asked.method == "GET" and same is None:
            self._note_known(asked, line, found.get("body"))
        return True

    def _note_marks(self, asked: Asked, line: int, status: int, failure: str | None) -> None:
        at = self.moment_of(line)
        if asked.method == "GET":
            mark = self._troubles.read(family_of(asked), at, trouble_words(status, failure))
        else:
            what = asked.path.rpartition("/")[2].strip("{}").replace("_", " ")
            words = f"{asked.method} {what}: {failure or status}"
            mark = Mark(at, MarkKind.WRITE, words)
        if mark is not None:
            self.marks.append(mark)

    def _note_known(self, asked: Asked, line: int, body: Json) -> None:
        items = body.get("items") if isinstance(body, dict) else None
        if asked.name == PAYMENT:
            self._saw_payment(line, Place(line, None), body)
        elif isinstance(body, dict) and isinstance(items, list) and asked.name == PAYMENTS:
            for n, item in enumerate(items):
                self._saw_payment(line, Place(line, n), item)
            query = dict(asked.query)
            if "statuses[]" not in query:
                next_cursor = text_of(body.get("next_cursor"))
                has_more = body.get("has_more", next_cursor is not None) is True
                until = moment_in(query.get("end_date"))
                page = Page(query.get("cursor"), next_cursor, has_more, until)
                self.payments.saw_page(line, page, items)
        elif isinstance(body, dict) and isinstance(items, list) and asked.name == LEDGER:
            total, offset = whole_of(body.get("total")), whole_of(body.get("offset"))
            if total is not None and offset is not None and asked.ids:
                ledger = self.ledgers.setdefault(asked.ids[-1], KnownLedger())
                ledger.saw(line, offset, total, items)

    def _saw_payment(self, line: int, place: Place, item: Json) -> None:
        seen = self.payments.saw(line, place, item)
        mark = None if seen is None else ended_mark(seen, self.moment_of(line), self.began)
        if mark is not None:
            self.marks.append(mark)


def _opened(path: Path) -> BinaryIO:
    """The file, which is gone to and fro in: a pipe has no places, and would be waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, "it is not a file")


def family_of(asked: Asked) -> Asked:
    """What is asked without how much of it: pages of one list are of one family."""
    if asked.name == LEDGER:
        return Asked(asked.method, asked.path, asked.ids, ())
    if asked.name == PAYMENTS:
        kept = tuple(pair for pair in asked.query if pair[0] == "statuses[]")
        return Asked(asked.method, asked.path, asked.ids, kept)
    return asked


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
