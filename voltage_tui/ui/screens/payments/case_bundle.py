"""What Voltage's support needs to find a payment, and nothing that tells of money or people.

Every value is either of our own making or let through by its form (rules S-51 and S-58): an id
that is a UUID, a word of letters. What does not fit is left out with a mark, so that no amount,
memo, invoice, address, preimage or key can be in it wherever the API puts one.
"""

from __future__ import annotations

import json
import platform
import re
from datetime import datetime
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

import voltage_tui
from voltage_tui.files import write_private
from voltage_tui.model.ids import UUID
from voltage_tui.model.open_enum import Unrecognised
from voltage_tui.model.payment import HistoryEvent, Payment, PaymentError
from voltage_tui.ui.screens.payments.case_verdict import answer_word, open_holds, verdict_of
from voltage_tui.ui.screens.payments.look import Look

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

LEFT_OUT: Final = "(left out)"
_WORD: Final = re.compile(r"[A-Za-z]{1,24}(?:[ _.:-][A-Za-z]{1,24}){0,5}")


def bundle(look: Look) -> dict[str, Json]:
    """The bundle of a payment as it stands, ready for JSON."""
    payment = look.payment
    reading = look.reading
    history = reading.value.history if reading is not None and reading.value is not None else ()
    verdict = verdict_of(payment, look.snapshot)
    return {
        "made_at": _moment(look.now),
        "program": _program(),
        "organization_id": _id(payment.organization_id),
        "environment_id": _id(payment.environment_id),
        "wallet_id": _id(payment.wallet_id),
        "payment_id": _id(payment.id),
        "payment": _payment(payment),
        "read_at": _moment(reading.read_at) if reading and reading.read_at else None,
        "timeline": [_event(event) for event in history],
        "safe_to_pay_again": None if verdict is None else answer_word(verdict),
        "open_holds": [
            {"id": _id(h.hold.id), "since": _moment(h.hold.effective_time), "certain": h.certain}
            for h in open_holds(payment, look.snapshot)
        ],
    }


def save_bundle(look: Look, folder: Path, *, demo: bool, replay: bool = False) -> Path:
    """Write the bundle into `folder`, mode 0600, and say where. Raises `OSError`.

    One of a demo or of a recording that is played says so, in its name too.
    """
    number = _id(look.payment.id)[:8] if UUID.fullmatch(look.payment.id) else "payment"
    world = ("replay-" if replay else "") + ("demo-" if demo else "")
    path = folder / f"voltage-{world}support-{number}.json"
    content: dict[str, Json] = {"demo": demo, "replay": replay, **bundle(look)}
    write_private(path, json.dumps(content, indent=2, ensure_ascii=True) + "\n")
    return path


def _program() -> dict[str, Json]:
    return {
        "voltage_tui": voltage_tui.__version__,
        "textual": version("textual"),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _payment(payment: Payment) -> dict[str, Json]:
    return {
        "direction": payment.direction.value,
        "kind": _named(payment.kind),
        "status": _named(payment.status),
        "category": None if payment.category is None else _named(payment.category),
        "route": None if payment.route is None else _named(payment.route),
        "check_only": payment.check_only,
        "created_at": _moment(payment.created_at),
        "updated_at": _moment(payment.updated_at),
        "error": None if payment.error is None else _error(payment.error),
    }


def _error(error: PaymentError) -> dict[str, Json]:
    """Type and code; the detail and its figures stay here, as they can name amounts."""
    known = not isinstance(error.type, Unrecognised)
    return {
        "type": _named(error.type),
        "type_known": known,
        "code": None if error.code is None else _named(error.code),
    }


def _event(event: HistoryEvent) -> dict[str, Json]:
    return {
        "position": event.position,
        "time": _moment(event.time),
        "event": _word(event.event_type),
        "with_error": event.error is not None,
    }


def _id(text: str) -> str:
    return text if UUID.fullmatch(text) else LEFT_OUT


def _named(word: Enum | Unrecognised) -> str:
    return _word(word.value) if isinstance(word, Unrecognised) else str(word.value)


def _word(text: str) -> str:
    return text if _WORD.fullmatch(text) else LEFT_OUT


def _moment(moment: datetime) -> str:
    return moment.isoformat()
