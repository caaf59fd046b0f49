"""Turn a payment request into the modules of a QR code, as few of them as its text allows.

Upper case is a third smaller (alphanumeric mode), and it is the same request: BIP173 and BOLT #11
allow all-upper-case text, and a URI's scheme has no case. What has a case that matters, a base58
address or a URI's parameters, is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import segno

QrMatrix: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows of modules from the top, True for black; square, without any border."""

_INVOICE: Final = re.compile(r"(?:lightning:)?ln(?:bcrt|tbs|bc|tb)[0-9a-z]+")
_SEGWIT: Final = re.compile(r"(?:bc|tb|bcrt)1[0-9a-z]+")
_URI: Final = re.compile(r"bitcoin:([0-9A-Za-z]*)((?:\?.*)?)", re.IGNORECASE | re.DOTALL)
_LIGHTNING_VALUE: Final = re.compile(r"(?<=[?&]lightning=)[^&#]+", re.IGNORECASE)


class RequestTooLongError(ValueError):
    """A request that no QR code can carry; `length` is its number of characters."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters do not fit any QR code")
        self.length = length


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the request in one mode: `compact` text is in QR's alphanumeric set."""

    text: str
    compact: bool


def parts_of(request: str) -> tuple[Part, ...]:
    """The request cut where the mode changes, upper-cased where its case means nothing."""
    if _one_case(_INVOICE, request) or _one_case(_SEGWIT, request):
        return (Part(request.upper(), compact=True),)
    uri = _URI.fullmatch(request)
    if uri is None or not _one_case(_SEGWIT, uri[1]):
        return _cut_invoice(request)
    return (Part(f"BITCOIN:{uri[1].upper()}", compact=True), *_cut_invoice(uri[2]))


def carried(request: str) -> str:
    """What a reader of the code gets: the request, in upper case where that means the same."""
    return "".join(part.text for part in parts_of(request))


def encode_request(request: str) -> QrMatrix:
    """The modules for a BOLT #11 invoice, an address or a BIP21 URI.

    Error correction is low where an invoice is inside, since smaller modules scan worse than the
    redundancy helps; otherwise medium. Raises `RequestTooLongError`, or `ValueError` when empty.
    """
    return tuple(tuple(bool(module) for module in row) for row in _make(request).matrix)


def picture_bytes(request: str) -> bytes:
    """The code as a black and white PNG, 8 pixels a module, with the full border of 4."""
    import io  # noqa: PLC0415 - only when a picture is asked for

    out = io.BytesIO()
    _make(request).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def _make(request: str) -> segno.QRCode:
    import segno  # noqa: PLC0415 - 19 ms that the first paint must not pay
    from segno import DataOverflowError, consts  # noqa: PLC0415

    if not request:
        raise ValueError("there is no request to draw")
    parts = parts_of(request)
    has_invoice = _INVOICE.search(request.lower()) is not None
    content = [
        (part.text, consts.MODE_ALPHANUMERIC if part.compact else consts.MODE_BYTE)
        for part in parts
    ]
    try:
        return segno.make_qr(
            content,  # type: ignore[arg-type]  # segments are allowed, its annotation omits them
            error="l" if has_invoice else "m",
            boost_error=False,
        )
    except DataOverflowError:
        raise RequestTooLongError(len(request)) from None


def _cut_invoice(text: str) -> tuple[Part, ...]:
    """Byte text, with the value of a `lightning` parameter set apart if it is an invoice."""
    found = _LIGHTNING_VALUE.search(text)
    if found is None or not _one_case(_INVOICE, found[0]):
        return (Part(text, compact=False),) if text else ()
    before, after = text[: found.start()], text[found.end() :]
    invoice = Part(found[0].upper(), compact=True)
    rest = (Part(after, compact=False),) if after else ()
    return (Part(before, compact=False), invoice, *rest)


def _one_case(pattern: re.Pattern[str], text: str) -> bool:
    """Whether `text` is of this form in lower or in upper case throughout."""
    return text in (text.lower(), text.upper()) and pattern.fullmatch(text.lower()) is not None
