"""Pure: questions without a good answer gathered by what they ask, and how much each matters."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Protocol

from rapidfuzz import fuzz

from knowledge.finding.features import Reading
from knowledge.words import CLOSED_ROUTE, Band, Route

HALF_LIFE = timedelta(days=14)
# RapidFuzz's agreement of words from which two questions ask the same.
_SAME = 80.0
_TELLING = 0.3  # words that weigh less say nothing about what is asked
# What was recognised before it was searched had its way, whatever the library says about it.
_TAKEN = frozenset(route.value for route in Route)
# Unless the citizen wanted it searched all the same.
_STILL_ASKED = frozenset({"insisted", "not_this", "none_fits"})
_SETTLED = ("picked", "helped")


class Reads(Protocol):
    """The engine, as far as clustering is concerned."""

    def read(self, text: str, /) -> Reading:
        """Return a message as the engine reads it."""


class Gap(StrEnum):
    """What was missing when a question was asked."""

    NOT_THIS = "not_this"
    STAFF = "staff"
    NONE_FITS = "none_fits"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    UNPICKED = "unpicked"


_WEIGHTS = {
    Gap.NOT_THIS: 2.0,
    Gap.STAFF: 2.0,
    Gap.NONE_FITS: 1.5,
    Gap.UNKNOWN: 1.0,
    Gap.EXPIRED: 1.0,
    Gap.UNPICKED: 0.5,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was logged."""

    id: int
    text: str
    asker: str
    at: datetime
    band: str
    follow_up: str | None = None
    slug: str | None = None
    route: str = "search"


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster that is there already: its number, and the words it is met by."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Questions that ask the same; without an `id` nobody asked it before."""

    id: int | None
    words: str
    questions: tuple[Asked, ...]


def gap(question: Asked, expired: Collection[str] = ()) -> Gap | None:
    """Return what a question missed, or None; `expired` are entries that have ended."""
    followed = question.follow_up or ""
    if question.route == CLOSED_ROUTE:
        # Nothing was looked up for it, so nothing was missed.
        return None
    if question.route in _TAKEN and followed not in _STILL_ASKED:
        return None
    if followed in {Gap.NOT_THIS, Gap.STAFF, Gap.NONE_FITS}:
        return Gap(followed)
    if followed.startswith(_SETTLED):
        return None
    if question.band == Band.UNKNOWN:
        return Gap.UNKNOWN
    if question.band == Band.CHOOSE:
        return Gap.UNPICKED
    return Gap.EXPIRED if question.slug in expired else None


def rank(askers: Collection[str], newest: datetime, gaps: Collection[Gap], now: datetime) -> float:
    """Return how much a cluster matters: distinct people, how recent, what they missed."""
    if not gaps:
        return 0.0
    age = max(timedelta(), now - newest) / HALF_LIFE
    weight = sum(_WEIGHTS[one] for one in gaps) / len(gaps)
    recent = float(0.5**age)
    return round(len(set(askers)) * recent * weight, 4)


def gather(
    questions: Iterable[Asked],
    reads: Reads,
    standing: Iterable[Standing] = (),
    *,
    most: int | None = None,
) -> list[Gathered]:
    """Return questions by what they ask, each group in the order they came.

    A question joins the cluster it is most like, or founds one; who asked and when is no matter.
    What holds no word at all is left out, and does not count among the `most` that are gathered.
    """
    desk = _Desk(standing)
    seen: dict[str, str] = {}
    groups: dict[int, list[Asked]] = {}
    telling = (question for question in questions if _words_of(question, reads, seen))
    for question in islice(telling, most):
        groups.setdefault(desk.place(seen[question.text]), []).append(question)
    return [Gathered(*desk.cluster(place), tuple(group)) for place, group in groups.items()]


def _words_of(question: Asked, reads: Reads, seen: dict[str, str]) -> str:
    if question.text not in seen:
        seen[question.text] = words(reads.read(question.text))
    return seen[question.text]


def words(reading: Reading) -> str:
    """Return the telling words of a message, each once and in order."""
    telling = {stem for stem, weight in reading.stems if weight >= _TELLING}
    return " ".join(sorted(telling or {stem for stem, _ in reading.stems}))


class _Desk:
    """The clusters so far, found by the words they share with a question."""

    def __init__(self, standing: Iterable[Standing]) -> None:
        self._clusters: list[tuple[int | None, str]] = []
        self._stems: list[frozenset[str]] = []
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        # Equal words always meet again, whatever was founded meanwhile.
        self._met: dict[str, int] = {}
        for one in standing:
            self._found(one.id, one.words)

    def cluster(self, place: int) -> tuple[int | None, str]:
        return self._clusters[place]

    def place(self, words: str) -> int:
        if words not in self._met:
            nearest = self._nearest(words)
            self._met[words] = self._found(None, words) if nearest is None else nearest
        return self._met[words]

    def _found(self, number: int | None, words: str) -> int:
        place = len(self._clusters)
        stems = frozenset(words.split())
        self._clusters.append((number, words))
        self._stems.append(stems)
        self._met.setdefault(words, place)
        for stem in stems:
            self._having[stem].append(place)
        return place

    def _nearest(self, words: str) -> int | None:
        """Return the first of the most similar clusters; None where none is similar enough.

        More than half of the words of the longer one must be the same: then one of the rarer
        half of a question's words is among them, and no other cluster needs to be looked at.
        """
        stems = frozenset(words.split())
        rarer = sorted(stems, key=lambda stem: (len(self._having.get(stem, ())), stem))
        near = {
            place for stem in rarer[: (len(stems) + 1) // 2] for place in self._having.get(stem, ())
        }
        best, likeness = None, _SAME
        for place in sorted(near):
            others = self._stems[place]
            if 2 * len(stems & others) > max(len(stems), len(others)):
                found = fuzz.token_set_ratio(words, self._clusters[place][1])
                if found > likeness or (best is None and found >= likeness):
                    best, likeness = place, found
        return best
