"""Beside the form: what is about to be asked for, in all units, before it is (S-23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voltage_tui.model.payment import PaymentKind
from voltage_tui.money import BTC, USD, Money, plain
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.form.fault import Fault
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.frame.top import world_band
from voltage_tui.ui.paint import Line, Span, join
from voltage_tui.ui.palette import Ground, Role
from voltage_tui.ui.rate_age import age_of
from voltage_tui.ui.screens.receive.draft import EXPIRIES, KINDS, Draft, Field, Known
from voltage_tui.ui.screens.receive.fees import percent, with_fee
from voltage_tui.ui.three_units import hero, others, side_by_side
from voltage_tui.ui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Told:
    """What the panel speaks of."""

    draft: Draft
    known: Known
    amount: Asked | Fault[Field]
    hidden: bool


class Echo(Painted):
    """The panel; `told` is set before it is painted."""

    GROUND = Ground.PANEL
    told: Told | None = None

    def paint(self, width: int, height: int) -> Sequence[Line]:
        """As many of the lines as there is room for, without blank ones where it is tight."""
        if self.told is None:
            return []
        lines: list[Line] = echo_lines(self.told, width - 4)
        if len(lines) + 1 > height:
            lines = [line for line in lines if line]
        else:
            lines.insert(0, ())
        return [(Span("  "), *line) for line in lines]


def echo_lines(told: Told, width: int) -> list[Line]:
    """The lines, a blank one between subjects."""
    match told.amount:
        case Fault():
            amount: list[Line] = [(Span("—", Role.FAINT), Span("  no amount yet", Role.MUTED))]
        case Asked():
            amount = _amount(told.amount, told.known, width, hidden=told.hidden)
    return [*amount, (), *_payer(told), *_where(told)]


def _amount(asked: Asked, known: Known, width: int, *, hidden: bool) -> list[Line]:
    lines = [hero(asked.amount, hidden=hidden)]
    lines.extend(side_by_side(others(asked.amount, known.rate, known.now, hidden=hidden), width))
    if asked.rate is not None and not hidden:
        price = plain(asked.rate.rate.price)
        age = duration(age_of(asked.rate, known.now))
        lines.append((Span(f"converted at {price} a bitcoin, {age} old", Role.MUTED),))
    return lines


def _payer(told: Told) -> list[Line]:
    """What the payer will owe, as far as it can be known before the request is made."""
    currency = told.known.account.currency if told.known.account else BTC
    lines: list[Line] = []
    if currency == USD:
        lines.append((Span("the rate is locked when you ask,", Role.MUTED),))
        lines.append((Span("and the request ends with it", Role.MUTED),))
    amount = told.amount.amount if isinstance(told.amount, Asked) else None
    if told.known.fee and amount is not None:
        owed = _said(with_fee(amount, told.known.fee), hidden=told.hidden)
        note = f"  {percent(told.known.fee)} fee"
        lines.append((Span("payer pays about ", Role.MUTED), Span(owed), Span(note, Role.FAINT)))
        lines.append(
            (Span("you receive      ", Role.MUTED), Span(_said(amount, hidden=told.hidden)))
        )
    elif isinstance(told.amount, Asked) and amount is None and told.known.fee is None:
        lines.append((Span("fails if a receive fee is set here", Role.WARN),))
    return [*lines, ()] if lines else []


def _where(told: Told) -> list[Line]:
    account = told.known.account
    if account is None:
        return []
    into = (Span("into ", Role.MUTED), Span(account.wallet.name))
    how = f"{dict(KINDS)[told.draft.kind]}, for {dict(EXPIRIES)[told.draft.expiration_s]}"
    if account.currency == USD:
        how += " at most"
    lines: list[Line] = [join([into, world_band([account.wallet.network])])]
    lines.append((Span(how, Role.MUTED),))
    if told.draft.kind is not PaymentKind.BOLT11:
        lines.append((Span("on-chain may be off for an organisation", Role.FAINT),))
    return lines


def _said(amount: Money, *, hidden: bool) -> str:
    return "".join(span.text for span in hero(amount, hidden=hidden))
