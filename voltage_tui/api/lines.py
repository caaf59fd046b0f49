"""Lines of credit (API reference sections 4.5 and 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voltage_tui.api.again import Again
from voltage_tui.api.operation import ENVIRONMENT, ORGANIZATION, change, get
from voltage_tui.api.params import params, several
from voltage_tui.api.power import Level
from voltage_tui.api.session import json_of
from voltage_tui.api.wire.fields import read_list, read_object
from voltage_tui.api.wire.line import read_line
from voltage_tui.model.checks import InvalidRequestError
from voltage_tui.money import INT64_MAX

if TYPE_CHECKING:
    from voltage_tui.api.session import Session
    from voltage_tui.api.transport import WireResponse
    from voltage_tui.model.credit import LineOfCredit
    from voltage_tui.model.ids import LineId
    from voltage_tui.model.network import CreationNetwork

_LINES: Final = f"{ORGANIZATION}/lines_of_credit"

LIST: Final = get("get_lines_of_credit_summaries_as_user", f"{_LINES}/summaries")
GET: Final = get("get_line_of_credit_summary_as_user", f"{_LINES}/{{line_id}}/summary")
UPDATE_SANDBOX: Final = change(
    "update_sandbox_line_of_credit",
    "PATCH",
    f"{ENVIRONMENT}/lines_of_credit/{{line_id}}/sandbox",
    Level.SEND,
)


class Lines:
    """Reads lines of credit, and changes those of a sandbox."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listed = Again(self._ours)

    async def list(
        self, network: CreationNetwork | None = None, *, include_disabled: bool = False
    ) -> tuple[LineOfCredit, ...]:
        """Every line of the environment; disabled ones too if asked for."""
        query = [
            *params(network=network, include_disabled=include_disabled or None),
            *several("environment_ids", [self._session.scope.environment_id]),
        ]
        return await self._session.read_with(LIST, self._listed, query=query)

    def _ours(self, response: WireResponse) -> tuple[LineOfCredit, ...]:
        found = read_list("lines of credit", json_of(response), read_line)
        # Whatever the answer holds, no line is counted twice, and none of another environment.
        ours: dict[LineId, LineOfCredit] = {}
        for line in found:
            if line.environment_id == self._session.scope.environment_id:
                ours.setdefault(line.id, line)
        return tuple(ours.values())

    async def get(self, line_id: LineId) -> LineOfCredit:
        """One line; `NotFound` when there is none."""
        raw = await self._session.read(GET, {"line_id": line_id})
        return read_object("line of credit", raw, read_line)

    async def update_sandbox(
        self, line_id: LineId, *, limit: int | None = None, disable: bool = False
    ) -> None:
        """Change the limit (base units, 1 or more) of a line that is not on mainnet, or disable it.

        Disabling cannot be undone by the API. Raises `InvalidRequestError` when nothing is asked.
        """
        if limit is None and not disable:
            raise InvalidRequestError("limit", "nothing to change")
        if limit is not None and not 1 <= limit <= INT64_MAX:
            raise InvalidRequestError("limit", "a limit is 1 or more")
        body: dict[str, object] = {} if limit is None else {"limit": limit}
        if disable:
            body["disable"] = True
        path = {"line_id": line_id}
        await self._session.write(UPDATE_SANDBOX, body, path, resource_id=line_id)
