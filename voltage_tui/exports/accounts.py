"""Which account of a journal a movement is booked against: one small file that a person edits."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from voltage_tui.exports.context import ExportError
from voltage_tui.exports.names import plain_names
from voltage_tui.files import read_bounded
from voltage_tui.model.movement import MovementKind
from voltage_tui.model.payment_words import Direction
from voltage_tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.movement import Movement, WalletOfMovement
    from voltage_tui.money import Currency

UNMAPPED: Final = "equity:unmapped"
"""What no rule names is booked here, so that it is seen: never guessed to be income or cost."""
OPENING: Final = "equity:opening-balances"
_FEES: Final = {
    MovementKind.NETWORK_FEE: "expenses:fees:network",
    MovementKind.PROCESSING_FEE: "expenses:fees:processing",
    MovementKind.INTEREST: "expenses:interest",
    MovementKind.VOLUME_FEE: "expenses:fees:volume",
}
_ROOTS: Final = ("assets", "liabilities", "equity", "income", "revenues", "expenses")
_PART: Final = re.compile(r"[^\W_](?:[\w'&./-]| (?! ))*")
_LARGEST: Final = 1_000_000
"""Bytes of an accounts file."""
_CONDITIONS: Final = ("wallet", "kind", "direction", "tag")

TEMPLATE: Final = """\
# Which account each movement is booked against in the hledger and Beancount journals.
# The first rule that fits counts; a condition that is left out fits everything.
#
#   wallet     a wallet's name or identifier
#   kind       principal, network_fee, processing_fee, settlement, interest or volume_fee
#   direction  send or receive
#   tag        one of the payment's tags
#
# An account begins with assets, liabilities, equity, income or expenses. What no rule names is
# booked against equity:unmapped; fees have accounts of their own under expenses.

# [wallets]
# "Ops" = "liabilities:voltage:ops"

# [[rules]]
# direction = "send"
# tag = "rent"
# account = "expenses:rent"
"""
"""What a new file begins as: no rule, everything explained."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Movements that fit every condition that is not None go to `account`."""

    account: str
    wallet: str | None = None
    kind: MovementKind | None = None
    direction: Direction | None = None
    tag: str | None = None

    def fits(self, movement: Movement) -> bool:
        """Whether the movement is one of these."""
        return (
            self.wallet in (None, movement.wallet.id, movement.wallet.name)
            and self.kind in (None, movement.kind)
            and self.direction in (None, movement.direction)
            and (self.tag is None or self.tag in movement.known.tags)
        )


