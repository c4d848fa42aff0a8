"""What is looked at before searching: emergencies, complaints, personal matters, requests."""

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz.distance import OSA

from knowledge.finding.features import Reading
from knowledge.finding.spelling import Speller
from knowledge.words import Route

_UNLIMITED = 10_000
# Of a listed word: its plain words in one line, and their stems.
Meant = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a message takes a route: a word of every group, none of some, not too many."""

    route: Route
    groups: tuple[frozenset[str], ...]
    without: frozenset[str]
    most: int

    def fits(self, stems: frozenset[str], words: frozenset[str], count: int) -> bool:
        """Tell whether a message's stems fit; words that exclude are compared as written too."""
        return (
            count <= self.most
            and not (self.without & words)
            and all(group & stems for group in self.groups)
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules in their order, and a speller that knows nothing but the words they look for."""

    rules: tuple[Rule, ...]
    speller: Speller


def route_of(reading: Reading, book: Rulebook) -> Route | None:
    """Return the first route that a message takes, or None: then it is searched."""
    stems = frozenset(stem for stem, _ in reading.stems)
    heard = _heard(reading, book.speller)
    words = frozenset(heard)
    # A filler may still exclude ("cara", "apa"), so the plain words count as well.
    found = (rule.route for rule in book.rules if rule.fits(stems | words, words, len(heard)))
    return next(found, None)


def _heard(reading: Reading, speller: Speller) -> list[str]:
    """Return a message's plain words, repaired to words of the rules where those are nearer.

    The base writes of food and never of fainting, so its own speller reads "pingsan" as "pangan".
    """
    plain = reading.plain.split()
    written = [word.plain for word in reading.message.words]
    if len(written) != len(plain):
        return plain
    return [_nearer(word, right, speller) for word, right in zip(written, plain, strict=True)]


def _nearer(word: str, right: str, speller: Speller) -> str:
    own = None if word == right else speller.repair(word)
    if own is None or OSA.distance(word, right) <= OSA.distance(word, own):
        return right
    return own


def rulebook(meant: Callable[[str], Meant]) -> Rulebook:
    """Return the rules with their words read as messages are, beside the words themselves."""
    rows = _data("routes.toml")["rule"]
    words = {word for row in rows for group in row["all"] for word in group.split()}
    rules = tuple(
        Rule(
            Route(row["route"]),
            tuple(frozenset(_said(group, meant)) for group in row["all"]),
            frozenset(_plain(row.get("none", ""), meant)),
            int(row.get("most", _UNLIMITED)),
        )
        for row in rows
    )
    return Rulebook(rules, Speller(Counter([*words, *words]), words))


def _plain(group: str, meant: Callable[[str], Meant]) -> set[str]:
    """Return words and what they mean, but not the parts of that: "ke mana" is not "ke"."""
    return {*group.split(), *(meant(word)[0] for word in group.split())}


def _said(group: str, meant: Callable[[str], Meant]) -> set[str]:
    """Return words, what they mean in plain Indonesian, and the stems of that."""
    found: set[str] = set()
    for word in group.split():
        plain, stems = meant(word)
        found |= {word, plain, *stems}
    return found


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of an acronym: the entry that explains it, and the words that tell it."""

    slug: str
    cues: frozenset[str]


def acronyms(meant: Callable[[str], Meant]) -> dict[str, tuple[Meaning, ...]]:
    """Return the acronyms of several meanings."""
    return {
        acronym: tuple(Meaning(slug, frozenset(_said(cues, meant))) for slug, cues in row.items())
        for acronym, row in _data("acronyms.toml").items()
    }


def asks_back(reading: Reading, known: dict[str, tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    """Return the meanings of an acronym that the rest of the message leaves open; else nothing."""
    written = reading.message.folded.split()
    acronym = next((word for word in written if word in known), None)
    if acronym is None:
        return ()
    rest = {stem for stem, _ in reading.stems} | set(reading.plain.split()) | set(written)
    rest -= {acronym}
    meanings = known[acronym]
    return () if any(meaning.cues & rest for meaning in meanings) else meanings


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("knowledge.finding") / name).read_text(encoding="utf-8"))
