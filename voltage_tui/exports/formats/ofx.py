"""OFX 2: one bank statement in dollars for each wallet; its row identifiers stop a double import.

OFX knows the currencies of ISO 4217 alone, so bitcoin is written as what it was worth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING, Final

from voltage_tui.exports.formats.statement import why_left_out
from voltage_tui.exports.names import plain_names
from voltage_tui.exports.values import decimal_of
from voltage_tui.exports.writer import LeftOut, label_of
from voltage_tui.model.movement import MovementKind
from voltage_tui.money import USD, Money

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.exports.context import ExportContext
    from voltage_tui.exports.outputs import Output, Outputs
    from voltage_tui.exports.rows import Row
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.money import Currency

_HEADER: Final = """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
"""
_OK: Final = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"
_ACCOUNT_LENGTH: Final = 22
_NAME_LENGTH: Final = 32
_MEMO_LENGTH: Final = 255
_FEES: Final = (
    MovementKind.NETWORK_FEE,
    MovementKind.PROCESSING_FEE,
    MovementKind.VOLUME_FEE,
)


@dataclass(slots=True)
class _Account:
    output: Output
    added: Money
    balance: Money | None


class Ofx:
    """Writes `WALLET.ofx` for each wallet that has rows with a value in dollars."""

    def __init__(self, outputs: Outputs, context: ExportContext) -> None:
        self.left_out: Counter[LeftOut] = Counter()
        self._outputs = outputs
        self._context = context
        self._names = plain_names(context.wallets)
        self._accounts: dict[WalletId, _Account] = {}
        self._currencies: dict[WalletId, set[Currency]] = {}

    def add(self, row: Row) -> None:
        """Write the row to its wallet's statement."""
        movement, balance = row.movement, self._balance(row)
        account = self._accounts.get(movement.wallet_id)
        why = why_left_out(row)
        if why is not None or row.value is None:
            self.left_out[why or LeftOut.NO_RATE] += 1
            if account is not None:
                account.balance = balance
            return
        if account is None:
            # Not before: a statement without a transaction would state a balance of nothing.
            account = self._accounts[movement.wallet_id] = self._begin(movement.wallet)
        account.balance = balance
        account.added += row.value
        account.output.write(_transaction(row, row.value))
        account.output.rows += 1

    def finish(self) -> None:
        """Write every statement's balance."""
        for account in self._accounts.values():
            known = account.balance is not None
            stated = account.balance if account.balance is not None else account.added
            account.output.write(_end(stated, self._context, known=known))

    def _balance(self, row: Row) -> Money | None:
        """The wallet's dollars after the row, where the rows lead to them and nothing else does."""
        movement = row.movement
        self._currencies.setdefault(movement.wallet_id, set()).add(movement.currency)
        dollars = self._currencies[movement.wallet_id] == {USD}
        return movement.balance if dollars and self._context.selection is None else None

    def _begin(self, wallet: WalletOfMovement) -> _Account:
        output = self._outputs.new(f"{self._names[wallet.id]}.ofx")
        period = self._context.period
        kind = "CREDITLINE" if wallet.line_id is not None else "CHECKING"
        number = wallet.id.replace("-", "")[-_ACCOUNT_LENGTH:]
        output.write(
            f"{_HEADER}<OFX>\n<SIGNONMSGSRSV1><SONRS>{_OK}"
            f"<DTSERVER>{_moment(period.end)}</DTSERVER><LANGUAGE>ENG</LANGUAGE>"
            "</SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><TRNUID>0</TRNUID>"
            f"{_OK}<STMTRS><CURDEF>USD</CURDEF>\n<BANKACCTFROM><BANKID>VOLTAGE</BANKID>"
            f"<ACCTID>{escape(number)}</ACCTID><ACCTTYPE>{kind}</ACCTTYPE></BANKACCTFROM>\n"
            f"<BANKTRANLIST><DTSTART>{_moment(period.start)}</DTSTART>"
            f"<DTEND>{_moment(period.end)}</DTEND>\n"
        )
        return _Account(output, Money(USD, 0), None)


def _transaction(row: Row, value: Money) -> str:
    movement = row.movement
    name = escape(label_of(row, _NAME_LENGTH))
    memo = escape(label_of(row, _MEMO_LENGTH))
    return (
        f"<STMTTRN><TRNTYPE>{_type(movement.kind, value)}</TRNTYPE>"
        f"<DTPOSTED>{_moment(movement.effective_time)}</DTPOSTED>"
        f"<TRNAMT>{decimal_of(value)}</TRNAMT><FITID>{escape(movement.row_id)}</FITID>"
        f"<NAME>{name}</NAME><MEMO>{memo}</MEMO></STMTTRN>\n"
    )


def _type(kind: MovementKind, value: Money) -> str:
    if kind in _FEES:
        return "FEE"
    if kind is MovementKind.INTEREST:
        return "INT"
    return "DEBIT" if value.is_negative else "CREDIT"


def _end(balance: Money, context: ExportContext, *, known: bool) -> str:
    said = (
        "Ledger balance at the end of the period."
        if known
        else "Ledger balance: the dollars of these rows added up, without an opening balance."
    )
    demo = "DEMO: nothing here is real. " if context.demo else ""
    return (
        f"</BANKTRANLIST>\n<LEDGERBAL><BALAMT>{decimal_of(balance)}</BALAMT>"
        f"<DTASOF>{_moment(context.period.end)}</DTASOF></LEDGERBAL>"
        f"<MKTGINFO>{demo}{said}</MKTGINFO>\n"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1>\n</OFX>\n"
    )


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc:%Y%m%d%H%M%S}.{utc.microsecond // 1_000:03}[0:GMT]"
