"""What the tests of paying do over and over, on the stage all tests use."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tests.ui.stage import Stage
from voltage_tui.destinations import bolt11
from voltage_tui.money import USD
from voltage_tui.simulator.faults import Break
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.paying.sending import Sending, SendStage
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.form import SendPage

LIVED = SimulatorOptions(payer=Payer.MANUAL, history_days=5)


def outside(s: Stage, sats: int = 1_000, expiry_s: int = 3_600) -> str:
    """An invoice of somebody that the simulator can pay."""
    return s.simulator.invoice_to_pay(sats * 1_000, "hosting", expiry_s)


async def open_form(s: Stage) -> None:
    """The form, with the power to send."""
    assert s.app.power is not None
    if not s.app.power.armed_left_s:
        await s.press("A")
        await s.until(lambda: s.app.power is not None and s.app.power.armed_left_s)
    await s.press("s")
    assert isinstance(s.app.pages.front, SendPage)
    await s.paint()


async def paste(s: Stage, text: str) -> None:
    """A paste, as one event."""
    s.app.post_message(events.Paste(text))
    await s.paint()


def value(s: Stage, name: str) -> str:
    """What a field of the form holds."""
    return s.app.query_one(f"#send-{name}", Input).value


def sends(s: Stage) -> list[dict[str, object]]:
    """The bodies of the requests to send."""
    return [body for path, body in s.posts if path == "payments"]


async def review(s: Stage, text: str) -> ConfirmPage:
    """Paste, go on, and look at the card that asks for as long as it takes to answer."""
    await open_form(s)
    await paste(s, text)
    await s.press("tab", "enter")
    await s.pass_time(SETTLE_S)
    front = s.app.pages.front
    assert isinstance(front, ConfirmPage), s.text
    return front


def last_four(invoice: str) -> str:
    """What the strong confirm asks for."""
    return bolt11.decode(invoice).payee.hex()[-4:]


async def confirm(s: Stage, invoice: str) -> None:
    """Type the last four, then enter."""
    await s.press(*last_four(invoice), "enter")


def sending(s: Stage) -> Sending:
    """The one payment that is sent."""
    (found,) = s.snapshot.sendings
    return found


async def until_at(s: Stage, stage: SendStage, most_s: float = 60.0) -> None:
    """Let time pass until the payment is at `stage`."""
    await s.until(lambda: any(x.stage is stage for x in s.snapshot.sendings), most_s)
    await s.pass_time(0.5)


async def pay_unanswered(s: Stage) -> str:
    """Pay an invoice, and have no answer come, until it is not known whether it was sent."""
    text = outside(s)
    s.faults.add(Break.NEVER_ANSWER, method="POST", path=".*/payments")
    await review(s, text)
    await confirm(s, text)
    await until_at(s, SendStage.UNKNOWN)
    return text


async def review_from_dollars(s: Stage) -> ConfirmPage:
    """The card that asks for a payment from the wallet that holds dollars, with its rate."""
    await open_form(s)
    await paste(s, outside(s))
    dollars = next(a for a in s.snapshot.accounts if a.currency == USD)
    form = s.app.pages.front
    assert isinstance(form, SendPage)
    form._wallet.choose(dollars.wallet.id)
    form._chosen = True
    form.judge()
    await s.press("tab", "enter")
    await s.until(lambda: isinstance(s.app.pages.front, ConfirmPage))
    await s.pass_time(SETTLE_S)
    front = s.app.pages.front
    assert isinstance(front, ConfirmPage)
    return front
