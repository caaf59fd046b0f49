"""The screenshots of the README are what the program looks like today."""

from __future__ import annotations

import re
from html import unescape
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.architecture.sources import REPOSITORY
from voltage_tui.cli.demo import demo_launch
from voltage_tui.ui.pictures import Picture, all_pictures, take

FOLDER = REPOSITORY / "screenshots"
AGAIN = "out of date: run `voltage-tui pictures screenshots`"


SECONDS = re.compile(r"<?\d+(?= m?s\b)|(?<=\d\d:\d\d:)\d\d(?:\.\d+)?|(?<=\b59:)\d\d")
"""Ages in seconds and the seconds of a time: a read answered a moment later moves them by one,
below ten too, where an age is `<10 s`."""


def said(svg: str) -> str:
    """The text of a picture, in order; how Textual draws it may change with its releases."""
    runs = re.findall(r"<text [^>]*>([^<]*)</text>", svg)
    words = "\n".join(unescape(run).replace("\xa0", " ").strip() for run in runs)
    return SECONDS.sub("#", words)


@pytest.mark.parametrize("picture", all_pictures(), ids=lambda picture: picture.name)
async def test_the_picture_is_up_to_date(picture: Picture) -> None:
    path = FOLDER / f"{picture.name}.svg"
    assert path.exists(), f"{path.name} is missing: run `voltage-tui pictures screenshots`"
    now, then = said(await take(picture, demo_launch)), said(path.read_text("utf-8"))
    pairs = zip_longest(now.split("\n"), then.split("\n"))
    first = next((pair for pair in pairs if pair[0] != pair[1]), None)
    assert first is None, f"{AGAIN}; now and then first differ in {first}"


def test_no_picture_is_left_over() -> None:
    names = {f"{picture.name}.svg" for picture in all_pictures()}
    assert {path.name for path in Path(FOLDER).glob("*.svg")} == names


async def test_the_same_picture_twice_says_the_same() -> None:
    picture = all_pictures()[0]
    assert said(await take(picture, demo_launch)) == said(await take(picture, demo_launch))
