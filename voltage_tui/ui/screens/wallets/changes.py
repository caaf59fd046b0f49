"""Creating, renaming and deleting wallets: asked for here, carried out by the treasury."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.wallets.create import CreateWallet, NewWalletOrder
from voltage_tui.ui.screens.wallets.delete import DeleteWallet
from voltage_tui.ui.screens.wallets.rename import RenameWallet

if TYPE_CHECKING:
    from voltage_tui.treasury.account import Account
    from voltage_tui.ui.app import VoltageApp


class WalletChanges:
    """Opens the dialogs; each needs the power to send (safety rule S-44)."""

    def __init__(self, app: VoltageApp) -> None:
        self._app = app

    def create(self) -> None:
        """Ask for a new wallet's name, line and limit."""
        if self._may_change():
            lines = self._app.snapshot.lines.value if self._app.snapshot else None
            usable = [line for line in lines or () if line.disabled_at is None]
            if not usable:
                self._app.say("No line of credit that a wallet could be made on.", Role.WARN)
                return
            self._app.push_screen(CreateWallet(usable), self._created)

    def rename(self, account: Account) -> None:
        """Ask for a new name."""
        if self._may_change():
            wallet = account.wallet
            self._app.push_screen(
                RenameWallet(wallet.name),
                lambda name: self._renamed(account, name),
            )

    def delete(self, account: Account) -> None:
        """Ask for the wallet's name, typed, and delete it."""
        if not self._may_change():
            return
        if not account.is_empty:
            why = "it has open holds" if account.wallet.holds else "its balance is not 0"
            self._app.say(f"Only an empty wallet can be deleted: {why}.", Role.WARN)
            return
        self._app.push_screen(DeleteWallet(account), lambda yes: self._deleted(account, yes))

    def _created(self, order: NewWalletOrder | None) -> None:
        if order is not None and self._app.treasury is not None and self._may_change():
            treasury = self._app.treasury
            treasury.create_wallet(order.name, order.line.id, order.limit, order.metadata)

    def _renamed(self, account: Account, name: str | None) -> None:
        if name is not None and self._app.treasury is not None and self._may_change():
            self._app.treasury.rename_wallet(account.wallet.id, name)

    def _deleted(self, account: Account, yes: bool | None) -> None:  # noqa: FBT001
        if yes and self._app.treasury is not None and self._may_change():
            self._app.treasury.delete_wallet(account.wallet.id)

    def _may_change(self) -> bool:
        power = self._app.power
        if power is None:
            self._app.say("Not connected yet.", Role.WARN)
            return False
        if power.refusal is not None:
            self._app.say(power.refusal, Role.WARN)
            return False
        if not power.armed_left_s:
            self._app.say("Changing wallets needs the power to send: A arms it.", Role.WARN)
            return False
        return True
