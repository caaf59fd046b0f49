"""The shapes the reference gives in sentences instead of tables.

Each entry quotes the words it stands for. When those words are no longer in the reference, reading
it fails, so that a changed sentence cannot leave an old rule behind.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tests.reference.kinds import (
    SCALARS,
    Adjacent,
    Choice,
    External,
    Field,
    Internal,
    Limits,
    Pattern,
    Record,
    Ref,
    Scalar,
    Type,
    Untagged,
)
from tests.reference.markdown import ticked

_STRING, _DATETIME, _U8, _U64 = (
    SCALARS[kind] for kind in ("string", "datetime", "u8", "u64")
)  # fmt: skip


class ProseError(Exception):
    """A sentence of the reference that a rule here stands for has changed."""


def _record(name: str, *, optional: tuple[str, ...] = (), **fields: Type) -> Record:
    return Record(
        name,
        tuple(
            Field(key.rstrip("_"), kind, required=key not in optional, nullable=False)
            for key, kind in fields.items()
        ),
    )


def _refs(*names: str) -> Untagged:
    return Untagged(tuple(Ref(name) for name in names))


_PAYMENT_REQUESTS = (
    "SendBolt11Request", "SendOnchainRequest", "SendBip21Request", "SendTaprootAssetRequest",
    "ReceiveFixedRequest", "ReceiveAnyAmountRequest", "LegacyReceiveMsatsRequest",
    "LegacyReceiveSatsRequest",
)  # fmt: skip
_NO_DETAIL = ("InvalidBolt11Invoice", "MissingPaymentRequest", "MissingPeerQuote", "MissingAddress")
_TEXT_DETAIL = ("InvalidAddress", "InvalidTaprootAssetPayment", "PolicyViolation")

_SHAPES: dict[str, tuple[str, Type]] = {
    "PaymentRequest": (f"Variants: {', '.join(_PAYMENT_REQUESTS)}.", _refs(*_PAYMENT_REQUESTS)),
    "SendPaymentRequest": (
        "only the four send variants. Two differences from the PaymentRequest sends: for "
        "bolt11/onchain/bip21 `currency` is limited to `btc` or `usd`; the taprootasset variant "
        "has no `quote_id`.",
        Untagged(()),  # filled by `derive`, from the PaymentRequest sends
    ),
    "WalletPolicyErrorContext": (
        "Union, untagged: InvalidProcessingFeeRatesContext or PolicyNotFoundContext.",
        _refs("InvalidProcessingFeeRatesContext", "PolicyNotFoundContext"),
    ),
    "FlowPreference": (
        "Union, untagged: either the string `direct` or `swap`, or the object "
        "FlowPreferenceObject.",
        Untagged((Choice(("direct", "swap")), Ref("FlowPreferenceObject"))),
    ),
    "Reasons": (
        'the string `ofac_non_compliant_address`, or the object `{"other": "<text>"}`',
        Untagged((Choice(("ofac_non_compliant_address",)), External((("other", _STRING),)))),
    ),
    "PaymentErrorContext": (
        "BroadcastFeeAboveMaxContext, InvalidAddressContext or InvalidPaymentAmountContext",
        _refs(
            "BroadcastFeeAboveMaxContext", "InvalidAddressContext", "InvalidPaymentAmountContext"
        ),
    ),
    "CollateralStatus": (
        '`{"secured": SecuredStatus}` or `{"verified": VerifiedStatus}`',
        External((("secured", Ref("SecuredStatus")), ("verified", Ref("VerifiedStatus")))),
    ),
    "VolumeFee": (
        "Union, untagged: a plain Amount (flat rate) or SplitVolumeFee.",
        _refs("Amount", "SplitVolumeFee"),
    ),
    "VolumeFeePercentage": (
        "Union, untagged: a number 0–100, or SplitVolumeFeePercentage.",
        Untagged((Scalar("number"), Ref("SplitVolumeFeePercentage"))),
    ),
    "BillCoverage": (
        "Union, internal tag `type`: `one_time` (+ `bill_at` datetime) or `period` (+ `start_at`, "
        "`end_at` datetimes). All required.",
        Internal(
            "type",
            (
                ("one_time", _record("one_time", type=Choice(("one_time",)), bill_at=_DATETIME)),
                (
                    "period",
                    _record(
                        "period",
                        type=Choice(("period",)),
                        start_at=_DATETIME,
                        end_at=_DATETIME,
                    ),
                ),
            ),
        ),
    ),
    "ScheduledBillingCalculationRead": (
        "Union, adjacent tag `type` / content **`terms`**: `fixed_contract` → "
        "FixedContractBillingTerms, `processing_fee_split` → ProcessingFeeSplitTerms.",
        Adjacent(
            "type",
            "terms",
            (
                ("fixed_contract", Ref("FixedContractBillingTerms")),
                ("processing_fee_split", Ref("ProcessingFeeSplitTerms")),
            ),
        ),
    ),
    "FixedContractBillingTerms": (
        "Union, internal tag `type`: `one_time` (+ `amount` Amount, `bill_at` datetime) or "
        "`annual` (+ `annual_value` Amount, `installment_cadence` OuterBillingCadence, "
        "`anchor_at` datetime). All required.",
        Internal(
            "type",
            (
                (
                    "one_time",
                    _record(
                        "one_time",
                        type=Choice(("one_time",)),
                        amount=Ref("Amount"),
                        bill_at=_DATETIME,
                    ),
                ),
                (
                    "annual",
                    _record(
                        "annual",
                        type=Choice(("annual",)),
                        annual_value=Ref("Amount"),
                        installment_cadence=Ref("OuterBillingCadence"),
                        anchor_at=_DATETIME,
                    ),
                ),
            ),
        ),
    ),
    "FulfillmentEventError": (
        "Without detail: `InvalidBolt11Invoice`, `MissingPaymentRequest`, `MissingPeerQuote`, "
        "`MissingAddress`. With string detail: `InvalidAddress`, `InvalidTaprootAssetPayment`, "
        "`PolicyViolation`. `InvalidPaymentAmount` (u64). `PaymentFailure` (`{detail, code?: "
        "FulfillmentPaymentFailureCode, context?: PaymentErrorContext}`). `ProviderFailure` "
        "(`{detail, code?: FulfillmentProviderFailureCode}`). `UnsupportedSendPaymentKind` "
        "(PaymentKind).",
        Adjacent(
            "type",
            "detail",
            (
                *((tag, None) for tag in _NO_DETAIL),
                *((tag, _STRING) for tag in _TEXT_DETAIL),
                ("InvalidPaymentAmount", _U64),
                (
                    "PaymentFailure",
                    _record(
                        "PaymentFailure",
                        optional=("code", "context"),
                        detail=_STRING,
                        code=Ref("FulfillmentPaymentFailureCode"),
                        context=Ref("PaymentErrorContext"),
                    ),
                ),
                (
                    "ProviderFailure",
                    _record(
                        "ProviderFailure",
                        optional=("code",),
                        detail=_STRING,
                        code=Ref("FulfillmentProviderFailureCode"),
                    ),
                ),
                ("UnsupportedSendPaymentKind", Ref("PaymentKind")),
            ),
        ),
    ),
    "EventTypes": (
        '`{"send": SendEventTypes}`, `{"receive": ReceiveEventTypes}` or `{"test": '
        "TestEventTypes}`. One event per object in requests. Responses have been shown in both "
        "the one-string form and a list form",
        External(
            (
                ("send", Ref("SendEventTypes")),
                ("receive", Ref("ReceiveEventTypes")),
                ("test", Ref("TestEventTypes")),
            ),
            lists_in_responses=True,
        ),
    ),
}

_SCALARS: dict[str, tuple[str, Scalar | Pattern]] = {
    "RateString": (
        "string `<coefficient>e<scale>`, two integers",
        Pattern("RateString", r"^[0-9]+e[0-9]+$"),
    ),
    "Expiration": ("`u32`, seconds", Scalar("u32")),
    "BtcAmount": ("bare `u64`", Scalar("u64")),
    "UsdAmount": ("bare `u64`", Scalar("u64")),
    "BrowserOrigin": (
        "scheme + host + optional port, no path",
        Pattern("BrowserOrigin", r"^[a-z][a-z0-9+.-]*://[^/\s?#@]+$"),
    ),
}

_FIELDS: dict[tuple[str, str], tuple[str, Type]] = {
    ("BillingError", "detail"): (
        "string, small integer (u8), or FulfillmentEventError",
        Untagged((_STRING, _U8, Ref("FulfillmentEventError"))),
    ),
    ("BillingError", "context"): (
        "`{message}` or `{max_retries}` (u8)",
        Untagged((_record("message", message=_STRING), _record("max_retries", max_retries=_U8))),
    ),
    ("QuotingEventErrorRead", "detail"): (
        "string, datetime string, or one of the context objects",
        Untagged((_STRING, Ref("QuotingEventErrorContext"))),
    ),
}

_QUOTING = (
    "`*_at` are datetimes, `from`/`to`/`currency` are Currency, `*network` are Network",
    "All listed keys are required",
)


def shape(name: str, text: str) -> Type | None:
    """The type of a shape described in prose, or None when it has a table. Raises ProseError."""
    if name == "QuotingEventErrorContext":
        return _quoting_context(text)
    if name not in _SHAPES:
        return None
    sentence, kind = _SHAPES[name]
    _expect(name, sentence, text)
    return kind


def scalar(name: str, text: str) -> Scalar | Pattern | None:
    """The type of a row of section 1 whose format is described. Raises ProseError."""
    if name not in _SCALARS:
        return None
    words, kind = _SCALARS[name]
    _expect(name, words, text)
    return kind


def field_type(shape_name: str, name: str, note: str) -> Type | None:
    """A field's type where its note says more than its Type cell. Raises ProseError."""
    if (shape_name, name) not in _FIELDS:
        return None
    words, kind = _FIELDS[shape_name, name]
    _expect(f"{shape_name}.{name}", words, note)
    return kind


