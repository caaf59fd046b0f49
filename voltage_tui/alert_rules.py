"""The rules of alerts as the settings keep them: the `[alerts]` section of `settings.toml`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final

from voltage_tui.files import toml_string
from voltage_tui.model.alert import AlertKind
from voltage_tui.money import INT64_MAX

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_OWN: Final = 200
"""Wallets and lines that may have a rule of their own."""
CREDIT_GAP: Final = 5
"""Percent between raising and clearing, where only one of them is said."""
_MOST_MINUTES: Final = 100_000
_LONGEST_ID: Final = 64
_SECTION: Final = "alerts"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What a wallet or a line has of its own; None is as for all.

    Credit in percent, what can be spent in satoshis or cents. Where `on` is False nothing of it
    is watched for credit or for what can be spent.
    """

    on: bool = True
    credit_over: int | None = None
    credit_clear: int | None = None
    available_under: int | None = None
    available_clear: int | None = None


@dataclass(frozen=True, slots=True)
class AlertRules:
    """Every rule, with its default. Raised from one value on, cleared only past the other."""

    bell: bool = True
    """The terminal's bell rings once for what is raised."""
    title: bool = True
    """The terminal's title counts what is raised and was not acknowledged."""
    desktop: bool = True
    """A desktop notice, when the terminal is not in focus."""
    credit_over: int = 80
    """Percent of its limit that a wallet or line has used, from which it is raised."""
    credit_clear: int = 75
    """Percent under which that is cleared."""
    available_under_sats: int = 0
    """What a bitcoin wallet can spend, credit with it, under which it is raised; 0 never."""
    available_under_cents: int = 0
    """The same of a dollar wallet, in cents."""
    payment_over_sats: int = 10_000_000
    """A bitcoin payment of more than this is raised; 0 never."""
    payment_over_cents: int = 1_000_000
    """A dollar payment of more than this, in cents; 0 never."""
    pending_minutes: int = 2
    """A Lightning send that is pending for longer, and for longer than usual, is raised."""
    pending_onchain_minutes: int = 120
    """The same of one on-chain."""
    webhook_failures: int = 3
    """Deliveries of a webhook that failed one after the other."""
    off: tuple[str, ...] = ()
    """The kinds that are not watched."""
    own: Mapping[str, OwnRule] = field(default_factory=dict)
    """By the id of a wallet or line."""

    def watches(self, kind: AlertKind) -> bool:
        """Whether this kind is watched at all."""
        return kind.value not in self.off

    def switched(self, kind: AlertKind) -> AlertRules:
        """The rules with this kind watched if it was not, and not if it was."""
        rest = tuple(k for k in self.off if k != kind.value)
        return replace(self, off=rest if len(rest) < len(self.off) else (*rest, kind.value))

    def own_of(self, subject: str) -> OwnRule:
        """What a wallet or line has of its own, nothing where it has none."""
        return self.own.get(subject, _NOTHING)

    def with_own(self, subject: str, rule: OwnRule | None) -> AlertRules:
        """The rules with this one for a wallet or line, or with none of its own."""
        kept = {name: one for name, one in self.own.items() if name != subject}
        if rule is not None and rule != _NOTHING:
            kept[subject] = rule
        return replace(self, own=kept)


_NOTHING: Final = OwnRule()
_MOST: Final[Mapping[str, int]] = {
    "credit_over": 100,
    "credit_clear": 100,
    "available_under_sats": INT64_MAX // 1_000,
    "available_under_cents": INT64_MAX,
    "payment_over_sats": INT64_MAX // 1_000,
    "payment_over_cents": INT64_MAX,
    "pending_minutes": _MOST_MINUTES,
    "pending_onchain_minutes": _MOST_MINUTES,
    "webhook_failures": 100,
    "available_under": INT64_MAX // 1_000,
    "available_clear": INT64_MAX // 1_000,
}
_LEAST: Final[Mapping[str, int]] = {"credit_over": 1, "webhook_failures": 1, "pending_minutes": 1}


def bounds_of(name: str) -> tuple[int, int]:
    """The least and the most that the number of this name may be, in what it is counted in."""
    return _LEAST.get(name, 0), _MOST[name]


