"""What the export dialogs say, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voltage_tui.treasury.exporting.counts import entries_words, rows_words
from voltage_tui.treasury.phrases import counted
from voltage_tui.ui.palette import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voltage_tui.exports.context import ExportContext, SweepOfPayments
    from voltage_tui.treasury.exporting.exporter import Exported, Looked

_NAMED = 3


class Said(NamedTuple):
    """A sentence and what it is."""

    words: str
    role: Role = Role.TEXT


def looked_words(looked: Looked) -> list[Said]:
    """What would be written, how whole it is and what it lacks (S-67, S-69)."""
    entries = "Ledger entries are being counted"
    if looked.entries is not None:
        entries = entries_words(looked.entries)
    said = [
        Said(f"{entries}, {_days(looked.context)}.", Role.STRONG),
        Said("Fees become rows of their own.", Role.MUTED),
    ]
    said += whole_words(looked.context)
    if looked.missing_rates is None:
        words = "Missing rates are still being counted; enter need not wait: the manifest has them."
        said.append(Said(words, Role.MUTED))
    elif looked.missing_rates:
        lack = "lacks" if looked.missing_rates == 1 else "lack"
        said.append(
            Said(
                f"{entries_words(looked.missing_rates)} {lack} a rate: their value in dollars "
                "stays empty, and files in dollars leave them out.",
                Role.WARN,
            )
        )
    if looked.context.selection is not None:
        said.append(
            Said("Only what the search finds: no opening, closing or balance is stated.", Role.WARN)
        )
    return said


def whole_words(context: ExportContext) -> Iterator[Said]:
    """Whether all there is, is here; else whose rows may be missing."""
    whole = {sweep.wallet_id for sweep in context.sweeps if sweep.complete}
    lacking = [wallet.name for wallet in context.wallets if wallet.id not in whole]
    until = context.read_until
    if lacking:
        yield Said(
            f"Not whole: rows of {_names(lacking)} may be missing, as not all of the ledger has "
            "been read. The manifest says so.",
            Role.BAD,
        )
    elif context.wallets and until is None:
        yield Said("Every row there is, is here: two readings agreed.", Role.OK)
    elif context.wallets:
        yield Said("Every row there was is here: two readings agreed.", Role.OK)
    if until is not None:
        here = until.astimezone(context.period.zone)
        yield Said(
            f"Rows are here as they were read on {here:%Y-%m-%d at %H:%M}: later ones are not.",
            Role.MUTED if not lacking else Role.BAD,
        )
    if context.payments is not None and not context.payments.complete:
        yield Said(_payments_words(context.payments, context), Role.WARN)


def _payments_words(payments: SweepOfPayments, context: ExportContext) -> str:
    """Why rows may lack what their payments say."""
    may = "some rows may lack their words and rates."
    if payments.read_until in (None, context.period.end) or payments.finished_at is None:
        return f"The payments are still being read: {may}"
    here = payments.read_until.astimezone(context.period.zone)
    return f"Payments were last read on {here:%Y-%m-%d at %H:%M}, before the period ended: {may}"


def exported_words(exported: Exported) -> list[Said]:
    """Where it is and what proves it."""
    pack = exported.pack
    said = [
        Said("Written, and read back whole.", Role.OK_STRONG),
        Said(str(pack.folder), Role.STRONG),
        Said(f"{rows_words(pack.tally.rows, exported.entries)}."),
        Said(f"{counted(len(pack.files), 'file')} and the manifest."),
        Said(f"Manifest SHA-256 {pack.manifest.sha256}", Role.MUTED),
    ]
    if not exported.context.complete:
        # More may have come between the count and the writing: what was written is what is told.
        said += whole_words(exported.context)
    if not pack.tally.adds_up:
        said.append(
            Said(
                "A wallet's rows do not add up to its balance: the manifest has the difference.",
                Role.BAD,
            )
        )
    if pack.tally.unknown_amounts:
        rows = counted(pack.tally.unknown_amounts, "row")
        said.append(Said(f"{rows} of an amount not known: no sum has it in.", Role.WARN))
    if pack.tally.unmapped:
        said.append(
            Said(
                f"{counted(pack.tally.unmapped, 'row')} booked to equity:unmapped in the journals: "
                "accounts.toml says which account is whose.",
                Role.WARN,
            )
        )
    if exported.not_noted is not None:
        said.append(Said(f"The audit record has no line of it: {exported.not_noted}", Role.WARN))
    return said


def _days(context: ExportContext) -> str:
    period = context.period
    if period.first == period.last:
        return f"{period.first} by the clocks of {period.zone}"
    return f"{period.first} to {period.last} by the clocks of {period.zone}"


def _names(names: Iterable[str]) -> str:
    known = list(names)
    more = len(known) - _NAMED
    return ", ".join(known[:_NAMED]) + (f" and {more} more" if more > 0 else "")
