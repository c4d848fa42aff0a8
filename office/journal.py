"""The append-only account of every act, chained by checksum so that a change shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from office.database import Instant, metadata

GENESIS = "0" * 64

journal = Table(
    "journal",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", String(60), nullable=False),
    Column("act", String(60), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("checksum", String(64), nullable=False),
    # With the line's number, so that the newest of a kind are read without sorting the rest.
    Index("ix_journal_actor_id", "actor", "id"),
    Index("ix_journal_act_id", "act", "id"),
    Index("ix_journal_subject_id", "subject", "id"),
)

journal_head = Table(
    "journal_head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("last_id", BigInteger, nullable=False),
    Column("checksum", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act to be entered."""

    actor: str
    act: str
    subject: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One entered act, as auditors read it."""

    number: int
    at: datetime
    actor: str
    act: str
    subject: str
    facts: str
    previous: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of reading the chain from its first line to its head, and where that led."""

    lines: int
    sound: bool
    broken_at: int | None = None
    checksum: str = ""


def write(session: Session, entries: Sequence[Entry], *, now: datetime) -> None:
    """Append entries to the chain; holds the head's row lock until the commit."""
    if not entries:
        return
    connection = session.connection()
    head = connection.execute(select(journal_head).with_for_update()).one()
    number, checksum = head.last_id, head.checksum
    rows = []
    for entry in entries:
        number += 1
        facts = json.dumps(entry.facts, sort_keys=True, ensure_ascii=False, default=str)
        line = (number, now, entry.actor, entry.act, entry.subject, facts, checksum)
        checksum = _checksum(*line)
        rows.append(dict(zip(journal.c.keys(), (*line, checksum), strict=True)))
    connection.execute(insert(journal), rows)
    connection.execute(update(journal_head).values(last_id=number, checksum=checksum))


def _checksum(
    number: int, at: datetime, actor: str, act: str, subject: str, facts: str, previous: str
) -> str:
    line = json.dumps([number, at.isoformat(), actor, act, subject, facts, previous])
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """The last line as it was written: its number and checksum."""

    number: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stretch of the chain is whole, and the first line that does not fit, if any."""

    number: int
    checksum: str
    broken_at: int | None = None


def head(session: Session) -> Head:
    """Return where the chain ends."""
    row = session.execute(select(journal_head)).one()
    return Head(row.last_id, row.checksum)


def proven(session: Session, *, after: int, checksum: str, until: int, most: int) -> Step:
    """Recompute the checksums of some lines after one whose checksum is known."""
    query = (
        select(journal)
        .where(journal.c.id > after, journal.c.id <= until)
        .order_by(journal.c.id)
        .limit(most)
    )
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        for row in rows:
            number, at, actor, act, subject, facts, claimed, stated = row
            computed = _checksum(number, at, actor, act, subject, facts, checksum)
            if number != after + 1 or claimed != checksum or computed != stated:
                return Step(after, checksum, after + 1)
            after, checksum = number, stated
    return Step(after, checksum)


def verify(session: Session) -> Verdict:
    """Recompute every checksum; name the first line that does not fit."""
    end = head(session)  # first: lines that come meanwhile are no part of this
    step = proven(session, after=0, checksum=GENESIS, until=end.number, most=end.number)
    if step.broken_at is None and (step.number, step.checksum) != (end.number, end.checksum):
        return Verdict(step.number, sound=False, broken_at=step.number + 1)
    return Verdict(step.number, step.broken_at is None, step.broken_at, step.checksum)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines somebody looks for; `act` is a beginning, `acts` are whole names.

    `since` is included, `until` is not.
    """

    act: str = ""
    acts: tuple[str, ...] = ()
    actor: str = ""
    subject: str = ""
    subjects: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def lines(
    session: Session,
    wanted: Wanted,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = 50,
) -> list[Line]:
    """Return the newest lines first, before a number; or the oldest first, after one."""
    query = select(journal).where(*_conditions(session, wanted)).limit(size)
    if before is not None:
        query = query.where(journal.c.id < before)
    if after is not None:
        query = query.where(journal.c.id > after)
    order = journal.c.id.desc() if after is None else journal.c.id
    return [Line(*row) for row in session.execute(query.order_by(order))]


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.act:
        conditions.append(journal.c.act.startswith(wanted.act, autoescape=True))
    if wanted.acts:
        conditions.append(journal.c.act.in_(wanted.acts))
    if wanted.actor:
        kind, _, number = wanted.actor.partition(":")
        is_one = bool(number)
        conditions.append(
            journal.c.actor == wanted.actor if is_one else journal.c.actor.startswith(f"{kind}:")
        )
    if wanted.subject:
        conditions.append(journal.c.subject.startswith(wanted.subject, autoescape=True))
    if wanted.subjects:
        conditions.append(journal.c.subject.in_(wanted.subjects))
    return [*conditions, *_span(session, wanted.since, wanted.until)]


# How long a transaction may take: lines are numbered when it ends and dated when it began.
_SLOWEST = timedelta(hours=1)


def _span(
    session: Session, since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    """Return the conditions for a stretch of time; the lines' numbers lead there."""
    # Not to be looked up by itself, for then everything found would have to be sorted.
    at = func.coalesce(journal.c.at, journal.c.at)
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        nearest = select(func.min(journal.c.id)).where(
            journal.c.at == select(func.min(journal.c.at))
            .where(journal.c.at >= since - _SLOWEST).scalar_subquery()
        )  # fmt: skip
        first = session.scalar(nearest)
        conditions += [at >= since, journal.c.id >= (first or 0)]
    if until is not None:
        nearest = select(func.max(journal.c.id)).where(
            journal.c.at == select(func.max(journal.c.at))
            .where(journal.c.at < until + _SLOWEST).scalar_subquery()
        )  # fmt: skip
        last = session.scalar(nearest)
        conditions += [at < until, journal.c.id <= (last or 0)]
    return conditions


def page(
    session: Session, *, act: str = "", subject: str = "", before: int | None = None, size: int = 50
) -> list[Line]:
    """Return the newest lines first, filtered by the beginning of act and subject."""
    return lines(session, Wanted(act=act, subject=subject), before=before, size=size)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was done: by whom, or to what."""

    name: str
    count: int
    last: datetime


def by_actor(session: Session, wanted: Wanted, *, size: int = 100) -> list[Tally]:
    """Return who did what is wanted, the most often first."""
    return _tallies(session, wanted, journal.c.actor, size)


def by_subject(session: Session, wanted: Wanted, *, size: int = 100) -> list[Tally]:
    """Return what it was done to, the most often first."""
    return _tallies(session, wanted, journal.c.subject, size)


def _tallies(
    session: Session, wanted: Wanted, column: ColumnElement[str], size: int
) -> list[Tally]:
    query = (
        select(column, func.count(), func.max(journal.c.at))
        .where(*_conditions(session, wanted))
        .group_by(column)
        .order_by(func.count().desc(), column)
        .limit(size)
    )
    return [Tally(*row) for row in session.execute(query)]


def of_subject(session: Session, subjects: Iterable[str]) -> list[Line]:
    """Return every line about some subjects, oldest first."""
    query = select(journal).where(journal.c.subject.in_(list(subjects))).order_by(journal.c.id)
    return [Line(*row) for row in session.execute(query)]


def count(session: Session) -> int:
    """Return how many lines the journal has."""
    return session.scalar(select(func.count()).select_from(journal)) or 0
