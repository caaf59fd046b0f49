"""What is put into the mirror comes out as it was: rows, payments, notes, tags, cleared marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.mirror.histories import row
from tests.store.mirror.made import currencies, moments, payments, words
from tests.store.mirror.whole import all_rows, row_ids
from tests.treasury.builders import SEND, T0, WALLET, after, payment
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.model.ledger import LedgerBreakdown, LedgerEntry, LedgerKind
from voltage_tui.model.payment import Payment, PaymentStatus
from voltage_tui.money import Currency, Money
from voltage_tui.store.mirror.marks import Told
from voltage_tui.store.mirror.mirror import Mirror
from voltage_tui.store.mirror.reading import PAGE

OTHER = WalletId("a0000000-0000-4000-9000-000000000002")
magnitudes = st.integers(0, 2**63 - 1)


@st.composite
def entries(draw: st.DrawFn) -> LedgerEntry:
    currency: Currency = draw(currencies)
    kind = draw(words(LedgerKind))
    other = draw(currencies)
    breakdown = LedgerBreakdown(
        principal=Money(currency, draw(magnitudes)),
        network_fee=Money(draw(st.sampled_from([currency, other])), draw(magnitudes)),
        processing_fee=Money(currency, draw(magnitudes)),
        basis_points=draw(st.integers(0, 10_000)),
    )
    return LedgerEntry(
        wallet_id=WALLET,
        kind=kind,
        entry_id=draw(st.uuids().map(str)),
        payment_id=draw(st.none() | st.uuids().map(str).map(PaymentId)),
        currency=currency,
        amount=None if kind is LedgerKind.RELEASED else Money(currency, draw(magnitudes)),
        breakdown=draw(st.sampled_from([None, breakdown])),
        effective_time=draw(moments),
    )


@settings(deadline=None, max_examples=50)
@given(page=st.lists(entries(), max_size=8, unique_by=lambda e: e.key))
def test_a_row_comes_out_as_it_was(page: list[LedgerEntry]) -> None:
    mirror = Mirror(None)
    mirror.keep_rows(WALLET, page)
    kept = {r.entry.key: r.entry for r in all_rows(mirror, WALLET)}
    assert kept == {e.key: e for e in page}
    assert mirror.keep_rows(WALLET, page[::-1]).changed == 0
    mirror.close()


@settings(deadline=None, max_examples=30)
@given(page=st.lists(payments, max_size=3, unique_by=lambda p: p.id))
def test_a_payment_comes_out_as_it_was(page: list[Payment]) -> None:
    mirror = Mirror(None)
    assert mirror.keep_payments(page) == len(page)
    assert mirror.payments(p.id for p in page) == {p.id: p for p in page}
    assert mirror.keep_payments(page) == 0
    assert mirror.payment_count() == len(page)
    mirror.close()


@pytest.mark.safety("S-67", "payments are put by ID, and an older reading replaces none")
def test_a_payment_never_goes_backwards() -> None:
    mirror = Mirror(None)
    newest = payment(1, status=PaymentStatus.COMPLETED, updated_at=after(20))
    mirror.keep_payments([payment(1, updated_at=after(10))])
    mirror.keep_payments([newest])
    assert mirror.keep_payments([payment(1, updated_at=after(30))]) == 0
    assert mirror.keep_payments([payment(1, updated_at=after(5))]) == 0
    assert mirror.payment(newest.id) == newest
    assert mirror.payment_count() == 1
    mirror.close()


@pytest.mark.parametrize("before", [PaymentStatus.SENDING, PaymentStatus.FAILED])
def test_a_send_that_has_completed_is_kept_as_completed(before: PaymentStatus) -> None:
    mirror = Mirror(None)
    sent = replace(SEND, status=PaymentStatus.COMPLETED, updated_at=after(20))
    mirror.keep_payments([replace(SEND, status=before)])
    assert mirror.keep_payments([sent]) == 1
    assert mirror.payment(SEND.id) == replace(sent, disputed=before is PaymentStatus.FAILED)
    assert mirror.keep_payments([sent]) == 0
    failed = replace(SEND, status=PaymentStatus.FAILED, updated_at=after(30))
    mirror.keep_payments([failed])
    assert mirror.payment(SEND.id) == replace(sent, disputed=True)
    mirror.close()


def test_a_payment_that_cannot_be_read_is_read_again() -> None:
    mirror = Mirror(None)
    mirror.keep_payments([payment(1)])
    mirror._connection.execute("UPDATE bodies SET body = '{'")
    assert mirror.payment(payment(1).id) is None
    mirror.keep_payments([payment(1)])
    assert mirror.payment(payment(1).id) == payment(1)
    mirror.close()


def test_rows_are_had_by_order_and_by_id_in_pages() -> None:
    mirror = Mirror(None)
    mine = [row(LedgerKind.CREDITED, n, n, n) for n in range(600)]
    mirror.keep_rows(WALLET, mine[300:])
    mirror.keep_rows(WALLET, mine[:300])
    ids = row_ids(mirror, WALLET)
    assert ids.typecode == "q"
    assert [r.entry for r in mirror.rows_by_id(ids[-3:])] == mine[-3:]
    assert [r.entry for r in mirror.rows_by_id([ids[5], -1, ids[2]])] == [mine[5], mine[2]]
    assert mirror.newest(2, WALLET) == ids[-2:]
    assert mirror.newest(2) == ids[-2:]
    assert row_ids(mirror, OTHER) == ids[:0]
    with pytest.raises(ValueError, match=str(PAGE)):
        mirror.rows_by_id(ids[: PAGE + 1])
    mirror.close()


def test_the_rows_of_a_payment_are_had_together() -> None:
    mirror = Mirror(None)
    mirror.keep_rows(WALLET, [row(LedgerKind.CREDITED, n, 1, n) for n in range(3)])
    mirror._connection.execute("INSERT INTO payment_names (n, id) VALUES (7, 'p')")
    mirror._connection.execute("UPDATE rows SET payment = 7 WHERE entry_id != 'entry-1'")
    found = mirror.rows_of_payment(PaymentId("p"))
    assert [r.entry.entry_id for r in found] == ["entry-0", "entry-2"]
    mirror.close()


def found(mirror: Mirror, words: str) -> list[str]:
    rows = mirror._connection.execute(
        "SELECT id FROM words JOIN payment_names ON n = words.rowid"
        " WHERE words MATCH ? ORDER BY id",
        (words,),
    )
    return [name for (name,) in rows]


def test_a_payment_is_found_by_its_words_notes_and_tags() -> None:
    mirror = Mirror(None)
    one, two = payment(1, memo="Rent März"), payment(2, metadata={"order": "A-77"})
    mirror.set_note(two.id, "for the auditor", T0)
    mirror.keep_payments([one, two])
    assert mirror.set_tags(one.id, ["Office", " big deal ", "office", ""]) == ("big-deal", "office")
    assert found(mirror, "marz") == [one.id]
    assert found(mirror, "77") == [two.id]
    assert found(mirror, "auditor") == [two.id]
    assert found(mirror, "office") == [one.id]
    mirror.set_note(two.id, "", T0)
    mirror.set_tags(one.id, [])
    mirror.keep_payments([payment(1, memo="Parking", updated_at=after(9))])
    assert found(mirror, "auditor OR office OR rent") == []
    assert found(mirror, "parking") == [one.id]
    mirror.close()


def test_notes_and_tags_are_cleaned_and_kept() -> None:
    mirror = Mirror(None)
    name = payment(1).id
    mirror.set_note(name, "\x1b]52;c;x\x07 see  \u202econtract\n", T0)
    assert mirror.marks.note(name) == "see  contract"
    mirror.set_tags(name, ["\x1b[31mRED"])
    assert mirror.marks.tags(name) == ("red",)
    assert mirror.marks.all_tags() == {"red": 1}
    mirror.close()


def test_what_payments_are_about_is_had_together() -> None:
    one, two = payment(1, memo="rent"), payment(2, memo="")
    mirror = Mirror(None)
    mirror.keep_payments([one, two])
    mirror.set_note(one.id, "for the auditor", T0)
    elsewhere = PaymentId("not here")
    mirror.set_tags(elsewhere, ["b", "a"])
    told = mirror.marks.told([one.id, two.id, elsewhere])
    assert told == {
        one.id: Told("rent", "for the auditor"),
        elsewhere: Told(tags=("a", "b")),
    }
    mirror.close()


def test_a_row_is_cleared_and_stays_so_when_it_is_read_again() -> None:
    mirror = Mirror(None)
    rows = [row(LedgerKind.CREDITED, n, 1, n) for n in range(3)]
    mirror.keep_rows(WALLET, rows)
    ids = row_ids(mirror, WALLET)
    mirror.set_cleared(ids[:2], T0, cleared=True)
    mirror.set_cleared(ids[:2], T0 + timedelta(1), cleared=True)
    mirror.keep_rows(WALLET, rows)
    assert mirror.marks.cleared(ids) == set(ids[:2])
    mirror.set_cleared(ids[:1], T0, cleared=False)
    assert mirror.marks.cleared(ids) == set(ids[1:2])
    mirror.close()
