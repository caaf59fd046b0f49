"""Where what is known is kept, and from where its changes are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from voltage_tui.treasury.account import accounts_of
from voltage_tui.treasury.problems import log_unexpected
from voltage_tui.treasury.reading import Reading
from voltage_tui.treasury.set_back import SetBack, redated
from voltage_tui.treasury.snapshot import Connection, Snapshot
from voltage_tui.treasury.topics import ConnectionState, Topic

if TYPE_CHECKING:
    from voltage_tui.clock import Clock
    from voltage_tui.treasury.cadence import Cadence

Listener = Callable[[frozenset[Topic]], None]
K = TypeVar("K")
V = TypeVar("V")


class Board:
    """Holds the current snapshot; every change makes a new one and tells the listeners."""

    def __init__(self, clock: Clock, cadence: Cadence) -> None:
        self._set_back = SetBack(clock)
        self._snapshot = Snapshot(
            version=0,
            connection=Connection(ConnectionState.STARTING, clock.now()),
            wallets=Reading(interval_s=cadence.wallets),
            lines=Reading(interval_s=cadence.lines),
            accounts=(),
            book=Reading(interval_s=cadence.payments),
        )
        self._listeners: dict[object, Listener] = {}

    @property
    def snapshot(self) -> Snapshot:
        """What is known now; a calendar set back makes none of it younger (S-17)."""
        back = self._set_back.since_last()
        if back is not None:
            self.post(redated(self._snapshot, back), *Topic)
        return self._snapshot

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` told the topics of every change; returns how to stop that."""
        token = object()
        self._listeners[token] = listener
        return lambda: self._forget(token)

    def post(self, changed: Snapshot, *topics: Topic) -> None:
        """Make `changed` the current snapshot; its version is set here."""
        self._snapshot = replace(changed, version=self._snapshot.version + 1)
        told = frozenset(topics)
        for listener in tuple(self._listeners.values()):
            try:
                listener(told)
            except Exception as error:  # noqa: BLE001 - a screen's fault is not the worker's
                log_unexpected("a listener", error)

    def post_accounts(self, changed: Snapshot, *topics: Topic) -> None:
        """As `post`, for wallets or lines that were read: those that changed are joined anew."""
        before, wallets, lines = self._snapshot, changed.wallets.value, changed.lines.value
        if wallets is not before.wallets.value or lines is not before.lines.value:
            by_id = {line.id: line for line in lines or ()}
            accounts = accounts_of(wallets or (), by_id, before.accounts)
            changed = replace(changed, accounts=accounts)
        self.post(changed, *topics)

    def _forget(self, token: object) -> None:
        self._listeners.pop(token, None)


def with_entry(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """A read-only copy of `mapping` with one entry set."""
    return MappingProxyType({**mapping, key: value})


def without_entry(mapping: Mapping[K, V], key: K) -> Mapping[K, V]:
    """A read-only copy of `mapping` without one entry."""
    return MappingProxyType({k: v for k, v in mapping.items() if k != key})
