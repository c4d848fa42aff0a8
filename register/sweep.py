"""The clockwork's act: find what has come due and record, tell, lapse or close, each once."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from office import daysoff, outbox
from office.clock import local_date
from office.outbox import Kind, Notice
from office.people import Permission
from office.refusals import NotNow
from office.unit import Unit
from office.workdays import Calendar, working_days_left
from register import (
    cases,
    completeness,
    moves,
    moving,
    objection_moves,
    objections,
    requests,
    telling,
)
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground, ObjectionStatus
from register.tables import Request, RequestEvent
from register.words import OPEN_STATUSES, Status

_SOON = 2  # working days; when the desk is warned, not a legal term
_DAY_BEGINS, _DAY_ENDS = 8, 20  # office hours in which a person is told of something by itself
_ONE_DAY = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that came with a date: recorded once, on the day on which it fell."""

    name: str
    on: date


def run(unit: Unit) -> int:
    """Do everything that has come due; return how many things were done.

    Nothing is scheduled: after a week switched off the next run catches up, in order. A case
    that fails is left as it was until the next run, and holds up no other.
    """
    unit.require(Permission.KEEP_TIME)
    calendar = daysoff.calendar(unit, unit.today)
    done = _alone(unit, "moved terms", partial(moving.straighten, unit)) + _learn_of_letters(unit)
    done += _requests(unit, calendar)
    done += _objections(unit, calendar)
    if _is_daytime(unit):
        # Each of these tells its applicant, and nobody is told of anything at night.
        done += _lapse(unit)
        done += _close(unit)
        done += _tell_late(unit)
    return done


def _alone(unit: Unit, what: str, act: Callable[[], object]) -> int:
    """Do something by itself; return how many things were done, none where it failed."""
    done: object
    try:
        with unit.attempt():
            done = act()
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - one case holds up no other
        # What an error says may hold somebody's words.
        log.error("%s: what had come due failed: %s", what, type(error).__name__)
        return 0
    return done if isinstance(done, int) else 1


def _is_daytime(unit: Unit) -> bool:
    return _DAY_BEGINS <= unit.now.astimezone(unit.zone).hour < _DAY_ENDS


def _learn_of_letters(unit: Unit) -> int:
    """Start the days to repair when the letter has arrived (Perki 1/2021 Pasal 33 ayat (3))."""
    waiting = unit.session.scalars(
        select(Request).where(
            Request.status == Status.INCOMPLETE, Request.incomplete_received.is_(None)
        )
    )
    learnt = 0
    for request in waiting.all():
        at = outbox.arrived_at(unit.session, moves.occasion(request, "request_incomplete"))
        if at is not None:
            on = local_date(at, unit.zone)
            begin = partial(completeness.letter_arrived, unit, request.id, on)
            learnt += _alone(unit, moves.subject(request), begin)
    return learnt


def _requests(unit: Unit, calendar: Calendar) -> int:
    found = unit.session.scalars(select(Request).where(Request.status.in_(OPEN_STATUSES))).all()
    known = _known(unit)
    done = 0
    fallen = [
        (milestone, row)
        for row in found
        for milestone in _milestones(row, unit.today, calendar)
        if (row.id, milestone.name) not in known
    ]
    for milestone, row in sorted(fallen, key=lambda pair: (pair[0].on, pair[1].id)):
        done += _alone(unit, moves.subject(row), partial(_pass, unit, row, milestone))
    return done


def _pass(unit: Unit, row: Request, milestone: Milestone) -> None:
    unit.session.add(
        RequestEvent(
            request_id=row.id, at=unit.now, effective_on=milestone.on,
            actor=unit.actor.label, event=milestone.name, once=milestone.name, note="",
        )
    )  # fmt: skip
    unit.record(f"request.{milestone.name}", moves.subject(row), on=milestone.on)


def _known(unit: Unit) -> set[tuple[int, str]]:
    rows = unit.session.execute(
        select(RequestEvent.request_id, RequestEvent.once)
        .join(Request, Request.id == RequestEvent.request_id)
        .where(RequestEvent.once.is_not(None), Request.status.in_(OPEN_STATUSES))
    )
    return {(row.request_id, row.once or "") for row in rows}


def _milestones(row: Request, today: date, calendar: Calendar) -> Iterator[Milestone]:
    """Name what has come for an open request.

    While its applicant repairs no office term runs, and the notice's term ended when it was
    given, although an objection has brought the request back.
    """
    if row.status == Status.INCOMPLETE or row.notice_date is not None:
        return
    if row.status == Status.REGISTERED and row.repaired_date is None and today > row.check_due:
        yield Milestone("check_late", row.check_due + _ONE_DAY)
    term = "extended_" if row.extended_on else ""
    if working_days_left(today, row.notice_due, calendar) <= _SOON:
        yield Milestone(f"{term}due_soon", min(today, row.notice_due))
    if today > row.notice_due:
        yield Milestone("late", row.notice_due + _ONE_DAY)


def _objections(unit: Unit, calendar: Calendar) -> int:
    waiting = Objection.status == ObjectionStatus.RECORDED
    found = unit.session.scalars(select(Objection).where(waiting)).all()
    rows = unit.session.execute(
        select(ObjectionEvent.objection_id, ObjectionEvent.once)
        .join(Objection, Objection.id == ObjectionEvent.objection_id)
        .where(ObjectionEvent.once.is_not(None), waiting)
    )
    known = {(row.objection_id, row.once or "") for row in rows}
    done = 0
    for row in found:
        for milestone in _objection_milestones(row, unit.today, calendar):
            if (row.id, milestone.name) in known:
                continue
            work = partial(_pass_objection, unit, row, milestone)
            done += _alone(unit, f"objection:{row.id}", work)
    return done