def derive(shapes: dict[str, Type], texts: dict[str, str]) -> None:
    """Fill in what a sentence defines in terms of other shapes. Raises ProseError."""
    _expect("Amount", "Responses always include `unit`.", texts["Amount"])
    _expect("SignedAmount", "Same as Amount but `negative` is **required**.", texts["SignedAmount"])
    amount = shapes["Amount"]
    if not isinstance(amount, Internal):
        raise ProseError("Amount is no longer a tagged union")
    signed: list[tuple[str, Type]] = []
    for tag, variant in amount.variants:
        record = _changed(_look(shapes, variant), "unit", in_responses=True)
        shapes[record.name] = record
        signed.append((tag, _changed(record, "negative", required=True)))
    shapes["SignedAmount"] = replace(amount, variants=tuple(signed))
    checks: list[Type] = []
    for name in _PAYMENT_REQUESTS[:4]:
        record = _look(shapes, Ref(name))
        if name == "SendTaprootAssetRequest":
            kept = tuple(field for field in record.fields if field.name != "quote_id")
            checks.append(replace(record, fields=kept))
        else:
            checks.append(_changed(record, "currency", type=Choice(("btc", "usd"))))
    shapes["SendPaymentRequest"] = Untagged(tuple(checks))


def _look(shapes: dict[str, Type], kind: Type) -> Record:
    found = shapes[kind.name] if isinstance(kind, Ref) else kind
    if not isinstance(found, Record):
        raise ProseError(f"{kind} is no longer a table of fields")
    return found


