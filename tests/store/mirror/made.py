"""Payments of every shape the model allows, made by Hypothesis."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, QuoteId, WalletId
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.model.payment import (
    Direction,
    Payment,
    PaymentBreakdown,
    PaymentCategory,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentKind,
    PaymentStatus,
    ProcessingFee,
    Route,
)
from voltage_tui.model.quote import MarketQuote, PeerQuote
from voltage_tui.model.settlement import (
    BankSettlement,
    Exchange,
    Frozen,
    InternalSettlement,
    LightningSettlement,
    OnchainSettlement,
    SanctionedInfo,
    SwapRail,
    SwapSettlement,
    SwapStep,
    UnrecognisedSettlement,
)
from voltage_tui.money import BTC, USD, Currency, Money, Rate
from voltage_tui.store.mirror.moments import moment_at
from voltage_tui.text import clean

E = TypeVar("E", bound=Enum)
_INT64 = 2**63 - 1

texts = st.text(max_size=12).map(clean)
currencies = st.sampled_from([BTC, USD, Currency("asset:" + "ab" * 33)])
units = st.integers(-_INT64, _INT64)
money = st.builds(Money, currencies, units)
moments = st.integers(-(10**15), 7 * 10**15).map(moment_at)
rates = st.builds(Rate, st.integers(1, 10**30), st.integers(0, 30), currencies)
tables = st.dictionaries(texts, texts, max_size=3).map(MappingProxyType)


def words(kind: type[E]) -> st.SearchStrategy[E | Unrecognised]:
    """A word of an open enum as it is read: known, or not."""
    known = st.sampled_from([str(member.value) for member in kind])
    return (known | st.text(max_size=100)).map(lambda raw: recognise(kind, raw))


_id = st.uuids().map(str)
market_quotes = st.builds(MarketQuote, currencies, currencies, rates, moments, st.none() | moments)
peer_quotes = st.builds(PeerQuote, currencies, currencies, rates, texts, moments)
sanctioned = st.builds(SanctionedInfo, texts, money, st.lists(texts, max_size=2).map(tuple))
onchain = st.builds(
    OnchainSettlement,
    tx_id=texts,
    amount=money,
    required_confirmations=st.integers(0, 100),
    height_mined_at=st.none() | st.integers(0, 10**7),
    mined_at=st.none() | moments,
    pending=st.booleans(),
    sanctioned=st.none() | sanctioned,
    ledger_id=st.none() | texts,
)
lightning = st.builds(LightningSettlement, texts, texts, st.none() | texts)
unrecognised = st.builds(UnrecognisedSettlement, texts)
settlements = (
    onchain
    | lightning
    | unrecognised
    | st.builds(InternalSettlement, money, _id.map(PaymentId), st.none() | texts)
    | st.builds(
        SwapSettlement, words(SwapStep), words(SwapRail), onchain | lightning | unrecognised
    )
    | st.builds(BankSettlement, texts, st.integers(0, 10**6))
)
exchanges = st.builds(
    Exchange,
    source=money,
    target=money,
    quote=st.none() | market_quotes | peer_quotes,
    quote_id=st.none() | _id.map(QuoteId),
    ledger_id=texts,
)
payment_errors = st.builds(
    PaymentError,
    words(PaymentErrorType),
    st.none() | words(PaymentErrorCode),
    st.none() | texts,
    tables,
)

payments = st.builds(
    Payment,
    id=_id.map(PaymentId),
    wallet_id=_id.map(WalletId),
    organization_id=_id.map(OrganizationId),
    environment_id=_id.map(EnvironmentId),
    direction=st.sampled_from(Direction),
    kind=words(PaymentKind),
    category=st.none() | words(PaymentCategory),
    status=words(PaymentStatus),
    currency=currencies,
    amount=st.none() | money,
    rail_units=st.none() | units,
    requested=st.none() | money,
    max_fee=st.none() | money,
    fees=st.none() | money,
    memo=st.none() | texts,
    payment_request=st.none() | texts,
    address=st.none() | texts,
    bip21_uri=st.none() | texts,
    expiration_s=st.none() | st.integers(0, 10**9),
    market_quote=st.none() | market_quotes,
    settlements=st.lists(settlements, max_size=2).map(tuple),
    exchanges=st.lists(exchanges, max_size=1).map(tuple),
    frozen=st.lists(
        st.builds(Frozen, money, texts, st.none() | texts, st.none() | texts), max_size=1
    ).map(tuple),
    processing_fee=st.none() | st.builds(ProcessingFee, st.integers(0, 10_000), money),
    breakdown=st.none() | st.builds(PaymentBreakdown, money, money, money),
    error=st.none() | payment_errors,
    route=st.none() | words(Route),
    check_only=st.booleans(),
    disputed=st.booleans(),
    metadata=tables,
    created_at=moments,
    updated_at=moments,
)
