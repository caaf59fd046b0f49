"""The dialog that creates a wallet on a line of credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.money import (
    USD,
    EntryUnit,
    InvalidAmountError,
    Money,
    parse_entry,
    plain,
)
from voltage_tui.ui.network_word import network_word
from voltage_tui.ui.paint import Span
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.wallets.metadata import InvalidMetadataError, parse_metadata
from voltage_tui.ui.screens.wallets.rename import name_problem
from voltage_tui.ui.templates.fill import Entries, entries_words, fill_in
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

    from voltage_tui.model.credit import LineOfCredit


_WORDS = {EntryUnit.SATS: "sats", EntryUnit.BTC: "BTC", EntryUnit.USD: "USD"}


@dataclass(frozen=True, slots=True)
class NewWalletOrder:
    """What was asked for; `limit` is in the line's currency, 0 for no credit."""

    name: str
    line: LineOfCredit
    limit: Money
    metadata: Mapping[str, str]


class CreateWallet(Dialog[NewWalletOrder]):
    """Dismissed with the order; `ctrl+n` chooses the line."""

    TITLE = "Create a wallet"
    KEYS = (
        ("enter", "create"),
        ("tab", "next"),
        ("^n", "next line"),
        ("^f", "template"),
        ("esc", "cancel"),
    )
    BINDINGS = [("ctrl+n", "next_line", ""), ("ctrl+f", "fill_in", "")]  # noqa: RUF012 - Textual reads it from the class

    def __init__(self, lines: Sequence[LineOfCredit]) -> None:
        super().__init__()
        self._lines = lines
        self._at = 0
        self._wallet_name = Field("Name")
        self._limit = Field("Credit limit", hint="0 for no credit")
        self._metadata = Field("Metadata (optional)", hint="cost_center=ops-7, team=support")
        self._line_note = Note()

    @property
    def line(self) -> LineOfCredit:
        """The line that is chosen."""
        return self._lines[self._at]

    def body(self) -> Iterable[Widget]:
        """Name, line, limit, metadata."""
        yield self._wallet_name
        yield Note("Line of credit")
        yield self._line_note
        yield Note()
        yield self._limit
        yield self._metadata

    def on_mount(self) -> None:
        """Say which line is chosen."""
        self._show_line()

    def action_next_line(self) -> None:
        """Choose the next line."""
        self._at = (self._at + 1) % len(self._lines)
        self._show_line()
        self._echo()

    def action_fill_in(self) -> None:
        """Fill in the metadata from a template."""
        fill_in(self.app, self._entries, self._take_entries)

    def _entries(self) -> Entries:
        try:
            return tuple(parse_metadata(self._metadata.value).items())
        except InvalidMetadataError:
            return ()

    def _take_entries(self, entries: Entries) -> None:
        """Written as they are typed; the entries of no template stay."""
        together = {**dict(self._entries()), **dict(entries)}
        if any("," in f"{key}{value}" or "=" in key for key, value in together.items()):
            self._metadata.say("An entry with a comma cannot be written here.", Role.BAD)
            return
        self._metadata.say("")
        self._metadata.input.value = entries_words(tuple(together.items()))
        self._metadata.input.focus()

    def _show_line(self) -> None:
        line = self.line
        self._limit.rename(f"Credit limit, in {_WORDS[self._unit()]}")
        count = f"  {self._at + 1} of {len(self._lines)}" if len(self._lines) > 1 else ""
        self._line_note.say(
            [
                Span(f" {line.currency.upper()} line ", Role.STRONG),
                network_word(line.network),
                Span(f"  {self.app.amounts.words(line.unallocated)} not handed out", Role.MUTED),
                Span(count, Role.MUTED),
            ]
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Echo the limit as it is typed."""
        if event.input is self._limit.input:
            self._echo()

    def _echo(self) -> None:
        if not self._limit.value:
            self._limit.say("")
            return
        limit = self._parse_limit()
        if isinstance(limit, str):
            self._limit.say(limit, Role.BAD)
        elif limit > self.line.unallocated:
            left = plain(self.line.unallocated)
            self._limit.say(f"More than the line has left to hand out ({left}).", Role.WARN)
        else:
            self._limit.say(f"= {plain(limit)}")

    def _unit(self) -> EntryUnit:
        """What a bare number is in; always named beside the field (safety rule S-22)."""
        return EntryUnit.USD if self.line.currency == USD else EntryUnit.SATS

    def _parse_limit(self) -> Money | str:
        try:
            amount = parse_entry(self._limit.value, self._unit()).amount
        except InvalidAmountError as error:
            words = str(error)
            return f"{words[:1].upper()}{words[1:]}."
        if amount.currency != self.line.currency:
            return f"This line is in {self.line.currency.upper()}: the limit must be too."
        return amount

    def accept(self) -> None:
        """Check every field; the first mistake gets the focus."""
        problem = name_problem(self._wallet_name.value)
        if problem is not None:
            self._wallet_name.say(problem, Role.BAD)
            self._wallet_name.input.focus()
            return
        self._wallet_name.say("")
        limit = self._parse_limit()
        if isinstance(limit, str):
            self._limit.say(limit, Role.BAD)
            self._limit.input.focus()
            return
        try:
            metadata = parse_metadata(self._metadata.value)
        except InvalidMetadataError as error:
            self._metadata.say(str(error), Role.BAD)
            self._metadata.input.focus()
            return
        self.dismiss(NewWalletOrder(self._wallet_name.value, self.line, limit, metadata))
