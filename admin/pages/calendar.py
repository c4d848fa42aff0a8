"""The calendar of working days: the year, a change before and after it is made, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from starlette.responses import Response

from admin import almanac
from admin.visit import Visit
from office import calendar_changes, daysoff, staff
from office.calendar_changes import LONGEST_REASON, SHORTEST_REASON, Plan
from office.daysoff import Year
from office.people import Permission
from office.refusals import NotFound, NotValid
from office.unit import Unit
from office.workdays import DayOff, DayOffKind
from register import moving

_KINDS = [kind for kind in DayOffKind if kind is not DayOffKind.WEEKEND]
_HISTORY = 20
_MOST_LINES = 100
_LINE_PARTS = 3
_WORDS = {
    "nasional": DayOffKind.NATIONAL,
    "cuti bersama": DayOffKind.COLLECTIVE_LEAVE,
    "cuti": DayOffKind.COLLECTIVE_LEAVE,
    "daerah": DayOffKind.REGIONAL,
    "tutup": DayOffKind.AD_HOC,
    "masuk": DayOffKind.WORKING_EXCEPTION,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A change as a form carries it from page to page."""

    year: int
    lines: str
    remove: str
    decreed: bool
    seen: int
    from_package: bool


def show(visit: Visit) -> Response:
    """Show the calendar of this year."""
    with visit.reading() as unit:
        return _year(visit, unit, unit.today.year)


def show_year(visit: Visit) -> Response:
    """Show the calendar of a year; raise `NotFound` for one the office has no table of."""
    with visit.reading() as unit:
        return _year(visit, unit, visit.number)


def _year(visit: Visit, unit: Unit, number: int) -> Response:
    years = daysoff.years(unit)
    shown = _find(years, number)
    table = calendar_changes.table(unit).days_off
    months = almanac.months(number, table, unit.rule.week)
    keeps = visit.may(Permission.KEEP_CALENDAR)
    proposals = calendar_changes.refill(unit) if keeps else []
    proposal = next((row for row in proposals if row.year == number), None)
    return visit.page(
        "calendar.html",
        year=shown,
        years=years,
        months=months,
        working_days=sum(month.working_days for month in months),
        has_leave=_has_leave(table, number),
        rule=unit.rule,
        keeps=keeps,
        kinds=_KINDS,
        removing=[day for day in _dates(visit.query("hapus"), strict=False) if day in table],
        table=table,
        warn=daysoff.undecreed_ahead(unit),
        proposal=proposal,
        proposed_lines=_written(proposal.add) if proposal else "",
        proposed_removal=" ".join(off.day.isoformat() for off in proposal.remove)
        if proposal
        else "",
        version=daysoff.version(unit),
        history=calendar_changes.history(unit)[:_HISTORY],
        names=staff.names(unit),
    )


def _find(years: list[Year], number: int) -> Year:
    for row in years:
        if row.year == number:
            return row
    raise NotFound("page_unknown")


def _has_leave(table: Mapping[date, DayOff], year: int) -> bool:
    return any(
        day.year == year and off.kind is DayOffKind.COLLECTIVE_LEAVE for day, off in table.items()
    )


def review(visit: Visit) -> Response:
    """Show what a change would do to the calendar and to open cases; change nothing."""
    return _review(visit, _sent(visit))


def _review(visit: Visit, sent: Sent, problem: NotValid | None = None) -> Response:
    plan = _plan(sent)
    with visit.reading() as unit:
        table = calendar_changes.table(unit).days_off
        after = calendar_changes.planned(unit, plan)
        effect = moving.preview(unit, after)
        return visit.page(
            "calendar_review.html",
            422 if problem else 200,
            sent=sent,
            plan=plan,
            removed=[table[day] for day in plan.remove],
            effect=effect,
            without_leave=sent.decreed and not _has_leave(after.days_off, sent.year),
            needs_decree=sent.decreed
            or any(off.kind is DayOffKind.WORKING_EXCEPTION for off in plan.add),
            problem=problem,
            decree=visit.sent("decree"),
            reason=visit.sent("reason"),
            shortest=SHORTEST_REASON,
            longest=LONGEST_REASON,
        )


def change(visit: Visit) -> Response:
    """Change the calendar and move the open cases, together or not at all."""
    sent = _sent(visit)
    work = partial(
        _change,
        plan=_plan(sent),
        decree=visit.sent("decree"),
        reason=visit.sent("reason"),
        seen=sent.seen,
    )
    try:
        visit.act(work)
    except NotValid as refused:
        if refused.field not in {"reason", "decree"}:
            raise
        return _review(visit, sent, refused)
    return visit.go(f"/kalender/{sent.year}", "calendar_changed")


def _change(unit: Unit, *, plan: Plan, decree: str, reason: str, seen: int) -> int:
    version = calendar_changes.change(
        unit,
        add=plan.add,
        remove=plan.remove,
        decree=decree,
        years_decreed=plan.years_decreed,
        reason=reason,
        seen=seen,
    )
    return moving.move(unit, version)


def _sent(visit: Visit) -> Sent:
    lines = [visit.sent("lines")]
    if visit.sent("day") or visit.sent("name"):
        lines.append("; ".join(visit.sent(name) for name in ("day", "kind", "name")))
    return Sent(
        year=visit.sent_number("year"),
        lines="\n".join(line for line in lines if line),
        remove=visit.sent("remove"),
        decreed=visit.sent("decreed") == "1",
        seen=visit.sent_number("seen"),
        from_package=visit.sent("from_package") == "1",
    )


def _plan(sent: Sent) -> Plan:
    source = daysoff.PACKAGE if sent.from_package else ""
    return Plan(
        add=_read(sent.lines, source),
        remove=tuple(_dates(sent.remove, strict=True)),
        years_decreed=(sent.year,) if sent.decreed else (),
    )


def _read(text: str, source: str) -> tuple[DayOff, ...]:
    """Return the days of a text: one line a day, with date, kind and name between semicolons."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_LINES:
        raise NotValid("lines", "lines_too_many", most=_MOST_LINES)
    return tuple(_line(number, line, source) for number, line in enumerate(lines, 1))


def _line(number: int, line: str, source: str) -> DayOff:
    parts = [part.strip() for part in line.split(";", _LINE_PARTS - 1)]
    if len(parts) < _LINE_PARTS:
        raise NotValid("lines", "line_unclear", line=number)
    kind = _WORDS.get(parts[1].lower(), parts[1])
    if kind not in set(_KINDS):
        raise NotValid("lines", "line_unclear", line=number)
    try:
        day = date.fromisoformat(parts[0])
    except ValueError:
        raise NotValid("lines", "line_unclear", line=number) from None
    return DayOff(day, DayOffKind(kind), parts[2], source)


def _written(days: tuple[DayOff, ...]) -> str:
    return "\n".join(f"{off.day}; {off.kind.value}; {off.name}" for off in days)


def _dates(text: str, *, strict: bool) -> list[date]:
    found = []
    for part in text.replace(",", " ").split()[:_MOST_LINES]:
        try:
            found.append(date.fromisoformat(part))
        except ValueError:
            if strict:
                raise NotValid("remove", "day_unclear") from None
    return found