def _pass_objection(unit: Unit, row: Objection, milestone: Milestone) -> None:
    unit.session.add(
        ObjectionEvent(
            objection_id=row.id, at=unit.now, effective_on=milestone.on,
            actor=unit.actor.label, event=milestone.name, once=milestone.name, note="",
        )
    )  # fmt: skip
    unit.record(f"objection.{milestone.name}", f"objection:{row.id}", on=milestone.on)


def _objection_milestones(row: Objection, today: date, calendar: Calendar) -> Iterator[Milestone]:
    if working_days_left(today, row.response_due, calendar) <= _SOON:
        yield Milestone("due_soon", min(today, row.response_due))
    if today > row.response_due:
        yield Milestone("late", row.response_due + _ONE_DAY)


def _lapse(unit: Unit) -> int:
    over = unit.session.scalars(
        select(Request.id).where(
            Request.status == Status.INCOMPLETE,
            Request.incomplete_received.is_not(None),
            # Telegram keeps for a day what it cannot hand to us, and hands it on afterwards.
            Request.fix_due < unit.today - _ONE_DAY,
        )
    ).all()
    return sum(
        _alone(unit, f"request:{number}", partial(completeness.lapse, unit, number))
        for number in over
    )


def _close(unit: Unit) -> int:
    answered = [Status.PROVIDED, Status.REFUSED, Status.LAPSED]
    over = unit.session.scalars(
        select(Request.id).where(Request.status.in_(answered), Request.objection_until < unit.today)
    ).all()
    closed = sum(
        _alone(unit, f"request:{number}", partial(_tried, unit, number)) for number in over
    )
    replied = unit.session.scalars(
        select(Objection.id).where(
            Objection.status == ObjectionStatus.ANSWERED, Objection.dispute_until < unit.today
        )
    ).all()
    return closed + sum(
        _alone(unit, f"objection:{number}", partial(objections.end, unit, number))
        for number in replied
    )


def _tried(unit: Unit, number: int) -> bool:
    try:
        requests.close(unit, number)
    except NotNow:
        return False
    return True


def _tell_late(unit: Unit) -> int:
    """Tell applicants by day that their answer is late, once each, and what they may do."""
    told = select(RequestEvent.id).where(
        RequestEvent.request_id == Request.id, RequestEvent.once == "told_late"
    )
    late = unit.session.scalars(
        select(Request).where(
            Request.status.in_(OPEN_STATUSES - {Status.INCOMPLETE}),
            Request.notice_date.is_(None),
            Request.notice_due < unit.today,
            Request.person.is_not(None),
            ~told.exists(),
        )
    ).all()
    done = sum(
        _alone(unit, moves.subject(request), partial(_told, unit, request)) for request in late
    )
    told_objections = select(ObjectionEvent.id).where(
        ObjectionEvent.objection_id == Objection.id, ObjectionEvent.once == "told_late"
    )
    waiting = unit.session.scalars(
        select(Objection).where(
            Objection.status == ObjectionStatus.RECORDED,
            Objection.response_due < unit.today,
            Objection.person.is_not(None),
            ~told_objections.exists(),
        )
    ).all()
    return done + sum(
        _alone(unit, f"objection:{one.id}", partial(_told_objection, unit, one)) for one in waiting
    )


def _told(unit: Unit, request: Request) -> None:
    unit.session.add(
        RequestEvent(
            request_id=request.id, at=unit.now, effective_on=unit.today,
            actor=unit.actor.label, event="told_late", once="told_late", note="",
        )
    )  # fmt: skip
    open_now = cases.open_remedies(unit, request)
    silence = [row.until for row in open_now if row.ground is Ground.REQUEST_NOT_ANSWERED]
    until = max(silence, default=None)
    facts = {
        **telling.facts(unit, request),
        "still": still("request", request.id),
        "remedy_until": until.isoformat() if until else None,
    }
    # After a long outage the way may be closed already; it is not offered then.
    keyboard = telling.keyboard("request_late", request.id) if until else None
    unit.post(
        Notice(
            request.person or 0, "request_late", f"request:{request.id}:late", Kind.ANSWER, facts,
            keyboard, language=request.language,
        )
    )  # fmt: skip


def _told_objection(unit: Unit, objection: Objection) -> None:
    unit.session.add(
        ObjectionEvent(
            objection_id=objection.id, at=unit.now, effective_on=unit.today,
            actor=unit.actor.label, event="told_late", once="told_late", note="",
        )
    )  # fmt: skip
    dispute = cases.dispute_of(unit, objection)
    facts = {
        **objection_moves.facts(unit, objection),
        "still": still("objection", objection.id),
        "remedy_until": dispute.until.isoformat() if dispute else None,
    }
    unit.post(
        Notice(
            objection.person or 0, "objection_late", f"objection:{objection.id}:late",
            Kind.ANSWER, facts, telling.keyboard("objection_late", objection.id),
            language=objection.language,
        )
    )  # fmt: skip


def still(kind: str, number: int) -> list[object]:
    """Return the mark of a reminder that must be true when it is sent, not only when written."""
    return [kind, number]


def is_still_late(unit: Unit, mark: Sequence[object]) -> bool:
    """Tell whether a marked reminder is true now."""
    kind, number = str(mark[0]), int(str(mark[1]))
    if kind == "request":
        request = unit.session.get(Request, number)
        waits = request is not None and request.status in OPEN_STATUSES - {Status.INCOMPLETE}
        owed = waits and request and request.notice_date is None
        return bool(owed and request and unit.today > request.notice_due)
    objection = unit.session.get(Objection, number)
    waits = objection is not None and objection.status == ObjectionStatus.RECORDED
    return bool(waits and objection and unit.today > objection.response_due)
