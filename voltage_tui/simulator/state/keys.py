"""API keys and what they permit (API reference, section 1)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Permission(StrEnum):
    """What an operation needs."""

    READ = "READ"
    WRITE = "WRITE"
    RECEIVE = "RECEIVE"
    BILLING = "BILLING"


ALL = frozenset(Permission)
"""What the key of `Identity` permits."""


class ApiKey(NamedTuple):
    """A key of the one environment."""

    secret: str
    permissions: frozenset[Permission]
