"""What can be done about rates: turning the service on, fetching what is missing, giving one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.model.kept_rates import subject_of_payment
from voltage_tui.model.writes import WriteForbiddenError
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.commands.command import Command
from voltage_tui.ui.palette import Role
from voltage_tui.ui.pricing.words import ended_words, minute_words
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from voltage_tui.launch import CoinPriceService
    from voltage_tui.model.ids import PaymentId, WalletId
    from voltage_tui.model.period import Period
    from voltage_tui.treasury.pricing.pricing import Pricing
    from voltage_tui.treasury.treasury import Treasury
    from voltage_tui.ui.app import VoltageApp
    from voltage_tui.ui.pricing.manual_dialog import Given
    from voltage_tui.ui.pricing.shown import RowRate


def fetch_missing(
    app: VoltageApp, period: Period | None = None, wallets: Sequence[WalletId] = ()
) -> None:
    """Fetch the coin prices that are missing in a period (or at any time), once that is allowed."""
    _once_allowed(app, lambda pricing: pricing.fetch_missing(period, wallets))


def fetch_minutes(app: VoltageApp, moments: Iterable[datetime]) -> None:
    """Fetch the coin prices of the minutes these moments are in, once that is allowed."""
    wanted = tuple(moments)
    _once_allowed(app, lambda pricing: pricing.fetch_minutes(wanted))


def toggle_service(app: VoltageApp) -> None:
    """Turn the coin price service on, after saying who is asked, or off."""
    service = app.launch.coin_prices
    if service is None:
        return
    if not service.is_on():
        _ask_to_turn_on(app, service, lambda: None)
        return
    app.preferences.allow_coin_prices(on=False)
    if app.treasury is not None:
        app.treasury.pricing.stop_fetching()
    app.say(f"The coin price service is off: {service.host} is not asked.")


def open_manual(app: VoltageApp, payment_id: PaymentId, row: RowRate) -> None:
    """Ask for the rate of a payment, one of whose rows is this, and keep it."""
    from voltage_tui.ui.pricing.manual_dialog import ManualRateDialog  # noqa: PLC0415 - when asked

    def given(answer: Given | None) -> None:
        if answer is not None:
            begin(app, partial(_keep, app, payment_id, answer), "rates")

    dialog = ManualRateDialog(row.amount, minute_words(row.at), row.manual, app.amounts)
    app.push_screen(dialog, given)


def rate_commands(
    app: VoltageApp, payment_id: PaymentId, rows: Callable[[], Sequence[RowRate]]
) -> tuple[Command, ...]:
    """The two keys of a payment whose rate is missing, or was given by hand."""

    def lacking() -> list[datetime]:
        return [row.at for row in rows() if row.can_be_fetched]

    def settable() -> RowRate | None:
        return next((row for row in rows() if row.can_be_set), None)

    def set_one() -> None:
        row = settable()
        if row is not None:
            open_manual(app, payment_id, row)

    return (
        Command(
            "fetch-rate",
            ("R",),
            "fetch rate",
            "Fetch the coin price of the payment's minute.",
            lambda: fetch_minutes(app, lacking()),
            lambda: bool(lacking()) and app.launch.coin_prices is not None,
            footer=20,
        ),
        Command(
            "set-rate",
            ("m",),
            "set rate",
            "Give the rate at the payment's moment yourself, with a reason.",
            set_one,
            lambda: settable() is not None,
        ),
    )


def _once_allowed(app: VoltageApp, fetch: Callable[[Pricing], str | None]) -> None:
    service = app.launch.coin_prices
    if app.treasury is None or service is None:
        app.say("Prices can be fetched once it is connected.", Role.WARN)
        return

    def go() -> None:
        if app.treasury is None:
            return
        why = fetch(app.treasury.pricing)
        app.say(why or "Fetching prices.", Role.WARN if why else Role.TEXT)
        if why is None:
            _tell_the_end(app, app.treasury, service)

    if service.is_on():
        go()
    else:
        _ask_to_turn_on(app, service, go)


def _tell_the_end(app: VoltageApp, treasury: Treasury, service: CoinPriceService) -> None:
    """Say what the fetching gave once it has ended, wherever the person is by then.

    Not where they turned the service off: that has been said.
    """

    def heard(topics: frozenset[Topic]) -> None:
        progress = treasury.snapshot.pricing
        if Topic.PRICING in topics and not progress.running:
            stop()
            if app.treasury is treasury and service.is_on():
                app.say(ended_words(progress), Role.WARN if progress.problem else Role.TEXT)

    stop = treasury.subscribe(heard)


def _ask_to_turn_on(app: VoltageApp, service: CoinPriceService, then: Callable[[], None]) -> None:
    from voltage_tui.ui.pricing.service_dialog import ServiceDialog  # noqa: PLC0415 - when asked

    def answered(yes: bool | None) -> None:  # noqa: FBT001 - what the dialog gives
        if yes:
            app.preferences.allow_coin_prices(on=True)
            app.say(f"The coin price service is on: {service.host} is asked when you fetch.")
            then()

    app.push_screen(ServiceDialog(service), answered)


async def _keep(app: VoltageApp, payment_id: PaymentId, given: Given) -> None:
    if app.treasury is None:
        return
    try:
        await app.treasury.pricing.set_manual(
            subject_of_payment(payment_id), given.rate, given.reason
        )
    except TroubleError as error:
        app.say(str(error), Role.BAD)
    except WriteForbiddenError as error:
        app.say(f"{error.words}; {error.advice}.", Role.WARN)
    else:
        app.say("The rate is kept." if given.rate is not None else "The rate is gone.")
