"""The file for support: enough to find a payment, nothing of money, people or secrets (S-58)."""

from __future__ import annotations

import json
import stat
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.treasury.builders import ENVIRONMENT, SEND, T0
from tests.ui.payments.looks import look_at
from tests.ui.payments.test_case import opened
from tests.ui.stage import stage
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import (
    HistoryEvent,
    Payment,
    PaymentError,
    PaymentErrorCode,
    PaymentErrorType,
    PaymentStatus,
)
from voltage_tui.model.settlement import Frozen, LightningSettlement, OnchainSettlement
from voltage_tui.money import sats
from voltage_tui.ui.screens.payments.case_bundle import LEFT_OUT, bundle, save_bundle

CANARY = "vltg_CANARY_9f3e lntbs1canary742 tb1qcanary742"
AMOUNT = 98_765_432

FAILED = replace(
    SEND,
    status=PaymentStatus.FAILED,
    error=PaymentError(
        PaymentErrorType.SEND_FAILED,
        PaymentErrorCode.BROADCAST_FEE_ABOVE_MAX,
        CANARY,
        MappingProxyType({"estimated_fee_sats": str(AMOUNT), "address": CANARY}),
    ),
    amount=sats(AMOUNT),
    rail_units=AMOUNT * 1_000,
    max_fee=sats(AMOUNT),
    fees=sats(AMOUNT),
    memo=CANARY,
    payment_request=CANARY,
    address=CANARY,
    bip21_uri=CANARY,
    settlements=(
        LightningSettlement(CANARY, CANARY, CANARY),
        OnchainSettlement(CANARY, sats(AMOUNT), 3, None, None, True, None, CANARY),
    ),
    frozen=(Frozen(sats(AMOUNT), CANARY, CANARY, CANARY),),
    metadata=MappingProxyType({CANARY: CANARY}),
)
EVENTS = (
    HistoryEvent("PaymentSent", None, T0, 0),
    HistoryEvent(f"paid {AMOUNT}", None, T0, 1),
    HistoryEvent(CANARY, CANARY, T0, 2),
)


def written(payment: Payment, folder: Path, *events: HistoryEvent) -> str:
    path = save_bundle(look_at(payment, *events), folder, demo=False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text(encoding="utf-8")


@pytest.mark.safety("S-58", "canaries in every field of a payment: none in the support file")
def test_no_canary_is_in_the_file_wherever_the_api_put_one(tmp_path: Path) -> None:
    text = written(FAILED, tmp_path, *EVENTS)
    assert "canary" not in text.casefold()
    assert str(AMOUNT) not in text
    assert json.loads(text)["timeline"][0]["event"] == "PaymentSent"
    assert text.count(LEFT_OUT) == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"status": Unrecognised(CANARY)},
        {"kind": Unrecognised(CANARY)},
        {"category": Unrecognised(CANARY)},
        {"route": Unrecognised(CANARY)},
        {"error": PaymentError(Unrecognised(CANARY), Unrecognised(CANARY), None, {})},
        {"id": PaymentId(CANARY)},
        {"wallet_id": WalletId(CANARY)},
        {"organization_id": OrganizationId(CANARY)},
        {"environment_id": EnvironmentId(CANARY)},
    ],
)
def test_words_and_ids_nobody_told_us_of_pass_only_in_their_form(
    tmp_path: Path, odd: dict[str, object]
) -> None:
    changed = replace(FAILED, **odd)  # type: ignore[arg-type]  # any field
    text = written(changed, tmp_path)
    assert "canary" not in text.casefold()
    assert LEFT_OUT in text
    assert "canary" not in str([p.name for p in tmp_path.iterdir()]).casefold()


def test_it_has_what_support_looks_for() -> None:
    made = bundle(look_at(FAILED, *EVENTS))
    assert made["payment_id"] == SEND.id
    assert made["environment_id"] == ENVIRONMENT
    assert made["safe_to_pay_again"] == "NO"  # whatever it is called, it has a preimage
    assert made["payment"] == {
        "direction": "send",
        "kind": "bolt11",
        "status": "failed",
        "category": "standard",
        "route": None,
        "check_only": False,
        "created_at": "2026-10-05T09:00:00+00:00",
        "updated_at": "2026-10-05T09:00:00+00:00",
        "error": {"type": "send_failed", "type_known": True, "code": "broadcast_fee_above_max"},
    }
    program = made["program"]
    assert isinstance(program, dict)
    assert set(program) == {"voltage_tui", "textual", "python", "system"}


def test_the_canary_is_in_every_field_that_can_hold_one() -> None:
    plain = {"id", "wallet_id", "organization_id", "environment_id", "currency", "direction"}
    text_fields = [f.name for f in fields(Payment) if f.name not in plain]
    told = [n for n in text_fields if CANARY in repr(getattr(FAILED, n))]
    assert {"memo", "payment_request", "address", "bip21_uri", "settlements"} < set(told)
    assert {"error", "frozen", "metadata"} < set(told)


async def test_b_writes_it_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(downloads))
    async with stage((200, 40)) as shown:
        payment = await opened(shown, lambda p: p.error is not None)
        await shown.press("b")
        (path,) = downloads.iterdir()
        assert f"Support file: {path}" in shown.keys
        text = path.read_text(encoding="utf-8")
        assert payment.id in text
        assert json.loads(text)["demo"] is True
        assert len(json.loads(text)["timeline"]) > 0
        assert LEFT_OUT not in text
        assert shown.simulator.identity.api_key not in text
        (downloads / path.name).unlink()
        (downloads / path.name).mkdir()
        await shown.press("b")
        assert "No support file was written: there is something else" in shown.keys
