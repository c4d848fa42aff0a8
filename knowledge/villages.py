"""Pure: a village's name as it is compared, and which known one somebody means."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

LONGEST = 60
SHORTEST = 3
_BEFORE = frozenset("desa ds kelurahan kel kampung kp dusun nagari".split())
_LETTERS = re.compile(r"[^\W\d_]")
_MANY_DIGITS = re.compile(r"\d[\d .-]{2,}\d")
_CLOSE = 82  # below it, one short name is easily taken for another
_MOST = 4


def plain(name: str) -> str:
    """Return a village's name as it is compared: small letters, without what stands before it."""
    words = re.findall(r"[\w'’-]+", name.casefold())
    while len(words) > 1 and words[0] in _BEFORE:
        words = words[1:]
    return " ".join(words)


def is_name(typed: str) -> bool:
    """Tell whether a text can be the name of a village."""
    name = plain(typed)
    letters = len(_LETTERS.findall(name))
    return letters >= SHORTEST and len(name) <= LONGEST and not _MANY_DIGITS.search(name)


def meant(typed: str, known: Iterable[str]) -> list[str]:
    """Return the known villages that somebody may mean, best first; one alone where it is sure."""
    names = {plain(name): name for name in known}
    wanted = plain(typed)
    if wanted in names:
        return [names[wanted]]
    found = process.extract(
        wanted, list(names), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_MOST
    )
    return [names[name] for name, _, _ in found]
