"""What `voltage-tui export` says of a pack: lines for a person, JSON for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.exports.rows import utc_text
from voltage_tui.exports.values import decimal_of
from voltage_tui.money import Money
from voltage_tui.text import clean
from voltage_tui.treasury.exporting.counts import rows_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voltage_tui.exports.accounts import Unmapped
    from voltage_tui.treasury.exporting.exporter import Exported, Looked


def standing_lines(looked: Looked) -> Iterator[str]:
    """What is not whole or missing, one line each; none where all is well."""
    context = looked.context
    whole = {sweep.wallet_id for sweep in context.sweeps if sweep.complete}
    lacking = [wallet.name for wallet in context.wallets if wallet.id not in whole]
    if lacking:
        yield f"not whole: rows of {', '.join(lacking)} may be missing; the manifest says so"
    if context.payments is not None and not context.payments.complete:
        yield "the payments are not whole: some rows may lack their words and rates"
    until = context.read_until
    if until is not None:
        yield f"rows are here as they were read at {utc_text(until)}: later ones are not"
    if looked.missing_rates:
        of = "" if looked.entries is None else f" of {looked.entries:,}"
        yield f"{looked.missing_rates:,}{of} ledger entries lack a rate, which stays empty"
    if context.selection is not None:
        yield "only what the search finds: no opening, closing or balance is stated"


def result_lines(exported: Exported) -> Iterator[str]:
    """Where it is, and what proves it."""
    pack = exported.pack
    yield clean(str(pack.folder), 4_096)
    yield rows_words(pack.tally.rows, exported.entries)
    yield f"{len(pack.files)} files, written and read back"
    yield f"manifest sha256 {pack.manifest.sha256}"
    if not pack.tally.adds_up:
        yield "a wallet's rows do not add up to its balance: the manifest has the difference"
    if pack.tally.unknown_amounts:
        yield f"{pack.tally.unknown_amounts:,} rows have no known amount: no sum has them"
    if pack.tally.unmapped:
        yield f"{pack.tally.unmapped:,} rows are booked to equity:unmapped: see --unmapped"
    if exported.not_noted is not None:
        yield f"the audit record has no line of it: {clean(exported.not_noted, 300)}"


def result_json(exported: Exported) -> dict[str, object]:
    """The same for a program."""
    pack = exported.pack
    return {
        "folder": str(pack.folder),
        "manifest_sha256": pack.manifest.sha256,
        "rows": pack.tally.rows,
        "ledger_entries": exported.entries,
        "complete": exported.context.complete,
        "adds_up": pack.tally.adds_up,
        "unknown_amounts": pack.tally.unknown_amounts,
        "missing_rates": pack.tally.missing_rates,
        "unmapped": pack.tally.unmapped,
        "noted": exported.not_noted is None,
        "files": [
            {"name": file.name, "rows": file.rows, "bytes": file.size, "sha256": file.sha256}
            for file in pack.files
        ],
    }


def unmapped_lines(rows: Sequence[Unmapped]) -> Iterator[str]:
    """What no rule of the accounts file names, the most frequent first."""
    if not rows:
        yield "every row has an account"
        return
    for row in rows:
        direction = "" if row.direction is None else f" {row.direction.value}"
        tags = f" #{' #'.join(row.tags)}" if row.tags else ""
        amount = decimal_of(Money(row.currency, row.units))
        yield clean(
            f"{row.count:>8,}  {row.wallet}: {row.kind.value}{direction}{tags}"
            f"  {amount} {row.currency.upper()}  such as {row.example}"
        )
