"""A secret never shows itself, whatever is done with it (S-58)."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass

import pytest
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from voltage_tui.secret import Secret, looks_like_a_key, redacted
from voltage_tui.trouble import TroubleError

CANARY = "vltg_canary_7f3a"


@dataclass(frozen=True)
class Holder:
    """Something that holds a secret beside other things."""

    name: str
    key: Secret


@pytest.mark.safety("S-58", "no way of printing a secret shows it")
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{}".format,
        "{!r:>20}".format,
        "{:>40}".format,
        ascii,
        pretty_repr,
        lambda secret: f"{secret}",
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031  the old way is a way too
        lambda secret: repr(Holder("ops", secret)),
        lambda secret: repr([secret]) + repr({"key": secret}),
        lambda secret: str(dir(secret)),
        lambda secret: str(ValueError(secret)),
    ],
)
def test_no_form_of_it_gives_it_away(show: Callable[[Secret], str]) -> None:
    assert CANARY not in show(Secret(CANARY))


def test_only_reveal_does() -> None:
    assert Secret(CANARY).reveal() == CANARY


@pytest.mark.parametrize(
    "act",
    [
        pickle.dumps,
        json.dumps,
        copy.copy,
        copy.deepcopy,
        lambda secret: secret.__reduce_ex__(4),
        lambda secret: secret.__getstate__(),
        lambda secret: asdict(Holder("ops", secret)),
        lambda secret: "key: " + secret,
        vars,
    ],
)
def test_it_is_not_written_out_or_copied(act: Callable[[Secret], object]) -> None:
    with pytest.raises((TypeError, pickle.PicklingError)) as caught:
        act(Secret(CANARY))
    assert CANARY not in str(caught.value)


def test_a_traceback_with_locals_does_not_show_it() -> None:
    def fails(key: Secret) -> None:
        raise RuntimeError("no")

    try:
        fails(Secret(CANARY))
    except RuntimeError as error:
        plain = traceback.TracebackException.from_exception(error, capture_locals=True)
        rich = Traceback.from_exception(RuntimeError, error, error.__traceback__, show_locals=True)
    shown = "".join(plain.format()) + pretty_repr(rich.trace, max_depth=20)
    assert "Secret(hidden)" in shown
    assert CANARY not in shown


@pytest.mark.safety("S-60", "a secret that is logged is not in the line")
def test_a_log_does_not_show_it(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("voltage").warning("key %s in %r", Secret(CANARY), {"k": Secret(CANARY)})
    assert "hidden" in caplog.text
    assert CANARY not in caplog.text


def test_its_length_is_not_seen() -> None:
    assert {repr(Secret("")), repr(Secret("x" * 99))} == {"Secret(hidden)"}


def test_equal_secrets_are_equal_and_hash_alike() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_one_that_is_no_proper_text_compares_without_an_error_that_quotes_it() -> None:
    assert Secret("key\ud800") == Secret("key\ud800")
    assert Secret("key\ud800") != Secret("key\ud801")


def test_an_empty_one_is_false() -> None:
    assert not Secret("")
    assert Secret("x")


@pytest.mark.safety("S-58", "what looks like a key in a sentence is hidden")
@pytest.mark.parametrize("text", ["vltg_CANARYcanary", "there is no vltg_CANARY-canary_1 here"])
def test_what_looks_like_a_key_is_hidden_in_words(text: str) -> None:
    assert looks_like_a_key(text)
    assert "CANARY" not in redacted(text)
    trouble = TroubleError(f"About {text}.", f"Try {text}.")
    for told in (str(trouble), repr(trouble), trouble.what, trouble.advice):
        assert "CANARY" not in told


def test_other_words_stay_as_they_are() -> None:
    assert redacted("the key file ~/.vltg_key of voltage_tui") == (
        "the key file ~/.vltg_key of voltage_tui"
    )
