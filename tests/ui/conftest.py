"""What holds for every test of the screen: it waits for what happens and never for time."""

from __future__ import annotations

import pytest

from tests.ui.idle import arranged, painted, unpainted


@pytest.fixture(autouse=True)
def _nothing_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):  # no test reads the clipboard of who runs it
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("textual.pilot.wait_for_idle", painted)
    monkeypatch.setattr("textual.app.wait_for_idle", arranged)
    monkeypatch.setattr("textual._compositor.Compositor.render_update", unpainted)
