"""The reference's own samples fit the reference's own shapes: the judge is judged by them first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.reference.errors import validate_error
from tests.reference.location import available, needs_reference, read
from tests.reference.markdown import sections
from tests.reference.operations import operations
from tests.reference.proofs import proof_violations
from tests.reference.shapes import Violation, validate
from tests.reference.twins import twin_violations

pytestmark = needs_reference

REQUESTS = frozenset(
    {
        "NewWalletRequest", "PaymentRequest", "SendPaymentRequest", "NewQuoteRequest",
        "NewWebhookRequest", "CreateCheckoutSessionRequest",
    }
)  # fmt: skip

BLOCKS: dict[str, tuple[str, ...]] = {
    "Error envelope": ("error 400", "error 400", "error 400", "error 409"),
    "Pagination": ("Payments", "Payments", "error 400"),
    "2. Product model": ("Wallet",),
    "4.1 Assets": ("SupportedAssets",),
    "4.2 Wallets": ("NewWalletRequest",),
    "4.4 Payments": ("PaymentWalletSummary",),
    "5. Payment requests": ("PaymentRequest",) * 5,
    "8. Reading a payment": (*("Payment",) * 7, "SendError", *("Payment",) * 2,
                             "[PaymentFrozenDetails]"),
    "9. Quotes and USD payments": ("NewQuoteRequest", *("QuotingRead",) * 3, "PaymentRequest",
                                   "Payment", "PaymentRequest", "Payment"),
    "10. Ledger and balances": ("Ledger", "Wallet"),
    "11. Payment history": ("PaymentHistory",),
    "12. Lines of credit": ("SummaryLineOfCredit",) * 3,
    "13. Bills": ("BillRead",),
    "15. Wallet policies": ("WalletPolicies",),
    "16. Swaps (node-backed sends only)": ("PaymentRequest", "[PaymentOutflow]"),
    "17. Webhooks": ("NewWebhookRequest", "WebhookPlainSecret", "WebhookRead"),
    "Deliveries": ("WebhookDeliveryRead", "Payload"),
    "18. Checkout (short)": ("CreateCheckoutSessionRequest",),
    "19. Coin price service (short)": ("CurrencyPrice",),
}  # fmt: skip
"""What each sample of README.md is, by the heading it stands under and its place there."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One ```json block of the reference."""

    heading: str
    place: int
    kind: str
    text: str


def samples() -> Iterator[Sample]:
    for section in sections(read("README.md")):
        kinds = BLOCKS.get(section.title, ())
        for place, text in enumerate(section.blocks("json")):
            kind = kinds[place] if place < len(kinds) else "unclassified"
            yield Sample(section.title, place, kind, text)


def judged(sample: Sample) -> list[Violation]:
    value = json.loads(sample.text)
    if sample.kind.startswith("error "):
        return validate_error(int(sample.kind.removeprefix("error ")), value)
    return validate(sample.kind, value, response=sample.kind not in REQUESTS)


SAMPLES = tuple(samples()) if available else ()


def test_every_sample_of_the_reference_is_judged() -> None:
    assert {sample.kind for sample in SAMPLES} <= {
        kind for kinds in BLOCKS.values() for kind in kinds
    }
    found = {
        heading: sum(sample.heading == heading for sample in SAMPLES)
        for heading in {sample.heading for sample in SAMPLES} | BLOCKS.keys()
    }
    assert found == {heading: len(kinds) for heading, kinds in BLOCKS.items()}
    assert len(SAMPLES) == read("README.md").count("```json\n")
    assert "```json" not in read("schemas.md")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.heading} {s.place}")
def test_a_sample_fits_its_shape(sample: Sample) -> None:
    assert judged(sample) == []


PAYMENTS = tuple(sample for sample in SAMPLES if sample.kind == "Payment")


@pytest.mark.parametrize("sample", PAYMENTS, ids=lambda s: f"{s.heading} {s.place}")
def test_the_deprecated_numbers_of_a_sample_agree_with_its_amounts(sample: Sample) -> None:
    assert twin_violations(json.loads(sample.text)) == []


def test_the_proofs_of_payment_in_the_samples_prove_something() -> None:
    found = [v for sample in SAMPLES for v in proof_violations(json.loads(sample.text))]
    assert found == []
    assert sum('"preimage"' in sample.text for sample in SAMPLES) > 2


def test_a_request_is_told_from_a_response() -> None:
    bodies = {operation.body for operation in operations().values()}
    assert bodies >= REQUESTS
    answers = {kind for kinds in BLOCKS.values() for kind in kinds} - REQUESTS
    assert not answers & bodies
