"""The line that says how whole the ledger's copy is, and whether its balances can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voltage_tui.money import Money
from voltage_tui.store.mirror.proving import Verdict
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.unread import as_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.treasury.mirroring.progress import MirrorProgress
    from voltage_tui.treasury.reading import Problem
    from voltage_tui.ui.display import Display
    from voltage_tui.ui.paint import Line
    from voltage_tui.ui.screens.ledger.pace import CopyPace

EVIDENCE_KEY: Final = "v"


@dataclass(frozen=True, slots=True)
class Copy:
    """The ledgers that are shown: `asked` of them there are, `progress` is of those begun.

    `listed` rows are in the list, in an order that `order` says where it is not newest first;
    `problem` is why the mirror's file cannot be used.
    """

    asked: int
    progress: Sequence[MirrorProgress]
    listed: int = 0
    problem: Problem | None = None
    order: str = ""

    @property
    def rows(self) -> int:
        """Rows that are here."""
        return sum(p.rows for p in self.progress)

    @property
    def total(self) -> int | None:
        """Rows there are, or None while a ledger's count has not been read."""
        if len(self.progress) < self.asked or not all(map(has_begun, self.progress)):
            return None
        return sum(p.total or 0 for p in self.progress)

    @property
    def gone_through(self) -> int:
        """Rows gone through so far, those of a second pass too."""
        return sum(map(_gone_through, self.progress))

    @property
    def to_go_through(self) -> int | None:
        """Rows to go through until two passes agree, if they do; an estimate where a ledger's
        count is not known yet, as if it had as many as the others."""
        known = [p.total or 0 for p in self.progress if has_begun(p)]
        return 2 * sum(known) * self.asked // len(known) if known else None

    @property
    def whole(self) -> int:
        """Ledgers of which every row is here."""
        return sum(p.is_whole for p in self.progress)

    @property
    def is_whole(self) -> bool:
        """Whether every row of every one is here."""
        return self.whole >= self.asked > 0

    @property
    def is_sweeping(self) -> bool:
        """Whether rows are still being read."""
        return len(self.progress) < self.asked or any(
            p.stage is Stage.SWEEPING for p in self.progress
        )

    def proofs(self, verdict: Verdict) -> list[Proof]:
        """The newest proofs that came out so."""
        return [p for each in self.progress for p in each.proofs or () if p.verdict is verdict]


def has_begun(progress: MirrorProgress) -> bool:
    """Whether anything of a ledger has been read: before that its count says nothing."""
    return bool(progress.rows or progress.total) or progress.stage is not Stage.SWEEPING


def _gone_through(progress: MirrorProgress) -> int:
    total = progress.total or 0
    if progress.stage is not Stage.SWEEPING:
        return 2 * total
    return progress.read + (total if progress.number > 1 else 0)


def state_line(copy: Copy, pace: CopyPace, now: datetime, moment: float, amounts: Display) -> Line:
    """Problems first, then how whole, then whether proven and since when."""
    problems = (copy.problem, *(p.problem for p in copy.progress))
    problem = next((p for p in problems if p is not None), None)
    line: list[Span] = [Span("  ")]
    if problem is not None:
        words = f"{as_sentence(problem.words)} {as_sentence(problem.advice)}".strip()
        line.append(Span(f"! {words} Since {duration(now - problem.since)}.  ", Role.WARN))
    if copy.order:
        line.append(Span(f"{copy.order}  ", Role.TEXT))
    whole = Span(_how_whole(copy, pace, moment), Role.MUTED)
    proven = [*_proven(copy, now, amounts), *_corrected(copy)]
    if copy.proofs(Verdict.BROKEN):
        return [*line, *proven, Span("  "), whole]
    return [*line, whole, *proven]


