"""What is said of the copy: how whole, how fast, how proven, and by how much it is off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.treasury.builders import T0, WALLET
from voltage_tui.money import BTC
from voltage_tui.store.mirror.book import Pair
from voltage_tui.store.mirror.proving import Proof, Verdict
from voltage_tui.store.mirror.sweeps import Stage
from voltage_tui.treasury.mirroring.progress import MirrorProgress
from voltage_tui.treasury.reading import Problem, ProblemKind
from voltage_tui.ui.display import Display
from voltage_tui.ui.screens.ledger.pace import CopyPace
from voltage_tui.ui.screens.ledger.state import Copy, state_line

FITS = Proof(
    wallet_id=WALLET,
    currency=BTC,
    verdict=Verdict.PROVEN,
    at=T0,
    before=Pair(5_000, 5_000),
    new_rows=1,
    unknown=0,
    moved=Pair(1_000, 1_000),
    stated=Pair(6_000, 6_000),
    opening=0,
)
WHOLE = MirrorProgress(stage=Stage.COMPLETE, number=2, rows=70, total=70, proofs=(FITS,))
BEGUN = MirrorProgress(rows=40, read=40, total=100, proofs=(replace(FITS, opening=None),))
PROBLEM = Problem(ProblemKind.OFFLINE, "no network", "check the cable", T0)


def words(copy: Copy, pace: CopyPace | None = None, at: float = 0.0) -> str:
    now = T0 + timedelta(minutes=3)
    line = state_line(copy, pace or CopyPace(), now, at, Display())
    return "".join(span.text for span in line).strip()


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        (Copy(1, []), "reading the ledger"),
        (Copy(1, [], listed=12), "12 rows kept"),
        (Copy(1, [WHOLE]), "all 70 rows  the rows add up to the wallets' balances, "),
        (
            Copy(1, [BEGUN]),
            "40 of 100 rows kept · first of two readings  balances counted back from those of",
        ),
        (
            Copy(2, [BEGUN, WHOLE]),
            "110 of 170 rows kept · first of two readings · 1 of 2 wallets whole  balances",
        ),
        (
            Copy(2, [WHOLE]),
            "70 rows kept · first of two readings · 1 of 2 wallets whole  balances not",
        ),
        (
            Copy(1, [replace(WHOLE, stage=Stage.INCOMPLETE)]),
            "70 of 70 rows kept · passes did not agree, read again within the hour",
        ),
        (Copy(1, [replace(WHOLE, unproven=1)]), "all 70 rows  1 newest row not proven yet: — "),
        (
            Copy(1, [replace(BEGUN, problem=PROBLEM)]),
            "! No network. Check the cable. Since 3 m.  40 of 100 rows kept",
        ),
        (Copy(1, [WHOLE], problem=PROBLEM), "! No network. Check the cable. Since 3 m.  all 70"),
        (
            Copy(2, [replace(BEGUN, rows=100, number=2, read=45), WHOLE]),
            "170 rows kept · read again so that none is missing, 67 % · 1 of 2 wallets whole",
        ),
        (
            Copy(1, [replace(WHOLE, corrected=2, proofs=())]),
            "all 70 rows  2 rows were rewritten at Voltage: v shows them",
        ),
        (Copy(1, [WHOLE], order="oldest first"), "oldest first  all 70 rows"),
    ],
)
def test_how_whole_and_how_proven(copy: Copy, said: str) -> None:
    assert words(copy).startswith(said)


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (
            replace(FITS, verdict=Verdict.BROKEN, stated=Pair(6_500, 6_000)),
            "balances do not add up: off by 0.500 sats v shows the evidence",
        ),
        (
            replace(FITS, verdict=Verdict.BROKEN, stated=Pair(6_000, 4_000)),
            "balances do not add up: off by 2 sats v shows the evidence",
        ),
        (replace(FITS, verdict=Verdict.NOT_YET), "balances are moving: — until they agree"),
        (
            replace(FITS, opening=9_000),
            "the rows lead to 9 sats before the first of them: v shows the evidence",
        ),
        (replace(FITS, opening=None), "balances counted back from those of the wallets"),
    ],
)
def test_what_does_not_fit_is_said_with_the_key(proof: Proof, said: str) -> None:
    line = words(Copy(1, [replace(WHOLE, proofs=(proof,))]))
    assert said in line
    assert "the rows add up" not in line
    if proof.verdict is Verdict.BROKEN:
        assert line.startswith(said), "what is wrong is not cut off where it is narrow"


def test_a_pace_is_claimed_only_after_a_while_and_while_rows_come() -> None:
    pace = CopyPace()
    for second in range(11):
        assert "left" not in words(Copy(1, [BEGUN]), pace, 4.9)
        pace.see(second, 30 + second)
    # Sixty rows are to be read once and forty once more; of two wallets one is not known yet.
    assert "about 2 m left" in words(Copy(1, [BEGUN]), pace, 10)
    assert "about 6 m left" in words(Copy(2, [BEGUN]), pace, 10)
    later = replace(BEGUN, rows=100, number=2, read=80)
    assert "about 20 s left" in words(Copy(1, [later]), pace, 10)
    pace.see(11, 5)
    assert pace.rows_a_second(20) is None, "the copy was wiped"
    for second in range(20, 100):
        pace.see(second, 5)
    assert pace.rows_a_second(100) is None
    assert pace.left(100, 50) is None
