"""The words of the language: its fields, and the values they take."""

from __future__ import annotations

from enum import Enum
from typing import Final

from voltage_tui.model.ledger import LedgerKind
from voltage_tui.model.payment_words import Direction, PaymentKind, PaymentStatus
from voltage_tui.query.terms import PENDING, Sort, SortBy, When


class Field(Enum):
    """What stands before a colon, as it is written when the search is written out."""

    STATUS = "status"
    DIRECTION = "dir"
    WALLET = "wallet"
    KIND = "kind"
    RAIL = "rail"
    AMOUNT = "amount"
    SINCE = "since"
    UNTIL = "until"
    ON = "on"
    IN = "in"
    BEFORE = "before"
    AFTER = "after"
    LAST = "last"
    ID = "id"
    TAG = "tag"
    NOTE = "note"
    REFERENCE = "ref"
    METADATA = "meta"
    SORT = "sort"


FIELDS: Final = {
    **{field.value: field for field in Field},
    "direction": Field.DIRECTION,
    "wallets": Field.WALLET,
    "amt": Field.AMOUNT,
    "from": Field.SINCE,
    "to": Field.UNTIL,
    "date": Field.ON,
    "tags": Field.TAG,
    "notes": Field.NOTE,
    "reference": Field.REFERENCE,
    "metadata": Field.METADATA,
}
"""Every name of a field."""

DIVIDERS: Final = {
    **dict.fromkeys((Field.STATUS, Field.WALLET, Field.KIND, Field.RAIL, Field.TAG), ","),
    Field.METADATA: "=",
}
"""What divides the values of a field that takes several; behind it a quote may stand."""

REFERENCE_KEY: Final = "reference"
"""The entry of the metadata that `ref:` looks in: what a send writes its reference to."""

WHEN: Final = {
    Field.SINCE: When.SINCE,
    Field.UNTIL: When.UNTIL,
    Field.ON: When.IN,
    Field.IN: When.IN,
    Field.BEFORE: When.BEFORE,
    Field.AFTER: When.AFTER,
}

STATUSES: Final = (PENDING, *(status.value for status in PaymentStatus))
STATUS_HINTS: Final = {
    **dict.fromkeys(("paid", "done", "success", "settled", "ok"), PaymentStatus.COMPLETED.value),
    **dict.fromkeys(("open", "waiting", "unknown", "stuck"), PENDING),
    **dict.fromkeys(("error", "rejected"), PaymentStatus.FAILED.value),
}
"""Words that are no status, and the one that was probably meant."""

DIRECTIONS: Final = {
    **dict.fromkeys(("send", "sent", "out", "outgoing"), Direction.SEND),
    **dict.fromkeys(("receive", "received", "in", "incoming"), Direction.RECEIVE),
}
RAILS: Final = {
    "lightning": PaymentKind.BOLT11,
    "on-chain": PaymentKind.ONCHAIN,
    "bip21": PaymentKind.BIP21,
    "asset": PaymentKind.TAPROOTASSET,
    "bank": PaymentKind.USDBATCH,
    "onchain": PaymentKind.ONCHAIN,
    **{kind.value: kind for kind in PaymentKind},
}
RAIL_WORDS: Final = {
    PaymentKind.BOLT11: "lightning",
    PaymentKind.ONCHAIN: "on-chain",
    PaymentKind.BIP21: "bip21",
    PaymentKind.TAPROOTASSET: "asset",
    PaymentKind.USDBATCH: "bank",
}
"""The rails as a treasurer says them."""
EVENTS: Final = {
    **{kind.value: kind for kind in LedgerKind},
    "hold": LedgerKind.HELD,
    "capture": LedgerKind.CAPTURED,
    "release": LedgerKind.RELEASED,
}
SORTS: Final = {
    "newest": Sort(SortBy.TIME, descending=True),
    "oldest": Sort(SortBy.TIME),
    "largest": Sort(SortBy.AMOUNT, descending=True),
    "smallest": Sort(SortBy.AMOUNT),
    "status": Sort(SortBy.STATUS),
    "-status": Sort(SortBy.STATUS, descending=True),
    "wallet": Sort(SortBy.WALLET),
    "-wallet": Sort(SortBy.WALLET, descending=True),
    "time": Sort(SortBy.TIME),
    "-time": Sort(SortBy.TIME, descending=True),
    "amount": Sort(SortBy.AMOUNT),
    "-amount": Sort(SortBy.AMOUNT, descending=True),
}
"""Every order by its words; the first for each is how it is written out."""
