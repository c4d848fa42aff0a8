"""What an author is told while writing: how a text reads, what it gives away, what is near."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge import hints
from knowledge.edition import Edition, placeholders
from knowledge.hints import Hints
from knowledge.shelf import Shelf

_WORD = re.compile(r"\w+")
_ASKED, _SHOWN, _FAINT = 8, 4, 0.2


@dataclass(frozen=True, slots=True)
class Near:
    """Another entry that would be considered for the same questions."""

    slug: str
    title: str
    confidence: float
    question: str


@dataclass(frozen=True, slots=True)
class Doubled:
    """A phrasing that another entry has already."""

    text: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Checks:
    """All hints on a text, and what stands near it."""

    hints: Hints
    words: int
    missing: tuple[str, ...]
    near: tuple[Near, ...]
    doubled: tuple[Doubled, ...]


def check(edition: Edition, slug: str, held: Shelf) -> Checks:
    """Return what an author ought to know about a text before handing it in."""
    return Checks(
        hints.hints(edition.body, title=edition.title),
        len(_WORD.findall(edition.body)),
        tuple(placeholders(edition)),
        tuple(_near(edition, slug, held)),
        tuple(_doubled(edition, slug, held)),
    )


def _near(edition: Edition, slug: str, held: Shelf) -> list[Near]:
    """Return the other entries that come closest to the title or one of the first phrasings."""
    best: dict[str, Near] = {}
    for question in [edition.title, *edition.phrasings[:_ASKED]]:
        for hit in held.finder.find(question, size=_SHOWN + 1) if question.strip() else ():
            is_other = hit.slug != slug and hit.slug in held.articles
            before = best.get(hit.slug)
            if is_other and (before is None or before.confidence < hit.confidence):
                title = held.title(hit.slug)
                best[hit.slug] = Near(hit.slug, title, hit.confidence, question)
    found = sorted(best.values(), key=lambda one: (-one.confidence, one.slug))
    return [one for one in found if one.confidence >= _FAINT][:_SHOWN]


def _doubled(edition: Edition, slug: str, held: Shelf) -> Iterator[Doubled]:
    own = {_plain(text): text for text in edition.phrasings}
    for row in held.articles.values():
        if row.slug != slug:
            for text in dict.fromkeys(map(_plain, (row.title, *row.phrasings))):
                if text in own:
                    yield Doubled(own[text], row.slug, row.title)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
