"""Read side: the published answers as everybody may read them, by topic and by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.deep_links import Opens, address
from knowledge.shelf import Article, Shelf

MOST_FOUND = 12
_LEAST = 0.02  # below it a hit shares a word and no meaning
_LONGEST = 200  # letters of a search that are read
# The packs are the topics; one that is none of these is a pack of the region's own.
TOPICS = ("ppid", "layanan", "partisipasi", "pers")
REGION = "wilayah"


@dataclass(frozen=True, slots=True)
class Listed:
    """A published answer as lists show it."""

    slug: str
    title: str
    topic: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its answers in the order of their titles."""

    name: str
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One published answer in full; `successor` took its place, `related` lie beside it."""

    slug: str
    topic: str
    region: str
    title: str
    body: str
    long: str
    source: str
    owner: str
    info_class: str
    as_of: date
    review_by: date
    is_overdue: bool
    ended_on: date | None
    successor: Listed | None
    related: tuple[Listed, ...]
    languages: tuple[str, ...]


def topics(shelf: Shelf, today: date) -> list[Topic]:
    """Return every topic that has an answer today, in a steady order."""
    found: dict[str, list[Listed]] = {name: [] for name in (*TOPICS, REGION)}
    for row in shelf.articles.values():
        if _holds(row, today):
            found[_topic(row)].append(_listed(row))
    return [
        Topic(name, tuple(sorted(rows, key=lambda one: (one.title.casefold(), one.slug))))
        for name, rows in found.items()
        if rows
    ]


def entry(shelf: Shelf, slug: str, today: date) -> Published | None:
    """Return one answer, also one that has ended; None for what is not published or not begun."""
    row = shelf.articles.get(slug)
    if row is None or not row.begun(today):
        return None
    heir = shelf.articles.get(row.superseded_by)
    beside = (shelf.articles.get(name) for name in row.related)
    return Published(
        slug=row.slug,
        topic=_topic(row),
        region=row.region,
        title=row.title,
        body=row.body,
        long=row.long,
        source=row.source,
        owner=row.owner,
        info_class=row.info_class,
        as_of=row.as_of,
        review_by=row.review_by,
        is_overdue=row.overdue(today),
        ended_on=row.valid_until if row.expired(today) else None,
        successor=_listed(heir) if heir is not None and _holds(heir, today) else None,
        related=tuple(_listed(one) for one in beside if one is not None and _holds(one, today)),
        languages=tuple(row.translations),
    )


def everything(shelf: Shelf, today: date) -> list[Published]:
    """Return every answer that holds today, by its slug."""
    found = (entry(shelf, slug, today) for slug in sorted(shelf.articles))
    return [row for row in found if row is not None and row.ended_on is None]


def search(shelf: Shelf, text: str, today: date) -> list[Listed]:
    """Return the answers to some words, likeliest first, as the bot would look for them."""
    text = text.strip()[:_LONGEST]
    if not text:
        return []
    hits = shelf.finder.find(text, size=MOST_FOUND)
    named = _named(shelf.articles.values(), text)
    slugs = dict.fromkeys([*(hit.slug for hit in hits if hit.confidence >= _LEAST), *named])
    rows = [shelf.articles[slug] for slug in slugs if slug in shelf.articles]
    return [_listed(row) for row in rows if _holds(row, today)][:MOST_FOUND]


def opens(chat: str | None, slug: str) -> str:
    """Return the link that opens an answer in the chat; nothing while the bot has no address."""
    return address(chat, Opens.ENTRY, slug) if chat else ""


def _named(articles: Iterable[Article], text: str) -> list[str]:
    """Return whose title holds every word, for a word that the finder does not know."""
    words = text.casefold().split()
    return [row.slug for row in articles if all(word in row.title.casefold() for word in words)]


def _holds(row: Article, today: date) -> bool:
    return row.begun(today) and not row.expired(today)


def _topic(row: Article) -> str:
    return row.pack if row.pack in TOPICS else REGION


def _listed(row: Article) -> Listed:
    return Listed(row.slug, row.title, _topic(row), row.as_of)
