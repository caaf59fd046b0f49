"""Lines of credit on the wire (API schemas section 11)."""

from __future__ import annotations

from voltage_tui.api.wire.fields import Fields
from voltage_tui.api.wire.values import (
    read_count,
    read_currency,
    read_id,
    read_table,
    read_text,
    read_timestamp,
)
from voltage_tui.model.credit import Collateral, LineOfCredit
from voltage_tui.model.ids import EnvironmentId, LineId, OrganizationId
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.money import Money


def read_line(raw: object) -> LineOfCredit:
    """A SummaryLineOfCredit."""
    fields = Fields(raw)
    currency = fields.read("currency", read_currency)
    return LineOfCredit(
        id=LineId(fields.read("id", read_id)),
        organization_id=OrganizationId(fields.read("organization_id", read_id)),
        environment_id=EnvironmentId(fields.read("environment_id", read_id)),
        network=recognise(Network, fields.read("network", read_text)),
        limit=Money(currency, fields.read("limit", read_count)),
        allocated=Money(currency, fields.read("allocated_limit", read_count)),
        collateral=fields.read_optional("status", _read_collateral),
        disabled_at=fields.read_optional("disabled_at", read_timestamp),
        node_host=fields.read_optional("infrastructure", _read_host),
    )


def _read_collateral(raw: object) -> Collateral | Unrecognised | None:
    """The value of a single-key object; the key (secured, verified) follows from it."""
    return next((recognise(Collateral, value) for value in read_table(raw).values()), None)


def _read_host(raw: object) -> str:
    """The node's host; of infrastructure we do not know, its type, since it is node-backed."""
    fields = Fields(raw)
    kind = fields.read("type", read_text)
    host = fields.read_optional("config", lambda config: Fields(config).read("host", read_text))
    return host or kind
