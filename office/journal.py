"""The append-only account of every act, chained by checksum so that a change shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
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
    Column("actor", String(60), nullable=False, index=True),
    Column("act", String(60), nullable=False, index=True),
    Column("subject", String(80), nullable=False, index=True),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("checksum", String(64), nullable=False),
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
    """The result of reading the chain from its first line to its head."""

    lines: int
    sound: bool
    broken_at: int | None = None


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


def verify(session: Session) -> Verdict:
    """Recompute every checksum; name the first line that does not fit."""
    previous, expected = GENESIS, 1
    query = select(journal).order_by(journal.c.id).execution_options(yield_per=1000)
    with session.execute(query) as rows:
        for row in rows:
            number, at, actor, act, subject, facts, claimed_previous, checksum = row
            computed = _checksum(number, at, actor, act, subject, facts, previous)
            if number != expected or claimed_previous != previous or computed != checksum:
                return Verdict(expected - 1, sound=False, broken_at=expected)
            previous, expected = checksum, expected + 1
    head = session.execute(select(journal_head)).one()
    if head.last_id != expected - 1 or head.checksum != previous:
        return Verdict(expected - 1, sound=False, broken_at=expected)
    return Verdict(expected - 1, sound=True)


def page(
    session: Session, *, act: str = "", subject: str = "", before: int | None = None, size: int = 50
) -> list[Line]:
    """Return the newest lines first, filtered by the beginning of act and subject."""
    query = select(journal).order_by(journal.c.id.desc()).limit(size)
    if act:
        query = query.where(journal.c.act.startswith(act, autoescape=True))
    if subject:
        query = query.where(journal.c.subject.startswith(subject, autoescape=True))
    if before is not None:
        query = query.where(journal.c.id < before)
    return [Line(*row) for row in session.execute(query)]


def of_subject(session: Session, subjects: Iterable[str]) -> list[Line]:
    """Return every line about some subjects, oldest first."""
    query = select(journal).where(journal.c.subject.in_(list(subjects))).order_by(journal.c.id)
    return [Line(*row) for row in session.execute(query)]


def count(session: Session) -> int:
    """Return how many lines the journal has."""
    return session.scalar(select(func.count()).select_from(journal)) or 0
