"""Webhooks that are really posted, but only to this machine."""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from voltage_tui.simulator.flows.deliveries import Outcome

if TYPE_CHECKING:
    from voltage_tui.simulator.flows.deliveries import Outgoing, Report

TIMEOUT_S: Final = 10
"""Seconds a receiver has to answer (section 17)."""


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address is this machine and nothing else."""
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class LoopbackCourier:
    """Posts to loopback URLs from a thread; any other delivery is only recorded as arrived."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, outgoing: Outgoing, report: Report) -> None:
        """One attempt, to be called from the event loop; the report comes on the loop too."""
        parts = _split(outgoing.url)
        if parts is None or not is_loopback(parts.hostname):
            report(Outcome(200))
            return
        task = asyncio.get_running_loop().create_task(_post(parts, outgoing, report))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop waiting for receivers."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        reachable = parts.port != 0  # reading the port is what checks it
    except ValueError:
        return None
    return parts if reachable else None


async def _post(parts: SplitResult, outgoing: Outgoing, report: Report) -> None:
    report(await asyncio.to_thread(_exchange, parts, outgoing))


def _exchange(parts: SplitResult, outgoing: Outgoing) -> Outcome:
    if parts.scheme != "http" or parts.hostname is None:
        return Outcome(None, "connection_refused")
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=TIMEOUT_S)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, outgoing.body, dict(outgoing.headers))
        return Outcome(connection.getresponse().status)
    except TimeoutError:
        return Outcome(None, "connection_timeout")
    except OSError:
        return Outcome(None, "connection_refused")
    except (http.client.HTTPException, ValueError):
        return Outcome(None, "invalid_response")
    finally:
        connection.close()
