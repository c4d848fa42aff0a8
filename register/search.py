"""Finds cases by words: an index in the database's own tables, alike on both kinds."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.unit import Unit
from register.objection_tables import Objection
from register.tables import Request

_COUNTED = 500  # what more requests have is common; how common, tells how far back these lie
_WORD = re.compile(r"[a-z0-9]{2,40}")
# Identity and telephone numbers; they must not lie in an index that is not sealed.
_LONG_NUMBER = re.compile(r"[0-9]{9,}")
_MOST_WORDS = 400
_MOST_ASKED = 6
_COMPLETIONS = 10

request_words = Table(
    "request_words",
    metadata,
    Column("word", String(40), primary_key=True),
    Column("request_id", Integer, ForeignKey("requests.id"), primary_key=True),
    Index("ix_request_words_request_id", "request_id"),
)


objection_words = Table(
    "objection_words",
    metadata,
    Column("word", String(40), primary_key=True),
    Column(
        "objection_id", Integer, ForeignKey("objections.id"), primary_key=True, autoincrement=False
    ),
    Index("ix_objection_words_objection_id", "objection_id"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one register's cases."""

    table: Table
    case: type[Request] | type[Objection]

    @property
    def word(self) -> Column[str]:
        """Return the column with the word."""
        return self.table.c[0]

    @property
    def number(self) -> Column[int]:
        """Return the column with the number of the case that has it."""
        return self.table.c[1]


REQUESTS = Words(request_words, Request)
OBJECTIONS = Words(objection_words, Objection)


@dataclass(frozen=True, slots=True, order=True)
class Spread:
    """How often something is found: the smaller, the rarer.

    Of what is common only the newest are counted; the further back the last of them lies, the
    rarer it is.
    """

    count: int
    reaches: int

    @property
    def is_common(self) -> bool:
        """Tell whether there is more than was counted."""
        return self.count >= _COUNTED


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the register by the requests' own numbers, both ends included."""

    first: int | None = None
    last: int | None = None

    def within(self, other: "Stretch") -> "Stretch":
        """Return what two stretches have in common: of two bounds an index follows only one."""
        firsts = [one for one in (self.first, other.first) if one is not None]
        lasts = [one for one in (self.last, other.last) if one is not None]
        return Stretch(max(firsts, default=None), min(lasts, default=None))

    def holds(self, number: Any) -> list[ColumnElement[bool]]:
        """Return the conditions on a column with a request's number."""
        bounds: list[ColumnElement[bool]] = []
        if self.first is not None:
            bounds.append(number >= self.first)
        if self.last is not None:
            bounds.append(number <= self.last)
        return bounds


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks for: every group must be met by one of its words, the rarest leads."""

    groups: tuple[tuple[str, ...], ...]
    spread: Spread
    within: Words = REQUESTS


def words(text: str) -> list[str]:
    """Return the distinct words of a text, folded to plain letters, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    found = (word for word in _WORD.findall(plain) if not _LONG_NUMBER.fullmatch(word))
    return list(dict.fromkeys(found))


def remember(
    unit: Unit, number: int, texts: Iterable[str | None], *, within: Words = REQUESTS
) -> None:
    """Make a case findable by the words of some texts, besides those it is found by already."""
    found = words(" ".join(text for text in texts if text))[:_MOST_WORDS]
    rows = [{within.word.name: word, within.number.name: number} for word in found]
    if rows:
        unit.session.execute(insert(within.table).on_conflict_do_nothing(), rows)


def sought(unit: Unit, text: str, *, within: Words = REQUESTS) -> Sought | None:
    """Return what a text asks for; None without words.

    A word nobody used is completed ("angg" finds "anggaran").
    """
    asked = words(text)[:_MOST_ASKED]
    if not asked:
        return None
    groups = sorted((_completed(unit, within, word) for word in asked), key=lambda group: group[1])
    return Sought(tuple(tuple(group) for group, _ in groups), groups[0][1], within)


def spread(unit: Unit, numbers: Select[Any]) -> Spread:
    """Return how often a query for the numbers of cases finds one."""
    number = numbers.selected_columns[0]
    newest = numbers.order_by(number.desc()).limit(_COUNTED).subquery()
    counted = select(func.count(), func.min(newest.c[0])).select_from(newest)
    count, reaches = unit.session.execute(counted).one()
    return Spread(count, reaches or 0)


def having_all(asked: Sought) -> list[ColumnElement[bool]]:
    """Return the conditions on a case that has everything that is asked for."""
    number = asked.within.case.__table__.c.id
    return [_has(asked.within, group, number) for group in asked.groups]


def among(
    unit: Unit,
    asked: Sought,
    conditions: Sequence[ColumnElement[bool]],
    *,
    stretch: Stretch,
    oldest_first: bool = False,
    size: int,
) -> list[int]:
    """Return the first cases that have what is asked for and meet conditions on their own table.

    Newest first unless wanted otherwise. Each of the rarest words is
    followed in the order of its cases and left as soon as there are enough, so that what is
    read does not grow with the register.
    """
    leading, *others = asked.groups
    within, case = asked.within, asked.within.case
    number = within.number
    query = select(number).where(*stretch.holds(number))
    query = query.where(*(_has(within, group, number) for group in others))
    if conditions:
        query = query.where(select(case.id).where(case.id == number, *conditions).exists())
    query = query.order_by(number if oldest_first else number.desc())
    found: set[int] = set()
    for word in leading:
        found.update(unit.session.scalars(query.where(within.word == word).limit(size)))
    return sorted(found, reverse=not oldest_first)[:size]


def _has(within: Words, group: Sequence[str], number: ColumnElement[int]) -> ColumnElement[bool]:
    also = within.table.alias()
    return select(also.c[0]).where(also.c[1] == number, also.c[0].in_(group)).exists()


def _completed(unit: Unit, within: Words, word: str) -> tuple[list[str], Spread]:
    used = _used(unit, within, word)
    if used.count:
        return [word], used
    longer: list[str] = []
    last = word
    while len(longer) < _COMPLETIONS:
        following = unit.session.scalar(select(func.min(within.word)).where(within.word > last))
        if following is None or not following.startswith(word):
            break
        longer.append(following)
        last = following
    each = [_used(unit, within, one) for one in longer]
    count = min(_COUNTED, sum(one.count for one in each))
    return (longer or [word]), Spread(count, max((one.reaches for one in each), default=0))


def _used(unit: Unit, within: Words, word: str) -> Spread:
    return spread(unit, select(within.number).where(within.word == word))
