"""Pure: ended conversations in which nearly the same was asked, with what was answered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rapidfuzz import fuzz

LIKENESS = 72.0  # of a hundred, below which another question was asked
_LONGEST = 400  # letters of a question that are compared
_WORD = re.compile(r"[^\W_]+")
# What people write around a question; it makes no two questions alike.
_AROUND = frozenset(
    "yang yg di ke dari dan atau itu ini untuk utk apa apakah bagaimana gimana gmn kapan"
    " berapa brp dimana mana ada bisa mau ingin saya aku kami kita pak bu bapak ibu min admin kak"
    " tolong mohon minta tanya bertanya nanya dong sih ya yah kah nih kalau kalo klo dengan dgn"
    " halo hai selamat pagi siang sore malam assalamualaikum permisi maaf terima kasih makasih"
    " trims izin numpang info informasi petugas cara caranya urus ngurus mengurus"
    " mengurusnya".split()
)


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation that was answered: what was asked, and the last answer."""

    id: int
    ticket: str
    closed_at: datetime
    asked: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """A case with how much it is like what is asked now, of a hundred."""

    case: Case
    likeness: float


def ranked(asked: str, cases: Iterable[Case], *, size: int = 3) -> list[Similar]:
    """Return the cases most like what is asked, the likest first, newer before older.

    Words are compared as a set and in their number: what merely contains a short question is
    not like it.
    """
    words = _telling(asked)
    if not words:
        return []
    found = [Similar(case, _likeness(words, _telling(case.asked))) for case in cases]
    kept = [one for one in found if one.likeness >= LIKENESS]
    kept.sort(key=lambda one: (-one.likeness, -one.case.id))
    return kept[:size]


def _likeness(one: str, other: str) -> float:
    if not other:
        return 0.0
    return round(0.5 * fuzz.token_set_ratio(one, other) + 0.5 * fuzz.token_sort_ratio(one, other))


@lru_cache(maxsize=2048)
def _telling(text: str) -> str:
    """Return the words of a question without what people write around it."""
    words = _WORD.findall(text[:_LONGEST].lower())
    return " ".join(word for word in words if word not in _AROUND)
