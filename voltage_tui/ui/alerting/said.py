"""Alerts as the screen says them now: hidden where amounts are, with a memo where it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voltage_tui.model.alert import Alert, SubjectKind
from voltage_tui.model.ids import PaymentId
from voltage_tui.treasury.alerting.words import headline
from voltage_tui.treasury.attention_words import Telling
from voltage_tui.ui.paint import fit

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.ui.app import VoltageApp


_NAME: Final = 28
"""Cells for a name and for a memo: what happened stands behind them and must be read first."""


def telling(app: VoltageApp) -> Telling:
    """How it is told now."""
    return Telling(app.now(), app.amounts.words, app.amounts.hidden)


def said(app: VoltageApp, alert: Alert, at: datetime | None = None) -> str:
    """What happened, as of now or `at`, with the payment's memo where it is known and shown."""
    memo = ""
    if alert.about.kind is SubjectKind.PAYMENT and app.snapshot is not None:
        payment = app.snapshot.payment(PaymentId(alert.about.id))
        memo = (payment.memo or "") if payment is not None else ""
    by = telling(app)
    shown = replace(alert, about=replace(alert.about, name=fit(alert.about.name, _NAME)))
    return headline(shown, by if at is None else replace(by, now=at), fit(memo, _NAME))
