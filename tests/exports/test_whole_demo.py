"""The simulated company's own ledgers, read by the real client, exported and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tests.exports.samples import BERLIN, lines_of, write
from tests.exports.test_other_programs import BEAN_CHECK, HLEDGER, run
from tests.treasury.harness import World, world
from voltage_tui.exports.context import ExportContext
from voltage_tui.model.ids import PaymentId
from voltage_tui.model.ledger import LedgerEntry
from voltage_tui.model.movement import (
    KnownOfEntry,
    Movement,
    RateOfPayment,
    RateSource,
    WalletOfMovement,
    movements_of,
    order_key,
)
from voltage_tui.model.payment import Payment
from voltage_tui.model.payment_rate import rate_of_entry
from voltage_tui.model.period import Period
from voltage_tui.model.wallet import Wallet
from voltage_tui.money import USD, Rate
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.treasury.statement import build_statement

PRICE = Rate(8_017_210, 0, USD)


async def whole_ledger(w: World, wallet: Wallet) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    while True:
        page = await w.client.ledger.page(wallet.id, len(entries))
        entries += page.entries
        if len(entries) >= page.total:
            return entries


def movements(
    wallet: Wallet, entries: Sequence[LedgerEntry], payments: dict[PaymentId, Payment]
) -> list[Movement]:
    """Every other bitcoin payment has the price of its minute."""
    whose = WalletOfMovement(wallet.id, wallet.name, wallet.line_of_credit_id, wallet.network)
    made: list[Movement] = []
    statement = build_statement(wallet.id, entries, len(entries), wallet.balances)
    for place, row in enumerate(statement.rows):
        payment = payments.get(row.entry.payment_id) if row.entry.payment_id else None
        rate = rate_of_entry(row.entry, payment) if payment is not None else None
        if rate is None and place % 2:
            rate = RateOfPayment(PRICE, RateSource.COINPRICE_MINUTE, row.entry.effective_time)
        known = KnownOfEntry(total_after=row.total_after, payment=payment, rate=rate)
        made += movements_of(row.entry, row.effect, whose, known)
    return made


async def test_the_demo_companys_books_are_taken_by_every_program(tmp_path: Path) -> None:
    rows: list[Movement] = []
    async with world(SimulatorOptions(history_days=60), running=False) as w:
        wallets = await w.ask(w.client.wallets.list())

        async def all_payments() -> dict[PaymentId, Payment]:
            return {payment.id: payment async for payment in w.client.payments.sweep()}

        payments = await w.ask(all_payments())
        for wallet in wallets:
            rows += movements(wallet, await w.ask(whole_ledger(w, wallet)), payments)
        today = w.clock.now().astimezone(BERLIN).date()
    rows.sort(key=order_key)
    assert len(rows) > 200
    about = ExportContext(
        organization_id=wallets[0].organization_id,
        environment="demo",
        period=Period(today.replace(year=today.year - 1), today, BERLIN),
        wallets=tuple({row.wallet_id: row.wallet for row in rows}.values()),
        sweeps=(),
        demo=True,
    )
    pack = write(rows, tmp_path / "pack", about=about)
    assert {sums.difference.units for sums in pack.tally.sums.values() if sums.difference} == {0}
    balances = {
        (wallet.id, balance.total.currency): balance.total.units
        for wallet in wallets
        for balance in wallet.balances
    }
    # A company that began with nothing: all its rows are its balance.
    assert {key: sums.net.units for key, sums in pack.tally.sums.items()} == balances
    added: dict[str, Fraction] = {}
    for line in lines_of(tmp_path / "pack/DEMO-ledger.csv"):
        units = Fraction(line["amount_base_units"])
        added[line["wallet_id"]] = added.get(line["wallet_id"], Fraction(0)) + units
    assert added == {wallet_id: units for (wallet_id, _), units in balances.items()}
    kinds = {line["kind"] for line in lines_of(tmp_path / "pack/DEMO-ledger.csv")}
    assert {"principal", "network_fee", "processing_fee", "hold"} <= kinds
    if HLEDGER is not None:
        run(HLEDGER, "-f", str(tmp_path / "pack/DEMO-ledger.journal"), "check", "--strict")
    if BEAN_CHECK is not None:
        run(BEAN_CHECK, "--no-cache", str(tmp_path / "pack/DEMO-ledger.beancount"))
    again = write(rows, tmp_path / "again", about=replace(about))
    assert again.manifest == pack.manifest
