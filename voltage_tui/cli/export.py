"""`voltage-tui export`: the books as files, without a screen."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voltage_tui.cli.exits import Exit
from voltage_tui.cli.export_words import (
    result_json,
    result_lines,
    standing_lines,
    unmapped_lines,
)
from voltage_tui.cli.launch import profile_launch
from voltage_tui.cli.profile_named import profile_named
from voltage_tui.exports.accounts import load_accounts, unmapped
from voltage_tui.exports.context import ExportError
from voltage_tui.exports.formats.parquet import HOW_TO
from voltage_tui.exports.writers import ExportFormat, formats_there
from voltage_tui.model.period import Period
from voltage_tui.model.scope import Scope
from voltage_tui.profiles import Profile, config_folder, read_profiles
from voltage_tui.query import Calendar, QueryError, parse
from voltage_tui.settings import ACCOUNTS_FILE, SettingsStore
from voltage_tui.text import clean
from voltage_tui.time_zone import zone_named, zone_of
from voltage_tui.treasury.cadence import Cadence
from voltage_tui.treasury.exporting.exporter import Exporter, ExportOrder, Looked
from voltage_tui.treasury.exporting.filling import Filling
from voltage_tui.treasury.exporting.places import free_place, pack_name, usual_folder
from voltage_tui.treasury.exporting.scope import ExportScope
from voltage_tui.treasury.gate import Gate
from voltage_tui.treasury.mirroring.ledger_mirror import MirrorTools
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from voltage_tui.launch import Launch
    from voltage_tui.model.ids import WalletId
    from voltage_tui.model.movement import WalletOfMovement
    from voltage_tui.query import Query
    from voltage_tui.store.store import Store


class _UsageError(TroubleError):
    """An option that makes no sense here."""


class _Refused(Exception):  # noqa: N818 - it is an answer
    """Nothing was written, for the reason in words."""


@dataclass(frozen=True, slots=True)
class _Job:
    """One run of the command."""

    options: argparse.Namespace
    profile: Profile
    launch: Launch
    zone: ZoneInfo
    folder: Path


def run(options: argparse.Namespace) -> int:
    """Bring the copy up to date, write the pack, say where; 1 when nothing was written."""
    folder = config_folder()
    profile = read_profiles(folder).choose(profile_named(options))
    job = _Job(
        options=options,
        profile=profile,
        launch=profile_launch(profile, folder, read_only=True),
        zone=_zone(options, folder),
        folder=folder,
    )
    try:
        asyncio.run(_export(job))
    except (ExportError, _Refused) as error:
        _say(str(error))
        return Exit.FAILED
    return Exit.OK


async def _export(job: _Job) -> None:
    # All that can be wrong with what was typed, before anything is opened.
    options, period = job.options, _period(job.options, job.zone)
    query, formats = _query(options.search), _formats(options.format)
    _is_there(options.out)
    store = await asyncio.to_thread(job.launch.open_store)
    try:
        wallets = await _up_to_date(job, store)
        exporter = Exporter(
            store=store,
            whose=Scope(job.profile.organization_id, job.profile.environment_id),
            calendar=Calendar(job.launch.clock.now(), job.zone),
            zone=job.zone,
            wallets=wallets,
        )
        known = await exporter.wallets_kept()
        if not known:
            raise _Refused("Nothing is kept here yet: run it once without --offline.")
        scope = ExportScope(_wallets(options.wallet, known), period, query)
        await _write(job, exporter, scope, formats)
    finally:
        await store.aclose()


async def _up_to_date(job: _Job, store: Store) -> tuple[WalletOfMovement, ...]:
    """The wallets as they are now, all their rows read; none when Voltage is not asked."""
    if job.options.offline:
        return ()
    if store.held is not None:
        _say(f"{store.held}: this writes what is kept here, and asks Voltage nothing.")
        return ()
    client = await job.launch.connect(store)
    try:
        cadence, clock = Cadence(), job.launch.clock
        tools = MirrorTools(client, Gate(clock, cadence), clock, store.mirror)
        return await Filling(tools, cadence, _progress()).run()
    finally:
        await client.aclose()


async def _write(
    job: _Job, exporter: Exporter, scope: ExportScope, formats: tuple[ExportFormat, ...]
) -> None:
    options, told = job.options, _progress()
    accounts = load_accounts(options.accounts or job.folder / ACCOUNTS_FILE)
    if options.unmapped:
        rows = await exporter.collect(scope, lambda movements: unmapped(movements, accounts))
        print("\n".join(unmapped_lines(rows)))
        return
    looked = await exporter.look(scope, lambda _: None)
    _judge(looked, incomplete=options.incomplete)
    folder = options.out or usual_folder()
    order = ExportOrder(
        scope=scope,
        formats=formats,
        folder=free_place(folder.absolute(), pack_name(looked.context)),
        accounts=accounts,
    )
    exported = await exporter.write(order, lambda so_far: told(f"{so_far.rows:,} rows written"))
    if options.json:
        print(json.dumps(result_json(exported), ensure_ascii=False, indent=2))
    else:
        print("\n".join(result_lines(exported)))


def _judge(looked: Looked, *, incomplete: bool) -> None:
    """Say how whole it is; what is not whole is written only where that was asked for (S-67)."""
    for line in standing_lines(looked):
        _say(line)
    whole = looked.context.complete and (
        looked.context.payments is None or looked.context.payments.complete
    )
    if not whole and not incomplete:
        raise _Refused(
            "Nothing was written: the copy is not whole. Run it again, or write what there is "
            "with --incomplete."
        )


def _formats(names: list[str] | None) -> tuple[ExportFormat, ...]:
    if names is None:
        return formats_there()
    chosen = tuple(one for one in ExportFormat if one.value in names)
    if not set(chosen) <= set(formats_there()):
        raise _UsageError("--format parquet: it is an extra.", f"{HOW_TO}.")
    return chosen


def _wallets(wanted: list[str] | None, known: tuple[WalletOfMovement, ...]) -> tuple[WalletId, ...]:
    """The wallets meant by their names or identifiers; all, where none is named."""
    chosen: list[WalletId] = []
    for word in wanted or []:
        found = [w.id for w in known if w.id == word]
        found = found or [w.id for w in known if w.name.casefold() == word.casefold()]
        if len(found) != 1:
            names = ", ".join(sorted(wallet.name for wallet in known))
            why = "several wallets have that name: use the identifier" if found else "no wallet"
            raise _UsageError(f"--wallet {clean(word, 60)}: {why}.", f"There are {names}.")
        chosen += found
    return tuple(dict.fromkeys(chosen))


def _period(options: argparse.Namespace, zone: ZoneInfo) -> Period | None:
    if options.month is not None:
        if options.first is not None or options.last is not None:
            raise _UsageError("--month stands alone.", "Leave out --from and --to.")
        try:
            return Period.month(options.month.year, options.month.month, zone)
        except ValueError:
            raise _UsageError("--month: no calendar goes on after it.", "Give another.") from None
    if options.first is None and options.last is None:
        return None
    if options.first is None or options.last is None:
        raise _UsageError("--from and --to go together.", "Give both, or --month.")
    try:
        return Period(options.first, options.last, zone)
    except ValueError:
        if options.last < options.first:
            raise _UsageError("--to is before --from.", "Turn them round.") from None
        raise _UsageError("--to: no calendar goes on after it.", "Give another day.") from None


def _zone(options: argparse.Namespace, folder: Path) -> ZoneInfo:
    if options.zone is None:
        return zone_of(SettingsStore(folder).load().settings.time_zone)
    found = zone_named(options.zone)
    if found is None:
        raise _UsageError(
            f"--zone {clean(options.zone, 60)}: no such time zone.", "Give one as Europe/Berlin."
        )
    return found


def _is_there(folder: Path | None) -> None:
    """A mistyped folder is told before all is read, and none is made by a typo."""
    if folder is not None and not folder.is_dir():
        shown = clean(str(folder), 200)
        raise _UsageError(f"--out {shown}: there is no such folder.", "Make it, or name another.")


def _query(text: str | None) -> Query | None:
    if text is None:
        return None
    try:
        return parse(text)
    except QueryError as error:
        advice = f"Perhaps: {error.corrected}" if error.corrected else "Change it, or leave it out."
        raise _UsageError(f"--search: {error.words}.", advice) from None


def _progress() -> Callable[[str], None]:
    """Tells how far it is: in one line of a terminal, now and then elsewhere."""
    live, last = sys.stderr.isatty(), [""]

    def told(words: str) -> None:
        if live:
            print(f"\r\x1b[K{clean(words, 70)}", end="", file=sys.stderr, flush=True)
        elif words.split(":", maxsplit=1)[0] != last[0]:
            last[0] = words.split(":", maxsplit=1)[0]
            print(clean(words, 200), file=sys.stderr)

    return told


def _say(words: str) -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)
    print(f"voltage-tui: {clean(words)}", file=sys.stderr)
