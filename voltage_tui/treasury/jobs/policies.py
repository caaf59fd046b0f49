"""Reads what a wallet's payments are held to, when somebody is about to send from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voltage_tui.api.errors import ApiError, NotFound
from voltage_tui.treasury.board import with_entry
from voltage_tui.treasury.problems import problem_of
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.topics import Topic

if TYPE_CHECKING:
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.policy import Policy
    from voltage_tui.treasury.tools import Tools


async def read_policies(tools: Tools, wallet_id: WalletId) -> None:
    """Put the policies of a wallet into `snapshot.policies`, or why they could not be read.

    A wallet without any, and one that the API does not know, have () (API reference section 15).
    """
    empty: Reading[tuple[Policy, ...]] = Reading(interval_s=tools.cadence.policies)
    known = tools.board.snapshot.policies.get(wallet_id, empty)
    try:
        found = await tools.gate.read(lambda: tools.client.policies.get(wallet_id))
        reading = known.succeeded(found.policies, tools.clock.now())
    except NotFound:
        reading = known.succeeded((), tools.clock.now())
    except ApiError as error:
        reading = known.failed(problem_of(error, tools.clock.now()))
    snapshot = tools.board.snapshot
    policies = with_entry(snapshot.policies, wallet_id, reading)
    tools.board.post(replace(snapshot, policies=policies), Topic.POLICIES)
