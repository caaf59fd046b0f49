"""The card has all that is sent along, and tells wallets of one name apart (S-38)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.treasury.paying.orders import account, facts, order
from tests.ui.send.acts import LIVED, open_form, outside, paste, sends
from tests.ui.stage import START, stage
from voltage_tui.model.ids import PaymentId, WalletId
from voltage_tui.ui.display import Display
from voltage_tui.ui.form.typed_amount import Asked
from voltage_tui.ui.screens.send.confirm import SETTLE_S, ConfirmPage
from voltage_tui.ui.screens.send.confirm_lines import Asking, Stage, confirm_lines
from voltage_tui.ui.screens.send.decoded import Look
from voltage_tui.ui.screens.send.orders import judged

ADDRESS = "tb1q4ax50kumj5qha7utrkeyp2pp2dv9shalneff38"
REFERENCE = "REF-" + "abcdefghij" * 12 + " three words more-END"
EARLIER = PaymentId("11111111-2222-4333-8444-555555555555")


def told(width: int, height: int, *, twins: bool = False) -> list[str]:
    paying = account()
    other = replace(paying, wallet=replace(paying.wallet, id=WalletId("another-wallet")))
    made = replace(order(None), reference=REFERENCE, retry_of=EARLIER)
    known = replace(facts(paying), accounts=(paying, other) if twins else (paying,))
    look = Look(made.destination, Asked(made.amount), paying, None, START, START, headed=False)
    found = judged(made, known)
    asking = Asking(found, look, Display(), Stage.ASKING, strong=bool(found.reasons))
    lines = confirm_lines(asking, width, height)
    return ["".join(span.text for span in line) for line in lines]


@pytest.mark.parametrize(("width", "height"), [(58, 15), (78, 19), (118, 36)])
@pytest.mark.safety("S-38", "a long reference and the attempt it follows: whole on the card")
def test_what_goes_with_it_is_whole(width: int, height: int) -> None:
    lines = told(width, height)
    start = next(n for n, line in enumerate(lines) if line.lstrip().startswith("reference"))
    indent = len(lines[start]) - len(lines[start].lstrip())
    column = width if width < 100 else (width - 6) // 2 + indent
    pieces = "".join(line[:column] for line in lines[start : start + 8]).replace(" ", "")
    assert REFERENCE.replace(" ", "") in pieces
    assert any(f"follows    {EARLIER}" in line for line in lines)
    assert all(len(line) <= width for line in lines)


def test_two_wallets_of_one_name_have_their_ids_on_the_card() -> None:
    paying = account().wallet
    assert f"pay from {paying.name} {paying.id[:8]}" in told(78, 19, twins=True)[0]
    assert f"{paying.name} {paying.id[:8]}" not in told(78, 19)[0]


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.safety("S-38", "a card with more than there is room for: said, and 0 POSTs")
async def test_a_card_that_does_not_fit_is_not_confirmed(*, linked: bool) -> None:
    async with stage((60, 20), options=LIVED) as s:
        text = outside(s)
        link = f"bitcoin:{ADDRESS}?amount=0.00001&lightning={text}&label={'l' * 90}"
        await open_form(s)
        await paste(s, link if linked else text)
        s.app.query_one("#send-reference", Input).value = REFERENCE + " more-END" * 5
        await s.press("tab", "enter")
        await s.pass_time(SETTLE_S)
        card = s.app.pages.front
        assert isinstance(card, ConfirmPage), s.text
        cut = "no room for all of the card" in s.text
        assert cut is linked, s.text
        card._confirm()
        await s.pass_time(2)
        assert bool(sends(s)) is not cut
