"""All the words of a payment that `/` looks through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.payment import Payment
from voltage_tui.model.settlement import LightningSettlement, OnchainSettlement
from voltage_tui.money import BTC, Money, Unit, figure_of
from voltage_tui.ui.payment_rows import kind_word


class Haystacks:
    """The words of payments, made once for each reading of one."""

    def __init__(self) -> None:
        self._made: dict[PaymentId, tuple[Payment, str, str]] = {}

    def having(
        self, payments: Iterable[Payment], words: str, names: dict[WalletId, str]
    ) -> list[Payment]:
        """Those that have every one of the words, whatever their case."""
        wanted = words.casefold().split()
        if not wanted:
            return list(payments)
        return [p for p in payments if _has(self._words_of(p, names), wanted)]

    def _words_of(self, payment: Payment, names: dict[WalletId, str]) -> str:
        name = names.get(payment.wallet_id, "")
        made = self._made.get(payment.id)
        if made is None or made[0] is not payment or made[1] != name:
            made = self._made[payment.id] = (payment, name, words_of(payment, name))
        return made[2]


def _has(haystack: str, wanted: Sequence[str]) -> bool:
    return all(word in haystack for word in wanted)


def words_of(payment: Payment, wallet_name: str) -> str:
    """What a person may remember of it, in lower case; never its proof of payment (S-58)."""
    error = payment.error
    parts = [
        payment.memo,
        wallet_name,
        payment.wallet_id,
        payment.id,
        *(f"{key}={value}" for key, value in payment.metadata.items()),
        *_amounts(payment),
        f"dir:{payment.direction.value}",
        f"status:{payment.status.value}",
        payment.kind.value,
        f"kind:{kind_word(payment.kind)}",
        payment.payment_request,
        payment.address,
        payment.bip21_uri,
        *(_settled(payment)),
    ]
    if error is not None:
        code = error.code.value if error.code else None
        parts += [error.type.value, code, error.detail]
        parts += [text.replace("_", " ") for text in (error.type.value, code) if text]
    return "\n".join(part for part in parts if part).casefold()


def _amounts(payment: Payment) -> list[str]:
    """Each amount as it is shown and as it is typed: `25,000` and `25000`."""
    rail = None if payment.rail_units is None else Money(BTC, payment.rail_units)
    texts: list[str] = []
    for amount in (payment.amount, payment.requested, rail):
        if amount is None:
            continue
        shown = str(figure_of(amount))
        texts += [shown, shown.replace(",", "")]
        if amount.currency == BTC:
            texts.append(str(figure_of(amount, Unit.BTC)))
    return texts


def _settled(payment: Payment) -> list[str]:
    texts: list[str] = []
    for settlement in payment.settlements:
        match settlement:
            case LightningSettlement():
                texts.append(settlement.payment_hash)
            case OnchainSettlement():
                texts.append(settlement.tx_id)
            case _:
                continue
    return texts
