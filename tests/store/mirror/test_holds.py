"""Which payment a hold was made for, as the rows say it."""

from __future__ import annotations

from dataclasses import replace

from tests.store.mirror.histories import row
from tests.treasury.builders import WALLET
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerKind
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import PAGE

OTHER = WalletId("a0000000-0000-4000-9000-000000000002")


def test_a_hold_is_its_payments_in_its_own_wallet_however_many_are_asked_for() -> None:
    mirror = Mirror(None)
    held = [
        replace(row(LedgerKind.HELD, n, 1, n), payment_id=PaymentId(f"p-{n}"))
        for n in range(PAGE + 3)
    ]
    credited = replace(row(LedgerKind.CREDITED, 9_000, 1, 9_000), payment_id=PaymentId("c"))
    nameless = row(LedgerKind.HELD, 9_001, 1, 9_001)
    mirror.keep_rows(WALLET, [*held, credited, nameless])
    asked = [entry.entry_id for entry in (*held, credited, nameless)]
    assert mirror.payments_of_holds(WALLET, asked) == {e.entry_id: e.payment_id for e in held}
    assert mirror.payments_of_holds(OTHER, asked) == {}
    assert mirror.payments_of_holds(WALLET, ()) == {}
    mirror.close()
