"""Nothing of anybody's is in a recording, wherever the API puts it (S-58, S-59, S-60)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.recording.files import PAYMENTS, WALLETS, Tape
from tests.reference.document import load
from tests.reference.kinds import MapOf, Record
from tests.reference.strategies import strategy_for
from voltage_tui.api.recording import known_keys
from voltage_tui.api.recording.plain_json import Json, read_json, write_json
from voltage_tui.api.recording.recording_transport import RecordingTransport
from voltage_tui.api.recording.redaction import NOT_RECORDED, Redactor
from voltage_tui.api.transport import ConnectionLost, WireRequest, WireResponse
from voltage_tui.clock import ManualClock
from voltage_tui.secret import Secret

CANARY = "canary-7f3a"
KEY = "vltg_canary0123456789abcdef"
KEY_LIKE_AN_ID = "0ca0a570-0000-4000-8000-0000000ca0a5"
SHAPES = ("[Wallet]", "Payments", "Ledger", "WalletPolicies", "PaymentHistory", "Payment")


def planted(value: object, canary: str) -> object:
    """`value` with the canary in the place of every text, and as a key wherever keys are free."""
    match value:
        case str():
            return canary
        case dict():
            grown = {name: planted(inner, canary) for name, inner in value.items()}
            return grown | {canary: canary, "metadata": {canary: {canary: [canary]}}}
        case list():
            return [planted(inner, canary) for inner in value]
        case _:
            return value


def test_every_key_of_the_reference_is_known_to_hold_something() -> None:
    fields = {
        field.name
        for shape in load().shapes.values()
        if isinstance(shape, Record)
        for field in shape.fields
        if not isinstance(field.type, MapOf)
    }
    requests = {"disable", "ofac_compliant", "expiration"}
    unknown = {name for name in fields - requests if name not in known_keys.KNOWN}
    assert {name for name in unknown if not name.startswith(("checkout", "stream"))} == set()


@pytest.mark.safety("S-58", "what is a secret by its name is in no recording, known or not")
@pytest.mark.parametrize("everything", [False, True])
def test_a_secret_is_known_by_its_name(everything: bool) -> None:
    redactor = Redactor(everything=everything)
    for name in ("payment_preimage", "Preimages", "signing_secret", "token", "apiKey", "api_key"):
        body = {"data": {name: [CANARY, {"inner": CANARY}]}}
        assert CANARY not in write_json(redactor.value(read_json(json.dumps(body))))
        assert redactor.parameter(name, CANARY)[1] != CANARY
    for name in known_keys.SECRETS:
        assert redactor.parameter(name, CANARY) == (name, NOT_RECORDED)


@pytest.mark.safety("S-58", "a number where a text belongs is somebody's too")
def test_a_number_in_the_place_of_a_text_is_not_kept() -> None:
    body = '{"identification_number":123456789,"memo":4111,"amount":4111,"label":[4111]}'
    assert write_json(Redactor().value(read_json(body))) == (
        '{"identification_number":"not recorded","memo":"not recorded","amount":4111,'
        '"label":["not recorded"]}'
    )


def test_no_key_is_of_two_kinds() -> None:
    kinds = (
        known_keys.SECRETS,
        known_keys.IDENTIFIERS,
        known_keys.MOMENTS,
        known_keys.WORDS,
        known_keys.TEXTS,
        known_keys.TABLES,
        known_keys.MAPS,
        known_keys.PARTS,
    )
    assert sum(map(len, kinds)) == len(known_keys.KNOWN)


@pytest.mark.safety("S-60", "a text in every field of every answer is in no recording")
@given(st.sampled_from(SHAPES).flatmap(strategy_for))
@settings(max_examples=12)
def test_a_text_planted_in_every_field_is_nowhere_in_what_is_kept(value: object) -> None:
    body = read_json(json.dumps(planted(value, CANARY)))
    assert CANARY not in write_json(Redactor().value(body))


@given(st.sampled_from(SHAPES).flatmap(strategy_for))
@settings(max_examples=12)
def test_secrets_are_kept_by_no_wish(value: object) -> None:
    secret: Json = dict.fromkeys(sorted(known_keys.SECRETS), CANARY)
    body: Json = {"data": [read_json(json.dumps(value)), secret], "receipts": [secret]}
    assert CANARY not in write_json(Redactor(everything=True).value(body))


def test_equal_texts_stay_equal_within_a_file_and_tell_nothing_beyond_it() -> None:
    one, other = Redactor(), Redactor()
    first, second, third, there = (
        write_json(redactor.value({"memo": memo}))
        for redactor, memo in ((one, "rent"), (one, "rent"), (one, "Rent"), (other, "rent"))
    )
    assert first == second
    assert len({first, third, there}) == 3
    assert NOT_RECORDED in first


def test_what_an_incident_is_told_by_stays() -> None:
    body = read_json(
        b'{"id":"6513270e-269e-4d37-b2a7-4de452e6b438","status":"settling","type":"bolt11",'
        b'"created_at":"2026-10-05T09:00:00.123456789Z","amount":{"currency":"btc",'
        b'"amount":9007199254740993,"unit":"msats","negative":true},"percentage":1.10,'
        b'"rate":"8017245e2","network":"testnet3","error":null,"check_only":false}'
    )
    assert Redactor().value(body) == body


@pytest.mark.safety("S-58", "the key is in no line, although the other side repeats it")
@pytest.mark.parametrize("key", [KEY, KEY_LIKE_AN_ID])
@pytest.mark.parametrize("everything", [False, True])
async def test_the_key_is_in_no_line_whoever_repeats_it(
    tmp_path: Path, everything: bool, key: str
) -> None:
    tape = Tape(tmp_path / "x.rec", everything=everything)

    class Echo:
        async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
            if request.target.endswith("lost"):
                raise ConnectionLost
            text = json.dumps({"status": key, key: key, "memo": f"a {key} b", "id": key})
            return WireResponse(
                400, {"x-api-key": key, "date": key, "retry-after": key}, text.encode()
            )

        async def aclose(self) -> None: ...

    transport = RecordingTransport(Echo(), tape.recorder, ManualClock(tape.clock.now()))
    headers: dict[str, str | Secret] = {"x-api-key": Secret(key), "accept": "x"}
    for target in (f"{PAYMENTS}?metadata[{key}]={key}&{key}=1&cursor={key}", f"/{key}/{key}"):
        await transport.send(WireRequest("GET", target, headers, None), timeout_s=1.0)
    body = json.dumps({"memo": key, "payment_request": key}).encode()
    await transport.send(WireRequest("POST", PAYMENTS, headers, body), timeout_s=1.0)
    with pytest.raises(ConnectionLost):
        await transport.send(WireRequest("GET", "/lost", headers, None), timeout_s=1.0)
    await transport.aclose()
    text = tape.close().read_text()
    assert key not in text
    assert text.count("\n") == 6


@pytest.mark.safety("S-59", "a webhook's secret is in no recording, asked for or not")
@pytest.mark.parametrize("everything", [False, True])
def test_neither_a_webhooks_secret_nor_a_preimage_is_recorded(
    tmp_path: Path, everything: bool
) -> None:
    tape = Tape(tmp_path / "x.rec", everything=everything)
    secret = {"shared_secret": CANARY, "preimage": CANARY, "checkout_url": {"x": CANARY}}
    tape.say(WALLETS, json.dumps([secret, {"data": {"receipts": [secret]}}]))
    assert CANARY not in tape.close().read_text()


def test_what_somebody_called_as_the_api_calls_its_own_is_no_word_of_the_api() -> None:
    body: Json = {"metadata": {"status": "Bob", "note": "Alice", "id": ["Carol"]}}
    kept = write_json(Redactor().value(body))
    assert not any(word in kept for word in ("Bob", "Alice", "Carol", "note"))


def test_words_and_names_are_kept_where_everything_is_asked_for() -> None:
    body: Json = {"memo": "rent", "metadata": {"order": "81"}, "unknown": "x", "name": "Ops"}
    assert Redactor(everything=True).value(body) == body


def test_queries_keep_what_tells_them_apart_and_no_words() -> None:
    redactor = Redactor()
    assert redactor.parameter("limit", "25") == ("limit", "25")
    assert redactor.parameter("statuses[]", "sending") == ("statuses[]", "sending")
    name, text = redactor.parameter("metadata[customer]", "Bob")
    assert "customer" not in name
    assert "Bob" not in text
    assert redactor.parameter("cursor", "abc") == redactor.parameter("cursor", "abc")
    assert "abc" not in redactor.parameter("cursor", "abc")[1]
