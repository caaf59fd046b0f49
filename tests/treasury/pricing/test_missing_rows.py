"""The rows that lack a rate are those whose value an export leaves empty, and no others (S-69)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import row
from tests.store.mirror.whole import row_ids
from tests.treasury.builders import T0, WALLET, after, payment
from voltage_tui.exports.values import lacks_rate
from voltage_tui.model.ids import PaymentId, QuoteId, WalletId
from voltage_tui.model.kept_rates import CoinPrice, minute_of, subject_of
from voltage_tui.model.ledger import LedgerEntry, LedgerKind
from voltage_tui.model.movement import KnownOfEntry, WalletOfMovement, movements_of
from voltage_tui.model.network import Network
from voltage_tui.model.payment import Payment
from voltage_tui.model.quote import MarketQuote
from voltage_tui.model.settlement import Exchange
from voltage_tui.money import BTC, USD, Currency, Money, Rate, cents, msats
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.missing_rates import NO_MINUTE
from voltage_tui.store.mirror.moments import moment_at
from voltage_tui.treasury.pricing.rate_of import rate_of

OTHER = WalletId("a0000000-0000-4000-9000-000000000002")
ASSET = Currency("asset:" + "ab" * 33)
PRICE = Rate(8_017_210, 0, USD)
Missing = list[tuple[int, datetime | None]]


@st.composite
def entries(draw: st.DrawFn, number: int) -> LedgerEntry:
    kind = draw(st.sampled_from([LedgerKind.CREDITED, LedgerKind.WITHDRAWN, LedgerKind.HELD]))
    currency = draw(st.sampled_from([BTC, BTC, BTC, USD, ASSET]))
    made = row(kind, number, draw(st.sampled_from([0, 1, 2])), 0)
    assert made.amount is not None
    payment_id = draw(st.none() | st.integers(0, 3).map(lambda n: payment(n).id))
    return replace(
        made,
        wallet_id=draw(st.sampled_from([WALLET, OTHER])),
        currency=currency,
        amount=Money(currency, made.amount.units),
        payment_id=payment_id,
        effective_time=after(20 * draw(st.integers(0, 12))),
    )


@st.composite
def paid(draw: st.DrawFn, number: int, entry_ids: list[str]) -> Payment:
    """A payment that may say a rate, or have words in it that look as if it did."""
    made = payment(number, memo=draw(st.sampled_from([None, '"market_quote":', '"exchanges":'])))
    currency = draw(st.sampled_from([USD, USD, BTC]))
    quote = MarketQuote(USD, BTC, Rate(5, 0, currency), T0, None)
    if draw(st.booleans()):
        sides = draw(st.sampled_from([(cents(5), msats(5)), (cents(0), msats(5))]))
        entry_id = draw(st.sampled_from([*entry_ids, "elsewhere"]))
        inner = draw(st.sampled_from([None, quote]))
        made = replace(made, exchanges=(Exchange(*sides, inner, QuoteId("q"), entry_id),))
    return replace(made, market_quote=draw(st.sampled_from([None, None, quote])))


@st.composite
def mirrors(draw: st.DrawFn) -> Mirror:
    rows = [draw(entries(number)) for number in range(draw(st.integers(0, 16)))]
    ids = [entry.entry_id for entry in rows]
    mirror = Mirror(None)
    for wallet_id in (WALLET, OTHER):
        mirror.keep_rows(wallet_id, [entry for entry in rows if entry.wallet_id == wallet_id])
    mirror.keep_payments([draw(paid(number, ids)) for number in range(4)])
    for entry in rows:
        if draw(st.integers(0, 3)) == 0:
            mirror.set_manual_rate(subject_of(entry), PRICE, "agreed", T0)
        if draw(st.integers(0, 3)) == 0:
            mirror.keep_prices([CoinPrice(minute_of(entry.effective_time), PRICE)], T0)
    return mirror


def found(
    mirror: Mirror,
    between: tuple[datetime, datetime] | None,
    of: list[WalletId],
    currency: Currency | None = None,
) -> Missing:
    flat = [number for part in mirror.missing_rates(between, of, currency) for number in part]
    return [
        (row_id, None if us == NO_MINUTE else moment_at(us))
        for row_id, us in zip(flat[::2], flat[1::2], strict=True)
    ]


def expected(
    mirror: Mirror,
    between: tuple[datetime, datetime] | None,
    of: list[WalletId],
    currency: Currency | None,
) -> Missing:
    missing: Missing = []
    for each in mirror.rows_by_id(row_ids(mirror)):
        entry = each.entry
        if (
            (of and entry.wallet_id not in of)
            or entry.currency != (currency or entry.currency)
            or (between is not None and not between[0] <= entry.effective_time < between[1])
        ):
            continue
        paid_by = None if entry.payment_id is None else mirror.payment(PaymentId(entry.payment_id))
        known = KnownOfEntry(rate=rate_of(entry, paid_by, mirror.rates.kept_for([entry])))
        whose = WalletOfMovement(entry.wallet_id, "w", None, Network.MUTINYNET)
        if any(map(lacks_rate, movements_of(entry, each.effect, whose, known))):
            is_bitcoin = entry.currency == BTC
            missing.append((each.id, minute_of(entry.effective_time) if is_bitcoin else None))
    return missing


PERIODS = st.none() | st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda pair: (after(20 * min(pair)), after(20 * max(pair)))
)


@pytest.mark.safety("S-69", "the rows counted as missing are those whose value stays empty")
@settings(max_examples=20)
@given(
    mirror=mirrors(),
    between=PERIODS,
    of=st.sampled_from([[], [WALLET], [OTHER], [WALLET, OTHER]]),
    currency=st.sampled_from([None, BTC, USD, ASSET]),
)
def test_what_is_missing_is_what_has_no_value(
    mirror: Mirror,
    between: tuple[datetime, datetime] | None,
    of: list[WalletId],
    currency: Currency | None,
) -> None:
    try:
        assert found(mirror, between, of, currency) == expected(mirror, between, of, currency)
    finally:
        mirror.close()


def test_any_number_of_rows_is_found_in_order() -> None:
    mirror = Mirror(None)
    made = [replace(row(LedgerKind.CREDITED, n, 5, 0), effective_time=after(n)) for n in range(700)]
    mirror.keep_rows(WALLET, made)
    minutes = [minute for _, minute in found(mirror, None, [])]
    assert minutes == [minute_of(T0 + timedelta(seconds=n)) for n in range(700)]
    mirror.close()
