"""What holds for every test: it is judged by nothing but the program, and run beside others."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """No second process for what must be alone, be seen while it runs, or is a test or two.

    Benchmarks would measure each other, `-s` would show nothing, and for a test asked for by name
    the start of the processes would take longer than the test. None is a process for each core.
    """
    alone = config.option.capture == "no" or any(
        "::" in asked or "benchmarks" in asked for asked in config.args
    )
    return 0 if alone else None


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it for garbage again and again took a fifth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
