"""The seam at which everything is recorded: around whatever carries the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.api.transport import TransportFailure
from voltage_tui.secret import Secret

if TYPE_CHECKING:
    from voltage_tui.api.recording.recorder import Recorder
    from voltage_tui.api.transport import Transport, WireRequest, WireResponse
    from voltage_tui.clock import Clock


class RecordingTransport:
    """Passes each request on as it is, and what came of it to `recorder`."""

    def __init__(self, inner: Transport, recorder: Recorder, clock: Clock) -> None:
        self._inner = inner
        self._recorder = recorder
        self._clock = clock

    async def send(self, request: WireRequest, *, timeout_s: float) -> WireResponse:
        """As the inner one; a request that was given up leaves no line."""
        for value in request.headers.values():
            if isinstance(value, Secret):
                self._recorder.hide(value.reveal())
        began = self._clock.monotonic()
        try:
            response = await self._inner.send(request, timeout_s=timeout_s)
        except TransportFailure as failure:
            self._recorder.take(request, failure, self._clock.monotonic() - began)
            raise
        self._recorder.take(request, response, self._clock.monotonic() - began)
        return response

    async def aclose(self) -> None:
        """Close the inner one; the recording goes on with the next."""
        await self._inner.aclose()