def _changed(
    record: Record,
    name: str,
    *,
    required: bool | None = None,
    in_responses: bool | None = None,
    type: Type | None = None,  # noqa: A002  # the field's own name
) -> Record:
    field = record.field(name)
    changed = replace(
        field,
        required=field.required if required is None else required,
        in_responses=field.in_responses if in_responses is None else in_responses,
        type=field.type if type is None else type,
        limits=field.limits if type is None else Limits(),
    )
    return replace(record, fields=tuple(changed if f is field else f for f in record.fields))


def _quoting_context(text: str) -> Untagged:
    """The seven quote error contexts: key sets in braces, then their names in the same order."""
    for sentence in _QUOTING:
        _expect("QuotingEventErrorContext", sentence, text)
    key_sets = [part[1:-1].split(", ") for part in ticked(text) if part.startswith("{")]
    names = re.findall(r"\bQuoting\w+Context\b", text.partition("API names:")[2])
    if not key_sets or len(key_sets) != len(names):
        raise ProseError("QuotingEventErrorContext: key sets and names do not pair up")
    return Untagged(
        tuple(
            Record(
                name,
                tuple(Field(k, _quoting_key(k), required=True, nullable=False) for k in keys),
            )
            for name, keys in zip(names, key_sets, strict=True)
        )
    )


def _quoting_key(key: str) -> Type:
    if key.endswith("_at"):
        return _DATETIME
    if key in {"from", "to", "currency"}:
        return Ref("Currency")
    return Ref("Network") if key.endswith("network") else _STRING


def _expect(name: str, words: str, text: str) -> None:
    if words not in " ".join(text.split()):
        raise ProseError(f"{name}: the reference no longer says {words!r}")
