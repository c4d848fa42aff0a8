"""The published entries held in memory, read anew when the version in the database moves."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from knowledge.finder import Card, Finder
from knowledge.seeding import Leaf
from knowledge.tables import Entry, shelf_version
from knowledge.verdict import Verdict, decide
from knowledge.words import EntryStatus
from office.unit import Unit

ALL_PACKS = "all"


@dataclass(frozen=True, slots=True)
class Article:
    """A published answer as it is given."""

    slug: str
    title: str
    body: str
    source: str
    owner: str
    as_of: date
    review_by: date
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be answered now; replaced as a whole, never changed."""

    version: int
    articles: dict[str, Article]
    finder: Finder

    def ask(self, question: str) -> Verdict:
        """Return what to do with a question."""
        return decide(self.finder.find(question))

    def title(self, slug: str) -> str:
        """Return an article's title, or its slug where the article is gone."""
        return self.articles[slug].title if slug in self.articles else slug


def _shelf(version: int, articles: Iterable[tuple[Article, tuple[str, ...]]]) -> Shelf:
    found = list(articles)
    finder = Finder(Card(row.slug, row.title, phrasings) for row, phrasings in found)
    return Shelf(version, {row.slug: row for row, _ in found}, finder)


def from_leaves(leaves: Iterable[Leaf], packs: Collection[str]) -> Shelf:
    """Return a shelf of entries that are in no database."""
    wanted = [leaf for leaf in leaves if ALL_PACKS in packs or leaf.pack in packs]
    return _shelf(
        0,
        (
            (
                Article(
                    leaf.slug, leaf.title, leaf.body, leaf.source, leaf.owner, leaf.as_of,
                    leaf.review_by, leaf.related,
                ),
                leaf.phrasings,
            )
            for leaf in wanted
        ),
    )  # fmt: skip


def current_version(unit: Unit) -> int:
    """Return the number that moves with every published change."""
    return unit.session.scalar(select(shelf_version.c.version)) or 0


def read(unit: Unit, packs: Collection[str]) -> Shelf:
    """Return the shelf of the office's published entries in the packs that are on."""
    query = select(Entry).where(Entry.status == EntryStatus.PUBLISHED).order_by(Entry.slug)
    if ALL_PACKS not in packs:
        query = query.where(Entry.pack.in_(list(packs)))
    return _shelf(
        current_version(unit),
        (
            (
                Article(
                    row.slug, row.title, row.body, row.source, row.owner, row.as_of,
                    row.review_by, tuple(json.loads(row.related)),
                ),
                tuple(json.loads(row.phrasings)),
            )
            for row in unit.session.scalars(query)
        ),
    )  # fmt: skip
