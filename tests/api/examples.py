"""The samples of the API reference, by heading and place."""

from __future__ import annotations

import json
from functools import cache

from tests.reference.location import read
from tests.reference.markdown import sections


@cache
def _texts() -> dict[tuple[str, int], str]:
    return {
        (section.title, place): text
        for section in sections(read("README.md"))
        for place, text in enumerate(section.blocks("json"))
    }


def example(heading: str, place: int = 0) -> object:
    """The JSON of one sample."""
    return json.loads(_texts()[heading, place])
