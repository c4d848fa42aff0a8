"""Pure: hides counts so small that they would single out a person (UU 27/2022)."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from register.figures.words import NONE
from register.words import RefusalGround

SMALLEST = 3

Key = TypeVar("Key", bound=Hashable)
# Each of these is a decision of its own, and decisions are told openly.
_TOLD_BY_DECISION = frozenset(
    {RefusalGround.EXEMPT_J, RefusalGround.NOT_HELD, RefusalGround.NOT_DOCUMENTED}
)


def suppressed(
    counts: Mapping[Key, int], *, total_is_shown: bool = True, also: Collection[Key] = ()
) -> dict[Key, int | None]:
    """Return the counts with those of one or two and those of `also` taken away, in their order.

    Where the total is shown and those that are hidden could be computed from it and the others,
    the smallest of these is hidden as well.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST or key in also}
    if total_is_shown and _is_computable([counts[key] for key in hidden]):
        others = [key for key, count in counts.items() if key not in hidden and count]
        hidden |= set(sorted(others, key=lambda key: counts[key])[:1])
    return {key: None if key in hidden else count for key, count in counts.items()}


def _is_computable(hidden: list[int]) -> bool:
    """Tell whether their sum says each of them: one alone, or all as small or large as can be."""
    return bool(hidden) and (len(hidden) == 1 or len(set(hidden)) == 1)


def grounds(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return refusals by ground; how many were refused is told, and by which decision.

    So the letters that make one decision hide among themselves, and what is a decision by itself
    is told as that decision is.
    """
    told = {NONE, *_TOLD_BY_DECISION}
    letters = suppressed({one: count for one, count in counts.items() if one not in told})
    return {one: letters.get(one, count) for one, count in counts.items()}


def outcomes(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return objections by outcome; `NONE`, those without one yet, is hidden as well at need.

    Where it is hidden, how many were answered must not be told either.
    """
    answered = {one: count for one, count in counts.items() if one != NONE}
    also = _hidden(suppressed(answered))
    if counts.get(NONE) and _is_computable([answered[one] for one in also]):
        also.add(NONE)
    return suppressed(counts, also=also)


def _hidden(shown: Mapping[str, int | None]) -> set[str]:
    return {one for one, count in shown.items() if count is None}
