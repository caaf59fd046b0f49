"""The manifest: what a pack holds, what it adds up to, what is missing, and each file's hash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import voltage_tui
from voltage_tui.exports.accounts import UNMAPPED
from voltage_tui.exports.rows import utc_text
from voltage_tui.exports.values import currency_name, decimal_of
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.exports.context import ExportContext, SweepOfPayments, SweepOfWallet
    from voltage_tui.exports.outputs import Written
    from voltage_tui.exports.tally import Sums, Tally
    from voltage_tui.exports.writer import Writer
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.money import Currency, Money

FILE: Final = "manifest.json"
VERSION: Final = 1
"""Of the manifest's own layout."""
_RULES: Final = {
    "cut_off": "rows whose effective_time is in the period, by the clocks of its time zone",
    "sign": "amounts are signed as they change the wallet's total: received +, spent -",
    "amounts": "btc with 11 places, usd with 2, assets in base units; base units are msats, cents",
    "sums": "the amounts of a wallet's rows add up to the change of its total; holds are 0",
    "fiat_value": "amount times the rate at the payment's moment, to the cent, halves to even",
    "missing_rate": "left empty and counted; never 0, never another day's rate",
    "order": "effective_time; of one moment the event, then a checksum of the entry's identifier",
    "held": "what a row reserves (-) or gives back (+) of a hold; no part of any sum",
    "formula_guard": "CSV texts that begin like a formula, or do so behind a ;, have a ' there",
    "preimages": "none is exported",
}
_SELECTION: Final = "only the rows this search found: no opening, closing or balance is stated"


def manifest_text(
    context: ExportContext,
    tally: Tally,
    files: Iterable[Written],
    writers: Mapping[str, Writer],
) -> str:
    """The manifest as JSON; the same for the same rows, whenever it is written (S-70)."""
    names = {wallet.id: wallet for wallet in context.wallets}
    document = {
        "manifest": VERSION,
        "tool": {"name": "voltage-tui", "version": voltage_tui.__version__},
        "demo": context.demo,
        "organization_id": context.organization_id,
        "environment": context.environment,
        "period": _period(context),
        "rules": _RULES,
        "rows": tally.rows,
        "selection": _selection(context),
        "complete": context.complete,
        "sweeps": [_sweep(sweep) for sweep in sorted(context.sweeps, key=lambda s: s.wallet_id)],
        "payments": _payments(context.payments),
        "wallets": [
            _wallet(names[wallet_id], currency, sums)
            for (wallet_id, currency), sums in sorted(tally.sums.items())
        ],
        "currencies": _currencies(tally),
        "missing_rates": {"count": tally.missing_rates, "rows": tally.without_rate},
        "unknown_amounts": {"count": tally.unknown_amounts, "rows": tally.without_amount},
        "unmapped": {"count": tally.unmapped, "account_in_journals": UNMAPPED},
        "left_out": {name: _left_out(writer) for name, writer in sorted(writers.items())},
        "files": [
            {"name": f.name, "rows": f.rows, "bytes": f.size, "sha256": f.sha256} for f in files
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _period(context: ExportContext) -> dict[str, str]:
    period = context.period
    return {
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "time_zone": str(period.zone),
        "from_utc": utc_text(period.start),
        "before_utc": utc_text(period.end),
    }


def _sweep(sweep: SweepOfWallet) -> dict[str, object]:
    return {
        "wallet_id": sweep.wallet_id,
        "complete": sweep.complete,
        "pages": sweep.pages,
        "rows": sweep.rows,
        "finished_at_utc": None if sweep.finished_at is None else utc_text(sweep.finished_at),
        "read_until_utc": None if sweep.read_until is None else utc_text(sweep.read_until),
    }


def _selection(context: ExportContext) -> dict[str, str] | None:
    """Which rows were looked for, where not all are here."""
    if context.selection is None:
        return None
    return {"search": context.selection, "meaning": _SELECTION}


def _payments(sweep: SweepOfPayments | None) -> dict[str, object] | None:
    if sweep is None:
        return None
    return {
        "complete": sweep.complete,
        "pages": sweep.pages,
        "payments": sweep.payments,
        "finished_at_utc": None if sweep.finished_at is None else utc_text(sweep.finished_at),
        "read_until_utc": None if sweep.read_until is None else utc_text(sweep.read_until),
    }


def _wallet(wallet: WalletOfMovement, currency: Currency, sums: Sums) -> dict[str, object]:
    return {
        "wallet_id": wallet.id,
        "wallet_name": clean(wallet.name),
        "line_of_credit_id": wallet.line_id,
        "network": wallet.network.value,
        "currency": currency_name(currency),
        "rows": sums.rows,
        "rows_by_kind": dict(sorted(sums.by_kind.items())),
        "opening": _figure(sums.opening),
        "received": _figure(sums.received),
        "spent": _figure(sums.spent),
        "sum": _figure(sums.net),
        "closing": _figure(sums.closing),
        "difference": _figure(sums.difference),
        "usd_value_of_known_rows": decimal_of(sums.value),
    }


def _currencies(tally: Tally) -> dict[str, object]:
    """The sum of the amount column, by currency (S-66)."""
    sums: dict[Currency, Money] = {}
    for (_, currency), one in sorted(tally.sums.items()):
        sums[currency] = sums[currency] + one.net if currency in sums else one.net
    return {currency_name(currency): _figure(net) for currency, net in sorted(sums.items())}


def _figure(amount: Money | None) -> dict[str, str] | None:
    """An amount as text twice: JSON's numbers lose digits in many programs."""
    if amount is None:
        return None
    return {"amount": decimal_of(amount), "base_units": str(amount.units)}


def _left_out(writer: Writer) -> dict[str, int]:
    counted = sorted((why.value, count) for why, count in writer.left_out.items())
    return {why: count for why, count in counted if count}
