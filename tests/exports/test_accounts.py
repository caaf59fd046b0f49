"""The file that says which account a movement is booked against."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.exports.samples import OPS, TILL, both, every_kind
from tests.model.histories import movements, wallet
from voltage_tui.exports.accounts import (
    TEMPLATE,
    AccountMap,
    account_name,
    load_accounts,
    parse_accounts,
    unmapped,
)
from voltage_tui.exports.context import ExportError
from voltage_tui.model.ids import WalletId
from voltage_tui.model.movement import MovementKind
from voltage_tui.model.payment_words import Direction
from voltage_tui.money import BTC

FILE = """
[wallets]
"Ops" = "liabilities:voltage:main"
[[rules]]
tag = "rent"
direction = "send"
account = "expenses:rent"
[[rules]]
wallet = "Till 2"
account = "income:till"
[[rules]]
kind = "network_fee"
account = "expenses:mining"
"""


def test_the_first_rule_that_fits_counts_and_fees_have_accounts_of_their_own() -> None:
    accounts = parse_accounts(FILE)
    send = replace(every_kind(2)[1], text="rent", fees=(5, 6), split=True)
    mine = {m.kind: accounts.account_of(m) for m in movements([send], OPS)}
    assert mine[MovementKind.PRINCIPAL] == "expenses:rent"
    tills = {m.kind: accounts.account_of(m) for m in movements([replace(send, text="")], TILL)}
    assert tills[MovementKind.PRINCIPAL] == "income:till"
    other = {
        m.kind: accounts.account_of(m)
        for m in movements([replace(send, text="")], wallet("Other", 3))
    }
    assert other == {
        MovementKind.HOLD: None,
        MovementKind.PRINCIPAL: None,
        MovementKind.NETWORK_FEE: "expenses:mining",
        MovementKind.PROCESSING_FEE: "expenses:fees:processing",
    }


def test_a_wallet_on_a_line_of_credit_is_a_liability() -> None:
    assert parse_accounts(FILE).wallet_accounts((OPS, TILL)) == {
        OPS.id: "liabilities:voltage:main",
        TILL.id: "assets:voltage:till-2",
    }


def test_what_no_rule_names_is_listed_the_most_frequent_first() -> None:
    send, receive = every_kind(2)[1], every_kind(1)[0]
    fee = replace(send, text="", fees=(5, 6), split=True)
    found = unmapped(movements([receive, fee, fee], OPS), AccountMap())
    assert [(one.wallet, one.kind, one.direction, one.tags, one.count) for one in found] == [
        ("Ops", MovementKind.PRINCIPAL, Direction.SEND, (), 2),
        ("Ops", MovementKind.PRINCIPAL, Direction.RECEIVE, (), 1),
    ]
    assert found[0].units == -2 * fee.amount
    assert (found[0].currency, found[0].example.split(":")[1]) == (BTC, "captured")


def test_nothing_is_unmapped_where_one_rule_fits_all() -> None:
    accounts = parse_accounts('[[rules]]\naccount = "equity:all"')
    assert unmapped(both(every_kind(), every_kind(5)), accounts) == ()


def test_a_new_file_explains_itself_and_says_nothing_yet() -> None:
    assert parse_accounts(TEMPLATE) == AccountMap()
    lines = [line.removeprefix("# ") for line in TEMPLATE.splitlines()]
    example = [line for line in lines if line.startswith(("[", '"Ops"')) or " = " in line]
    assert len(parse_accounts("\n".join(example)).rules) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rules]", "not TOML"),
        ("[other]", "other: not a part"),
        ("rules = 5", r"written as \[\[rules\]\]"),
        ("rules = [5]", "rule 1 is not a table"),
        ("wallets = 5", "is a table of names"),
        ("[[rules]]\ntag = 'x'", "rule 1: account is a text"),
        ("[[rules]]\naccount = 'rent'", "begins with none of assets"),
        ("[[rules]]\naccount = 'expenses'", "is not an account"),
        ("[[rules]]\naccount = 'expenses:a  b'", "is not an account"),
        ("[[rules]]\naccount = 'expenses:a;b'", "is not an account"),
        ("[[rules]]\naccount = 'expenses: a'", "is not an account"),
        ("[[rules]]\naccount = 'expenses:a '", "is not an account"),
        ("[[rules]]\naccount = 'expenses::a'", "is not an account"),
        ("[[rules]]\naccount = 'expenses:a'\nkind = 'fee'", "rule 1: fee is none of hold, prin"),
        ("[[rules]]\naccount = 'expenses:a'\ndirection = 'in'", "in is none of send, receive"),
        ("[[rules]]\naccount = 'expenses:a'\ntags = 'x'", "tags is not a condition"),
        ("[[rules]]\naccount = 'expenses:a'\ntag = ''", "tag is a text"),
        ("[[rules]]\naccount = 'expenses:a'\n[[rules]]\naccount = 5", "rule 2: account is a text"),
        ("[wallets]\nOps = 'ops'", "wallet Ops: ops begins with none"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_the_place_and_the_reason(
    text: str, words: str
) -> None:
    with pytest.raises(ExportError, match=words):
        parse_accounts(text)


def test_the_file_is_read_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    assert load_accounts(path) == AccountMap()
    path.write_text(FILE, encoding="utf-8")
    assert load_accounts(path) == parse_accounts(FILE)
    path.write_bytes(b"\xff")
    with pytest.raises(ExportError, match=r"accounts\.toml: it is not UTF-8 text"):
        load_accounts(path)
    with pytest.raises(ExportError, match="Is a directory"):
        load_accounts(tmp_path)


def test_two_wallets_never_share_an_account_and_no_rule_books_to_a_wallets() -> None:
    shared = parse_accounts("[wallets]\nOps = 'assets:ops'\n'Till 2' = 'assets:Ops'")
    with pytest.raises(ExportError, match="two wallets have the account Assets:Ops"):
        shared.wallet_accounts((OPS, TILL))
    taken = parse_accounts("[[rules]]\naccount = 'assets:voltage:till-2'")
    with pytest.raises(ExportError, match="a rule books to assets:voltage:till-2"):
        taken.wallet_accounts((OPS, TILL))


def test_a_wallet_that_is_called_as_another_ones_account_has_one_of_its_own() -> None:
    alike = (OPS, replace(TILL, name="ops"), replace(TILL, id=WalletId("c"), name=f"Ops {OPS.id}"))
    accounts = AccountMap().wallet_accounts(alike)
    assert len({account.casefold() for account in accounts.values()}) == 3


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("expenses:fees:network", "Expenses:Fees:Network"),
        ("revenues:shop & co.", "Income:Shop-co"),
        ("Assets:2nd till", "Assets:2nd-till"),
        ("expenses:支払い", "Expenses:X支払い"),
        ("expenses:übrige", "Expenses:Übrige"),
    ],
)
def test_beancount_has_its_own_spelling(account: str, name: str) -> None:
    assert account_name(account) == name
