"""Which page is showing: the numbered ones, and what is opened on top of each."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from textual.containers import Container

from voltage_tui.ui.palette import Role
from voltage_tui.ui.watches import Watches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from voltage_tui.model.ids import WalletId
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.treasury.topics import Topic
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.commands.command import Command
    from voltage_tui.ui.screens.page import Page


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered page: its title, and how to make it, imported when first shown."""

    title: str
    make: Callable[[], Page]


def _balances() -> Page:
    from voltage_tui.ui.screens.balances.page import BalancesPage  # noqa: PLC0415

    return BalancesPage()


def _wallets() -> Page:
    from voltage_tui.ui.screens.wallets.page import WalletsPage  # noqa: PLC0415

    return WalletsPage()


def _payments() -> Page:
    from voltage_tui.ui.screens.payments.page import PaymentsPage  # noqa: PLC0415

    return PaymentsPage()


def _ledger() -> Page:
    from voltage_tui.ui.screens.ledger.page import LedgerPage  # noqa: PLC0415

    return LedgerPage()


def _credit() -> Page:
    from voltage_tui.ui.screens.credit.page import CreditPage  # noqa: PLC0415

    return CreditPage()


def _alerts() -> Page:
    from voltage_tui.ui.screens.alerts.page import AlertsPage  # noqa: PLC0415

    return AlertsPage()


def _close() -> Page:
    from voltage_tui.ui.screens.close.page import ClosePage  # noqa: PLC0415

    return ClosePage()


def _monitor() -> Page:
    from voltage_tui.ui.screens.monitor.page import MonitorPage  # noqa: PLC0415

    return MonitorPage()


@runtime_checkable
class ShowsLedgerOf(Protocol):
    """The ledger page, as other pages know it."""

    def show_wallet(self, wallet_id: WalletId) -> None:
        """Show this wallet's ledger."""


LEDGER: Final = 4
ALERTS: Final = 6
PAGES: Final[Mapping[int, Numbered]] = MappingProxyType(
    {
        1: Numbered("Balances", _balances),
        2: Numbered("Wallets", _wallets),
        3: Numbered("Payments", _payments),
        LEDGER: Numbered("Ledger", _ledger),
        5: Numbered("Credit", _credit),
        ALERTS: Numbered("Alerts", _alerts),
        8: Numbered("Close", _close),
    }
)
"""By the number that is their key, which stays theirs whatever else is added."""


