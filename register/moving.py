"""Moves the dates of open cases when the calendar changes: shown first, then done with an event."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from office import daysoff
from office.people import Permission
from office.unit import Unit
from office.workdays import Calendar
from register import clocks, deadlines, moves, objection_moves, objections, requests, telling
from register.law import Clock
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.tables import Request
from register.words import OPEN_STATUSES


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose date is not what it was."""

    number: str
    clock: Clock
    earlier: date
    later: date
    flips_to_late: bool
    flips_to_on_time: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of the calendar would do to open cases."""

    rows: list[Moved]

    @property
    def late(self) -> int:
        """Return how many cases would become late."""
        return sum(row.flips_to_late for row in self.rows)

    @property
    def on_time(self) -> int:
        """Return how many cases would no longer be late."""
        return sum(row.flips_to_on_time for row in self.rows)


def preview(unit: Unit, calendar: Calendar) -> Preview:
    """Return which open cases would move under another calendar; closed ones never do."""
    unit.require(Permission.KEEP_CALENDAR)
    rows = [
        _request_moved(unit, row, calendar) for row in unit.session.scalars(_still_open()).all()
    ]
    rows += [
        _objection_moved(unit, row, calendar)
        for row in unit.session.scalars(_still_waiting()).all()
    ]
    moved = [row for row in rows if row is not None]
    return Preview([*moved, *(row for row, _ in _windows(unit, calendar))])


def _still_open() -> Select[Request]:
    """Return the query for what is owed a notice; one that was given is judged as it was."""
    owed = [Request.status.in_(OPEN_STATUSES), Request.notice_date.is_(None)]
    return select(Request).where(*owed).order_by(Request.id)


def _still_waiting() -> Select[Objection]:
    waiting = Objection.status == ObjectionStatus.RECORDED
    return select(Objection).where(waiting).order_by(Objection.id)


def _request_moved(unit: Unit, row: Request, calendar: Calendar) -> Moved | None:
    after = clocks.clocks(telling.course(row), calendar).notice.on
    return _moved(unit.today, row.registration_number, Clock.NOTICE, row.notice_due, after)


def _objection_moved(unit: Unit, row: Objection, calendar: Calendar) -> Moved | None:
    after = deadlines.due(Clock.OBJECTION_RESPONSE, row.received_date, calendar).on
    clock = Clock.OBJECTION_RESPONSE
    return _moved(unit.today, row.objection_number, clock, row.response_due, after)


def _moved(today: date, number: str, clock: Clock, before: date, after: date) -> Moved | None:
    if before == after:
        return None
    was_late, is_late = today > before, today > after
    return Moved(
        number, clock, before, after,
        flips_to_late=is_late and not was_late, flips_to_on_time=was_late and not is_late,
    )  # fmt: skip


def move(unit: Unit, version: int) -> int:
    """Move the dates of open cases to the calendar as it is now; return how many moved.

    Each gets an event with the old date, the new one and the calendar's version. What was
    announced to an applicant as their own last day is never made earlier.
    """
    unit.require(Permission.KEEP_CALENDAR)
    moved = sum(
        _move_request(unit, row, version) for row in unit.session.scalars(_still_open()).all()
    )
    moved += sum(
        _move_objection(unit, row, version) for row in unit.session.scalars(_still_waiting()).all()
    )
    return moved + _lengthen_windows(unit, version)


def _move_request(unit: Unit, row: Request, version: int) -> bool:
    before = row.notice_due
    requests.restate(unit, row)
    if row.notice_due == before:
        return False
    note = f"{before.isoformat()} -> {row.notice_due.isoformat()} (kalender versi {version})"
    moves.note_event(unit, row, "deadline_recomputed", note)
    unit.record(
        "request.deadline_recomputed", moves.subject(row),
        earlier=before, due=row.notice_due, calendar=version,
    )  # fmt: skip
    return True


def _move_objection(unit: Unit, row: Objection, version: int) -> bool:
    before = row.response_due
    objections.restate(unit, row)
    if row.response_due == before:
        return False
    note = f"{before.isoformat()} -> {row.response_due.isoformat()} (kalender versi {version})"
    objection_moves.note_event(unit, row, "deadline_recomputed", note)
    unit.record(
        "objection.deadline_recomputed", f"objection:{row.id}",
        earlier=before, due=row.response_due, calendar=version,
    )  # fmt: skip
    return True


def straighten(unit: Unit) -> int:
    """Move what was filed by another process while the calendar changed; return how many moved."""
    unit.require(Permission.KEEP_TIME)
    version = daysoff.version(unit)
    behind = _still_open().where(Request.calendar_version < version).with_for_update()
    moved = sum(_move_request(unit, row, version) for row in unit.session.scalars(behind).all())
    late = _still_waiting().where(Objection.calendar_version < version).with_for_update()
    found = unit.session.scalars(late).all()
    return moved + sum(_move_objection(unit, row, version) for row in found)


def _windows(unit: Unit, calendar: Calendar) -> Iterator[tuple[Moved, Request | Objection]]:
    """Yield the running terms of applicants that a calendar makes longer; none gets shorter."""
    answered = select(Request).where(Request.objection_until >= unit.today).order_by(Request.id)
    for row in unit.session.scalars(answered).all():
        found = requests.found_on(row) or row.closed_on
        known = row.objection_until
        if found is not None and known is not None:
            until = deadlines.due(Clock.OBJECTION_FILING, found, calendar).on
            if until > known:
                yield _longer(row.registration_number, Clock.OBJECTION_FILING, known, until), row
    replied = select(Objection).where(Objection.dispute_until >= unit.today)
    for one in unit.session.scalars(replied.order_by(Objection.id)).all():
        told = one.dispute_until
        if one.response_date is not None and told is not None:
            until = deadlines.due(Clock.DISPUTE_FILING, one.response_date, calendar).on
            if until > told:
                yield _longer(one.objection_number, Clock.DISPUTE_FILING, told, until), one


def _longer(number: str, clock: Clock, before: date, after: date) -> Moved:
    return Moved(number, clock, before, after, flips_to_late=False, flips_to_on_time=False)


def _lengthen_windows(unit: Unit, version: int) -> int:
    """Give applicants the days that a new day off adds to their own running terms."""
    longer = list(_windows(unit, daysoff.whole(unit)))
    for moved, row in longer:
        note = (
            f"{moved.earlier.isoformat()} -> {moved.later.isoformat()} (kalender versi {version})"
        )
        if isinstance(row, Request):
            row.objection_until = moved.later
            moves.note_event(unit, row, "window_lengthened", note)
        else:
            row.dispute_until = moved.later
            objection_moves.note_event(unit, row, "window_lengthened", note)
        unit.record(
            "window.lengthened", f"case:{moved.number}",
            clock=moved.clock.value, earlier=moved.earlier, until=moved.later, calendar=version,
        )  # fmt: skip
    return len(longer)
