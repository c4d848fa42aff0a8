"""Pure: what a citizen may lawfully do today about a case, each with its last day."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from office.workdays import Calendar
from register.deadlines import Due, due
from register.law import Clock
from register.objection_words import Ground, ObjectionStatus, Reaction
from register.words import OPEN_STATUSES, Decision, Status


class RemedyKind(StrEnum):
    """A step that the law opens to the applicant."""

    REPAIR = "repair"
    OBJECT = "object"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """An objection, as far as remedies depend on it."""

    grounds: frozenset[Ground]
    received: date
    status: ObjectionStatus
    response_due: date
    response_date: date | None = None
    reaction: Reaction | None = None
    # What the applicant was told; never shortened afterwards.
    dispute_until: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A request, as far as remedies depend on it."""

    status: Status
    received: date
    notice_due: date
    fix_due: date | None = None
    letter_arrived: bool = True
    decision: Decision | None = None
    notice_date: date | None = None
    # The newest notice where an objection brought the request back; else the only one.
    last_notice: date | None = None
    provide_due: date | None = None
    provided_date: date | None = None
    closed_on: date | None = None
    fee_total: int = 0
    # What the applicant was told; never shortened afterwards.
    objection_until: date | None = None
    objections: tuple[ObjectionFacts, ...] = field(default_factory=tuple)

    @property
    def handed_over(self) -> date | None:
        """Return when the information was given, if that was since the newest notice."""
        stale = self.newest is not None and (self.provided_date or self.newest) < self.newest
        return None if stale else self.provided_date

    @property
    def newest(self) -> date | None:
        """Return the day of the notice that counts for what can be raised against it."""
        return self.last_notice or self.notice_date


@dataclass(frozen=True, slots=True)
class Remedy:
    """One lawful step: until when, on which grounds, and how the last day was counted."""

    kind: RemedyKind
    until: date
    counted: Due | None
    ground: Ground | None = None


def remedies(case: CaseFacts, today: date, calendar: Calendar) -> list[Remedy]:
    """Return the steps that are lawful today, the soonest to lapse first; never a lapsed one."""
    found_on = grounds(case, today)
    windows = [
        row
        for row in objection_windows(case, today, calendar)
        if row.ground is not None and not _was_raised(case, row.ground, found_on[row.ground])
    ]
    found = [*_repair(case, today, calendar), *windows, *_disputes(case, today, calendar)]
    return sorted(
        (row for row in found if row.until >= today),
        key=lambda row: (row.until, row.kind, row.ground.letter if row.ground else ""),
    )


def _was_raised(case: CaseFacts, ground: Ground, found_on: date) -> bool:
    """Tell whether a ground was raised since it was found; found anew, it can be raised anew."""
    return any(
        ground in row.grounds and row.received >= found_on
        for row in case.objections
        if row.status is not ObjectionStatus.WITHDRAWN
    )


def _repair(case: CaseFacts, today: date, calendar: Calendar) -> list[Remedy]:
    """Offer the repair; as long as the letter has not arrived, its days have not begun."""
    if case.status is not Status.INCOMPLETE or case.fix_due is None:
        return []
    if case.letter_arrived:
        return [Remedy(RemedyKind.REPAIR, case.fix_due, None)]
    counted = due(Clock.COMPLETENESS_FIX, today, calendar)
    return [Remedy(RemedyKind.REPAIR, max(case.fix_due, counted.on), counted)]


def objection_windows(case: CaseFacts, today: date, calendar: Calendar) -> list[Remedy]:
    """Return every ground a case gives with its last day, lapsed or already raised as well."""
    if case.status is Status.WITHDRAWN:
        return []
    return [
        _objection(case, ground, start, calendar) for ground, start in grounds(case, today).items()
    ]


def _objection(case: CaseFacts, ground: Ground, start: date, calendar: Calendar) -> Remedy:
    counted = due(Clock.OBJECTION_FILING, start, calendar)
    until = counted.on
    announced = case.objection_until
    told = [day for day in (case.provided_date, case.newest) if day is not None]
    base = max(told) if told else case.closed_on
    if announced is not None and start == base:
        until = max(until, announced)
    return Remedy(RemedyKind.OBJECT, until, counted, ground)


def grounds(case: CaseFacts, today: date) -> dict[Ground, date]:
    """Return the grounds that a case gives, each with the day on which it was found.

    UU 14/2008 Pasal 35 ayat (1). Ground b, periodic information, needs no request and is open
    at any time; it is therefore not among a request's remedies.
    """
    found: dict[Ground, date | None] = {
        Ground.REFUSED_AS_EXEMPT: _when_exempt(case),
        Ground.REQUEST_NOT_ANSWERED: _when_silent(case, today),
        Ground.ANSWERED_NOT_AS_REQUESTED: _when_answered(case),
        Ground.REQUEST_NOT_FULFILLED: _when_unfulfilled(case, today),
        Ground.UNREASONABLE_FEE: case.newest if case.fee_total else None,
        Ground.LATE_DELIVERY: _when_late(case),
    }
    return {ground: start for ground, start in found.items() if start is not None}


def _when_exempt(case: CaseFacts) -> date | None:
    exempt = {Decision.REFUSED_EXEMPT, Decision.REFUSED_OTHER_LAW, Decision.GRANTED_PARTIAL}
    return case.newest if case.decision in exempt else None


def _when_silent(case: CaseFacts, today: date) -> date | None:
    # While an incompleteness letter is out, the applicant's own days run, not the office's.
    waits = case.status in OPEN_STATUSES and case.status is not Status.INCOMPLETE
    silent = waits and case.notice_date is None and today > case.notice_due
    return case.notice_due if silent else None


def _when_answered(case: CaseFacts) -> date | None:
    if case.decision is None or case.notice_date is None:
        return None
    if case.decision.is_grant:
        return case.handed_over
    return None


def _when_unfulfilled(case: CaseFacts, today: date) -> date | None:
    if case.decision is Decision.LAPSED_INCOMPLETE:
        return case.closed_on
    if case.decision is None or case.notice_date is None:
        return None
    if not case.decision.is_grant:
        exempt = case.decision in {Decision.REFUSED_EXEMPT, Decision.REFUSED_OTHER_LAW}
        return None if exempt else case.newest
    promised = case.provide_due
    overdue = promised is not None and case.handed_over is None and today > promised
    return promised if overdue else None


def _when_late(case: CaseFacts) -> date | None:
    if case.handed_over is not None:
        late = case.handed_over > (case.provide_due or case.notice_due)
        late = late or (case.notice_date or case.handed_over) > case.notice_due
        return case.handed_over if late else None
    if case.notice_date is not None and case.notice_date > case.notice_due:
        return case.notice_date
    return None


def _disputes(case: CaseFacts, today: date, calendar: Calendar) -> list[Remedy]:
    found = (dispute(row, today, calendar) for row in case.objections)
    return [row for row in found if row is not None]


def dispute(row: ObjectionFacts, today: date, calendar: Calendar) -> Remedy | None:
    """Return the way to the Komisi Informasi that an objection opens, or None.

    Its days run from the reply, or from the end of the days in which none came (UU 14/2008
    Pasal 37 ayat (2), Perki 1/2013 Pasal 13).
    """
    if row.reaction is Reaction.ACCEPTS or row.status is ObjectionStatus.WITHDRAWN:
        return None
    start = row.response_date
    if start is None:
        if today <= row.response_due:
            return None
        start = row.response_due
    counted = due(Clock.DISPUTE_FILING, start, calendar)
    until = max(counted.on, row.dispute_until or counted.on)
    return Remedy(RemedyKind.DISPUTE, until, counted) if until >= today else None
