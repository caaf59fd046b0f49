"""What the monitor says: each block is a head, figures in large cells, and words beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from voltage_tui.money import DASH
from voltage_tui.treasury.account import totals_in_use
from voltage_tui.treasury.attention import attention
from voltage_tui.treasury.durations import duration, rough_age
from voltage_tui.treasury.overview import all_known, under_way
from voltage_tui.treasury.reading import Freshness
from voltage_tui.treasury.topics import ConnectionState
from voltage_tui.ui.bars import percent, strong_role, used_bar
from voltage_tui.ui.paint import Line, Span, fit, pad, width_of
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.screens.balances.sentences import sentences
from voltage_tui.ui.screens.monitor.big import HEIGHT, big, is_drawable, width_of_big

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from voltage_tui.money import Money
    from voltage_tui.treasury.account import Totals
    from voltage_tui.treasury.snapshot import Connection, Snapshot
    from voltage_tui.ui.app import VoltageApp

_MARGIN: Final = 2
_LARGEST: Final = 3
"""Times the smallest size that figures are drawn at, at most."""
_FEWEST_SAID: Final = 4
"""Lines for what needs a person before figures become larger."""
_TRUST: Final = {Freshness.OLD: Role.MUTED, Freshness.DEAD: Role.FAINT}
"""How figures look that are not fresh (S-17)."""


class Block(NamedTuple):
    """Figures with a head above them; heads and texts from the fullest to the shortest."""

    heads: tuple[Line, ...]
    texts: tuple[str, ...]
    role: Role
    below: tuple[Line, ...] = ()


def monitor_lines(app: VoltageApp, snapshot: Snapshot, width: int, height: int) -> list[Line]:
    """Everything, as large as it fits; what needs a person and the state come before size."""
    alarm = state_band(snapshot, app.now(), width)
    said = _needs(app, snapshot, width)
    room = height - len(alarm) - min(_FEWEST_SAID, len(said))
    lines: list[Line] = []
    for lines in _layouts(app, snapshot, width):
        if len(lines) <= room:
            break
    lines = lines[:room]
    return [*alarm, *lines, *said[: height - len(alarm) - len(lines)]]


def _layouts(app: VoltageApp, snapshot: Snapshot, width: int) -> Iterator[list[Line]]:
    """The figures from the largest on to the smallest: the larger of two rows gives way first."""
    for apart in (True, False):
        rows = _rows(app, snapshot, width, apart=apart)
        scales = [_largest(row, width) for row in rows]
        while True:
            yield _row_lines(rows, width, scales)
            if max(scales) == 1:
                break
            scales[scales.index(max(scales))] -= 1


def state_band(snapshot: Snapshot, now: datetime, width: int) -> list[Line]:
    """Three lines across the screen while figures may be old: why, since when, next try."""
    connection = snapshot.connection
    match connection.state:
        case ConnectionState.LIVE:
            return []
        case ConnectionState.STARTING:
            words, ground = "Connecting", Ground.WARN_BAND
        case ConnectionState.RETRYING:
            words, ground = _trouble(connection, now), Ground.WARN_BAND
        case ConnectionState.REFUSED:
            words, ground = _trouble(connection, now), Ground.BAD_BAND
    blank = Span(" " * width, Role.STRONG, ground)
    text = pad(fit(f"   {words.upper()}", width), width)
    return [(blank,), (Span(text, Role.STRONG, ground),), (blank,)]


def _trouble(connection: Connection, now: datetime) -> str:
    problem = connection.problem
    what = problem.kind.value if problem is not None else "no answer"
    last = connection.last_answer
    age = "" if last is None else f" · figures are {rough_age(now - last)} old"
    wait = connection.next_try
    again = "" if wait is None else f" · next try in {duration(wait - now)}"
    return f"{what} since {duration(now - connection.since)}{age}{again}"


def _rows(app: VoltageApp, snapshot: Snapshot, width: int, *, apart: bool) -> list[list[Block]]:
    """What is available; how much of the credit is used; what is in flight and needs a person.

    The last two are beside each other, unless they are to stand `apart`.
    """
    totals = totals_in_use(snapshot.accounts)
    money = [_available(app, one) for one in totals] or [_nothing(snapshot)]
    counts = [_in_flight(app, snapshot), _needing(app, snapshot)]
    credit = [one for one in totals if one.limit.units > 0]
    beside = len(credit) + (0 if apart else len(counts))
    used = [_used(app, one, _cells(width, beside)) for one in credit]
    rows = [money, used, counts] if apart else [money, [*used, *counts]]
    return [row for row in rows if row]


def _nothing(snapshot: Snapshot) -> Block:
    """No wallets, or none whose currency is known (S-19)."""
    read = snapshot.wallets.value is not None and not snapshot.accounts
    return Block(_head("AVAILABLE", "no wallets" if read else ""), (DASH,), Role.FAINT)


def _in_flight(app: VoltageApp, snapshot: Snapshot) -> Block:
    found = under_way(snapshot)
    if snapshot.book.value is None:
        return Block(_head("IN FLIGHT"), (DASH,), Role.FAINT)
    age = found.oldest_age(app.now(), snapshot.connection.server_offset)
    words: Line = (Span("nothing pending", Role.MUTED),)
    if age is not None:
        words = (Span("oldest ", Role.MUTED), Span(duration(age), Role.STRONG))
    return Block(_head("IN FLIGHT"), (str(found.count),), Role.STRONG, (words,))


def _needing(app: VoltageApp, snapshot: Snapshot) -> Block:
    """How many things want a person; a dash while not enough is known to say (S-19)."""
    count = len(attention(snapshot, app.now()))
    if not count and not all_known(snapshot):
        return Block(_head("NEEDS YOU"), (DASH,), Role.FAINT)
    return Block(_head("NEEDS YOU"), (str(count),), Role.BAD_STRONG if count else Role.OK_STRONG)


def _head(name: str, *rests: str) -> tuple[Line, ...]:
    """A head, and shorter ones for where it does not fit."""
    fuller = ((Span(name, Role.MUTED), Span(f"  {rest}")) for rest in rests if rest)
    return (*fuller, (Span(name, Role.MUTED),))


def _available(app: VoltageApp, one: Totals) -> Block:
    head = _head("AVAILABLE", app.amounts.unit_word(one.available))
    trusted = _TRUST.get(app.news.wallets_freshness(), Role.STRONG)
    negative = one.available.is_negative and trusted is Role.STRONG
    role = Role.BAD_STRONG if negative else trusted
    return Block(head, _texts(app, one.available), role)


def _texts(app: VoltageApp, amount: Money) -> tuple[str, ...]:
    """A figure exact, without what is behind the point, and about how much."""
    if app.amounts.hidden:
        return (app.amounts.short(amount),)
    number = app.amounts.number(amount)
    whole = "".join(span.text for span in number.left)
    cents = "".join(span.text for span in number.right if span.role is not Role.FAINT)
    return (whole + cents, whole, app.amounts.short(amount).replace(" ", ""))


def _used(app: VoltageApp, one: Totals, cells: int) -> Block:
    used = None if app.amounts.hidden else one.used_permille
    word = app.amounts.unit_word(one.limit)
    head = _head("CREDIT USED", f"of {app.amounts.short(one.limit)} {word}", word)
    bar = used_bar(used, max(1, cells - _MARGIN))
    text = app.amounts.short(one.limit) if app.amounts.hidden else percent(used)
    return Block(head, (text.replace(" %", "%"),), strong_role(used), (bar, bar))


def _cells(width: int, blocks: int) -> int:
    """How wide each of so many blocks is."""
    return (width - _MARGIN) // max(1, blocks) - _MARGIN


def _largest(blocks: Sequence[Block], width: int) -> int:
    """How large these can be drawn beside each other, with nothing left out of the first text."""
    cells = _cells(width, len(blocks))
    texts = [block.texts[0] for block in blocks if is_drawable(block.texts[0])]
    fits = (s for s in range(_LARGEST, 1, -1) if all(width_of_big(t, s) <= cells for t in texts))
    return next(fits, 1)


def _row_lines(rows: Sequence[Sequence[Block]], width: int, scales: Sequence[int]) -> list[Line]:
    drawn = zip(rows, scales, strict=True)
    return [line for blocks, scale in drawn for line in _row(blocks, width, scale)]


def _row(blocks: Sequence[Block], width: int, scale: int) -> list[Line]:
    """Blocks side by side, equally wide, below a blank line."""
    cells = _cells(width, len(blocks))
    columns = [_column(block, cells, scale) for block in blocks]
    lines: list[Line] = [()]
    for y in range(max(len(column) for column in columns)):
        line: list[Span] = [Span(" " * _MARGIN)]
        for column in columns:
            line.extend(_filled(column[y] if y < len(column) else (), cells))
            line.append(Span(" " * _MARGIN))
        lines.append(line)
    return lines


def _column(block: Block, cells: int, scale: int) -> list[Line]:
    head = next((head for head in block.heads if width_of(head) <= cells), block.heads[-1])
    drawable = (text for text in block.texts if is_drawable(text))
    fitting = next((text for text in drawable if width_of_big(text, scale) <= cells), None)
    if fitting is not None:
        return [head, (), *big(fitting, block.role, scale), *block.below]
    plain: list[Line] = [()] * (HEIGHT * scale)
    plain[len(plain) // 2] = (Span(block.texts[-1], block.role),)
    return [head, (), *plain, *block.below]


def _filled(line: Line, cells: int) -> list[Span]:
    left = cells
    kept: list[Span] = []
    for span in line:
        text = fit(span.text, left) if len(span.text) > left else span.text
        kept.append(span._replace(text=text))
        left -= len(text)
        if left <= 0:
            return kept
    return [*kept, Span(" " * left)]


def _needs(app: VoltageApp, snapshot: Snapshot, width: int) -> list[Line]:
    """The sentences of the first screen, without the keys that lead on: here they do not."""
    found = sentences(app, snapshot, width)
    keyless = [[span for span in line if span.role is not Role.ACCENT] for line in found]
    return [(), *keyless] if found else []
