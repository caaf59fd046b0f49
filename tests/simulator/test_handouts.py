"""What a demo hands out is what a supplier would send, and can be paid."""

from __future__ import annotations

from tests.simulator.driver import Driver
from voltage_tui.destinations.recognise import (
    AddressDestination,
    Bip21Destination,
    Bolt11Destination,
    recognise,
)
from voltage_tui.simulator.handouts import KINDS, handout


def test_each_is_read_as_what_it_is_said_to_be() -> None:
    simulator = Driver().simulator
    found = [recognise(handout(simulator, turn).text) for turn in range(KINDS)]
    assert [type(destination) for destination in found] == [
        Bolt11Destination,
        Bip21Destination,
        Bolt11Destination,
        AddressDestination,
        Bolt11Destination,
    ]
    amounts = [getattr(destination, "amount_msat", None) for destination in found]
    assert amounts == [84_000_000, 120_000_000, None, None, 6_000_000_000]


def test_the_same_supplier_asks_from_the_same_node_with_a_new_invoice() -> None:
    simulator = Driver().simulator
    first, again = (recognise(handout(simulator, turn).text) for turn in (0, KINDS))
    assert isinstance(first, Bolt11Destination)
    assert isinstance(again, Bolt11Destination)
    assert first.invoice.payee == again.invoice.payee
    assert first.invoice.payment_hash != again.invoice.payment_hash


def test_an_invoice_handed_out_can_be_paid() -> None:
    driver = Driver()
    payment_id = driver.send(payment_request=handout(driver.simulator, 0).text)
    driver.wait(60)
    assert driver.payment(payment_id)["status"] == "completed"