class Pages:
    """The pages of one app; `number` is the tab that is filled, `watches` outlive every page."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app
        self.watches = Watches(app)
        self.number = 1
        self._roots: dict[int, Page] = {}
        self._stacks: dict[int, list[Page]] = {n: [] for n in PAGES}
        self._front: Page | None = None
        self._ready: Page | None = None

    # --- moving --------------------------------------------------------------------------------

    @property
    def front(self) -> Page | None:
        """The page that is showing."""
        return self._front

    @property
    def is_ready(self) -> bool:
        """Whether the page that is showing can be typed into."""
        return self._ready is self._front

    @property
    def deep(self) -> bool:
        """Whether something is open that can be left with esc."""
        return bool(self._stacks[self.number])

    def go(self, number: int) -> None:
        """Show a numbered page; on the one showing, close what is open on top of it."""
        if number == self.number and self._front is not None:
            for page in self._stacks[number]:
                page.remove()
            self._stacks[number].clear()
        self.number = number
        if number not in self._roots:
            made = _monitor if self._app.launch.monitor else PAGES[number].make
            self._roots[number] = made()
            self._mount(self._roots[number])
        stack = self._stacks[number]
        self._show(stack[-1] if stack else self._roots[number])

    def open(self, page: Page) -> None:
        """Show a page on top of the one showing."""
        self._stacks[self.number].append(page)
        self._mount(page)
        self._show(page)

    def back(self) -> None:
        """Close what is on top."""
        stack = self._stacks[self.number]
        if not stack:
            return
        page = stack.pop()
        self._show(stack[-1] if stack else self._roots[self.number])
        page.remove()

    def close(self, page: Page) -> None:
        """Close a page wherever it is."""
        if page is self._front:
            self.back()
            return
        for stack in self._stacks.values():
            if page in stack:
                stack.remove(page)
                page.remove()

    def _mount(self, page: Page) -> None:
        page.display = False
        self._app.screen_stack[0].query_one("#body", Container).mount(page)

    def _show(self, page: Page) -> None:
        old, self._front = self._front, page
        if old is not None and old is not page:
            self._ready = None
            old.display = False
            old.left()
        page.display = True
        if page.is_mounted:
            self.ready(page)
        self._app.frame_changed()

    def worker_ended(self) -> None:
        """The worker is about to be another one: the page that is showing lets go of this one."""
        if self._live is not None:
            self._live.left()

    def worker_is_new(self) -> None:
        """There is another one: the page that is showing begins with it."""
        if self._live is not None:
            self._bring(self._live)

    def ready(self, page: Page) -> None:
        """Bring a page up to date that is composed and in front; a page says so once it is.

        Before that it takes no calls: one that was made would be dropped without a word.
        """
        if page is self._front:
            page.call_after_refresh(self._bring, page)

    def _bring(self, page: Page) -> None:
        if page is not self._live:
            return
        if self._app.snapshot is not None:
            page.update(self._app.snapshot)
        else:
            page.nothing_yet()
        page.shown()
        self._ready = page
        self._app.typed.page_is_ready()
        self._app.frame_changed()

    # --- news ----------------------------------------------------------------------------------

    @property
    def _live(self) -> Page | None:
        """The page that is showing, once it has been composed and until the program leaves."""
        front = self._front
        return front if front is not None and front.is_mounted and front.is_running else None

    def news(self, snapshot: Snapshot, topics: frozenset[Topic]) -> None:
        """Tell the page that is showing; the others catch up when they are shown."""
        front = self._live
        if front is not None and front.TOPICS & topics:
            front.update(snapshot)
        self.watches.news(snapshot)

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        self.watches.say()
        if self._live is not None:
            self._live.tick(now)

    def recolour(self) -> None:
        """Paint the page that is showing again; the others do when they are shown."""
        front = self._live
        if front is not None:
            front.recolour()
            if self._app.snapshot is not None:
                front.update(self._app.snapshot)
            else:
                front.nothing_yet()

    def locking(self) -> None:
        """Tell every page, showing or not, that the program locks."""
        for page in (*self._roots.values(), *(p for s in self._stacks.values() for p in list(s))):
            page.locking()

    def commands(self) -> Sequence[Command]:
        """What the page that is showing offers."""
        return self._front.commands() if self._front is not None else ()

    def let_through(self, everywhere: Sequence[Command]) -> Sequence[Command]:
        """Those of the commands of everywhere that the page that is showing leaves in force."""
        front = self._front
        return [c for c in everywhere if front is None or front.lets_through(c.id)]

    def before_key(self, key: str) -> None:
        """A key was pressed that no field took: the page that is showing hears of it first."""
        if self._live is not None:
            self._live.before_key(key)

    def other_key(self) -> None:
        """A key was pressed that does nothing now: the page that is showing may say so."""
        if self._live is not None:
            self._live.other_key()

    # --- acts ----------------------------------------------------------------------------------

    def can_receive(self) -> bool:
        """Whether asking for a payment is possible now."""
        return self._app.treasury is not None and not self._app.launch.read_only

    def receive(self) -> None:
        """Open the form that asks for a payment, for the wallet under the cursor."""
        from voltage_tui.ui.screens.receive.form import ReceivePage  # noqa: PLC0415

        power = self._app.power
        if power is not None and power.refusal is not None:
            self._app.say(power.refusal, Role.WARN)
            return
        self.open(ReceivePage(getattr(self._front, "current_wallet", None)))

    def can_send(self) -> bool:
        """Whether the form that pays can be opened here; from itself it cannot."""
        return self.can_receive() and not getattr(self._front, "PAYS", False)

    def send(self) -> None:
        """Open the form that pays, for the wallet under the cursor."""
        from voltage_tui.ui.screens.send.opening import open_form  # noqa: PLC0415

        open_form(self._app)

    def ledger_of(self, wallet_id: WalletId) -> None:
        """Go to the ledger of one wallet."""
        self.go(LEDGER)
        page = self._roots[LEDGER]
        if isinstance(page, ShowsLedgerOf):
            page.show_wallet(wallet_id)

    def toggle_armed(self) -> None:
        """Raise the power to send, or lower it again."""
        power = self._app.power
        arming = self._app.link.arming
        if power is None or arming is None:
            return
        if power.refusal is not None:
            self._app.say(power.refusal, Role.WARN)
        elif power.armed_left_s:
            power.disarm()
            self._app.say(f"Back to {power.level.word}.")
        else:
            arming.arm()
        self._app.frame_changed()

    def power_changed(self, words: str | None) -> None:
        """What this run may do has changed, or has not been: `words` tell it."""
        if words is not None:
            self._app.say(words, Role.WARN)
        self._app.frame_changed()

    def read_now(self) -> None:
        """Read everything again now, or connect again after trouble."""
        if self._app.trouble is not None:
            self._app.news.connect_again()
            self._app.say("Connecting again.")
        elif self._app.treasury is not None:
            self._app.treasury.refresh()
            self._app.say("Reading everything again.")
            if self._app.power is not None and self._app.power.held is not None:
                self._app.link.ask_to_write()

    def choose_theme(self) -> None:
        """Open the list of themes."""
        from voltage_tui.ui.commands.theme_picker import ThemePicker  # noqa: PLC0415

        known = self._app.preferences
        self._app.push_screen(ThemePicker(known.theme_choices, known.theme.name))

    def open_palette(self) -> None:
        """Open the list of commands."""
        from voltage_tui.ui.commands.finder import CommandFinder  # noqa: PLC0415

        self._app.push_screen(CommandFinder(self._app.commands()), self._run_found)

    def _run_found(self, command: Command | None) -> None:
        if command is not None:
            # Not before the list is gone: a command may open something of its own.
            self._app.call_later(command.run)

    def open_help(self) -> None:
        """Open the list of keys."""
        from voltage_tui.ui.commands.help import HelpScreen  # noqa: PLC0415

        self._app.push_screen(HelpScreen(self._app.commands()))

    def quit(self) -> None:
        """Leave the program, or ask first where something is under way."""
        self._app.leaving.asked()
