"""Every field of a payment that is said nowhere else."""

from __future__ import annotations

from voltage_tui.model.payment import PaymentError
from voltage_tui.treasury.durations import duration
from voltage_tui.ui.paint import Line
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.payments.look import Look, fact, moment_words, section


def details(look: Look, width: int) -> list[Line]:
    """Identifiers, kind, times, the error as it came, metadata."""
    payment = look.payment
    account = look.snapshot.account(payment.wallet_id) if look.snapshot else None
    rows: list[tuple[str, str]] = [
        ("payment id", payment.id),
        ("wallet", account.wallet.name if account else "not known"),
        ("wallet id", payment.wallet_id),
        ("organization", payment.organization_id),
        ("environment", payment.environment_id),
        ("direction", payment.direction.value),
        ("kind", payment.kind.value),
        ("status", payment.status.value),
        ("currency", payment.currency),
    ]
    if payment.category is not None:
        rows.append(("category", payment.category.value))
    if payment.route is not None:
        rows.append(("route", payment.route.value))
    rows.append(("check only", "yes, nothing is paid" if payment.check_only else "no"))
    if payment.expiration_s is not None:
        rows.append(("can be paid for", f"{payment.expiration_s:,} s"))
    rows += [
        ("created", moment_words(payment.created_at)),
        ("last change", moment_words(payment.updated_at)),
        ("read", _age(look)),
    ]
    lines = [line for label, value in rows for line in fact(label, value, width)]
    shown = section("details", lines)
    if payment.error is not None:
        shown += section("error as it came", _error(look, payment.error, width))
    return shown + section("metadata", _metadata(look, width))


def _age(look: Look) -> str:
    if look.reading is None or look.reading.read_at is None:
        return "not yet with its events"
    read_at = look.reading.read_at
    return f"{moment_words(read_at)}, {duration(look.now - read_at)} ago"


def _error(look: Look, error: PaymentError, width: int) -> list[Line]:
    lines = fact("type", error.type.value, width)
    if error.code is not None:
        lines += fact("code", error.code.value, width)
    if error.detail:
        lines += fact("detail", look.private(error.detail), width)
    for name, value in error.context.items():
        lines += fact(name, look.private(value), width)
    return lines


def _metadata(look: Look, width: int) -> list[Line]:
    lines: list[Line] = []
    for key, value in sorted(look.payment.metadata.items()):
        lines += fact(key, look.private(value), width, Role.TEXT)
    return lines
