"""Proofs of payment: a preimage must hash to the payment hash beside it (schemas section 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tests.reference.shapes import Violation


def proof_violations(value: object, path: str = "$") -> Iterator[Violation]:
    """Every Lightning receipt anywhere in a well-shaped body whose preimage proves nothing."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from proof_violations(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        preimage, expected = value.get("preimage"), value.get("payment_hash")
        if isinstance(preimage, str) and isinstance(expected, str):
            found = hashlib.sha256(bytes.fromhex(preimage)).hexdigest()
            if found != expected:
                yield Violation(f"{path}.preimage", f"hashes to {found}, not {expected}")
        for key, item in value.items():
            yield from proof_violations(item, f"{path}.{key}")
