"""Finds requests by words: an index in the database's own tables, alike on both kinds."""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Index, Integer, Select, String, Table, func, select
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.unit import Unit

_WORD = re.compile(r"[a-z0-9]{2,40}")
_MOST_WORDS = 400
_MOST_ASKED = 6
_COMPLETIONS = 10
_PRECISION = 500  # beyond so many, which word is rarer no longer matters

request_words = Table(
    "request_words",
    metadata,
    Column("word", String(40), primary_key=True),
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True),
    Index("ix_request_words_request_id", "request_id"),
)


def words(text: str) -> list[str]:
    """Return the distinct words of a text, folded to plain letters, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return list(dict.fromkeys(_WORD.findall(plain)))


def remember(unit: Unit, request_id: int, texts: Iterable[str]) -> None:
    """Make a request findable by the words of some texts."""
    found = words(" ".join(texts))[:_MOST_WORDS]
    rows = [{"word": word, "request_id": request_id} for word in found]
    if rows:
        unit.session.execute(insert(request_words).on_conflict_do_nothing(), rows)


def having(unit: Unit, text: str) -> Select[tuple[int]] | None:
    """Return the query for the requests that have every word of a text; None without words.

    A word nobody used is completed ("angg" finds "anggaran"). The rarest word leads, so that
    what is asked of the database does not grow with the register.
    """
    asked = words(text)[:_MOST_ASKED]
    if not asked:
        return None
    groups = sorted((_completed(unit, word) for word in asked), key=lambda group: group[1])
    leading, *others = groups
    query = select(request_words.c.request_id).where(request_words.c.word.in_(leading[0]))
    for place, (group, _) in enumerate(others):
        also = request_words.alias(f"also{place}")
        query = query.where(
            select(also.c.word)
            .where(also.c.request_id == request_words.c.request_id, also.c.word.in_(group))
            .exists()
        )
    return query


def _completed(unit: Unit, word: str) -> tuple[list[str], int]:
    used = _used(unit, word)
    if used:
        return [word], used
    longer: list[str] = []
    last = word
    while len(longer) < _COMPLETIONS:
        following = unit.session.scalar(
            select(func.min(request_words.c.word)).where(request_words.c.word > last)
        )
        if following is None or not following.startswith(word):
            break
        longer.append(following)
        last = following
    return (longer or [word]), sum(_used(unit, one) for one in longer)


def _used(unit: Unit, word: str) -> int:
    some = select(request_words.c.request_id).where(request_words.c.word == word).limit(_PRECISION)
    return unit.session.scalar(select(func.count()).select_from(some.subquery())) or 0