def _how_whole(copy: Copy, pace: CopyPace, moment: float) -> str:
    rows, total = copy.rows, copy.total
    if not any(map(has_begun, copy.progress)):
        return f"{copy.listed:,} {_rows(copy.listed)} kept" if copy.listed else "reading the ledger"
    if copy.is_whole:
        return f"all {rows:,} {_rows(rows)}"
    of = f" of {total:,}" if total is not None else ""
    parts = [f"{rows:,}{of} {_rows(total if total is not None else rows)} kept"]
    if not copy.is_sweeping:
        return f"{parts[0]} · passes did not agree, read again within the hour"
    sweeping = [p for p in copy.progress if p.stage is Stage.SWEEPING]
    if min((p.number for p in sweeping), default=1) > 1 and len(copy.progress) == copy.asked:
        again = 100 * (copy.gone_through - (total or 0)) // max(1, total or 0)
        parts = [f"{rows:,} {_rows(rows)} kept", f"read again so that none is missing, {again} %"]
    else:
        parts.append("first of two readings")
    if copy.asked > 1:
        parts.append(f"{copy.whole:,} of {copy.asked:,} wallets whole")
    left_to_read = (copy.to_go_through or 0) - copy.gone_through
    left = pace.left(moment, left_to_read) if left_to_read > 0 else None
    if left is not None:
        parts.append(f"about {duration(left)} left")
    return " · ".join(parts)


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"


def _proven(copy: Copy, now: datetime, amounts: Display) -> list[Span]:
    """Whether the balances follow from the rows; where they do not, by how much."""
    broken = copy.proofs(Verdict.BROKEN)
    if broken:
        return [
            Span("balances do not add up: ", Role.BAD_STRONG),
            Span(f"{_by_how_much(broken, amounts)} ", Role.BAD),
            Span(EVIDENCE_KEY, Role.ACCENT),
            Span(" shows the evidence", Role.MUTED),
        ]
    waiting = copy.proofs(Verdict.NOT_YET)
    unproven = sum(p.unproven for p in copy.progress)
    if waiting or unproven:
        newest = f"{unproven:,} newest {_rows(unproven)} not proven yet" if unproven else ""
        return [Span(f"  {newest or 'balances are moving'}: — until they agree", Role.WARN)]
    if len(copy.progress) < copy.asked or any(p.proofs is None for p in copy.progress):
        return [Span("  balances not compared yet", Role.MUTED)] if copy.progress else []
    since = min((p.at for each in copy.progress for p in each.proofs or ()), default=None)
    if since is None:
        return []
    when = f"{since:%H:%M:%S}" if since.date() == now.date() else f"{since.day} {since:%b %H:%M}"
    opening = next((p for each in copy.progress for p in each.proofs or () if p.opening), None)
    if opening is not None and opening.opening is not None:
        missing = amounts.words(Money(opening.currency, opening.opening))
        return [
            Span(f"  the rows lead to {missing} before the first of them: ", Role.WARN),
            Span(EVIDENCE_KEY, Role.ACCENT),
            Span(" shows the evidence", Role.MUTED),
        ]
    summed = all(p.opening == 0 for each in copy.progress for p in each.proofs or ())
    if copy.is_whole and summed:
        return [Span(f"  the rows add up to the wallets' balances, {when}", Role.OK)]
    return [Span(f"  balances counted back from those of the wallets, {when}", Role.MUTED)]


def _corrected(copy: Copy) -> list[Span]:
    """That rows are others at Voltage than they were: who has closed a month has to know."""
    count = sum(p.corrected for p in copy.progress)
    if not count:
        return []
    verb = "was" if count == 1 else "were"
    return [
        Span(f"  {count:,} {_rows(count)} {verb} rewritten at Voltage: ", Role.WARN),
        Span(EVIDENCE_KEY, Role.ACCENT),
        Span(" shows them", Role.MUTED),
    ]


def _by_how_much(broken: Sequence[Proof], amounts: Display) -> str:
    first = broken[0]
    off = first.difference
    others = f" and in {len(broken) - 1} more" if len(broken) > 1 else ""
    if off is None:
        return f"in one wallet{others}"
    units = off.total or off.available
    return f"off by {amounts.words(Money(first.currency, abs(units)))}{others}"
