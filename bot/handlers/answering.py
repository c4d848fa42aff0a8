"""An entry as it is shown: in the citizen's language, with its source and the ways on from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.keyboards import MENU, Keyboard, Way, inline, share
from bot.portions import portions
from bot.presses import AnswerPress, EntryPress, MenuPress, MorePress
from bot.turn import Outcome, Say, Turn, say
from knowledge import deep_links
from knowledge.edition import LANGUAGES, Translation
from knowledge.shelf import Article
from office.outbox import Kind

_RELATED = 3
_LABEL = 60  # letters of a title on a button
_PORTION = 3000  # leaves room for the title and the source
# Before these words a region's name is not told from its like: it is still that region.
_OF_REGION = frozenset({"kabupaten", "kota", "kab", "provinsi"})

Button = tuple[str, AnswerPress | EntryPress | MenuPress | MorePress | Way]
Rows = list[list[Button]]


def answer(turn: Turn, slug: str, key: str, *extra: list[Button]) -> Say:
    """Return an entry as the answer to the question that was logged under a key."""
    article = turn.shelf.articles[slug]
    rows = [*_ways_on(turn, article), *extra]
    if turn.arrival.is_private:
        rows += [
            [
                ("@helped", AnswerPress(what="yes", key=key)),
                ("@not_this", AnswerPress(what="no", key=key)),
            ],
            [("@staff", AnswerPress(what="staff", key=key))],
        ]
    return say("answer", _keyboard(rows), kind=Kind.ANSWER, **answer_words(turn, article))


def opened(turn: Turn, slug: str) -> Say:
    """Return an entry that was asked for by name; one that has run out only says so."""
    article = turn.shelf.articles[slug]
    if article.expired(turn.unit.today):
        return over(turn, article)
    rows = _ways_on(turn, article)
    if turn.arrival.is_private:
        rows.append([("@share", share(article.title)), ("@staff", MenuPress(where="staff"))])
    return say("answer", _keyboard(rows), kind=Kind.ANSWER, **answer_words(turn, article))


def over(turn: Turn, article: Article) -> Say:
    """Return the news that an entry is no longer valid, with the way to what took its place."""
    successor = _valid_heir(turn, article)
    rows: Rows = []
    if successor is not None:
        rows.append([("@entry_successor", entry_press(successor))])
    if turn.arrival.is_private:
        rows.append([("@staff", MenuPress(where="staff"))])
    until = article.valid_until.isoformat() if article.valid_until else ""
    return say(
        "entry_over",
        _keyboard(rows),
        kind=Kind.ANSWER,
        title=in_language(article, turn.language).title,
        until=until,
        has_successor=successor is not None,
    )


def more(turn: Turn) -> Outcome:
    """Show the longer text of an entry, in as many messages as it takes."""
    press = turn.arrival.press
    slug = meant(turn, press.slug) if isinstance(press, MorePress) else None
    if slug is None:
        return gone(turn)
    article = turn.shelf.articles[slug]
    parts = portions(_long(turn, article), _PORTION)
    if not parts or article.expired(turn.unit.today):
        return Outcome((opened(turn, slug),))
    rows: Rows = []
    if turn.arrival.is_private:
        rows.append([("@staff", MenuPress(where="staff"))])
    told = {name: answer_words(turn, article)[name] for name in ("title", "source", "as_of")}
    said = [
        say(
            "answer_long",
            _keyboard(rows) if number == len(parts) else None,
            kind=Kind.ANSWER,
            body=part,
            part=number,
            parts=len(parts),
            owner=article.owner,
            **told,
        )
        for number, part in enumerate(parts, start=1)
    ]
    return Outcome(tuple(said))


def gone(turn: Turn) -> Outcome:
    """Return what is said about a button whose time is over; in a group, nothing."""
    return Outcome((say("old_button", MENU),) if turn.arrival.is_private else ())


def answer_words(turn: Turn, article: Article) -> Mapping[str, Any]:
    """Return an article as plain data for its text; one overdue for review says so."""
    told = in_language(article, turn.language)
    current = turn.shelf.articles.get(article.superseded_by)
    has_own = turn.language in article.translations or turn.language not in LANGUAGES
    return {
        "title": told.title,
        "body": told.body,
        "source": article.source,
        "owner": article.owner,
        "as_of": article.as_of.isoformat(),
        "overdue": article.overdue(turn.unit.today),
        "region": "" if _is_named(article, told) else article.region,
        "current": in_language(current, turn.language).title if current else "",
        "untranslated": not has_own,
    }


def in_language(article: Article, language: str) -> Translation:
    """Return an article's words in a language; in Indonesian where there are none."""
    return article.translations.get(language) or Translation(
        article.title, article.body, article.long
    )


def title(turn: Turn, slug: str) -> str:
    """Return an entry's title in the citizen's language."""
    return in_language(turn.shelf.articles[slug], turn.language).title


def label(words: str) -> str:
    """Return a title short enough for a button, cut between two words where it can be."""
    if len(words) <= _LABEL:
        return words
    # One letter more tells whether a word ends there.
    cut = words[: _LABEL - 2]
    whole, _, _ = cut.rpartition(" ")
    return f"{(whole or cut[:-1]).rstrip(' ,;:.')}..."


def entry_press(slug: str) -> EntryPress:
    """Return what a button carries that opens an entry; it outlives every restart."""
    return EntryPress(slug=deep_links.short(slug, deep_links.ON_A_BUTTON))


def meant(turn: Turn, shortened: str) -> str | None:
    """Return the entry on the shelf that a button's short form stands for, or None."""
    return deep_links.meant(shortened, turn.shelf.articles, deep_links.ON_A_BUTTON)


def _ways_on(turn: Turn, article: Article) -> Rows:
    rows: Rows = []
    if _long(turn, article):
        short = deep_links.short(article.slug, deep_links.ON_A_BUTTON)
        rows.append([("@more", MorePress(slug=short))])
    if article.superseded_by in turn.shelf.articles:
        rows.append([("@current", entry_press(article.superseded_by))])
    rows += [[(label(title(turn, slug)), entry_press(slug))] for slug in _related(turn, article)]
    return rows


def _related(turn: Turn, article: Article) -> Sequence[str]:
    known, today = turn.shelf.articles, turn.unit.today
    return [
        slug
        for slug in article.related
        if slug in known
        and slug not in {article.slug, article.superseded_by}
        and not known[slug].expired(today)
    ][:_RELATED]


def _long(turn: Turn, article: Article) -> str:
    return in_language(article, turn.language).long or article.long


def _is_named(article: Article, told: Translation) -> bool:
    name = " ".join(word for word in article.region.casefold().split() if word not in _OF_REGION)
    return not name or name in f"{told.title} {told.body}".casefold()


def _valid_heir(turn: Turn, article: Article) -> str | None:
    """Return the first valid entry of those that took an entry's place."""
    known, seen = turn.shelf.articles, {article.slug}
    slug = article.superseded_by
    while slug in known and slug not in seen:
        if not known[slug].expired(turn.unit.today):
            return slug
        seen.add(slug)
        slug = known[slug].superseded_by
    return None


def _keyboard(rows: Rows) -> Keyboard | None:
    return inline(*rows) if rows else None
