"""The hours of service: what holds, what a change would promise, and part of a day closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from starlette.responses import Response

from admin.dates import weekday_date
from admin.visit import Visit
from knowledge.escalation import load
from knowledge.escalation.promise import Promise, Workload, promise
from knowledge.escalation.promising import promise_for
from knowledge.escalation.words import Lane
from office import hours, staff
from office.clock import local_date
from office.hours import LONGEST_REASON, SHORTEST_REASON
from office.people import Permission
from office.refusals import NotValid
from office.service_hours import Closure, ServiceHours, Window
from office.unit import Unit

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_HISTORY = 10
_AHEAD = 60  # days of closures that are shown


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in: the hours of each weekday as they were written, and a reason."""

    days: Mapping[int, str]
    reason: str
    problem: NotValid | None = None
    planned: ServiceHours | None = None


def show(visit: Visit) -> Response:
    """Show the hours of service, and what is promised under them at this moment."""
    return _page(visit)


def change(visit: Visit) -> Response:
    """Set the windows of every weekday; with `do=periksa` only show what would be promised."""
    typed = Typed({day: visit.sent(f"day_{day}") for day in range(len(DAYS))}, visit.sent("reason"))
    try:
        windows = {day: _windows(day, text) for day, text in typed.days.items()}
        if visit.sent("do") == "periksa":
            with visit.reading() as unit:
                planned = hours.planned(unit, windows)
            return _page(visit, Typed(typed.days, typed.reason, planned=planned))
        seen = visit.sent_number("seen")
        visit.act(partial(hours.change, windows=windows, reason=typed.reason, seen=seen))
    except NotValid as refused:
        return _page(visit, Typed(typed.days, typed.reason, refused), status=422)
    return visit.go("/kalender/jam", "hours_changed")


def close(visit: Visit) -> Response:
    """Close the desk for part of a day."""
    work = partial(
        hours.close,
        day=_date(visit.sent("day")),
        since=_hour(visit.sent("since"), "since"),
        until=_hour(visit.sent("until"), "until"),
        reason=visit.sent("reason"),
        seen=visit.sent_number("seen"),
    )
    visit.act(work)
    return visit.go("/kalender/jam", "closure_added")


def reopen(visit: Visit) -> Response:
    """Take a closure back."""
    seen = visit.sent_number("seen")
    visit.act(partial(hours.reopen, number=visit.number, seen=seen))
    return visit.go("/kalender/jam", "closure_removed")


def _page(visit: Visit, typed: Typed | None = None, status: int = 200) -> Response:
    with visit.reading() as unit:
        service = hours.at(unit)
        made = promise_for(unit, Lane.GENERAL)
        return visit.page(
            "service_hours.html",
            status,
            days=DAYS,
            written=typed.days if typed else _written(service),
            typed=typed,
            version=service.version,
            stands_in=service.stands_in,
            is_open=service.is_open(unit.now),
            turns_at=_turns(service, unit.now),
            closures=_coming(service, unit.today),
            measured=load.measured(unit),
            promised=spoken(made, unit),
            planned=spoken(_under(made, typed.planned, unit.now), unit)
            if typed and typed.planned
            else "",
            keeps=visit.may(Permission.KEEP_CALENDAR),
            six=unit.rule.week,
            history=hours.history(unit, _HISTORY),
            names=staff.names(unit),
            shortest=SHORTEST_REASON,
            longest=LONGEST_REASON,
        )


def _written(service: ServiceHours) -> dict[int, str]:
    return {
        day: ", ".join(row.as_text() for row in service.windows.get(day, ()))
        for day in range(len(DAYS))
    }


def _turns(service: ServiceHours, now: datetime) -> datetime:
    """Return when the desk closes next while it is open, else when it opens."""
    return service.closes_next(now) if service.is_open(now) else service.opens_next(now)


def _coming(service: ServiceHours, today: date) -> list[Closure]:
    last = today + timedelta(days=_AHEAD)
    return [row for row in service.closures if today <= row.day <= last]


def _under(made: Promise, planned: ServiceHours, now: datetime) -> Promise:
    """Return the same promise as other hours would make it."""
    basis = made.basis
    workload = Workload(basis["ahead"], basis["handling_minutes"], basis["officers"], basis["load"])
    return promise(now, workload, planned)


def spoken(made: Promise, unit: Unit) -> str:
    """Return a promise as one says it."""
    begins, ends = made.from_.astimezone(unit.zone), made.by.astimezone(unit.zone)
    day = _day(ends, unit)
    if begins.date() != ends.date():
        first = _day(begins, unit)
        return f"{first} pukul {begins:%H.%M} sampai {day} pukul {ends:%H.%M}"
    return f"{day} pukul {begins:%H.%M} sampai {ends:%H.%M}"


def _day(at: datetime, unit: Unit) -> str:
    today = local_date(unit.now, unit.zone)
    return "hari ini" if at.date() == today else weekday_date(at.date())


def _windows(day: int, text: str) -> tuple[Window, ...]:
    """Return the windows of a day as they were written: `08.00-12.00, 13.00-15.30`."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        ends = part.split("-")
        if len(ends) != 2:
            raise NotValid("windows", "hours_unclear", day=DAYS[day])
        try:
            found.append(Window(*(_time(end) for end in ends)))
        except ValueError:
            raise NotValid("windows", "hours_unclear", day=DAYS[day]) from None
    return tuple(found)


def _time(text: str) -> time:
    return datetime.strptime(text.strip().replace(".", ":"), "%H:%M").time()  # noqa: DTZ007


def _hour(text: str, field: str) -> time:
    try:
        return _time(text)
    except ValueError:
        raise NotValid(field, "time_unclear") from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotValid("day", "day_unclear") from None
