"""The published entries held in memory, read anew when the version in the database moves."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from knowledge.edition import Edition, Translation, from_json, placeholders
from knowledge.finder import Card, Finder
from knowledge.finding.background import background
from knowledge.finding.entries import NOBODY
from knowledge.finding.features import Reading
from knowledge.finding.salutation import without_salutation
from knowledge.finding.status import asks_whether_it_lasts
from knowledge.leaf import Leaf
from knowledge.learned import Memory, key_of
from knowledge.ruling import ruled_by_status, valid_heirs, without_expired
from knowledge.tables import Entry, EntryVersion, shelf_version
from knowledge.verdict import Verdict, decide
from knowledge.words import Band
from office.unit import Unit

ALL_PACKS = "all"
_FEW = 12  # entries whose change is entered without building the index anew


@dataclass(frozen=True, slots=True)
class Article:
    """A published answer as it is given; `edition` is the number of its version."""

    slug: str
    pack: str
    region: str
    edition: int
    title: str
    body: str
    long: str
    phrasings: tuple[str, ...]
    not_this: tuple[str, ...]
    info_class: str
    owner: str
    source: str
    related: tuple[str, ...]
    as_of: date
    review_by: date
    valid_from: date | None
    valid_until: date | None
    superseded_by: str
    status_of: str
    translations: Mapping[str, Translation] = field(hash=False)

    def expired(self, today: date) -> bool:
        """Tell whether what is described has ended; such an article answers nothing."""
        return self.valid_until is not None and self.valid_until < today

    def begun(self, today: date) -> bool:
        """Tell whether it is valid already; until then it answers nothing."""
        return self.valid_from is None or self.valid_from <= today

    def overdue(self, today: date) -> bool:
        """Tell whether it ought to have been reviewed; such an article says so."""
        return self.review_by < today


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be answered now; replaced as a whole, never changed."""

    version: int
    articles: dict[str, Article]
    finder: Finder

    def ask(self, question: str, today: date | None = None) -> Verdict:
        """Return what to do with a question; by default as if nothing had expired."""
        whole = self.finder.read(question)
        asked = without_salutation(question)
        reading = whole if asked == question else self.finder.read(asked)
        # An entry that was withdrawn a moment ago may still be in the index.
        hits = [hit for hit in self.finder.find_for(reading) if hit.slug in self.articles]
        if asks_whether_it_lasts(reading.plain):
            hits = ruled_by_status(hits, self.articles)
        gone: tuple[str, ...] = ()
        if today is not None:
            hits, gone = without_expired(hits, self.articles, today)
        verdict = replace(decide(hits), route=self.finder.route(whole), expired=gone)
        if verdict.band is Band.ANSWER and self.finder.is_bare(reading):
            verdict = replace(verdict, band=Band.CHOOSE)
        meanings = self._meanings(reading, today)
        if len(meanings) > 1:
            return replace(verdict, band=Band.CHOOSE, meanings=meanings)
        return verdict

    def _meanings(self, reading: Reading, today: date | None) -> tuple[str, ...]:
        """Return the entries among which an acronym leaves the choice open, and may be given."""
        slugs = [slug for slug in self.finder.meanings(reading) if slug in self.articles]
        if today is not None:
            slugs = [heir for slug in slugs for heir in valid_heirs(slug, self.articles, today)]
        return tuple(dict.fromkeys(slugs))

    def refined(self, memory: Memory) -> "Shelf":
        """Return the shelf with learned weights; takes seconds where nothing is remembered."""
        return replace(self, finder=memory.refined(self._whole(), self.key))

    def recalled(self, memory: Memory) -> "Shelf | None":
        """Return the shelf with remembered weights, or None; nothing is learned."""
        finder = memory.recalled(self._whole(), self.key)
        return None if finder is None else replace(self, finder=finder)

    def _whole(self) -> Finder:
        """Return an index of these articles and no others, as one that is learned must be.

        One to which entries were only added, or which still holds an archived one, is built anew.
        """
        base = self.finder.base
        own = [slug for slug in base.slugs if slug != NOBODY]
        if base.changed or own != sorted(self.articles):
            return _finder(self.articles.values())
        return self.finder

    @property
    def key(self) -> str:
        """Return under which name its learned weights are remembered."""
        return key_of(map(_card, self.articles.values()), background())

    def title(self, slug: str) -> str:
        """Return an article's title, or its slug where the article is gone."""
        return self.articles[slug].title if slug in self.articles else slug


