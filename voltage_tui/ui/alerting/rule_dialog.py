"""The dialog that changes the thresholds of a rule, and what opens it for a wallet or a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.model.alert import AlertKind, Subject, SubjectKind
from voltage_tui.model.ids import LineId, WalletId
from voltage_tui.money import USD
from voltage_tui.treasury.alerting.rules import line_name
from voltage_tui.ui.alerting.thresholds import Measure, Threshold, read
from voltage_tui.ui.palette import Role
from voltage_tui.ui.widgets.dialog import Dialog
from voltage_tui.ui.widgets.field import Field, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from voltage_tui.alert_rules import AlertRules
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.app import VoltageApp

Typed = dict[str, int | None]


class RuleDialog(Dialog[Typed]):
    """Dismissed with what was typed, by the names of the settings."""

    KEYS = (("enter", "keep"), ("tab", "next field"), ("esc", "cancel"))

    def __init__(self, title: str, words: str, wanted: Sequence[Threshold]) -> None:
        super().__init__()
        self._title = title
        self._says = words
        self._wanted = wanted
        self._fields = [
            Field(f"{one.label}, {one.measure.value}", value=one.text, hint=_hint(one))
            for one in wanted
        ]

    def title_words(self) -> str:
        """Which rule."""
        return self._title

    def body(self) -> Iterable[Widget]:
        """What it does, and its fields."""
        yield Note(self._says)
        yield Note()
        yield from self._fields

    def on_mount(self) -> None:
        """Type at once."""
        self._fields[0].input.focus()

    def accept(self) -> None:
        """Keep what was typed, if it makes sense."""
        typed: Typed = {}
        for wanted, field in zip(self._wanted, self._fields, strict=True):
            found = read(field.value, wanted)
            if isinstance(found, str):
                field.say(found, Role.BAD)
                field.input.focus()
                return
            field.say("")
            typed[wanted.name] = found
        over, clear = typed.get("credit_over"), typed.get("credit_clear")
        if over is not None and clear is not None and clear > over:
            self._fields[1].say("at most what it is raised from", Role.BAD)
            return
        self.dismiss(typed)


def keep_rules(app: VoltageApp, rules: AlertRules) -> None:
    """Judge by these from now on, also after a restart."""
    app.preferences.remember_alerts(rules)
    if app.treasury is not None:
        app.treasury.alerting.use_rules(rules)
    app.teller.tick()


def change_rule(app: VoltageApp, kind: AlertKind) -> None:
    """Ask for the thresholds of a rule for all, and keep them."""
    rules = app.settings.alerts

    def chosen(typed: Typed | None) -> None:
        if typed is not None:
            known = {name: value for name, value in typed.items() if value is not None}
            keep_rules(app, replace(app.settings.alerts, **known))  # type: ignore[arg-type]
            app.say("The rule is kept.")

    wanted = thresholds_of(kind, rules)
    if wanted:
        app.push_screen(RuleDialog(*_about(kind), wanted), chosen)


def change_own_rule(app: VoltageApp, subject: Subject) -> None:
    """Ask for what a wallet or a line has of its own, and keep it."""
    own = app.settings.alerts.own_of(subject.id)
    wanted = [
        Threshold("credit_over", "Used credit from", Measure.PERCENT, own.credit_over),
        Threshold("credit_clear", "cleared under", Measure.PERCENT, own.credit_clear),
    ]
    if subject.kind is SubjectKind.WALLET:
        account = app.snapshot.account(WalletId(subject.id)) if app.snapshot else None
        measure = Measure.USD if account and account.currency == USD else Measure.SATS
        wanted.append(Threshold("available_under", "Can spend under", measure, own.available_under))

    def chosen(typed: Typed | None) -> None:
        if typed is None:
            return
        rules = app.settings.alerts
        rule = replace(rules.own_of(subject.id), on=True, **typed)
        keep_rules(app, rules.with_own(subject.id, rule))
        app.say(f"{subject.name}: the rule is kept. 6 R lists every rule.")

    says = "What is left empty is as for all. An alert is told by bell, title and desktop notice."
    fields = [replace(one, optional=True) for one in wanted]
    app.push_screen(RuleDialog(f"Alerts of {subject.name}", says, fields), chosen)


def change_alerts_of(app: VoltageApp, subject: WalletId | LineId) -> None:
    """As `change_own_rule`, for the wallet or line with this id."""
    known = None if app.snapshot is None else subject_of(subject, app.snapshot)
    if known is not None:
        change_own_rule(app, known)


def subject_of(subject: str, snapshot: Snapshot) -> Subject | None:
    """The wallet or line with this id, as it is called; None where it is not known."""
    account, line = snapshot.account(WalletId(subject)), snapshot.line(LineId(subject))
    if account is not None:
        return Subject(SubjectKind.WALLET, subject, account.wallet.name)
    return None if line is None else Subject(SubjectKind.LINE, subject, line_name(line))


def thresholds_of(kind: AlertKind, rules: AlertRules) -> list[Threshold]:
    """The fields of a rule; none for one that has no threshold."""
    match kind:
        case AlertKind.AVAILABLE:
            sats, cents = rules.available_under_sats, rules.available_under_cents
            return [
                Threshold("available_under_sats", "Bitcoin wallets under", Measure.SATS, sats),
                Threshold("available_under_cents", "Dollar wallets under", Measure.USD, cents),
            ]
        case AlertKind.CREDIT:
            over, clear = rules.credit_over, rules.credit_clear
            return [
                Threshold("credit_over", "Raised from", Measure.PERCENT, over),
                Threshold("credit_clear", "Cleared under", Measure.PERCENT, clear),
            ]
        case AlertKind.PAYMENT:
            sats, cents = rules.payment_over_sats, rules.payment_over_cents
            return [
                Threshold("payment_over_sats", "Bitcoin payments over", Measure.SATS, sats),
                Threshold("payment_over_cents", "Dollar payments over", Measure.USD, cents),
            ]
        case AlertKind.PENDING:
            fast, slow = rules.pending_minutes, rules.pending_onchain_minutes
            return [
                Threshold("pending_minutes", "Lightning sends over", Measure.MINUTES, fast),
                Threshold("pending_onchain_minutes", "On-chain sends over", Measure.MINUTES, slow),
            ]
        case AlertKind.WEBHOOK:
            count = rules.webhook_failures
            return [Threshold("webhook_failures", "Failed in a row", Measure.COUNT, count)]
        case AlertKind.FAILED | AlertKind.CHANGED | AlertKind.SEALED | AlertKind.PROOF:
            return []


def _about(kind: AlertKind) -> tuple[str, str]:
    """Title and words of a dialog."""
    match kind:
        case AlertKind.AVAILABLE:
            return (
                "Can be spent",
                "Available and what is left of the credit; 0 never raises. Cleared 10 % above.",
            )
        case AlertKind.CREDIT:
            return "Used credit", "Of a wallet's limit, and of a line's."
        case AlertKind.PAYMENT:
            return "Large payment", "Out or in, for a day; 0 never raises."
        case AlertKind.PENDING:
            return "Pending for long", "And never before three times what is usual for its kind."
        case _:
            return "Webhook failing", "Cleared by the next delivery that goes through."


def _hint(wanted: Threshold) -> str:
    return "as for all" if wanted.optional else ""
