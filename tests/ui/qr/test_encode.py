from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.qr.reading import invoice, read_pixels
from voltage_tui.ui.qr.encode import (
    QrMatrix,
    RequestTooLongError,
    carried,
    encode_request,
    parts_of,
    picture_bytes,
)
from voltage_tui.ui.qr.picture import first_folder, save_png

ADDRESS = "tb1qlhrc7pk72awdy7pgycjhwrwds4xq7dspd04jsc"
BASE58 = "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn"


def read_matrix(matrix: QrMatrix, scale: int = 4, border: int = 4) -> list[str]:
    light = b"\xff" * (scale * border)
    lines = []
    for row in matrix:
        line = light + b"".join(b"\x00" * scale if m else b"\xff" * scale for m in row) + light
        lines += [line] * scale
    margin = [b"\xff" * len(lines[0])] * (scale * border)
    return read_pixels([*margin, *lines, *margin])


@pytest.mark.parametrize("length", [262, 300, 350, 400])
def test_an_invoice_is_read_back_in_upper_case(length: int) -> None:
    request = invoice(length)
    assert read_matrix(encode_request(request)) == [request.upper()]


@pytest.mark.parametrize(
    ("length", "modules"), [(262, 49), (300, 53), (350, 57), (400, 61)], ids=str
)
def test_an_invoice_takes_no_more_modules_than_measured(length: int, modules: int) -> None:
    assert len(encode_request(invoice(length))) == modules


@pytest.mark.parametrize(
    "request_text",
    [
        BASE58,
        f"bitcoin:{BASE58}?amount=0.0015&label=Caf%C3%A9",
        "whatever the server may say, ünïcode too",
    ],
)
def test_text_whose_case_matters_is_read_back_as_it_is(request_text: str) -> None:
    assert carried(request_text) == request_text
    assert read_matrix(encode_request(request_text)) == [request_text]


def test_an_on_chain_uri_keeps_the_case_of_its_parameters() -> None:
    uri = f"bitcoin:{ADDRESS}?amount=0.0015&label=Invoice%20Aa"
    read = read_matrix(encode_request(uri))
    assert read == [f"BITCOIN:{ADDRESS.upper()}?amount=0.0015&label=Invoice%20Aa"]


def test_a_unified_uri_packs_address_and_invoice_apart() -> None:
    uri = f"bitcoin:{ADDRESS}?amount=0.0008&lightning={invoice(262)}"
    matrix = encode_request(uri)
    assert len(matrix) == 57  # 65 in byte mode throughout
    assert read_matrix(matrix) == [
        f"BITCOIN:{ADDRESS.upper()}?amount=0.0008&lightning={invoice(262).upper()}"
    ]


def test_parameters_after_the_invoice_are_kept() -> None:
    uri = f"bitcoin:{ADDRESS}?lightning={invoice(262)}&label=Table%2012"
    assert [part.compact for part in parts_of(uri)] == [True, False, True, False]
    assert read_matrix(encode_request(uri)) == [carried(uri)]
    assert carried(uri).endswith("&label=Table%2012")


def test_a_request_of_mixed_case_is_never_changed() -> None:
    mixed = invoice(262).replace("l", "L", 1)
    assert carried(mixed) == mixed


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1))
def test_only_letter_case_ever_changes(text: str) -> None:
    prefix, uri = carried(text), carried(f"bitcoin:{ADDRESS}?label={text}")
    assert prefix == text
    assert uri == f"BITCOIN:{ADDRESS.upper()}?label={text}"


def test_a_request_beyond_any_code_is_refused_in_words() -> None:
    with pytest.raises(RequestTooLongError, match="3000 characters"):
        encode_request("x" * 3_000)


def test_an_empty_request_is_no_code() -> None:
    with pytest.raises(ValueError, match="no request"):
        encode_request("")


def test_a_picture_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "request.png"
    path.write_bytes(b"older")
    save_png(invoice(262), path)
    assert path.read_bytes() == picture_bytes(invoice(262))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["request.png"]


def test_a_picture_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RequestTooLongError):
        save_png("x" * 3_000, tmp_path / "request.png")
    with pytest.raises(OSError, match="No such file"):
        save_png(invoice(262), tmp_path / "missing" / "request.png")
    assert list(tmp_path.iterdir()) == []


def test_the_picture_has_eight_pixels_a_module_and_the_full_border() -> None:
    width = int.from_bytes(picture_bytes(invoice(262))[16:20], "big")
    assert width == 8 * (49 + 2 * 4)


def test_the_first_folder_that_is_there_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    missing = tmp_path / "Downloads"
    assert first_folder((lambda: missing,)) == tmp_path
    missing.mkdir()
    assert first_folder((lambda: missing,)) == missing
