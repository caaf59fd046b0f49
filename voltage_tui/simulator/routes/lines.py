"""Lines of credit: one summary, all of them, and the sandbox change (section 4.5)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.simulator.context import accepted, reply
from voltage_tui.simulator.errors import RefusedError, bad_request, not_found
from voltage_tui.simulator.router import Route
from voltage_tui.simulator.state.keys import Permission
from voltage_tui.simulator.state.kinds import NETWORK, SUPPORTED_NETWORKS
from voltage_tui.simulator.wire.wallets import line_json

if TYPE_CHECKING:
    from voltage_tui.simulator.context import Context
    from voltage_tui.simulator.http import Response
    from voltage_tui.simulator.state.line import Line
    from voltage_tui.simulator.state.state import State


def list_lines(context: Context) -> Response:
    """`get_lines_of_credit_summaries_as_user`: a bare array."""
    state, query = context.state, context.query
    network = query.choice("network", SUPPORTED_NETWORKS)
    environments = query.uuids("environment_ids")
    disabled = query.flag("include_disabled") or False
    if network not in (None, NETWORK):
        return reply(200, [])
    if environments and state.identity.environment_id not in environments:
        return reply(200, [])
    shown = [
        line_json(state, line)
        for line in state.lines.values()
        if disabled or line.disabled_at is None
    ]
    return reply(200, shown)


def get_line(context: Context) -> Response:
    """`get_line_of_credit_summary_as_user`."""
    return reply(200, line_json(context.state, _known_line(context)))


def _known_line(context: Context) -> Line:
    line = context.state.lines.get(context.ids["line"])
    if line is None:
        raise not_found("line_of_credit_not_found", "line_of_credit_id", context.ids["line"])
    return line


def update_sandbox_line(context: Context) -> Response:
    """`update_sandbox_line_of_credit`: a new limit, or disabled for good."""
    state, body, line = context.state, context.body, _known_line(context)
    limit = body.u64("limit", low=1) if body.has("limit") else None
    disable = body.flag("disable") if body.has("disable") else None
    if limit is None and disable is None:
        raise bad_request(
            "no_updates_provided", "There is nothing to change.", line_of_credit_id=line.id
        )
    if disable is False:
        raise RefusedError(
            403,
            "not_allowed",
            "A disabled line cannot be enabled again.",
            context={"line_of_credit_id": line.id},
        )
    if limit is not None and limit < state.allocated(line):
        raise bad_request(
            "invalid_line_of_credit_limit", "More than that is handed out to wallets."
        )
    state.soon(50, 500, partial(_change, state, line, limit, disable=disable or False))
    return accepted()


def _change(state: State, line: Line, limit: int | None, *, disable: bool) -> None:
    if limit is not None and limit >= state.allocated(line):
        line.limit = limit
    if disable and line.disabled_at is None:
        line.disabled_at = state.now


_LINES = "/organizations/{org}/lines_of_credit"
ROUTES = (
    Route("GET", _LINES + "/summaries", list_lines, (Permission.READ,)),
    Route("GET", _LINES + "/{line}/summary", get_line, (Permission.READ,)),
    Route(
        "PATCH",
        "/organizations/{org}/environments/{env}/lines_of_credit/{line}/sandbox",
        update_sandbox_line,
        (Permission.WRITE,),
    ),
)
