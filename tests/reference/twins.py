"""The deprecated numbers on payments, checked against the amounts they stand beside.

README section 3: `amount_msats`, `max_fee_sats` and the like stay in Bitcoin rail units even on USD
payments, while `amount`, `max_fee` and `fees` take the display currency under a market quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.reference.shapes import Violation

_TWINS = (
    ("amount", "amount_msats", 1),
    ("amount", "amount_sats", 1000),
    ("max_fee", "max_fee_msats", 1),
    ("max_fee", "max_fee_sats", 1000),
    ("fees", "fee_msats", 1),
    ("fees", "fee_sats", 1000),
)
_MSATS_PER_BTC = 100_000_000_000
_MSATS_PER_SAT = 1000


def twin_violations(payment: Mapping[str, object]) -> list[Violation]:
    """Deprecated numbers of a well-shaped payment that disagree with their amounts."""
    data = payment["data"]
    if not isinstance(data, dict):
        return [Violation("$.data", "is not an object")]
    found = [violation for twin in _TWINS for violation in _twin(data, *twin)]
    return [*found, *_requested(payment, data)]


def _twin(data: dict[str, object], modern: str, older: str, msats: int) -> Iterator[Violation]:
    if older not in data:
        return
    path = f"$.data.{older}"
    amount, twin = data.get(modern), data[older]
    if amount is None or twin is None:
        if (amount is None) != (twin is None):
            yield Violation(path, f"is {twin!r} while {modern} is {amount!r}")
        return
    if not isinstance(amount, dict) or not isinstance(twin, int):
        yield Violation(path, f"cannot be compared with {modern}")
        return
    rail, shown = twin * msats, int(amount["amount"])
    if amount["currency"] == "btc":
        if abs(rail - shown) >= msats:
            yield Violation(path, f"is {rail} msats while {modern} is {shown} msats")
        return
    quote = data.get("market_quote")
    if not isinstance(quote, dict):
        yield Violation(path, f"is beside {modern} in {amount['currency']} without a market quote")
    elif not _agree(rail, shown, str(quote["rate"])):
        yield Violation(path, f"is {rail} msats, which {quote['rate']} does not make {shown}")


def _agree(msats: int, units: int, rate: str) -> bool:
    """Whether an exchange is right to one satoshi and one unit (README section 9, "Rate")."""
    coefficient, scale = (int(part) for part in rate.split("e"))
    one: int = _MSATS_PER_BTC * 10**scale
    return abs(msats * coefficient - units * one) <= _MSATS_PER_SAT * coefficient + one


def _requested(payment: Mapping[str, object], data: dict[str, object]) -> Iterator[Violation]:
    """On a quoted receive `requested_amount` is the Bitcoin rail amount (schemas section 6)."""
    requested, twin = payment.get("requested_amount"), data.get("amount_msats")
    if not isinstance(requested, dict) or data.get("market_quote") is None:
        return
    if requested["currency"] != "btc":
        yield Violation("$.requested_amount.currency", "is not the Bitcoin rail")
    elif isinstance(twin, int) and requested["amount"] != twin:
        yield Violation("$.requested_amount.amount", f"is not amount_msats ({twin})")
