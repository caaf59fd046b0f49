"""Where the configuration is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "VOLTAGE_TUI_CONFIG"
"""Names another folder, for tests and for several set-ups on one machine."""


def config_folder() -> Path:
    """The folder of `profiles.toml`, `settings.toml` and `themes/`; it may not exist yet."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs  # noqa: PLC0415 - not needed where the variable is set

    return platformdirs.user_config_path("voltage-tui", appauthor=False)
