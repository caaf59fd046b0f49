"""Looking at the copy of the ledger without changing it, and taking it away (S-62)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voltage_tui.store.errors import StoreError, reason_of
from voltage_tui.store.mirror.database import one_state, open_mirror_to_read
from voltage_tui.store.mirror.reading import MirrorReader
from voltage_tui.store.mirror.sweeps import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from voltage_tui.store.mirror.proving import Proof
    from voltage_tui.store.places import Places


@dataclass(frozen=True, slots=True)
class MirrorFacts:
    """What a copy has; `is_whole` when every ledger, and the payments, were read twice alike.

    `proof` is the newest of any wallet.
    """

    rows: int
    payments: int
    notes: int
    tagged: int
    is_whole: bool
    proof: Proof | None


def files_of(places: Places) -> list[Path]:
    """The files of the copy that are there."""
    mirror = places.mirror
    named = [mirror, *(mirror.with_name(mirror.name + end) for end in ("-wal", "-shm", "-journal"))]
    return [path for path in named if path.is_symlink() or path.exists()]


def size_of(places: Places) -> int:
    """Bytes of all the files of the copy."""
    return sum(path.lstat().st_size for path in files_of(places))


def facts_of(places: Places) -> MirrorFacts | None:
    """What the copy has; None where there is none. Raises `MirrorError` and `StoreError`."""
    if not places.mirror.exists():
        return None
    with closing(open_mirror_to_read(places.mirror)) as connection, one_state(connection):
        reader = MirrorReader(connection)
        wallets = reader.wallets()
        stages = [reader.ledger_sweep(wallet_id).stage for wallet_id in wallets]
        stages.append(reader.payment_sweep().stage)
        proofs = [proof for wallet_id in wallets for proof in reader.proofs(wallet_id)]
        (notes,) = connection.execute("SELECT count(*) FROM notes").fetchone()
        (tagged,) = connection.execute("SELECT count(DISTINCT payment_id) FROM tags").fetchone()
        return MirrorFacts(
            rows=reader.row_count(),
            payments=reader.payment_count(),
            notes=notes,
            tagged=tagged,
            is_whole=all(stage is Stage.COMPLETE for stage in stages),
            proof=max(proofs, key=lambda proof: proof.at, default=None),
        )


def remove(places: Places) -> None:
    """Take the copy away, whatever is in its files, and what was last seen. Raises `StoreError`.

    Nobody may have the environment open: whoever asks for it holds its lock.
    """
    for path in (*files_of(places), places.looks):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"A file of the copy cannot be removed: {path}: {reason_of(error)}.",
                "Remove it by hand; nothing else is kept in it.",
            ) from None
