"""Counts questions and conversations with staff by the office's own days."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, select

from knowledge.escalation.tables import DESK, Escalation, EscalationLine
from knowledge.escalation.words import Author, EscalationStatus, Lane
from knowledge.judging import picked
from knowledge.tables import QUESTIONS, questions
from knowledge.words import Band
from office.clock import local_date
from office.daily import Series, Tallies, Tally, add
from office.periods import Period
from office.unit import Unit

BAND, ROUTE, ENTRY, LANGUAGE, HOUR = "band", "route", "entry", "language", "hour"
FOLLOW_UP = "follow_up"
OUTCOME, LANE, REASON, PROMISE = "outcome", "lane", "reason", "promise"
REPLY_MINUTES, HANDLED, OFFICERS = "reply_minutes", "handled", "officers"
# Under `handled`: how many cases were held by somebody, and how many seconds altogether.
CASES, SECONDS = "cases", "seconds"
NONE, OPEN, PICKED = "none", "open", "picked"
KEPT, LAPSED, WAITING = "kept", "lapsed", "waiting"
_ONE_DAY = timedelta(days=1)


def count_questions(unit: Unit, period: Period) -> Mapping[date, Tally]:
    """Return the tallies of the days on which questions were asked."""
    since, until = _span(unit, period)
    log = questions.c
    # What was considered is long, and says something only where one of it was picked.
    considered = case((log.follow_up.startswith(f"{PICKED}:"), log.considered))
    rows = select(
        log.at, log.band, log.route, log.language, log.follow_up, log.slug, considered
    ).where(log.at >= since, log.at < until)
    alike: Counter[tuple[Any, ...]] = Counter()
    hours: Counter[tuple[date, int]] = Counter()
    for at, *what in unit.session.execute(rows):
        there = at.astimezone(unit.zone)
        day = there.date()
        hours[day, there.hour] += 1
        alike[day, *what] += 1
    tallies = Tallies()
    for (day, band, route, language, *followed), times in alike.items():
        tally = tallies.one(day, times)
        add(tally, BAND, band, times)
        add(tally, ROUTE, route, times)
        add(tally, LANGUAGE, language, times)
        _count_follow_up(tally, band, followed, times)
    for (day, hour), times in hours.items():
        add(tallies.days[day], HOUR, str(hour), times)
    return tallies.days


def _count_follow_up(tally: Tally, band: str, followed: list[str | None], times: int) -> None:
    """Count what the citizen did, and the entry that was given in the end."""
    follow_up, slug, considered = followed
    add(tally, FOLLOW_UP, (follow_up or NONE).partition(":")[0], times)
    if band == Band.ANSWER:
        if slug is not None:
            add(tally, ENTRY, slug, times)
    elif considered is not None and (chosen := picked(considered, follow_up or "")) is not None:
        add(tally, ENTRY, chosen[0], times)


def midnight(unit: Unit, day: date) -> datetime:
    """Return the instant at which a day of the office begins."""
    return datetime.combine(day, time(), unit.zone)


def _span(unit: Unit, period: Period) -> tuple[datetime, datetime]:
    return midnight(unit, period.since), midnight(unit, period.until + _ONE_DAY)


def count_desk(unit: Unit, period: Period) -> Mapping[date, Tally]:
    """Return the tallies of the days on which conversations with staff began or were held."""
    since, until = _span(unit, period)
    tallies = Tallies()
    columns = (
        Escalation.opened_at, Escalation.closed_at, Escalation.status, Escalation.outcome,
        Escalation.lane, Escalation.reason, Escalation.first_reply_at, Escalation.promised_by,
        Escalation.lapsed_at, Escalation.handled_seconds,
    )  # fmt: skip
    rows = select(*columns).where(Escalation.opened_at >= since, Escalation.opened_at < until)
    for row in unit.session.execute(rows):
        tally = tallies.one(local_date(row.opened_at, unit.zone))
        is_open = row.status != EscalationStatus.CLOSED
        add(tally, OUTCOME, OPEN if is_open else (row.outcome or NONE))
        add(tally, LANE, row.lane)
        add(tally, REASON, row.reason)
        add(tally, PROMISE, promise(row))
        if row.first_reply_at is not None:
            minutes = int((row.first_reply_at - row.opened_at).total_seconds() // 60)
            add(tally, REPLY_MINUTES, str(minutes))
        if row.handled_seconds:
            add(tally, HANDLED, CASES)
            add(tally, HANDLED, SECONDS, row.handled_seconds)
    for day, officers in _officers(unit, since, until).items():
        add(tallies.days.setdefault(day, {}), OFFICERS, day.isoformat(), officers)
    return tallies.days


def promise(row: Any) -> str:
    """Return what became of the promised time of a conversation."""
    promised, replied = row.promised_by, row.first_reply_at
    late = promised is not None and replied is not None and replied > promised
    if row.lapsed_at is not None or late:
        return LAPSED
    if replied is not None:
        return KEPT
    return NONE if row.status == EscalationStatus.CLOSED else WAITING


def _officers(unit: Unit, since: datetime, until: datetime) -> dict[date, int]:
    """Return by day how many people wrote to citizens or colleagues on the desk."""
    rows = select(EscalationLine.at, EscalationLine.staff_id).where(
        EscalationLine.at >= since,
        EscalationLine.at < until,
        EscalationLine.staff_id.is_not(None),
        EscalationLine.author != Author.OPD,
    )
    people: dict[date, set[int]] = {}
    for at, officer in unit.session.execute(rows):
        if officer is not None:
            people.setdefault(local_date(at, unit.zone), set()).add(officer)
    return {day: len(found) for day, found in people.items()}


def _first_question(unit: Unit) -> date | None:
    first = unit.session.scalar(select(func.min(questions.c.at)))
    return local_date(first, unit.zone) if first else None


def _first_conversation(unit: Unit) -> date | None:
    first = unit.session.scalar(select(func.min(Escalation.opened_at)))
    return local_date(first, unit.zone) if first else None


def is_work(lane: str) -> bool:
    """Tell whether conversations of a lane count as work of the desk."""
    return lane != Lane.SPAM


# The number moves with every change of what is counted above.
OF_QUESTIONS = Series(QUESTIONS, 1, count_questions, _first_question)
OF_DESK = Series(DESK, 1, count_desk, _first_conversation)
EVERY = (OF_QUESTIONS, OF_DESK)
