"""`w` on Balances: why it cannot be spent, down to the payment that holds it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from tests.ui.stage import Exchange, FarEnd, Stage, stage
from voltage_tui.money import BTC, Money, figure_of
from voltage_tui.simulator.options import Payer, SimulatorOptions
from voltage_tui.treasury.account import totals_of

MISSING = 7_000_000
"""msats that one wallet lacks without any reason."""
SMALL = SimulatorOptions(payer=Payer.MANUAL, history_days=0)


def figures(shown: Stage, label: str) -> list[str]:
    """The figures in the lines with this label, as they are shown."""
    lines = [line for line in shown.lines if line.startswith(f"  {label}")]
    return [re.split(r" {2,}", line.strip())[1] for line in lines]


async def test_from_the_total_to_the_payment_that_holds_it() -> None:
    async with stage((120, 40)) as shown:
        await shown.press("w")
        totals = totals_of(shown.snapshot.accounts)
        for label, amounts in (
            ("total", [t.total for t in totals]),
            ("less holds", [-t.held for t in totals]),
            ("available", [t.available for t in totals]),
            ("can be spent", [t.headroom for t in totals]),
        ):
            signed = label.startswith("less")
            assert figures(shown, label) == [str(figure_of(a, signed=signed)) for a in amounts]
        assert "1 frozen, 1 unconfirmed, not in it: 363,600" in shown.text
        await shown.press("j", "j")
        assert "1 hold: reserved for payments under way" in shown.text
        await shown.press("enter")
        await shown.until_shown("Invoice Alto Cooling")
        await shown.press("enter")
        await shown.until_shown("Safe to pay again?")
        await shown.press("escape", "escape")
        assert "WHY IT CANNOT BE SPENT" in shown.text
        await shown.press("j", "j", "enter")
        assert "frozen: ofac non compliant address, not in it" in shown.text
        assert "unconfirmed: waits for" in shown.text
        await shown.press("enter")
        await shown.until_shown("Ask Voltage's compliance")


@pytest.mark.parametrize("wallets", [4, 1_000])
async def test_it_is_whole_at_every_size_and_says_nothing_when_hidden(wallets: int) -> None:
    options = SimulatorOptions(payer=Payer.MANUAL, wallets=wallets)
    async with stage((80, 24), options) as shown:
        await shown.press("w")
        for size in ((80, 24), (60, 20), (120, 40), (200, 60)):
            await shown.resize(*size)
            text = "\n".join(shown.lines[2:-1])
            assert "…" not in text, text
            assert "can be spent" in text
        assert "━" in shown.text
        await shown.press("u")
        available = next(t.available for t in totals_of(shown.snapshot.accounts))
        assert f"{figure_of(available).left}" not in shown.text
        await shown.press("p")
        text = "\n".join(shown.lines[3:-1])
        assert "━" not in text
        assert not re.search(r"\d[,.]\d", re.sub(r"\d,\d{3} wallets", "", text)), text


def altered(far_end: FarEnd) -> FarEnd:
    """The first wallet lacks some money; nothing is known of what is in the second."""

    async def ask(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        status, answered, content = await far_end(method, target, headers, body)
        if re.search(r"/wallets(\?|$)", target):
            known = json.loads(content)
            first, second, *_ = known if isinstance(known, list) else known["items"]
            for one in first["balances"]:
                units = -one["available"]["amount"] if one["available"]["negative"] else None
                units = one["available"]["amount"] if units is None else units
                one["available"]["amount"] = abs(units - MISSING)
                one["available"]["negative"] = units < MISSING
            second["balances"], second["line_of_credit_id"] = [], None
            content = json.dumps(known).encode()
        return status, answered, content

    return ask


async def test_what_nothing_explains_is_a_step_that_leads_to_its_wallet() -> None:
    async with stage((120, 40), wrap=altered) as shown:
        names = [a.wallet.name for a in shown.snapshot.accounts]
        await shown.press("w")
        missing = Money(BTC, -MISSING)
        assert figures(shown, "less what is not explained") == [str(figure_of(missing))]
        assert "1 wallet is not in it: its line of credit could not be read." in shown.text
        await shown.press("j", "j", "j", "j")
        assert "nothing Voltage tells explains it" in shown.text
        await shown.press("enter")
        assert "nothing explains it" in shown.text
        await shown.press("enter")
        assert f"  {names[0]}  mutinynet" in shown.lines[2:5]
        await shown.press("j", "j", "j", "j", "enter", "enter")
        assert "There is nothing else to open" in shown.text


async def test_a_step_without_rows_says_so_and_opens_nothing() -> None:
    async with stage((120, 40), SMALL) as shown:
        await shown.press("w", "j", "j", "enter")
        assert "Nothing is held" in shown.keys
        assert "WHY IT CANNOT BE SPENT" in shown.text
