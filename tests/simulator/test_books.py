"""Whatever is done, ledger, balance and holds agree, and payments end as their rows say."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.simulator.driver import Driver, Node, btc, check_books, new_id, usd
from voltage_tui.simulator.options import Payer, SimulatorOptions

MSATS = st.integers(1, 3_000_000_000)
SATS = st.integers(10_000, 3_000_000)


class Business(RuleBasedStateMachine):
    """Random operations on three wallets, one of them in dollars."""

    @initialize(payer=st.sampled_from(Payer), fee=st.sampled_from([0, 25, 10_000]))
    def open_shop(self, payer: Payer, fee: int) -> None:
        self.driver = Driver(SimulatorOptions(wallets=3, history_days=0, payer=payer))
        self.receives: list[str] = []
        self.checks: list[dict[str, object]] = []
        rates = {"send_basis_points": fee, "receive_basis_points": fee}
        path = f"/wallets/{self.driver.wallets[2]}/policies"
        assert self.driver.call("PATCH", path, {"processing_fee": rates}).status == 202
        self.driver.wait(1)

    @rule(seconds=st.sampled_from([0.04, 0.3, 1.0, 3.0, 30.0, 3_700.0]))
    def time_passes(self, seconds: float) -> None:
        self.driver.wait(seconds)

    @rule(wallet=st.sampled_from([0, 2]), msats=MSATS, kind=st.sampled_from(["bolt11", "bip21"]))
    def ask(self, wallet: int, msats: int, kind: str) -> None:
        whole = msats if kind == "bolt11" else -(-msats // 1_000) * 1_000
        self.receives.append(self.driver.receive(wallet, payment_kind=kind, amount=btc(whole)))

    @rule(wallet=st.sampled_from([0, 2]), kind=st.sampled_from(["bolt11", "bip21"]))
    def ask_any(self, wallet: int, kind: str) -> None:
        self.receives.append(self.driver.receive(wallet, payment_kind=kind, currency="btc"))

    @rule(wallet=st.sampled_from([0, 2]), sats=SATS)
    def ask_on_chain(self, wallet: int, sats: int) -> None:
        amount = btc(sats * 1_000)
        self.receives.append(self.driver.receive(wallet, payment_kind="onchain", amount=amount))

    @rule(cents=st.integers(1, 500_000))
    def ask_dollars(self, cents: int) -> None:
        quote = self.driver.quote(usd(cents), "btc")
        self.receives.append(self.driver.receive(1, amount=usd(cents), quote_id=quote))

    @rule(data=st.data(), part=st.sampled_from([None, 1_000_000, 40_000_000]))
    def pay(self, data: st.DataObject, part: int | None) -> None:
        if self.receives:
            chosen = data.draw(st.sampled_from(self.receives))
            try:
                self.driver.simulator.pay(chosen, part)
            except ValueError:
                return  # closed, not ready, or not payable in parts

    @rule(wallet=st.sampled_from([0, 2]), msats=MSATS, fee=st.sampled_from([None, 0, 5_000_000]))
    def pay_out(self, wallet: int, msats: int, fee: int | None) -> None:
        invoice = self.driver.simulator.invoice_to_pay(msats, "bill")
        limit = {} if fee is None else {"max_fee": btc(fee)}
        self.driver.send(wallet, payment_request=invoice, **limit)

    @rule(wallet=st.sampled_from([0, 2]), sats=SATS, fee=st.sampled_from([None, 100_000]))
    def pay_on_chain(self, wallet: int, sats: int, fee: int | None) -> None:
        limit = {} if fee is None else {"max_fee": btc(fee)}
        address = self.driver.simulator.address_to_pay()
        self.driver.send(wallet, "onchain", address=address, amount=btc(sats * 1_000), **limit)

    @rule(msats=st.integers(1, 400_000_000))
    def pay_in_dollars(self, msats: int) -> None:
        invoice = self.driver.simulator.invoice_to_pay(msats, "bill")
        quote = self.driver.quote(btc(msats), "usd")
        body = self.driver.send_body(1, "bolt11", payment_request=invoice)
        self.driver.post("env/payments", {**body, "currency": "usd", "quote_id": quote})

    @rule(wallet=st.sampled_from([0, 2]), data=st.data())
    def pay_ourselves(self, wallet: int, data: st.DataObject) -> None:
        if not self.receives:
            return
        answer = self.driver.call(
            "GET", f"env/payments/{data.draw(st.sampled_from(self.receives))}"
        )
        if answer.status != 200 or "bip21_uri" not in answer.json:
            return
        payment = answer.json
        uri = payment["bip21_uri"].str
        if uri.startswith("lightning:"):
            amount = {} if payment["data"]["amount"]["amount"].int else {"amount": btc(2_000_000)}
            invoice = uri.removeprefix("lightning:")
            body = self.driver.send_body(wallet, "bolt11", payment_request=invoice, **amount)
        else:
            body = self.driver.send_body(wallet, "bip21", address=uri, amount=btc(30_000_000))
        assert self.driver.call("POST", "env/payments", body).status in (202, 400)

    @rule(msats=MSATS)
    def check_first(self, msats: int) -> None:
        invoice = self.driver.simulator.invoice_to_pay(msats, "checked")
        body = self.driver.send_body(0, "bolt11", payment_request=invoice)
        self.driver.post("env/payments/check", body)
        self.checks.append(body)

    @rule()
    def promote(self) -> None:
        if self.checks:
            answer = self.driver.call("POST", "env/payments", self.checks.pop())
            assert answer.status in (202, 400)

    @rule(sats=SATS, outgoing=st.booleans())
    def move_treasury(self, sats: int, outgoing: bool) -> None:
        head = {"id": new_id(), "wallet_id": self.driver.wallets[0]}
        if outgoing:
            data = {"address": self.driver.simulator.address_to_pay(), "amount": btc(sats * 1_000)}
            tail: dict[str, object] = {"type": "onchain", "currency": "btc", "data": data}
        else:
            tail = {"payment_kind": "onchain", "amount": btc(sats * 1_000)}
        self.driver.post("env/treasury_movements", {**head, **tail})

    @invariant()
    def books_agree(self) -> None:
        wallets = self.driver.get("/wallets?inactive=true")
        assert len(wallets) == 3
        for wallet in wallets:
            check_books(self.driver, wallet)

    @invariant()
    def payments_agree_with_rows(self) -> None:
        rows: dict[str, list[Node]] = {}
        for wallet in self.driver.wallets:
            for row in self.driver.ledger(wallet, "&sort_order=ASC"):
                rows.setdefault(row["payment_id"].str, []).append(row)
        for payment in self.driver.get("env/payments?limit=500")["items"]:
            own = rows.get(payment["id"].str, [])
            kinds = [row["type"].str for row in own]
            if payment["direction"] == "send":
                check_send(payment, kinds, own)
            else:
                check_receive(payment, kinds, own)


def check_send(payment: Node, kinds: list[str], rows: list[Node]) -> None:
    match payment["status"].str:
        case "completed":
            assert kinds == ["held", "captured"]
            (outflow,) = payment["data"]["outflows"]
            assert outflow["data"]["ledger_id"] == rows[1]["hold_id"]
            spent = payment["data"]["amount"]["amount"].int + payment["data"]["fees"]["amount"].int
            assert rows[1]["amount"]["amount"] == spent
        case "failed":
            assert kinds in ([], ["held", "released"])
            assert not payment["error"].is_null
        case "approved":
            assert kinds in ([], ["held"])
        case status:
            assert (status, kinds) == ("sending", [])


def check_receive(payment: Node, kinds: list[str], rows: list[Node]) -> None:
    assert set(kinds) <= {"credited"}
    settled = [r["data"]["ledger_id"] for r in payment["data"]["receipts"]]
    # Receipts are listed as they were seen; one in a block is credited later than one off chain.
    credited_ids = [row["credit_id"].str for row in rows]
    assert sorted(r.str for r in settled if not r.is_null) == sorted(credited_ids)
    credited = sum(row["amount"]["amount"].int for row in rows)
    status = payment["status"].str
    if status == "completed":
        assert credited >= payment["data"]["amount"]["amount"].int
    if status in ("generating", "failed"):
        assert not kinds


TestBusiness = Business.TestCase
TestBusiness.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
