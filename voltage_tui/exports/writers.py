"""Every format there is, by name, and what writes it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from voltage_tui.exports.formats.beancount import Beancount
from voltage_tui.exports.formats.canonical_csv import CanonicalCsv
from voltage_tui.exports.formats.cointracker import CoinTracker
from voltage_tui.exports.formats.hledger import Hledger
from voltage_tui.exports.formats.jsonl import JsonLines
from voltage_tui.exports.formats.koinly import Koinly
from voltage_tui.exports.formats.ofx import Ofx
from voltage_tui.exports.formats.parquet import Parquet, is_installed
from voltage_tui.exports.formats.quickbooks import QUICKBOOKS
from voltage_tui.exports.formats.statement import Statement
from voltage_tui.exports.formats.xero import XERO

if TYPE_CHECKING:
    from voltage_tui.exports.accounts import AccountMap
    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.outputs import Outputs
    from voltage_tui.exports.writer import Writer


class ExportFormat(Enum):
    """A format by the name it is asked for with; the manifest always comes with it."""

    CSV = "csv"
    CSV_EXCEL = "csv-excel"
    JSONL = "jsonl"
    KOINLY = "koinly"
    COINTRACKER = "cointracker"
    QUICKBOOKS = "quickbooks"
    XERO = "xero"
    HLEDGER = "hledger"
    BEANCOUNT = "beancount"
    OFX = "ofx"
    PARQUET = "parquet"


def formats_there() -> tuple[ExportFormat, ...]:
    """Every format that can be written here: Parquet only where its extra is installed."""
    return tuple(one for one in ExportFormat if one is not ExportFormat.PARQUET or is_installed())


def writer_of(
    chosen: ExportFormat, outputs: Outputs, context: ExportContext, accounts: AccountMap
) -> Writer:
    """What writes the files of a format.

    `ExportError` where the accounts make no sense, or the format's extra is not installed.
    """
    match chosen:
        case ExportFormat.CSV | ExportFormat.CSV_EXCEL:
            return CanonicalCsv(outputs, excel=chosen is ExportFormat.CSV_EXCEL)
        case ExportFormat.JSONL:
            return JsonLines(outputs)
        case ExportFormat.KOINLY:
            return Koinly(outputs)
        case ExportFormat.COINTRACKER:
            return CoinTracker(outputs)
        case ExportFormat.QUICKBOOKS | ExportFormat.XERO:
            layout = XERO if chosen is ExportFormat.XERO else QUICKBOOKS
            return Statement(outputs, context, layout)
        case ExportFormat.HLEDGER:
            return Hledger(outputs, context, accounts)
        case ExportFormat.BEANCOUNT:
            return Beancount(outputs, context, accounts)
        case ExportFormat.OFX:
            return Ofx(outputs, context)
        case ExportFormat.PARQUET:
            return Parquet(outputs)
