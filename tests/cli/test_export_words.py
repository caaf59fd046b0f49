"""What `voltage-tui export` says of a pack whose figures are not what they should be."""

from __future__ import annotations

from pathlib import Path

from tests.exports.samples import context
from tests.treasury.builders import WALLET
from voltage_tui.cli.export_words import result_json, result_lines
from voltage_tui.exports.outputs import Written
from voltage_tui.exports.pack import Pack
from voltage_tui.exports.tally import Sums, Tally
from voltage_tui.money import BTC, USD, Money, msats
from voltage_tui.treasury.exporting.exporter import Exported


def exported(closing: int, unknown: int) -> Exported:
    nothing = msats(0)
    sums = Sums(nothing, msats(closing), msats(700), msats(700), nothing, Money(USD, 0))
    tally = Tally(sums={(WALLET, BTC): sums}, unknown_amounts=unknown)
    manifest = Written("manifest.json", 0, 1, "ab" * 32)
    return Exported(Pack(Path("/pack"), (), manifest, tally), context(), 3, None)


def test_what_does_not_add_up_or_has_no_amount_is_said() -> None:
    """S-66."""
    wrong, right = exported(900, 2), exported(700, 0)
    said = "\n".join(result_lines(wrong))
    assert "do not add up to its balance" in said
    assert "2 rows have no known amount" in said
    assert "0 rows of 3 ledger entries: fees stand apart" in said
    assert (result_json(wrong)["adds_up"], result_json(wrong)["unknown_amounts"]) == (False, 2)
    assert "add up" not in "\n".join(result_lines(right))
    assert result_json(right)["adds_up"] is True
