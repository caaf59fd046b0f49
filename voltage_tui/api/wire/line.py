"""Lines of credit on the wire (API schemas section 11)."""

from __future__ import annotations

from voltage_tui.api.wire.base import Count, CurrencyCode, Id, Text, Timestamp, Wire
from voltage_tui.model.credit import Collateral, LineOfCredit
from voltage_tui.model.ids import EnvironmentId, LineId, OrganizationId
from voltage_tui.model.network import Network
from voltage_tui.model.open_enum import Unrecognised, recognise
from voltage_tui.money import Money


class NodeWire(Wire):
    """LndConfigReadonly."""

    host: Text


class InfrastructureWire(Wire):
    """InfraConfigReadonly."""

    type: Text
    config: NodeWire | None = None


class LineWire(Wire):
    """SummaryLineOfCredit."""

    id: Id
    organization_id: Id
    network: Text
    environment_id: Id
    limit: Count
    allocated_limit: Count
    currency: CurrencyCode
    status: dict[Text, Text] | None = None
    disabled_at: Timestamp | None = None
    infrastructure: InfrastructureWire | None = None


def to_line(wire: LineWire) -> LineOfCredit:
    """A line of credit of the model."""
    return LineOfCredit(
        id=LineId(wire.id),
        organization_id=OrganizationId(wire.organization_id),
        environment_id=EnvironmentId(wire.environment_id),
        network=recognise(Network, wire.network),
        limit=Money(wire.currency, wire.limit),
        allocated=Money(wire.currency, wire.allocated_limit),
        collateral=_collateral(wire.status),
        disabled_at=wire.disabled_at,
        node_host=_host(wire.infrastructure),
    )


def _collateral(status: dict[str, str] | None) -> Collateral | Unrecognised | None:
    """The value of a single-key object; the key (secured, verified) follows from it."""
    return next((recognise(Collateral, value) for value in (status or {}).values()), None)


def _host(wire: InfrastructureWire | None) -> str | None:
    """The node's host; of infrastructure we do not know, its type, since it is node-backed."""
    if wire is None:
        return None
    return wire.config.host if wire.config else wire.type
