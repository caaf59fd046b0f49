"""The coin price service: what a bitcoin cost in dollars in one minute (API reference section 19).

It is another host than the API's, and asked only where a person turned that on (S-64). It has a
transport of its own, and a request is made of two things: the pair and the minute. No key, no
cookie and no identifier is anywhere near (S-50). What comes back is taken only if it is a price
above zero of that very pair and minute: an unparsable minute is answered with today's price,
which is never taken for an old one (S-69).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from voltage_tui.api.answers import retry_after_of
from voltage_tui.api.json_body import UnreadableJsonError, parse_json
from voltage_tui.api.transport import (
    ConnectFailed,
    ConnectProblem,
    ResponseTooLarge,
    ResponseUnreadable,
    TimedOut,
    TransportFailure,
    WireRequest,
    WireResponse,
)
from voltage_tui.money import USD, InvalidRateError, Rate
from voltage_tui.text import clean
from voltage_tui.trouble import TroubleError

if TYPE_CHECKING:
    from voltage_tui.api.transport import Transport
    from voltage_tui.clock import Clock

MAX_BYTES: Final = 4_096
"""The longest answer that is read: one price takes about a hundred bytes."""
TIMEOUT_S: Final = 10.0
_PAIR: Final = "BTCUSD"
_PRICE: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,40}))?")
_CENTS: Final = 2
_LONGEST_WORDS: Final = 80
_LONGEST_TIME: Final = 40
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})


class CoinPriceFault(Enum):
    """What a failure means for asking again."""

    PASSING = "it may work in a while"
    THIS_MINUTE = "there is no price for this minute"
    LASTING = "it does not work"


class CoinPriceError(TroubleError):
    """There is no price; `what` and `advice` are for people, `retry_after_s` is the service's."""

    def __init__(
        self,
        what: str,
        advice: str,
        fault: CoinPriceFault,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(what, advice)
        self.fault = fault
        self.retry_after_s = retry_after_s


class CoinPrices:
    """Asks for the price of minutes, one try for each call.

    `transport` leads to the service and to nothing else; it is closed with this.
    """

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    async def price_of(self, minute: datetime) -> Rate:
        """The price of one bitcoin in that minute, to its last digit. Raises `CoinPriceError`.

        `ValueError` for a moment that is no whole minute.
        """
        request = WireRequest("GET", _target(minute), _HEADERS, None)
        try:
            response = await self._transport.send(request, timeout_s=TIMEOUT_S)
        except TransportFailure as failure:
            raise _failure(failure) from None
        if response.status != 200:
            raise _refusal(response, self._clock.now())
        return _price(response.body, minute)

    async def aclose(self) -> None:
        """Give back the connection."""
        await self._transport.aclose()


_HEADERS: Final = {"accept": "application/json", "user-agent": "voltage-tui"}


def _target(minute: datetime) -> str:
    """Exactly `YYYY-MM-DDTHH:MM:SSZ`: any other form is answered with the price of now."""
    utc = minute.astimezone(UTC)
    if utc.second or utc.microsecond or minute.tzinfo is None:
        raise ValueError("a price is of a whole minute")
    return f"/currency/{_PAIR}/{utc:%Y-%m-%dT%H:%M:00Z}"


def _failure(failure: TransportFailure) -> CoinPriceError:
    match failure:
        case ConnectFailed(problem=ConnectProblem.TLS):
            why = "could not prove who it is (TLS): nothing was asked"
            return _lasting(why, "Check the network, and the clock of this machine.")
        case ResponseTooLarge() | ResponseUnreadable():
            return _odd(str(failure))
        case TimedOut():
            why = "did not answer in time"
        case ConnectFailed():
            why = f"cannot be reached: {failure.problem.value}"
        case _:
            why = f"cannot be reached: {failure}"
    return CoinPriceError(f"{_SERVICE} {why}.", _AGAIN, CoinPriceFault.PASSING)


def _refusal(response: WireResponse, now: datetime) -> CoinPriceError:
    status = response.status
    if 300 <= status < 400:
        why = f"answered with a redirect ({status}), which is not followed"
        return _lasting(why, "Turn the service off, or set the rates yourself.")
    if status in _PASSING:
        why = "asks for fewer requests" if status == 429 else f"failed ({status})"
        wait = retry_after_of(response, now)
        return CoinPriceError(f"{_SERVICE} {why}.", _AGAIN, CoinPriceFault.PASSING, wait)
    if status == 400:
        why = f"has no price for this minute{_their_words(response.body)}"
        return CoinPriceError(f"{_SERVICE} {why}.", _BY_HAND, CoinPriceFault.THIS_MINUTE)
    return _lasting(f"answered with status {status}", "Set the rates yourself, or try again later.")


def _their_words(body: bytes) -> str:
    """What the service says of its refusal, cleaned; it has no envelope (schemas section 17)."""
    try:
        value = parse_json(body)
    except UnreadableJsonError:
        return ""
    said = value.get("error") if isinstance(value, dict) else None
    words = clean(said, _LONGEST_WORDS).strip(" .") if isinstance(said, str) else ""
    return f": {words}" if words else ""


def _price(body: bytes, minute: datetime) -> Rate:
    try:
        value = parse_json(body)
    except UnreadableJsonError as error:
        raise _odd(str(error)) from None
    if not isinstance(value, dict):
        raise _odd("it is not an object")
    if value.get("pair") != _PAIR:
        raise _odd("it is of another pair")
    if _moment(value.get("time")) != minute:
        raise _odd("it is of another minute")
    return _rate(value.get("price"))


def _moment(text: object) -> datetime | None:
    if not isinstance(text, str) or len(text) > _LONGEST_TIME:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() == timedelta() else None


def _rate(text: object) -> Rate:
    """The price as a rate in cents, exactly; one below a cent is no price."""
    match = _PRICE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise _odd("its price is not a decimal number as text")
    fraction = (match[2] or "").rstrip("0").ljust(_CENTS, "0")
    coefficient = int(match[1] + fraction)
    scale = len(fraction) - _CENTS
    if coefficient < 10**scale:
        raise _odd("its price is nothing")
    try:
        return Rate.parse(f"{coefficient}e{scale}", USD)
    except InvalidRateError:
        raise _odd("its price has too many digits") from None


def _odd(why: str) -> CoinPriceError:
    """An answer that is not what was asked for; nothing of it is kept or shown."""
    what = f"The answer of the coin price service was not taken: {why}."
    return CoinPriceError(what, _BY_HAND, CoinPriceFault.THIS_MINUTE)


def _lasting(why: str, advice: str) -> CoinPriceError:
    return CoinPriceError(f"{_SERVICE} {why}.", advice, CoinPriceFault.LASTING)


_SERVICE: Final = "The coin price service"
_AGAIN: Final = "What was read is kept; fetch again to go on."
_BY_HAND: Final = "Set this rate yourself."
