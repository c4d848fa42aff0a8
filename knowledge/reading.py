"""Read side: the log of questions."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, select

from knowledge.tables import questions
from office.people import Permission
from office.unit import Unit

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A logged question."""

    id: int
    at: datetime
    text: str
    route: str
    band: str
    slug: str | None
    confidence: float
    considered: list[tuple[str, float]]
    follow_up: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions are wanted; empty means all. Both days are included."""

    band: str = ""
    text: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None


def asked(unit: Unit, wanted: Wanted = Wanted(), *, before: int | None = None) -> list[Asked]:
    """Return logged questions, newest first."""
    unit.require(Permission.READ_QUESTIONS)
    query = select(questions).where(*_conditions(unit, wanted))
    query = query.order_by(questions.c.id.desc()).limit(PAGE_SIZE)
    if before is not None:
        query = query.where(questions.c.id < before)
    return [
        Asked(
            row.id, row.at, row.text, row.route, row.band, row.slug, row.confidence,
            [tuple(pair) for pair in json.loads(row.considered)], row.follow_up,
        )
        for row in unit.session.execute(query)
    ]  # fmt: skip


def counted(unit: Unit, wanted: Wanted) -> int:
    """Return how many questions there are of those wanted."""
    unit.require(Permission.READ_QUESTIONS)
    found = select(func.count()).select_from(questions).where(*_conditions(unit, wanted))
    return unit.session.scalar(found) or 0


def _conditions(unit: Unit, wanted: Wanted) -> list[ColumnElement[bool]]:
    log, found = questions.c, []
    if wanted.band:
        found.append(log.band == wanted.band)
    if wanted.language:
        found.append(log.language == wanted.language)
    if wanted.text.strip():
        found.append(log.text.icontains(wanted.text.strip(), autoescape=True))
    if wanted.since is not None:
        found.append(log.at >= _midnight(unit, wanted.since))
    if wanted.until is not None:
        found.append(log.at < _midnight(unit, wanted.until + timedelta(days=1)))
    return found


def _midnight(unit: Unit, day: date) -> datetime:
    return datetime.combine(day, time(), unit.zone)
