"""What is said of a month and of its seal, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.treasury.closing.months import Standing
from voltage_tui.treasury.durations import rough_age
from voltage_tui.treasury.phrases import counted
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.treasury.closing.evidence import RowThen
    from voltage_tui.treasury.closing.months import WalletMonth
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.mirroring.progress import MirrorProgress
    from voltage_tui.ui.display import Display

Said = tuple[str, Role]
_NAMED = 4


def month_title(period: Period) -> str:
    """`February 2026`."""
    return f"{period.first:%B %Y}"


def standing_sentence(month: WalletMonth, now: datetime, display: Display) -> Said:
    """Whether it adds up, and what that is not."""
    over = month.is_over(now)
    match month.standing:
        case Standing.FILLING:
            words = "Not known yet: the copy is being filled. Figures come once every row is here."
            return words, Role.WARN
        case Standing.UNPROVEN:
            words = "The newest rows are not in a balance that was read yet: the closing follows."
            return words, Role.WARN
        case Standing.UNKNOWN:
            rows = counted(month.sums.unknown, "row")
            if not month.sums.unknown:
                return "A row after this month has an effect that is not known.", Role.WARN_STRONG
            words = f"What {rows} did to the balance is not known. Enter, then G: see the rows."
            return words, Role.WARN_STRONG
        case Standing.DIFFERS:
            return _difference(month, display), Role.BAD_STRONG
        case Standing.BALANCED:
            if not over:
                return "It adds up so far; the month is not over.", Role.OK
            return "It adds up: opening and every row make the ledger's closing.", Role.OK


def _difference(month: WalletMonth, display: Display) -> str:
    words = f"{display.words(month.difference)} are in the ledger's closing and in no row. "
    gaps = [gap for gap in month.gaps if gap.units is not None]
    if len(gaps) == 1:
        words += "They appear before one row, which is marked. "
    elif gaps:
        words += f"They appear before {len(gaps):,} rows, which are marked. "
    if month.evidence:
        words += f"Readings of the balance did not fit {len(month.evidence):,} times; see doctor."
    return words.strip()


def seal_sentence(sealed: Sealed, now: datetime) -> Said:
    """Who sealed it, when, why, and with what."""
    seal = sealed.seal
    words = f"Sealed {rough_age(now - seal.at)} ago by {seal.by}, {seal.rows:,} rows, "
    words += f"counted in {seal.zone}. SHA-256 {seal.sha256[:16]}…"
    if seal.reason is not None:
        words += f" Reason: {seal.reason}"
    if seal.manifest_sha256 is not None:
        words += f" Pack {seal.pack}, manifest {seal.manifest_sha256[:16]}…"
    return words, Role.MUTED


def change_sentences(sealed: Sealed, display: Display) -> list[Said]:
    """What is other than it was sealed; nothing where nothing is."""
    change = sealed.change
    if change is None:
        return []
    rows = change.rows
    told = f": {rows.words}." if rows.words else "."
    said = [(f"This sealed month has changed{told}", Role.BAD_STRONG)]
    if change.opening is not None:
        then, now = display.words(sealed.opening), display.words(change.opening)
        said.append((f"Its opening was {then} and is {now}.", Role.BAD))
    if change.closing is not None:
        then, now = display.words(sealed.closing), display.words(change.closing)
        said.append((f"Its closing was {then} and is {now}.", Role.BAD))
    said += [(_row_words(row), Role.MUTED) for row in rows.named[:_NAMED]]
    left = rows.added + rows.changed + rows.gone - _NAMED
    if left > 0:
        said.append((f"and {left:,} more", Role.MUTED))
    return said


def uncleared_words(left: int, rows: int) -> str:
    """How many rows nobody has marked cleared."""
    if not left:
        return "Every row is cleared." if rows else "There are no rows."
    verb = "is" if left == 1 else "are"
    return f"{left:,} of {counted(rows, 'row')} {verb} not cleared."


def missing_words(count: int | None) -> str:
    """How many rows have no value in dollars; None is not known."""
    if count is None:
        return "How many rates are missing could not be counted."
    if not count:
        return "No rate is missing."
    return f"{counted(count, 'row')} {'lacks' if count == 1 else 'lack'} a rate."


def _row_words(row: RowThen) -> str:
    what = "changed" if row.before and row.now else "gone" if row.now is None else "added"
    return f"{what}: {row.at:%d %b %H:%M} {row.kind} {row.entry_id}"


def progress_words(
    mirrors: Mapping[WalletId, MirrorProgress], payments: MirrorProgress | None
) -> str:
    """How far the sweep is, while it runs; empty once everything is here."""
    running = [p for p in mirrors.values() if not p.is_whole]
    if not running:
        return ""
    rows = sum(p.rows for p in mirrors.values())
    totals = [p.total for p in mirrors.values() if p.total is not None]
    number = max(p.number for p in running)
    of = f" of {sum(totals):,}" if len(totals) == len(mirrors) else ""
    words = f"reading the ledgers: {rows:,}{of} rows, pass {number}"
    if not of:
        words += f", {len(mirrors) - len(running):,} of {len(mirrors):,} wallets whole"
    if payments is not None:
        words += f" · payments {payments.rows:,}"
    return words
