"""Whatever is asked, sensible or not, the answer fits the API reference."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.location import available, needs_reference
from tests.reference.operations import operations
from tests.reference.strategies import datetimes, strategy_for
from tests.simulator.judged import Voltage
from voltage_tui.simulator.options import SimulatorOptions

pytestmark = needs_reference

WITH_BODY = (
    tuple(n for n, o in operations().items() if o.body is not None and o.group != "Checkout")
    if available
    else ()
)
LISTS = (
    tuple(n for n, o in operations().items() if o.method == "GET" and o.group != "Checkout")
    if available
    else ()
)
FUZZ = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SMALL = SimulatorOptions(history_days=1)
CURRENCIES = ("btc", "usd")
SHAPELESS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just([]), st.just({}),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip
ECHOED = frozenset({"test_webhook"})
"""Operations whose body comes back as it went in: it has to be right to be answered rightly."""
WORDS = st.sampled_from(
    ("offset", "cursor", "standard", "send", "receive", "bolt11", "completed", "created_at",
     "updated_at", "effective_time", "ASC", "DESC", "true", "false", "mutinynet", "testnet3",
     "paid", "active", "failed", "0", "1", "7", "500", "4294967295", "4294967296", "-1", "")
)  # fmt: skip
KEYS = st.sampled_from(
    ("pagination", "cursor", "limit", "offset", "wallet_id", "line_of_credit_id", "direction",
     "payment_category", "kind", "statuses[]", "statuses", "metadata[external_id]", "start_date",
     "end_date", "sort_key", "sort_order", "check_only", "payment_id", "environment_id",
     "environment_ids[]", "inactive", "include_inactive", "include_disabled", "network",
     "exclude_zero_amount_bills")
)  # fmt: skip
QUERIES = st.lists(
    st.tuples(
        KEYS, WORDS | datetimes() | st.uuids().map(str) | st.text(max_size=6).map(str)
    ),
    max_size=4,
)  # fmt: skip


def grafts(voltage: Voltage) -> dict[str, list[object]]:
    """What makes a random body plausible here: things that exist, by the key they go under."""
    identity, simulator = voltage.identity, voltage.simulator
    return {
        "wallet_id": [*identity.wallet_ids],
        "line_of_credit_id": [*identity.line_of_credit_ids],
        "environment_id": [identity.environment_id],
        "network": ["mutinynet"],
        "currency": [*CURRENCIES],
        "to": [*CURRENCIES],
        "type": ["bolt11", "onchain", "bip21"],
        "payment_kind": ["bolt11", "onchain", "bip21"],
        "payment_request": [simulator.invoice_to_pay(m, "fuzz") for m in (2_000_000, None)],
        "address": [simulator.address_to_pay(), f"bitcoin:{simulator.address_to_pay()}?amount=1"],
        "amount": [{"currency": c, "amount": n} for c in CURRENCIES for n in (1, 20_000_000)],
        "limit": [0, 1_000],
        "url": ["https://shop.example/hook"],
    }


def planted(value: object, known: dict[str, list[object]], draw: Callable[..., object]) -> object:
    """The body with some of its values replaced by ones that exist, and some by nonsense."""
    if not isinstance(value, dict):
        return value
    grown = {}
    for key, item in value.items():
        luck = draw(st.integers(0, 9))
        if key in known and luck != 0:
            grown[key] = draw(st.sampled_from(known[key]))
        elif luck == 1:
            grown[key] = draw(SHAPELESS)
        elif luck != 2:
            grown[key] = planted(item, known, draw)
    return grown


def look_around(voltage: Voltage) -> None:
    """Let what was asked for happen, and read everything it may have changed."""
    few = (("limit", "8"), ("sort_key", "updated_at"))
    for seconds in (0.3, 1, 10, 120):
        voltage.pass_time(seconds)
        assert voltage.call("get_payments", query=few).status == 200
    for name in (
        "get_all_organizations_wallets_as_user", "get_quotes_as_user", "get_webhooks_as_user",
        "get_lines_of_credit_summaries_as_user",
    ):  # fmt: skip
        assert voltage.call(name).status == 200
    for wallet in voltage.identity.wallet_ids:
        voltage.call("get_wallet_ledger_as_user", ids={"wallet_id": wallet}, query=few[:1])
        voltage.call("get_wallet_policies", ids={"wallet_id": wallet})


def ids_of(voltage: Voltage) -> dict[str, object]:
    """One of everything that there is, and of what there is not."""
    found: dict[str, object] = {
        name: uuid.UUID(int=7)
        for name in ("payment_id", "bill_id", "quote_id", "webhook_id", "delivery_id")
    }
    found["wallet_id"] = voltage.identity.wallet_ids[0]
    found["line_id"] = voltage.identity.line_of_credit_ids[0]
    hooks = voltage.call("get_webhooks_as_user").many()
    return {**found, "webhook_id": hooks[0]["id"]} if hooks else found


@pytest.mark.parametrize("name", WITH_BODY)
def test_no_body_gets_an_answer_outside_the_reference(name: str) -> None:
    shape = operations()[name].body
    assert shape is not None
    echoed = name in ECHOED

    @FUZZ
    @given(st.data(), st.lists(strategy_for(shape, response=echoed), min_size=1, max_size=4))
    def check(data: st.DataObject, bodies: list[object]) -> None:
        voltage = Voltage(SMALL)
        known = grafts(voltage)
        for body in bodies:
            sent = body if echoed else planted(body, known, data.draw)
            for _ in range(2):
                answer = voltage.call(name, sent, ids_of(voltage))
                assert answer.status < 500
                voltage.pass_time(0.6)
        look_around(voltage)
        assert voltage.violations == []

    check()


@pytest.mark.parametrize("name", LISTS)
def test_no_query_gets_an_answer_outside_the_reference(name: str) -> None:
    voltage = Voltage(SMALL)
    ids = ids_of(voltage)

    @FUZZ
    @given(QUERIES)
    def check(query: list[tuple[str, str]]) -> None:
        voltage.violations.clear()
        assert voltage.call(name, ids=ids, query=query).status < 500
        assert voltage.violations == []

    check()
