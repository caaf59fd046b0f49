"""The dialog that asks for the rate of one payment, and why it is that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.exports.values import rate_text, worth
from voltage_tui.store.mirror.rates import LONGEST_REASON
from voltage_tui.text import clean
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.typed import InvalidTypedRateError, typed_rate
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget
    from textual.widgets import Input

    from voltage_tui.model.kept_rates import ManualRate
    from voltage_tui.money import Money, Rate
    from voltage_tui.ui.display import Display


@dataclass(frozen=True, slots=True)
class Given:
    """A rate and its reason; None takes the one before away."""

    rate: Rate | None
    reason: str


class ManualRateDialog(Dialog[Given]):
    """Dismissed with what was given.

    `amount` is what the payment moved, to show what it would be worth; `old` the rate before.
    """

    TITLE = "The rate at this payment's moment"
    KEYS = (("enter", "keep"), ("esc", "cancel"))

    def __init__(self, amount: Money, when: str, old: ManualRate | None, display: Display) -> None:
        super().__init__()
        self._amount, self._when, self._old, self._display = amount, when, old, display
        typed = "" if old is None else rate_text(old.rate)
        self._rate = Field("Dollars for one bitcoin", value=typed, hint="80172.10")
        reason = "" if old is None else old.reason
        self._reason = Field("Why this rate", value=reason, hint="as in the contract")

    def body(self) -> Iterable[Widget]:
        """The moment, two fields."""
        yield Note(f"It took effect on {self._when}.")
        yield Note()
        yield self._rate
        yield self._reason
        yield Note("It goes into exports as manual; the reason stays here.")
        if self._old is not None:
            yield Note("An empty rate takes it away.")

    def on_mount(self) -> None:
        """Say what the one before comes to."""
        self._echo()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what it comes to while it is typed."""
        event.stop()
        self._echo()

    def accept(self) -> None:
        """Keep a rate that can be read, with a reason."""
        reason = clean(self._reason.value, LONGEST_REASON).strip()
        if self._old is not None and not self._rate.value:
            self.dismiss(Given(None, reason or "taken away"))
            return
        try:
            rate = typed_rate(self._rate.value)
        except InvalidTypedRateError as error:
            self._rate.say(str(error), Role.BAD)
            self._rate.input.focus()
            return
        if not reason:
            self._reason.say("An accountant will ask why: say it in a few words.", Role.BAD)
            self._reason.input.focus()
            return
        self.dismiss(Given(rate, reason))

    def _echo(self) -> None:
        self._reason.say("")
        try:
            value = worth(self._amount, typed_rate(self._rate.value))
        except InvalidTypedRateError:
            self._rate.say("")
            return
        words = self._display.words
        self._rate.say(f"{words(self._amount)}: worth {words(value)} then.")
