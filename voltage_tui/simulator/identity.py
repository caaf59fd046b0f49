"""Who the simulated organisation is, and with what its API is opened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """What a client has to be configured with; the identifiers are lower-case UUIDs."""

    base_path: str
    api_key: str
    organization_id: str
    environment_id: str
    wallet_ids: tuple[str, ...]
    line_of_credit_ids: tuple[str, ...]
    organization_name: str
