"""Where every page begins an export."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voltage_tui.treasury.exporting.scope import ExportScope
from voltage_tui.ui.work import begin

if TYPE_CHECKING:
    from voltage_tui.treasury.exporting.exporter import Exported, Exporter
    from voltage_tui.ui.app import VoltageApp

__all__ = ["ExportScope", "open_export"]


def open_export(app: VoltageApp, scope: ExportScope) -> None:
    """Ask what of `scope` is to be written and where, and write it.

    While amounts are hidden nothing is written: the person shows them first. Nor is anything in a
    replay: a recording holds what was asked for on one day, and books made of it would be wrong.
    """
    if app.launch.replay is not None:
        app.say("This is a replay: a recording is not whole enough to export books from")
        return
    if app.amounts.hidden:
        app.say("Amounts are hidden: press p to show them, then export")
        return
    exporter = _exporter(app)
    if exporter is None:
        app.say("Nothing can be exported before the wallets have been read")
        return
    begin(app, partial(_export, app, exporter, scope), "export")


async def _export(app: VoltageApp, exporter: Exporter, scope: ExportScope) -> None:
    from voltage_tui.ui.exporting.dialog import Asked, ExportDialog  # noqa: PLC0415 - when asked
    from voltage_tui.ui.exporting.writing import WritingDialog, WrittenDialog  # noqa: PLC0415

    settings = app.settings
    asked = Asked(
        scope,
        settings.export_folder,
        settings.export_formats,
        app.launch.settings.accounts_file,
    )
    wanted = await app.push_screen_wait(ExportDialog(exporter, asked))
    if wanted is None:
        return
    outcome = await app.push_screen_wait(WritingDialog(exporter, *wanted))
    if outcome is None:
        app.say("The export was cancelled; nothing was left behind")
        return
    _tell_close(app, wanted.order.scope, outcome)
    await app.push_screen_wait(WrittenDialog(outcome))


def _tell_close(app: VoltageApp, scope: ExportScope, outcome: Exported | str) -> None:
    """A seal of the month names the pack that was written of it."""
    from voltage_tui.treasury.closing.closing import PackOfMonth  # noqa: PLC0415 - when asked

    if isinstance(outcome, str) or app.treasury is None:
        return
    if scope.period is not None and not scope.is_selection:
        pack = PackOfMonth(str(outcome.pack.folder), outcome.pack.manifest.sha256)
        app.treasury.closing.note_pack(scope.period, scope.wallets, pack)


def _exporter(app: VoltageApp) -> Exporter | None:
    """What exports, with the wallets as they are known now."""
    from voltage_tui.model.movement import whose  # noqa: PLC0415 - when it is asked for
    from voltage_tui.model.scope import Scope  # noqa: PLC0415
    from voltage_tui.query import Calendar  # noqa: PLC0415
    from voltage_tui.time_zone import zone_of  # noqa: PLC0415
    from voltage_tui.treasury.exporting.exporter import Exporter  # noqa: PLC0415

    wallets = None if app.snapshot is None else app.snapshot.wallets.value
    store = app.link.store
    if not wallets or store is None:
        return None
    zone = zone_of(app.settings.time_zone)
    return Exporter(
        store=store,
        whose=Scope(wallets[0].organization_id, wallets[0].environment_id),
        calendar=Calendar(app.now(), zone),
        zone=zone,
        wallets=tuple(map(whose, wallets)),
        demo=app.launch.demo,
    )
