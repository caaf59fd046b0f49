"""The seeded company the simulator starts with: Meridian Hosting and its last 90 days."""

from __future__ import annotations

from voltage_tui.simulator.world.build import BASE_PATH, build

__all__ = ["BASE_PATH", "build"]
