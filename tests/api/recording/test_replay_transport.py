"""Each request is answered by what was said last at the moment that is looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.recording.files import LEDGER, PAYMENTS, WALLETS, Tape, after
from voltage_tui.api.recording.recording import Recording
from voltage_tui.api.recording.replay_transport import ReplayTransport
from voltage_tui.api.transport import (
    ConnectionLost,
    NotRecorded,
    TimedOut,
    WireRequest,
    WireResponse,
)
from voltage_tui.clock import ManualClock

ID = "f1e2d3c4-0000-4000-8000-000000000001"


def payment(status: str, second: int) -> str:
    at = f"2026-10-05T09:00:{second:02}Z"
    return json.dumps(
        {"id": ID, "status": status, "created_at": "2026-10-05T08:00:00Z", "updated_at": at}
    )


async def asked(recording: Recording, second: float, target: str) -> WireResponse:
    transport = ReplayTransport(recording, ManualClock(after(second)))
    return await transport.send(WireRequest("GET", target, {}, None), timeout_s=1.0)


async def test_a_failure_is_met_when_it_was_and_is_over_when_it_was(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    page = f'{{"items":[{payment("sending", 1)}],"has_more":false}}'
    tape.say(PAYMENTS, page)
    tape.say(f"{PAYMENTS}?limit=25", ConnectionLost())
    tape.say(f"{PAYMENTS}?limit=100", TimedOut(sent=True))
    tape.say(f"{PAYMENTS}?limit=25", page)
    recording = Recording(tape.close())
    with pytest.raises(NotRecorded):
        await asked(recording, 0.5, f"{PAYMENTS}?limit=25")
    for second, failure in ((2, ConnectionLost), (3.5, TimedOut)):
        with pytest.raises(failure):
            await asked(recording, second, f"{PAYMENTS}?limit=7")
    for second in (1, 4, 99):
        answer = await asked(recording, second, f"{PAYMENTS}?limit=7")
        assert [item["id"] for item in json.loads(answer.body)["items"]] == [ID]
    recording.close()


async def test_a_payment_is_as_any_answer_had_it_last(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(f"{PAYMENTS}/{ID}", '{"error":{}}', status=404)
    tape.say(f"{PAYMENTS}/{ID}", payment("sending", 2))
    tape.say(PAYMENTS, f'{{"items":[{payment("completed", 3)}],"has_more":false}}')
    tape.say(f"{PAYMENTS}/{ID}", "", status=503)
    recording = Recording(tape.close())
    answers = [await asked(recording, second, f"{PAYMENTS}/{ID}") for second in (1, 2, 3, 4)]
    assert [a.status for a in answers] == [404, 200, 200, 503]
    assert [json.loads(a.body)["status"] for a in answers[1:3]] == ["sending", "completed"]
    recording.close()


async def test_what_was_never_asked_is_not_made_up(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(PAYMENTS, f'{{"items":[{payment("sending", 1)}],"has_more":true,"next_cursor":"c"}}')
    tape.say(LEDGER, '{"items":[],"offset":0,"total":3}')
    recording = Recording(tape.close())
    page = json.loads((await asked(recording, 9, PAYMENTS)).body)
    assert page["has_more"]
    for target in (
        f"{PAYMENTS}?cursor={page['next_cursor']}",
        f"{PAYMENTS}?statuses[]=sending",
        f"{PAYMENTS}?wallet_id={ID}",
        LEDGER,
        WALLETS,
        f"{WALLETS}/{ID}/ledger",
    ):
        with pytest.raises(NotRecorded):
            await asked(recording, 9, target)
    recording.close()


async def test_the_servers_clock_goes_on_as_ours_does(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, "[]", headers={"date": "Mon, 05 Oct 2026 09:00:03 GMT"})
    recording = Recording(tape.close())
    assert (await asked(recording, 1, WALLETS)).headers["date"].endswith("09:00:03 GMT")
    assert (await asked(recording, 61, WALLETS)).headers["date"].endswith("09:01:03 GMT")
    recording.close()


async def test_a_body_that_could_not_be_read_cannot_be_read_again(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, b"<html>")
    recording = Recording(tape.close())
    assert (await asked(recording, 1, WALLETS)).body == b""
    recording.close()


async def test_pages_smaller_than_those_recorded_are_walked_to_the_end(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    items = ",".join(
        payment("completed", 1).replace(ID[-1:] + '"', f'{n}"', 1).replace("08:00", f"08:0{n}")
        for n in (5, 4, 3, 2)
    )
    tape.say(PAYMENTS, f'{{"items":[{items}],"has_more":false}}')
    recording = Recording(tape.close())
    walked, cursor = [], ""
    while True:
        page = json.loads((await asked(recording, 9, f"{PAYMENTS}?limit=3{cursor}")).body)
        walked.append([item["id"][-1] for item in page["items"]])
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert walked == [["5", "4", "3"], ["2"]]
    recording.close()
