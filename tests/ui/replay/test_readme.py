"""The README's keys of a replay are the program's."""

from __future__ import annotations

from pathlib import Path

from tests.api.recording.files import WALLETS, Tape
from tests.ui.replay.playing import playing
from tests.ui.test_readme_keys import first_keys, table_below


async def test_the_readme_has_every_key_of_a_replay_and_no_other(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "x.rec")
    tape.say(WALLETS, "[]")
    async with playing(tape.close()) as shown:
        own = first_keys(shown.player.commands())
    assert own == {key for keys in table_below("In a replay").values() for key in keys}
