"""Reads what changes seldom: the policies of wallets, webhooks and how their deliveries end.

Nobody waits for any of it, so it is asked only of what the others leave over, and the slower the
less anybody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.api.errors import ApiError, NotFound
from voltage_tui.model.webhook import WebhookStatus
from voltage_tui.treasury.alerting.rules import WebhookHealth
from voltage_tui.treasury.alerting.terms import failed_in_a_row
from voltage_tui.treasury.problems import log_unexpected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from voltage_tui.model.ids import WebhookId
    from voltage_tui.model.policy import Policy
    from voltage_tui.model.wallet import Wallet
    from voltage_tui.model.webhook import Webhook
    from voltage_tui.treasury.alerting.changes import Changes
    from voltage_tui.treasury.tools import Tools

T = TypeVar("T")

FIRST_S: Final = 20.0
"""A start has other things to read."""
EVERY_S: Final = 300.0
GAP_S: Final = 2.0
"""Between two requests of a round, so that a thousand wallets are read in turn and not at once."""
_DELIVERIES: Final = 25


class SeldomReader:
    """Goes round for as long as it runs; `webhooks` is None until their deliveries were read.

    `when_read` is called after each thing that was read.
    """

    def __init__(self, tools: Tools, changes: Changes, when_read: Callable[[], None]) -> None:
        self._tools = tools
        self._changes = changes
        self._when_read = when_read
        self.webhooks: dict[WebhookId, WebhookHealth] | None = None

    async def run(self) -> None:
        """Read everything every five minutes, until cancelled."""
        clock = self._tools.clock
        await clock.sleep(FIRST_S)
        while True:
            began = clock.monotonic()
            try:
                await self._round()
            except Exception as error:  # noqa: BLE001 - one round's fault ends no other
                log_unexpected("rules that others set", error)
            rest = self._tools.stretched(EVERY_S) - (clock.monotonic() - began)
            await clock.sleep(max(GAP_S, rest))

    async def _round(self) -> None:
        webhooks = await self._asked(self._tools.client.webhooks.list)
        if webhooks is not None:
            self._changes.of_webhooks(webhooks, self._tools.clock.now())
            self._when_read()
            await self._deliveries(webhooks)
        for wallet in self._tools.board.snapshot.wallets.value or ():
            if wallet.active:
                await self._policies(wallet)

    async def _deliveries(self, webhooks: Sequence[Webhook]) -> None:
        """How those stand that deliver; of one that cannot be read what was known stays."""
        known, found = self.webhooks or {}, {}
        for webhook in webhooks:
            if webhook.status is not WebhookStatus.ACTIVE:
                continue
            health = await self._health(webhook) or known.get(webhook.id)
            if health is not None:
                found[webhook.id] = health
        self.webhooks = found
        self._when_read()

    async def _health(self, webhook: Webhook) -> WebhookHealth | None:
        async def ask() -> int:
            page = await self._tools.client.webhooks.deliveries(webhook.id, limit=_DELIVERIES)
            return failed_in_a_row(page.deliveries)

        failed = await self._asked(ask)
        return None if failed is None else WebhookHealth(webhook.id, webhook.name, failed)

    async def _policies(self, wallet: Wallet) -> None:
        async def ask() -> tuple[Policy, ...]:
            try:
                return (await self._tools.client.policies.get(wallet.id)).policies
            except NotFound:
                return ()

        policies = await self._asked(ask)
        if policies is not None:
            self._changes.of_policies(wallet, policies, self._tools.clock.now())
            self._when_read()

    async def _asked(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """What was answered, in its turn; None where it could not be read, which says nothing."""
        await self._tools.clock.sleep(self._tools.stretched(GAP_S))
        try:
            return await self._tools.gate.read_spare(ask)
        except ApiError:
            return None
