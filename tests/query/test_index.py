"""What an index keeps of a payment."""

from __future__ import annotations

from dataclasses import replace

from tests.query.test_match import PAID
from voltage_tui.model.payment import PaymentStatus
from voltage_tui.query.folding import BETWEEN
from voltage_tui.query.index import index_of


def test_words_and_identifiers() -> None:
    line = index_of(PAID)
    texts = line.text.split(f" {BETWEEN} ")
    assert texts[0] == "strasse 12 zoe"
    assert {"cost center ops 7", "no route", "too far", "lightning", "receiving"} <= set(texts)
    first = PAID.id.replace("-", "")
    assert line.ids.split() == [first, "tb1qexample", "bb" * 32]
    assert line.ids_reversed.split() == [first[::-1], "elpmaxeq1bt", "bb" * 32]


def test_the_proof_of_payment_is_not_kept() -> None:
    line = index_of(PAID)
    assert "aa" * 32 not in line.text + line.ids + line.ids_reversed


def test_a_payment_that_goes_on_is_kept_anew() -> None:
    assert index_of(replace(PAID, status=PaymentStatus.FAILED)).text != index_of(PAID).text