@dataclass(frozen=True, slots=True)
class AccountMap:
    """The rules in their order, and accounts of wallets by their name or identifier."""

    rules: tuple[Rule, ...] = ()
    wallets: tuple[tuple[str, str], ...] = ()

    def account_of(self, movement: Movement) -> str | None:
        """The account a movement is booked against; None where no rule names one."""
        for rule in self.rules:
            if rule.fits(movement):
                return rule.account
        return _FEES.get(movement.kind)

    def wallet_accounts(self, wallets: Iterable[WalletOfMovement]) -> Mapping[WalletId, str]:
        """Each wallet's own account, no two alike; a wallet on a line of credit is a liability.

        Raises `ExportError` where the file gives two wallets one account, or books something else
        to a wallet's: then no balance of it could be checked.
        """
        known = tuple(wallets)
        plain, named = plain_names(known), dict(self.wallets)
        accounts: dict[WalletId, str] = {}
        for wallet in known:
            root = "liabilities" if wallet.line_id is not None else "assets"
            own = named.get(wallet.id) or named.get(wallet.name)
            accounts[wallet.id] = own or f"{root}:voltage:{plain[wallet.id]}"
        counts = Counter(account_name(account) for account in accounts.values())
        shared = next((name for name, count in counts.items() if count > 1), None)
        if shared is not None:
            raise ExportError(f"two wallets have the account {shared}: give each its own")
        taken = next((r.account for r in self.rules if account_name(r.account) in counts), None)
        if taken is not None:
            words = f"a rule books to {taken}, a wallet's own account"
            raise ExportError(f"{words}: book transfers to an account between, as assets:transfers")
        return accounts


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Movements that no rule names: how many, what they add up to (base units), and one of them."""

    wallet: str
    kind: MovementKind
    direction: Direction | None
    tags: tuple[str, ...]
    currency: Currency
    count: int
    units: int
    example: str


def unmapped(movements: Iterable[Movement], accounts: AccountMap) -> tuple[Unmapped, ...]:
    """What the journals would book against `equity:unmapped`, the most frequent first."""
    found: dict[tuple[object, ...], Unmapped] = {}
    for movement in movements:
        amount = movement.amount
        if not movement.is_money or amount is None or amount.is_zero:
            continue
        if accounts.account_of(movement) is not None:
            continue
        wallet, tags = movement.wallet, movement.known.tags
        key = (wallet.id, movement.kind, movement.direction, tags)
        before = found.get(key)
        found[key] = Unmapped(
            wallet.name,
            movement.kind,
            movement.direction,
            tags,
            amount.currency,
            1 if before is None else before.count + 1,
            amount.units + (0 if before is None else before.units),
            movement.row_id if before is None else before.example,
        )
    return tuple(sorted(found.values(), key=lambda one: (-one.count, one.example)))


@lru_cache(maxsize=4_096)
def account_name(account: str) -> str:
    """An account in Beancount's spelling: `expenses:fees & co` is `Expenses:Fees-co`.

    Two accounts that are spelled alike there are one account.
    """
    root, *parts = account.split(":")
    name = "Income" if root.lower() == "revenues" else root.lower().capitalize()
    return ":".join((name, *map(_component, parts)))


def _component(part: str) -> str:
    kept = "".join(c if c.isalpha() or c.isdecimal() else "-" for c in part)
    kept = "-".join(piece for piece in kept.split("-") if piece)
    kept = kept[:1].upper() + kept[1:]
    return kept if kept[:1].isupper() or kept[:1].isdecimal() else f"X{kept}"


def load_accounts(path: Path) -> AccountMap:
    """Read the file at `path`; no rules where there is none. Raises `ExportError`."""
    try:
        return parse_accounts(read_bounded(path, _LARGEST).decode("utf-8"))
    except FileNotFoundError:
        return AccountMap()
    except OSError as error:
        why = error.strerror or type(error).__name__
    except UnicodeDecodeError:
        why = "it is not UTF-8 text"
    raise ExportError(f"{clean(str(path), 200)}: {clean(why, 200)}")


def parse_accounts(text: str) -> AccountMap:
    """Read the file. Raises `ExportError`, which names the rule and what is wrong with it."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ExportError(f"the accounts file is not TOML: {clean(str(error), 200)}") from None
    unknown = sorted(set(table) - {"rules", "wallets"})
    if unknown:
        raise ExportError(f"the accounts file has {clean(unknown[0], 60)}: not a part of it")
    return AccountMap(tuple(_rules(table.get("rules", []))), _wallets(table.get("wallets", {})))


def _wallets(found: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(found, dict):
        raise ExportError("[wallets] is a table of names and accounts")
    return tuple(
        (clean(str(name), 300), _account(account, f"wallet {clean(str(name), 60)}"))
        for name, account in found.items()
    )


def _rules(found: object) -> Iterable[Rule]:
    if not isinstance(found, list):
        raise ExportError("rules are written as [[rules]]")
    for number, table in enumerate(found, start=1):
        where = f"rule {number}"
        if not isinstance(table, dict):
            raise ExportError(f"{where} is not a table")
        unknown = sorted(set(table) - {*_CONDITIONS, "account"})
        if unknown:
            raise ExportError(f"{where}: {clean(str(unknown[0]), 60)} is not a condition")
        texts = {
            name: _text(table[name], f"{where}: {name}") for name in _CONDITIONS if name in table
        }
        yield Rule(
            _account(table.get("account"), where),
            texts.get("wallet"),
            _member(MovementKind, texts.get("kind"), where),
            _member(Direction, texts.get("direction"), where),
            texts.get("tag"),
        )


E = TypeVar("E", bound=Enum)


def _member(kind: type[E], text: str | None, where: str) -> E | None:
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(str(member.value) for member in kind)
        raise ExportError(f"{where}: {text} is none of {known}") from None


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ExportError(f"{where} is a text")
    return clean(value, 300)


def _account(value: object, where: str) -> str:
    text = _text(value, f"{where}: account")
    parts = text.split(":")
    if parts[0].lower() not in _ROOTS:
        raise ExportError(f"{where}: {text} begins with none of {', '.join(_ROOTS)}")
    wrong = [part for part in parts if not _PART.fullmatch(part) or part != part.strip()]
    if wrong or len(parts) < 2:
        raise ExportError(f"{where}: {text} is not an account, as expenses:rent is")
    return text
