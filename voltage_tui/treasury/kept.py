"""What was read again and is as it was stays the very same object, so that nothing is redone.

Everything that follows from a wallet (its account, sums, alerts, rows on the screen) asks first
whether it is another one than before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def kept(
    known: tuple[T, ...] | None, read: tuple[T, ...], key: Callable[[T], str]
) -> tuple[T, ...]:
    """`read`, with the object of `known` that has the same `key` in the place of an equal one.

    It is `known` itself when nothing in it is another, nor elsewhere.
    """
    if not known or read is known:
        return read
    by_key = {key(one): one for one in known}
    same = tuple(_same(by_key.get(key(one)), one) for one in read)
    return known if len(same) == len(known) and all(map(_is, same, known)) else same


def _same(known: T | None, read: T) -> T:
    return known if known is not None and known == read else read


def _is(one: object, other: object) -> bool:
    return one is other
