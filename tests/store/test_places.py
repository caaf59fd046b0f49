"""Where an environment's files are: apart for every address, the same however that is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.test_store import NOON, WALLET, intent
from voltage_tui.clock import ManualClock
from voltage_tui.model.ids import EnvironmentId, PaymentId
from voltage_tui.profiles.profile import OFFICIAL_URL
from voltage_tui.store.places import places_of
from voltage_tui.store.store import Store

ENVIRONMENT = EnvironmentId("457a9bbc-dd9c-45d2-8344-03e0e0ae73b8")
DATA = Path("/data")


def folder(base_url: str, environment: EnvironmentId = ENVIRONMENT) -> str:
    return places_of(environment, DATA, base_url=base_url).folder.name


@pytest.mark.parametrize(
    "written",
    [
        "https://voltageapi.com/v1",
        "https://voltageapi.com/v1/",
        "https://voltageapi.com:443/v1",
        "HTTPS://VoltageAPI.com/v1//",
        "https://voltageapi.com./v1",
    ],
)
def test_voltages_own_address_however_it_is_written_has_the_plain_folder(written: str) -> None:
    assert folder(written) == ENVIRONMENT == folder(OFFICIAL_URL)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://pay.example.com/v1", "https://PAY.example.com:443/v1/"),
        ("http://127.0.0.1/v1", "http://127.0.0.1:80/v1"),
        ("http://[::1]:8080/v1", "http://[0:0:0:0:0:0:0:1]:8080/v1/"),
    ],
)
def test_the_same_address_finds_its_own_folder(one: str, same: str) -> None:
    assert folder(one) == folder(same)


ADDRESSES = (
    OFFICIAL_URL,
    "https://voltageapi.com/v2",
    "https://voltageapi.com/V1",
    "https://voltageapi.com:8443/v1",
    "https://voltageapi.com.example.com/v1",
    "https://pay.example.com/v1",
    "https://pay.example.com/v1/v1",
    "http://127.0.0.1:1/v1",
    "http://127.0.0.1:11/v1",
    "https://127.0.0.1:1/v1",
    "http://localhost:1/v1",
    "http://[::1]:1/v1",
)


@pytest.mark.safety("S-62", "one environment's identifier at two addresses: two folders")
def test_every_address_has_a_folder_of_its_own() -> None:
    names = [folder(address) for address in ADDRESSES]
    # Told apart also where capitals are not, as on some file systems.
    assert len({name.lower() for name in names}) == len(ADDRESSES)


@given(
    st.from_regex(r"[a-z0-9.-]{1,250}", fullmatch=True),
    st.integers(1, 65_535),
    st.from_regex(r"(/[A-Za-z0-9._~%-]{0,20}){0,3}", fullmatch=True),
)
def test_a_folder_is_one_name_whatever_the_address(host: str, port: int, path: str) -> None:
    name = folder(f"https://{host}:{port}{path}")
    assert Path(name).name == name
    assert len(name) <= 200
    assert name.startswith(ENVIRONMENT)


@pytest.mark.safety("S-11", "a write noted at one address is never taken for one at another")
async def test_what_was_sent_at_one_address_is_not_in_the_journal_of_another(
    tmp_path: Path,
) -> None:
    test_server = "http://127.0.0.1:18080/v1"

    def opened(address: str) -> Store:
        return Store(places_of(ENVIRONMENT, tmp_path, base_url=address), ManualClock(NOON))

    real, test = opened(OFFICIAL_URL), opened(test_server)
    for store, payment in ((real, PaymentId("p-1")), (test, PaymentId("p-2"))):
        assert store.holder is None
        await store.reserve(payment, WALLET, ["the same invoice"])
        await store.intend(intent(payment))
        await store.aclose()
    for address, known in ((f"{OFFICIAL_URL}/", "p-1"), (f"{test_server}/", "p-2")):
        again = opened(address)
        assert [sent.payment_id for sent in await again.open_sends()] == [known]
        await again.aclose()
