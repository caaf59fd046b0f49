"""The client: one attribute per kind of resource, each loaded when it is first used."""

# Each resource brings the shapes of its answers: whoever reads only wallets and lines never
# builds those of bills and webhooks.
# ruff: noqa: PLC0415

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from voltage_tui.api.assets import Assets
    from voltage_tui.api.bills import Bills
    from voltage_tui.api.ledger import Ledger
    from voltage_tui.api.lines import Lines
    from voltage_tui.api.payments import Payments
    from voltage_tui.api.policies import Policies
    from voltage_tui.api.power import Power
    from voltage_tui.api.quotes import Quotes
    from voltage_tui.api.session import Session, Traffic
    from voltage_tui.api.wallets import Wallets
    from voltage_tui.api.webhooks import Webhooks


class VoltageClient:
    """The Voltage API of one environment.

    Every method raises an `ApiError` and nothing else for what can go wrong outside of us.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def power(self) -> Power:
        """What this run may do."""
        return self._session.power

    @property
    def server_offset(self) -> timedelta | None:
        """How far the server's clock is ahead of ours; None before the first answer."""
        return self._session.server_offset

    @property
    def traffic(self) -> Traffic:
        """How many requests were made, and who is asked before one is made again."""
        return self._session.traffic

    async def aclose(self) -> None:
        """Give back the connections."""
        await self._session.aclose()

    @cached_property
    def assets(self) -> Assets:
        """Taproot Assets the organisation supports."""
        from voltage_tui.api.assets import Assets

        return Assets(self._session)

    @cached_property
    def wallets(self) -> Wallets:
        """Wallets and their balances."""
        from voltage_tui.api.wallets import Wallets

        return Wallets(self._session)

    @cached_property
    def ledger(self) -> Ledger:
        """A wallet's ledger."""
        from voltage_tui.api.ledger import Ledger

        return Ledger(self._session)

    @cached_property
    def policies(self) -> Policies:
        """A wallet's policies."""
        from voltage_tui.api.policies import Policies

        return Policies(self._session)

    @cached_property
    def payments(self) -> Payments:
        """Payments, sent and received."""
        from voltage_tui.api.payments import Payments

        return Payments(self._session)

    @cached_property
    def lines(self) -> Lines:
        """Lines of credit."""
        from voltage_tui.api.lines import Lines

        return Lines(self._session)

    @cached_property
    def quotes(self) -> Quotes:
        """Quotes of a USD line."""
        from voltage_tui.api.quotes import Quotes

        return Quotes(self._session)

    @cached_property
    def bills(self) -> Bills:
        """Bills, which need the BILLING permission."""
        from voltage_tui.api.bills import Bills

        return Bills(self._session)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Webhooks and their deliveries."""
        from voltage_tui.api.webhooks import Webhooks

        return Webhooks(self._session)
