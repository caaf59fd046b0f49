"""Wallets' names as parts of file and account names: plain, and no two wallets the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.movement import WalletOfMovement

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 40


def plain_names(wallets: Iterable[WalletOfMovement]) -> Mapping[WalletId, str]:
    """A name of a-z, 0-9 and dashes for each; those that would be alike end in their identifier.

    A wallet's plain name depends on all the wallets given, not on the rows that are exported.
    """
    names = _apart({wallet.id: _plain(wallet.name) for wallet in wallets})
    # A wallet may be called as another one is with its identifier.
    return _apart(names)


def _apart(names: Mapping[WalletId, str]) -> Mapping[WalletId, str]:
    alike = Counter(names.values())
    return {
        wallet_id: name if name and alike[name] == 1 else f"{name or 'wallet'}-{wallet_id}"
        for wallet_id, name in names.items()
    }


def _plain(name: str) -> str:
    base = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return _OTHER.sub("-", base.lower()).strip("-")[:_LONGEST].strip("-")
