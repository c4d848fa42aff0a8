"""Pure: what the bot makes of a question and why, with the candidates it rejects."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.finder import Hit
from knowledge.finding.confidence import Thresholds, usual_thresholds
from knowledge.finding.features import Reading
from knowledge.shelf import Shelf
from knowledge.verdict import Verdict
from knowledge.words import Band

CANDIDATES = 10
# What each signal says, for people; their meaning is told in knowledge/finding/signals.py.
SIGNALS = {
    "chance": "peluang di antara semua entri",
    "known": "kata yang dikenal",
    "covered": "kata yang ada pada entri ini",
    "likeness": "kemiripan tulisan",
    "length": "panjang pertanyaan",
}


class Route(StrEnum):
    """Which way a question goes that is nothing but a question."""

    SEARCH = "search"
    NOTHING_KNOWN = "nothing_known"


@dataclass(frozen=True, slots=True)
class Read:
    """A word as it was written and as it was understood; one that weighs nothing is passed over."""

    written: str
    plain: str
    weight: float
    known: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal adds to the log-odds of being right."""

    signal: str
    words: str
    value: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that was considered; a reason says why it was rejected or not answered with."""

    slug: str
    title: str
    confidence: float
    # Ahead of the next candidate; below zero for what comes after the first.
    margin: float
    phrasing: str
    shared: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    accepted: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one question."""

    question: str
    language: str
    words: tuple[Read, ...]
    stems: tuple[str, ...]
    # As `knowledge.words.Route`, or one of these two.
    route: str
    band: Band
    candidates: tuple[Candidate, ...]

    @property
    def accepted(self) -> tuple[Candidate, ...]:
        """Return the entry that answers, or those that are offered."""
        return tuple(one for one in self.candidates if one.accepted)

    @property
    def rejected(self) -> tuple[Candidate, ...]:
        """Return the other candidates."""
        return tuple(one for one in self.candidates if not one.accepted)


def explain(shelf: Shelf, question: str, *, today: date | None = None) -> Explanation:
    """Return what is read in a question, and what becomes of its ten best candidates."""
    reading = shelf.finder.read(question)
    verdict = shelf.ask(question, today)
    asked = {hit.slug for hit in verdict.hits}
    others = (hit for hit in shelf.finder.find(question, size=CANDIDATES) if hit.slug not in asked)
    held = _Ballot(shelf, verdict, (*verdict.hits, *others)[:CANDIDATES], usual_thresholds())
    route = verdict.route or (Route.SEARCH if held.hits else Route.NOTHING_KNOWN)
    return Explanation(
        question,
        reading.message.tongue.value,
        _words(reading),
        tuple(dict.fromkeys(stem for stem, _ in reading.stems)),
        route.value,
        verdict.band,
        tuple(held.candidate(place) for place in range(len(held.hits))),
    )


def _words(reading: Reading) -> tuple[Read, ...]:
    """Return each written word with the plain word that it became, repaired if need be."""
    plain = reading.plain.split()
    words = reading.message.words
    if len(plain) != len(words):
        plain = [word.plain for word in words]
    return tuple(
        Read(word.written, right, word.weight, word.known)
        for word, right in zip(words, plain, strict=True)
    )


def contributions(hit: Hit) -> tuple[Contribution, ...]:
    """Return what each signal of a candidate says, the strongest first."""
    rows = (Contribution(name, SIGNALS.get(name, name), value) for name, value in hit.reasons)
    return tuple(sorted(rows, key=lambda row: -abs(row.value)))


@dataclass(frozen=True, slots=True)
class _Ballot:
    """A verdict with all candidates, those first that it rests on."""

    shelf: Shelf
    verdict: Verdict
    hits: tuple[Hit, ...]
    limits: Thresholds

    def candidate(self, place: int) -> Candidate:
        hit = self.hits[place]
        return Candidate(
            hit.slug, self.shelf.title(hit.slug), hit.confidence, self._margin(place),
            hit.phrasing, hit.shared, contributions(hit), self._is_accepted(place),
            tuple(self._reasons(place)),
        )  # fmt: skip

    def _margin(self, place: int) -> float:
        """Return how far a candidate is ahead of the best of the others."""
        others = [hit.confidence for number, hit in enumerate(self.hits) if number != place]
        return round(self.hits[place].confidence - max(others, default=0.0), 4)

    def _is_accepted(self, place: int) -> bool:
        if self.verdict.band is Band.CHOOSE and self.verdict.meanings:
            return self.hits[place].slug in self.verdict.meanings
        offered = {Band.ANSWER: 1, Band.CHOOSE: self.limits.choices, Band.UNKNOWN: 0}
        return place < min(offered[self.verdict.band], len(self.verdict.hits))

    def _reasons(self, place: int) -> Iterator[str]:
        """Yield, in Indonesian, why a candidate does not answer; nothing for the one that does."""
        hit, band = self.hits[place], self.verdict.band
        if hit.slug in self.verdict.expired:
            yield "masa berlaku entri ini sudah berakhir"
        if band is Band.ANSWER:
            if place:
                yield "calon pertama lebih meyakinkan"
            return
        if hit.slug in self.verdict.meanings:
            yield "singkatan dalam pertanyaan dapat berarti beberapa hal"
        limit = self.limits.answer if band is Band.CHOOSE else self.limits.choose
        if hit.confidence < limit:
            yield f"keyakinan {_number(hit.confidence)} di bawah {_number(limit)}"
        elif place:
            yield "calon pertama lebih meyakinkan"
        elif self._margin(0) < self.limits.margin:
            yield (
                "selisih dengan calon berikutnya terlalu kecil: "
                f"{_number(self._margin(0))}, perlu {_number(self.limits.margin)}"
            )
        elif hit.slug not in self.verdict.meanings:
            yield "pertanyaan terlalu singkat: kata-katanya dipakai banyak entri"
        if band is Band.CHOOSE and not self._is_accepted(place):
            yield f"hanya {self.limits.choices} calon teratas yang ditawarkan"


def _number(value: float) -> str:
    """Return a number as Indonesians write it; cut, so that it is never shown as its limit."""
    return f"{int(value * 100 + 1e-6) / 100:.2f}".replace(".", ",")
