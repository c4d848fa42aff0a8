"""Pure: a draw by lot that anybody can repeat with nothing but its seed."""

import heapq
import secrets
from collections.abc import Iterable
from hashlib import sha256


def new_seed() -> str:
    """Return a seed that nobody could have known before."""
    return secrets.token_hex(16)


def lot(seed: str, number: int) -> str:
    """Return the lot that falls to a number: the SHA-256 of `seed:number`."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, numbers: Iterable[int], size: int) -> list[int]:
    """Return the numbers with the smallest lots, in that order; all where there are fewer."""
    return [
        number for _, number in heapq.nsmallest(size, ((lot(seed, one), one) for one in numbers))
    ]


def fingerprint(numbers: Iterable[int]) -> str:
    """Return a checksum of a set of numbers, so that two can be said to be the same."""
    return sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()
