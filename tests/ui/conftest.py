"""What holds for every test of the screen: it waits for what happens and never for time."""

from __future__ import annotations

import pytest

from tests.ui.idle import painted


@pytest.fixture(autouse=True)
def _nothing_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):  # no test reads the clipboard of who runs it
        monkeypatch.delenv(name, raising=False)
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", painted)
