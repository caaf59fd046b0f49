"""A program that does with its store what paying does, and says what is durable, until killed.

`python -m tests.store.busy_program FOLDER [ENVIRONMENT]` prints `ready`, then `ID NUMBER` for each
write, only after `intend` returned; the parent kills it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path

from voltage_tui.clock import SystemClock
from voltage_tui.model.ids import EnvironmentId, OrganizationId, PaymentId, WalletId
from voltage_tui.model.scope import Scope
from voltage_tui.model.writes import WriteIntent, WriteOutcome
from voltage_tui.store.journal import Resolution
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store

SCOPE = Scope(OrganizationId("o-1"), EnvironmentId("e-1"))


def say(words: str) -> None:
    """On the pipe when this returns, whatever becomes of us."""
    os.write(1, f"{words}\n".encode())


def intent_of(payment_id: PaymentId) -> WriteIntent:
    """The write that pays this."""
    return WriteIntent(payment_id, "create_payment", creates=True, scope=SCOPE, body_sha256="aa")


async def pay(store: Store, payment_id: PaymentId) -> None:
    """From the reservation to the end, with a line of the record for each step."""
    await store.note("confirm", {"id": payment_id})
    await store.reserve(payment_id, WalletId("w-1"), [f"guard of {payment_id}"])
    intent = intent_of(payment_id)
    number = await store.intend(intent)
    say(f"{payment_id} {number}")
    await store.settle(number, intent, WriteOutcome.ACCEPTED)
    await store.resolve(payment_id, Resolution.ENDED)


async def main(folder: Path, environment: EnvironmentId) -> None:
    """Pay until killed."""
    store = Store(places_of(environment, folder), SystemClock())
    if store.holder is not None:
        raise SystemExit("the lock of a dead program holds")
    say("ready")
    for number in count():
        await pay(store, PaymentId(f"p-{os.getpid()}-{number}"))


if __name__ == "__main__":
    named = EnvironmentId(sys.argv[2]) if len(sys.argv) > 2 else SCOPE.environment_id
    asyncio.run(main(Path(sys.argv[1]), named))