def alerts_in(table: Mapping[str, object], bad: list[str]) -> AlertRules:
    """The rules of a settings file; what makes no sense is left at its default, and named."""
    section = table.get(_SECTION, {})
    if not isinstance(section, dict):
        bad.append(_SECTION)
        return AlertRules()
    found: dict[str, object] = {}
    for one in fields(AlertRules):
        if one.name in section and one.name not in ("own", "off"):
            _take(section, one.name, found, bad, _SECTION)
    if "credit_clear" not in found and isinstance(over := found.get("credit_over"), int):
        found["credit_clear"] = max(0, over - CREDIT_GAP)
    rules = replace(AlertRules(), **found)  # type: ignore[arg-type]  # fields by their own names
    if rules.credit_clear > rules.credit_over:
        bad.append(f"{_SECTION}.credit_clear (at most credit_over)")
        rules = replace(rules, credit_clear=max(0, rules.credit_over - CREDIT_GAP))
    return replace(rules, off=_off(section, bad), own=_own(section, bad))


def alerts_toml(rules: AlertRules) -> list[str]:
    """The lines of a settings file that keep what is not as it is by default."""
    usual, kept = AlertRules(), []
    for one in fields(AlertRules):
        value: object = getattr(rules, one.name)
        said = value != getattr(usual, one.name)
        if one.name == "credit_clear":
            said = said or rules.credit_over != usual.credit_over
        if one.name == "own" or not said:
            continue
        if isinstance(value, tuple):
            kept.append(f"{one.name} = {toml_string(' '.join(value))}")
        else:
            kept.append(f"{one.name} = {_plain(value)}")
    lines = ["", f"[{_SECTION}]", *kept] if kept else []
    for subject, rule in rules.own.items():
        lines += ["", f"[{_SECTION}.own.{toml_string(subject)}]", *_own_lines(rule)]
    return lines


def _own_lines(rule: OwnRule) -> list[str]:
    lines = []
    for one in fields(OwnRule):
        value: object = getattr(rule, one.name)
        if value != getattr(_NOTHING, one.name):
            lines.append(f"{one.name} = {_plain(value)}")
    return lines


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _take(
    section: Mapping[str, object], name: str, found: dict[str, object], bad: list[str], where: str
) -> None:
    """Take a switch or a number, if it is one that fits."""
    value = section[name]
    if name not in _MOST:
        if isinstance(value, bool):
            found[name] = value
        else:
            bad.append(f"{where}.{name} (true or false)")
        return
    least, most = bounds_of(name)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        found[name] = value
    else:
        bad.append(f"{where}.{name} (a whole number from {least} to {most:,})")


def _off(section: Mapping[str, object], bad: list[str]) -> tuple[str, ...]:
    words = section.get("off", "")
    if not isinstance(words, str):
        bad.append(f"{_SECTION}.off")
        return ()
    known = {kind.value for kind in AlertKind}
    wanted = dict.fromkeys(words.split())
    bad += [f"{_SECTION}.off ({word[:_LONGEST_ID]})" for word in wanted if word not in known]
    return tuple(word for word in wanted if word in known)


def _own(section: Mapping[str, object], bad: list[str]) -> dict[str, OwnRule]:
    named = section.get("own", {})
    if not isinstance(named, dict):
        bad.append(f"{_SECTION}.own")
        return {}
    kept: dict[str, OwnRule] = {}
    for subject, entry in named.items():
        where = f"{_SECTION}.own.{str(subject)[:_LONGEST_ID]}"
        if not isinstance(entry, dict) or not 0 < len(subject) <= _LONGEST_ID:
            bad.append(where)
        elif len(kept) == MOST_OWN:
            bad.append(f"{_SECTION}.own (more than {MOST_OWN:,})")
            break
        else:
            found: dict[str, object] = {}
            for one in fields(OwnRule):
                if one.name in entry:
                    _take(entry, one.name, found, bad, where)
            kept[subject] = OwnRule(**found)  # type: ignore[arg-type]  # by their own names
    return {subject: rule for subject, rule in kept.items() if rule != _NOTHING}