def article(slug: str, pack: str, region: str, number: int, edition: Edition) -> Article:
    """Return an edition as it stands on the shelf."""
    return Article(
        slug, pack, region, number,
        edition.title, edition.body, edition.long, edition.phrasings, edition.not_this,
        edition.info_class, edition.owner, edition.source, edition.related,
        edition.as_of, edition.review_by, edition.valid_from, edition.valid_until,
        edition.superseded_by, edition.status_of, edition.translations,
    )  # fmt: skip


def from_articles(version: int, articles: Iterable[Article]) -> Shelf:
    """Return a shelf that holds these articles."""
    found = sorted(articles, key=lambda row: row.slug)
    return Shelf(version, {row.slug: row for row in found}, _finder(found))


def _finder(articles: Iterable[Article]) -> Finder:
    return _indexed(tuple(map(_card, articles)))


@lru_cache(maxsize=4)
def _indexed(cards: tuple[Card, ...]) -> Finder:
    """Return the finder of these entries; the same words are indexed once in a process."""
    return Finder(cards, background())


def _card(row: Article) -> Card:
    return Card(row.slug, row.title, row.phrasings, row.not_this)


def from_leaves(leaves: Iterable[Leaf], packs: Collection[str]) -> Shelf:
    """Return a shelf of entries that are in no database and so have no number yet."""
    return from_articles(
        0,
        (
            article(leaf.slug, leaf.pack, leaf.region, 0, leaf.edition)
            for leaf in leaves
            if (ALL_PACKS in packs or leaf.pack in packs) and not placeholders(leaf.edition)
        ),
    )


def with_edition(shelf: Shelf, slug: str, pack: str, region: str, edition: Edition) -> Shelf:
    """Return a shelf on which one entry says something else, for the gate and for previews."""
    number = shelf.articles[slug].edition if slug in shelf.articles else 0
    changed = article(slug, pack, region, number, edition)
    return Shelf(
        shelf.version, {**shelf.articles, slug: changed}, shelf.finder.with_card(_card(changed))
    )


def current_version(unit: Unit) -> int:
    """Return the number that moves with every published change."""
    return unit.session.scalar(select(shelf_version.c.version)) or 0


def read(unit: Unit, packs: Collection[str]) -> Shelf:
    """Return the shelf of the office's published entries in the packs that are on.

    What is no longer valid is on it too: whoever asks about it learns that it has ended.
    """
    return from_articles(current_version(unit), _published(unit, packs))


def _published(unit: Unit, packs: Collection[str]) -> list[Article]:
    query = (
        select(Entry.slug, Entry.pack, Entry.region, EntryVersion.number, EntryVersion.content)
        .join(EntryVersion, (EntryVersion.slug == Entry.slug) & (EntryVersion.number == Entry.live))
        .order_by(Entry.slug)
    )
    if ALL_PACKS not in packs:
        query = query.where(Entry.pack.in_(list(packs)))
    return [
        article(row.slug, row.pack, row.region, row.number, from_json(row.content))
        for row in unit.session.execute(query)
    ]


def renewed(unit: Unit, held: Shelf, packs: Collection[str]) -> Shelf:
    """Return the shelf as the database has it now; few changes are entered in milliseconds."""
    articles = {row.slug: row for row in _published(unit, packs)}
    changed = [row for slug, row in articles.items() if held.articles.get(slug) != row]
    version = current_version(unit)
    if len(changed) > _FEW:
        return from_articles(version, articles.values())
    finder = held.finder
    for row in changed:
        before = held.articles.get(row.slug)
        if before is None or _card(before) != _card(row):
            finder = finder.with_card(_card(row))
    return Shelf(version, articles, finder)
