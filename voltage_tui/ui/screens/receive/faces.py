"""What stands in the place of the QR code at each stage."""

from __future__ import annotations

from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.qr.widget import Covered, Face, Shown
from voltage_tui.ui.screens.receive.onchain import progress_of
from voltage_tui.ui.screens.receive.request import open_request


def face_of(receiving: Receiving, *, hidden: bool, key: str = "p") -> Face:
    """The code while the request can be paid and amounts are shown, else words.

    `key` is what shows hidden amounts from where the face is.
    """
    match receiving.stage:
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            return Covered(("the QR code comes here", receiving.stage.value))
        case ReceivingStage.READY:
            return _hidden(key) if hidden else _ready(receiving)
        case ReceivingStage.PAID:
            return Covered(("paid",))
        case ReceivingStage.EXPIRED:
            return Covered(("", " expired ", ""), struck=True)
        case ReceivingStage.FAILED | ReceivingStage.REFUSED | ReceivingStage.NOT_SENT:
            return Covered(("", " there is nothing to pay ", ""), struck=True)
        case ReceivingStage.UNKNOWN:
            return Covered(("not known yet", "whether there is something to pay"))


def _hidden(key: str) -> Face:
    return Covered(("amounts are hidden,", "and the QR code with them", f"{key} shows them"))


def _ready(receiving: Receiving) -> Face:
    request = open_request(receiving)
    if request is not None:
        return Shown(request)
    progress = progress_of(receiving)
    if progress is None:
        return Covered(("the request has no text",))
    if progress.unconfirmed.is_zero:
        return Covered(("the payment has arrived", "one moment"))
    return Covered(("the payment was seen on-chain", f"it {progress.needs}"))
