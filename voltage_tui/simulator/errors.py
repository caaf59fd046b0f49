"""The error envelope: every refusal the simulator can answer with (schemas, section 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voltage_tui.simulator.json_types import JsonObject, JsonValue


class RefusedError(Exception):
    """A request that is answered with an error envelope."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        code: str | None = None,
        context: JsonObject | None = None,
    ) -> None:
        super().__init__(f"{status} {kind}")
        self.status = status
        self.kind = kind
        self.detail = detail
        self.code = code
        self.context = context

    def envelope(self) -> JsonObject:
        """The body: `{"error": {"type", "code"?, "detail", "context"?}}`."""
        error: JsonObject = {"type": self.kind}
        if self.code is not None:
            error["code"] = self.code
        error["detail"] = self.detail
        if self.context is not None:
            error["context"] = self.context
        return {"error": error}


def bad_request(kind: str, detail: str, **context: JsonValue) -> RefusedError:
    """A 400 with an optional context and no code."""
    return RefusedError(400, kind, detail, context=context or None)


def invalid_parameter(name: str) -> RefusedError:
    """A path or query parameter that cannot be read."""
    return RefusedError(400, "invalid_parameter", f"The parameter '{name}' is not valid.")


def invalid_data(path: str, problem: str) -> RefusedError:
    """A body that is JSON but not of the shape asked for."""
    return RefusedError(422, "invalid_data", f"{path}: {problem}")


def not_found(kind: str, name: str, identifier: str) -> RefusedError:
    """A 404 naming what is not there (or not there yet)."""
    return RefusedError(404, kind, "Nothing is known by that id.", context={name: identifier})


def conflict(kind: str, name: str, identifier: str) -> RefusedError:
    """A 409: the id that the client chose is taken."""
    return RefusedError(409, kind, "That id is already in use.", context={name: identifier})


def access_rights() -> RefusedError:
    """A key that lacks the permission, or an organization or environment that is not its own."""
    return RefusedError(403, "access_rights", "The key does not permit this.")


def required(kind: str, field: str) -> RefusedError:
    """A 400 for something left out that the business rules need."""
    context: JsonObject = {"field": field, "required": True}
    return RefusedError(400, kind, "A value is required.", code="required", context=context)


def too_short(kind: str, field: str) -> RefusedError:
    """A 400 for a text that may be left out but not be empty."""
    context: JsonObject = {"field": field, "min_length": 1}
    return RefusedError(400, kind, "The text is too short.", code="too_short", context=context)


def below_minimum(kind: str, field: str, provided: JsonObject, minimum: JsonObject) -> RefusedError:
    """A 400 for an amount or a fee limit that is too small."""
    return RefusedError(
        400,
        kind,
        "Amount is too small.",
        code="below_minimum",
        context={"field": field, "provided_amount": provided, "min_amount": minimum},
    )


def invalid_receive(*fields: str) -> RefusedError:
    """A 400 for a receive whose fields cannot be used."""
    context: JsonObject = {"fields": list(fields)}
    return RefusedError(
        400,
        "invalid_receive_payment",
        "The request to be paid is not valid.",
        code="validation_failed",
        context=context,
    )


def feature_disabled(feature: str, *, coded: bool = True) -> RefusedError:
    """A 400 for a feature the organization does not have."""
    return RefusedError(
        400,
        "feature_flag_disabled",
        "The feature is not enabled for this organization.",
        code="disabled" if coded else None,
        context={"feature": feature},
    )
