"""One wallet closely: its waterfall stands above the details, each step opening its rows."""

from __future__ import annotations

from tests.ui.stage import stage
from voltage_tui.money import figure_of


async def test_its_steps_are_there_and_open_and_the_details_scroll() -> None:
    async with stage((80, 24)) as shown:
        await shown.go("2", "enter")
        account = next(a for a in shown.snapshot.accounts if f"  {a.wallet.name}  " in shown.text)
        assert account.held is not None
        for label, amount, signed in (
            ("total", account.total, False),
            ("less holds", -account.held, True),
            ("available", account.available, False),
            ("can be spent", account.headroom, False),
        ):
            line = next(x for x in shown.lines if x.startswith(f"  {label}"))
            assert amount is not None
            assert f" {figure_of(amount, signed=signed)} " in line, line
        assert "created" not in shown.text
        await shown.press("j", "tab", "end")
        assert "created" in shown.text
        await shown.press("enter")
        assert "created" in shown.text, "enter in the details opens nothing"
        await shown.press("tab", "enter")
        await shown.until_shown("Invoice Alto Cooling")
        assert f"Holds  {figure_of(-account.held)} sats  {account.wallet.name}" in shown.text
        await shown.press("p")
        assert "Invoice Alto Cooling" not in shown.text
        assert f"{figure_of(account.held)}" not in shown.text
        await shown.press("y")
        assert "the hold's id" in shown.keys
