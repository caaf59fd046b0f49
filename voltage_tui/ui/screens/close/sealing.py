"""The dialogs that seal a month and open it again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.treasury.closing.closing import CloseError, obstacles
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.close.words import missing_words, month_title, uncleared_words
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Sequence

    from textual.widget import Widget

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.money import Currency
    from voltage_tui.treasury.closing.sealed import Sealed
    from voltage_tui.treasury.mirroring.progress import MirrorProgress
    from voltage_tui.treasury.pricing.pricing import Pricing
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.screens.close.rows import MonthRow

_LISTED = 8


class SealDialog(Dialog[str]):
    """Dismissed with the reason typed, empty where none is needed."""

    IS_CONFIRM = True
    KEYS = (("enter", "seal"), ("esc", "leave it open"))

    def __init__(self, period: Period, rows: Sequence[MonthRow], found: Sequence[str]) -> None:
        super().__init__()
        self._period = period
        self._rows = rows
        self._found = found
        self._reason = Field("Reason", hint="why it is sealed all the same")
        self._rates = Note("Missing rates are being counted.")

    def title_words(self) -> str:
        """Which month, and of whom."""
        whose = self._rows[0].name if len(self._rows) == 1 else f"{len(self._rows)} wallets"
        return f"Seal {month_title(self._period)} of {whose}"

    def body(self) -> Iterable[Widget]:
        """What it means, what is in the way, and the reason then."""
        yield Note(
            f"Counted in {self._period.zone}. Its rows, sums and balances are kept with "
            "their SHA-256; a row that comes or changes later is an alert."
        )
        if not self._found:
            yield Note()
            yield Note("● difference 0, every row here, the month over", Role.OK)
            yield from self._left()
            return
        yield Note()
        for words in self._found[:_LISTED]:
            yield Note(f"! {words}", Role.WARN)
        if len(self._found) > _LISTED:
            yield Note(f"and {len(self._found) - _LISTED} more", Role.MUTED)
        yield from self._left()
        yield Note()
        yield self._reason

    def on_mount(self) -> None:
        """Count the rates that are missing."""
        begin(self, self._count_rates, "rates")

    def _left(self) -> Iterable[Widget]:
        """What a seal does not wait for, and leaves as it is."""
        sums = [row.month.sums for row in self._rows]
        left, rows = sum(s.uncleared_rows for s in sums), sum(s.rows for s in sums)
        yield Note(uncleared_words(left, rows))
        yield self._rates

    async def _count_rates(self) -> None:
        treasury = self.app.treasury
        try:
            missing = None if treasury is None else await self._lacking(treasury.pricing)
        except TroubleError:
            missing = None
        self._rates.say(missing_words(missing))

    async def _lacking(self, pricing: Pricing) -> int:
        """The rows of what is sealed that lack a rate: a wallet's other currency is not sealed."""
        wallets: defaultdict[Currency, list[WalletId]] = defaultdict(list)
        for row in self._rows:
            wallets[row.month.currency].append(row.month.wallet_id)
        found = [
            await pricing.missing(self._period, of, currency) for currency, of in wallets.items()
        ]
        return sum(missing.count for missing in found)

    def accept(self) -> None:
        """What is in the way needs a reason."""
        if self._found and not self._reason.value:
            self._reason.say("A month like this is sealed only with a reason.", Role.BAD)
            return
        self.dismiss(self._reason.value if self._found else "")


class UnsealDialog(Dialog[str]):
    """Dismissed with the reason typed."""

    IS_CONFIRM = True
    KEYS = (("enter", "unseal"), ("esc", "leave it sealed"))

    def __init__(self, name: str, sealed: Sealed, title: str) -> None:
        super().__init__()
        self._whose = name
        self._sealed = sealed
        self._which = title
        self._reason = Field("Reason")

    def title_words(self) -> str:
        """Which month."""
        return f"Unseal {self._which} of {self._whose}"

    def body(self) -> Iterable[Widget]:
        """What it means, then the field."""
        yield Note(
            "Changes in it are no alert any more. The seal stays in the record, "
            "with who opened it, when and why."
        )
        yield Note()
        yield self._reason

    def accept(self) -> None:
        """A reason is always needed."""
        if not self._reason.value:
            self._reason.say("A sealed month is opened only with a reason.", Role.BAD)
            return
        self.dismiss(self._reason.value)


def ask_to_seal(app: VoltageApp, period: Period, rows: Sequence[MonthRow]) -> None:
    """Seal these months of wallets, once the person has said so."""
    treasury = app.treasury
    if treasury is None or not rows:
        return
    mirrors = app.snapshot.mirrors if app.snapshot is not None else {}
    reading = [row.name for row in rows if _is_under_way(mirrors.get(row.month.wallet_id))]
    if reading:
        app.say(f"{reading[0]}: still being read. Seal it once every row is here.", Role.WARN)
        return
    found = [
        f"{row.name}: {obstacle.value}"
        for row in rows
        for obstacle in obstacles(row.month, over=row.month.is_over(app.now()))
    ]

    def answered(reason: str | None) -> None:
        if reason is not None:
            months = [row.month for row in rows]
            work = treasury.closing.seal(months, reason or None)
            done = f"{month_title(period)} is sealed."
            treasury.closing.carry_out("seal", _told(app, work, done))

    app.push_screen(SealDialog(period, rows, found), answered)


def _is_under_way(progress: MirrorProgress | None) -> bool:
    return progress is None or progress.stage is Stage.SWEEPING


def ask_to_unseal(app: VoltageApp, name: str, sealed: Sealed) -> None:
    """Open a sealed month again, once there is a reason."""
    from voltage_tui.treasury.closing.sealed import period_of  # noqa: PLC0415 - when it is asked

    treasury, title = app.treasury, month_title(period_of(sealed.seal))
    if treasury is None:
        return

    def answered(reason: str | None) -> None:
        if reason is not None:
            work = treasury.closing.unseal(sealed, reason)
            done = f"{title} of {name} is open again."
            treasury.closing.carry_out("unseal", _told(app, work, done))

    app.push_screen(UnsealDialog(name, sealed, title), answered)


async def _told(app: VoltageApp, work: Awaitable[None], done: str) -> None:
    """Do it, and say how it went."""
    try:
        await work
    except CloseError as error:
        app.say(str(error), Role.BAD)
    else:
        app.say(done, Role.OK)
