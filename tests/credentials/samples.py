"""A key to look for where it must not be, and a profile to keep it for."""

from __future__ import annotations

from voltage_tui.model.ids import EnvironmentId, OrganizationId
from voltage_tui.profiles import FromKeyring, KeySource, Profile

CANARY = "vltg_canary_7f3c91d2"


IN_KEYRING = FromKeyring()


def profile_with(key: KeySource = IN_KEYRING, name: str = "acme") -> Profile:
    return Profile(
        name=name,
        title="Acme",
        organization_id=OrganizationId("0f1e2d3c-1111-4222-8333-444455556666"),
        environment_id=EnvironmentId("9a8b7c6d-5555-4666-8777-888899990000"),
        key=key,
    )
