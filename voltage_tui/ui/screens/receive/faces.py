"""What stands in the place of the QR code at each stage."""

from __future__ import annotations

from voltage_tui.treasury.receiving import Receiving, ReceivingStage
from voltage_tui.ui.qr.widget import Covered, Face, Shown
from voltage_tui.ui.screens.receive.request import open_request


def face_of(receiving: Receiving, *, hidden: bool) -> Face:
    """The code while the request can be paid and amounts are shown, else words."""
    match receiving.stage:
        case ReceivingStage.QUOTING | ReceivingStage.SENDING | ReceivingStage.ACCEPTED:
            return Covered(("the QR code comes here", receiving.stage.value))
        case ReceivingStage.READY:
            return _ready(receiving, hidden=hidden)
        case ReceivingStage.PAID:
            return Covered(("paid",))
        case ReceivingStage.EXPIRED:
            return Covered(("", " expired ", ""), struck=True)
        case ReceivingStage.FAILED | ReceivingStage.REFUSED | ReceivingStage.NOT_SENT:
            return Covered(("", " there is nothing to pay ", ""), struck=True)
        case ReceivingStage.UNKNOWN:
            return Covered(("not known yet", "whether there is something to pay"))


def _ready(receiving: Receiving, *, hidden: bool) -> Face:
    if hidden:
        return Covered(("amounts are hidden,", "and the QR code with them", "p shows them"))
    request = open_request(receiving)
    return Shown(request) if request else Covered(("the request has no text",))
