"""What the balances were proven by, and what did not fit: figures that can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from voltage_tui.money import Money
from voltage_tui.store.mirror.proving import Proof, Verdict
from voltage_tui.treasury.topics import Topic
from voltage_tui.trouble import TroubleError
from voltage_tui.ui.paint import Line, Span, wrap
from voltage_tui.ui.palette import Role
from voltage_tui.ui.screens.ledger.scope import wallets_in
from voltage_tui.ui.screens.page import Page
from voltage_tui.ui.single import SingleFlight
from voltage_tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from voltage_tui.model.ids import WalletId
    from voltage_tui.money import Currency
    from voltage_tui.store.mirror.book import Pair
    from voltage_tui.store.mirror.corrections import Correction
    from voltage_tui.store.mirror.reading import MirrorReader
    from voltage_tui.treasury.snapshot import Snapshot
    from voltage_tui.ui.display import Display

_MOST: int = 200
"""Readings shown of one wallet."""
_WORDS = {
    Verdict.BEGUN: ("first reading: rows are counted from it", Role.MUTED),
    Verdict.PROVEN: ("fits: the balance before and the rows since make it", Role.OK),
    Verdict.WHOLE: ("all rows together make it; an earlier reading was off", Role.OK),
    Verdict.NOT_YET: ("does not fit yet: read again before it is judged", Role.WARN),
    Verdict.BROKEN: ("does not fit, twice", Role.BAD_STRONG),
}


class EvidencePage(Page):
    """Of one wallet, or of all; esc goes back to the ledger."""

    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.MIRROR, Topic.WALLETS})

    def __init__(self, wallet_id: WalletId | None) -> None:
        super().__init__()
        self._wallet_id = wallet_id
        self._kept: dict[WalletId, tuple[list[Proof], list[Correction]]] | None = None
        self._error: TroubleError | None = None
        self._reading = SingleFlight(self._read)
        self._prose = Prose(self._lines)

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        yield self._prose

    def shown(self) -> None:
        """The keys scroll."""
        self._prose.focus()

    def recolour(self) -> None:
        """Paint all of it again."""
        self._prose.recolour()

    def update(self, snapshot: Snapshot) -> None:
        """Read what is kept."""
        self._reading.want()

    def on_unmount(self) -> None:
        """Read no more."""
        self._reading.stop()

    async def _read(self) -> None:
        snapshot, treasury = self.app.snapshot, self.app.treasury
        if snapshot is None or treasury is None:
            return
        wallets = wallets_in(snapshot.accounts, self._wallet_id)

        def kept(reader: MirrorReader) -> dict[WalletId, tuple[list[Proof], list[Correction]]]:
            return {
                wallet: (reader.evidence(wallet)[:_MOST], reader.corrected(wallet)[:_MOST])
                for wallet in wallets
            }

        try:
            self._kept = await treasury.mirror.read(kept)
            self._error = None
        except TroubleError as error:
            self._error = error
        if self.is_attached:
            self._prose.repaint()

    # --- painting ------------------------------------------------------------------------------

    def _lines(self, width: int) -> Sequence[Line]:
        room = max(20, width - 4)
        intro = (
            "After each reading the balance before it and the rows that came since have to make "
            "the balance that was read. Where they do not, it is kept here."
        )
        lines: list[Line] = [[Span("  Evidence of the balances", Role.ACCENT_STRONG)]]
        lines += [[Span(f"  {piece}", Role.MUTED)] for piece in wrap(intro, room)]
        if self._error is not None:
            return [*lines, (), [Span(f"  {self._error}", Role.WARN)]]
        if self._kept is None:
            return [*lines, (), [Span("  Reading it", Role.MUTED)]]
        snapshot = self.app.snapshot
        for wallet_id, (kept, corrected) in self._kept.items():
            account = snapshot.account(wallet_id) if snapshot is not None else None
            lines += [(), [Span(f"  {account.wallet.name if account else wallet_id}", Role.STRONG)]]
            progress = snapshot.mirrors.get(wallet_id) if snapshot is not None else None
            for proof in progress.proofs or () if progress is not None else ():
                lines += proof_lines(proof, self.app.amounts, "now")
            for proof in kept:
                lines += proof_lines(proof, self.app.amounts, f"{proof.at:%Y-%m-%d %H:%M:%S}")
            if not kept:
                lines.append([Span("    Every reading so far has fitted.", Role.MUTED)])
            for correction in corrected:
                lines += corrected_lines(correction, self.app.amounts)
        return lines


def proof_lines(proof: Proof, amounts: Display, when: str) -> list[Line]:
    """One reading: what it says, and for one that does not fit the sum that fails."""
    words, role = _WORDS[proof.verdict]
    at = f"{proof.at:%H:%M:%S}" if when == "now" else ""
    lines: list[Line] = [
        [Span(f"    {when} {at}".rstrip() + "  ", Role.MUTED), Span(words, role)],
    ]
    if proof.verdict in (Verdict.NOT_YET, Verdict.BROKEN) and proof.before is not None:
        lines += _sum(proof, amounts, proof.before)
    if proof.unknown:
        lines.append([Span(f"      {proof.unknown:,} rows whose effect is not known", Role.WARN)])
    if proof.opening:
        opening = amounts.words(Money(proof.currency, proof.opening))
        lines.append(
            [Span(f"      before the first row there must have been {opening}", Role.WARN)]
        )
    return lines


def corrected_lines(correction: Correction, amounts: Display) -> list[Line]:
    """A row that is other than it was read before: as it was, and as it is."""
    was = "was not here before" if correction.before is None else "was rewritten at Voltage"
    lines: list[Line] = [
        [
            Span(f"    {correction.at:%Y-%m-%d %H:%M:%S}  ", Role.MUTED),
            Span(f"an old row {was}", Role.WARN),
        ]
    ]
    for label, entry in (("before", correction.before), ("now", correction.now)):
        if entry is not None:
            lines.append(
                [
                    Span(f"      {label:<16}", Role.MUTED),
                    Span(f"{entry.effective_time:%Y-%m-%d %H:%M:%S}  "),
                    Span(f"{entry.kind.value}  "),
                    *(amounts.spans(entry.amount) if entry.amount is not None else ()),
                    Span(f"  {entry.entry_id}", Role.MUTED),
                ]
            )
    return lines


def _sum(proof: Proof, amounts: Display, before: Pair) -> list[Line]:
    off = proof.difference
    parts = [
        ("before", before),
        (f"{proof.new_rows:,} rows since", proof.moved),
        ("read", proof.stated),
    ]
    if off is not None:
        parts.append(("difference", off))
    return [_pair_line(label, pair, proof.currency, amounts) for label, pair in parts]


def _pair_line(label: str, pair: Pair, currency: Currency, amounts: Display) -> Line:
    total, available = Money(currency, pair.total), Money(currency, pair.available)
    return [
        Span(f"      {label:<16}", Role.MUTED),
        Span("total ", Role.MUTED),
        *amounts.spans(total),
        Span("   available ", Role.MUTED),
        *amounts.spans(available),
    ]
