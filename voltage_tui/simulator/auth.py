"""Who is asking (API reference, section 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.simulator.errors import RefusedError

if TYPE_CHECKING:
    from voltage_tui.simulator.http import Request
    from voltage_tui.simulator.state.keys import ApiKey
    from voltage_tui.simulator.state.state import State


def authenticate(state: State, request: Request) -> ApiKey:
    """The key of a request; missing credentials are a 400, wrong ones a 401."""
    secret = request.headers.get("x-api-key", "")
    if secret:
        key = state.keys.get(secret)
        if key is None:
            raise RefusedError(401, "wrong_credentials", "The API key is not known.")
        return key
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        raise RefusedError(401, "invalid_token", "The token is not valid.")
    raise RefusedError(400, "missing_credentials", "No usable credentials were supplied.")
