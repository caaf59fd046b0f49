"""`voltage-tui simulate`: the simulated Voltage as an HTTP server on this machine."""

from __future__ import annotations

import argparse


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted; prints one JSON line when it is ready."""
    from voltage_tui.simulator.serve import serve  # noqa: PLC0415 - brings the whole simulator

    return serve(
        port=options.port,
        seed=options.seed,
        speed=options.speed,
        wallets=options.wallets,
        ledger_rows=options.ledger_rows,
    )
