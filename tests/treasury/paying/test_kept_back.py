"""What a send leaves on the disk, read byte by byte: nothing of its body, nor a secret (S-2)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.treasury.paying.paying import armed_world, confirmed, of, order_for, reach
from voltage_tui.model.ids import EnvironmentId
from voltage_tui.simulator.faults import Break
from voltage_tui.store.database import open_to_read
from voltage_tui.store.journal import Resolution
from voltage_tui.store.places import places_of
from voltage_tui.treasury.paying.sending import SendStage

REFERENCE = "CANARY reference 8841"


def kept_in(folder: Path) -> bytes:
    """Every byte of every file, the write-ahead log's too."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert {"journal.sqlite3", "audit.jsonl"} <= {path.name for path in files}
    return b"\n".join(path.read_bytes() for path in files)


@pytest.mark.safety(
    "S-60", "every byte on the disk after a send: no body, memo or invoice, in a log or elsewhere"
)
@pytest.mark.safety("S-58", "every byte on the disk after a send: no key, secret or reference")
@pytest.mark.safety("S-2", "every byte on the disk: no invoice, hash, reference or key")
@pytest.mark.parametrize("answered", [True, False])
async def test_the_files_of_a_send_hold_nothing_of_its_body(tmp_path: Path, answered: bool) -> None:
    places = places_of(EnvironmentId("e-1"), tmp_path)
    async with armed_world(places=places) as w:
        order = replace(order_for(w), reference=REFERENCE, metadata={"cost": "CANARY centre"})
        if not answered:
            w.faults.add(Break.DROP_AFTER_ACCEPTING, method="POST", path=".*/payments")
        await confirmed(w, order)
        await reach(w, order.payment_id, SendStage.COMPLETED)
        await w.until(lambda s: of(s, order.payment_id).closed is Resolution.PAID)
        kept = kept_in(tmp_path)
        assert order.payment_id.encode() in kept
        invoice = order.invoice
        assert invoice is not None
        text = order.destination.text
        secrets = [text, text[:40], text[-40:], REFERENCE, "CANARY", "Invoice 8841"]
        secrets += [invoice.payment_hash.hex(), w.simulator.identity.api_key]
        for secret in secrets:
            assert secret.lower().encode() not in kept.lower(), secret
        assert invoice.payment_hash not in kept
        # Who was paid, and how much, is kept for its own sake: in tables of its own alone.
        with closing(open_to_read(places.database)) as journal:
            rows = [
                str(journal.execute(f"SELECT * FROM {table}").fetchall())
                for table in ("writes", "sends", "guards", "record_head")
            ]
        for private in (invoice.payee.hex(), str(order.amount.units)):
            assert not any(private in row for row in rows), rows
            assert private.encode() not in places.record.read_bytes()
