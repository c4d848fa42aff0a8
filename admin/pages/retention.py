"""The retention schedule: its terms, what a run would erase, what runs did, and the records."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import retention, retention_runs, staff
from office.refusals import NotFound, NotNow, NotValid
from register import holds


def show(visit: Visit) -> Response:
    """Show the schedule, the cases that are held and the latest runs."""
    return _schedule(visit)


def _schedule(visit: Visit, fault: NotFound | NotNow | NotValid | None = None) -> Response:
    status = {NotFound: 404, NotNow: 409, NotValid: 422}.get(type(fault), 200) if fault else 200
    with visit.reading() as unit:
        return visit.page(
            "retention.html",
            status,
            terms=retention.terms(unit),
            lasting=retention.schedule().lasting,
            runs=retention_runs.runs(unit),
            held=holds.listed(unit),
            names=staff.names(unit),
            fault=fault,
        )


def hold(visit: Visit) -> Response:
    """Hold a case: nothing of it is destroyed until the hold is lifted."""
    work = partial(holds.hold, case_number=visit.sent("case"), reason=visit.sent("reason"))
    try:
        visit.act(work)
    except (NotFound, NotNow, NotValid) as fault:
        return _schedule(visit, fault)
    return visit.go("/retensi", "retention_held")


def lift(visit: Visit) -> Response:
    """Lift a hold; the terms of the case end it again."""
    visit.act(partial(holds.lift, number=visit.number))
    return visit.go("/retensi", "retention_lifted")


def look(visit: Visit) -> Response:
    """Ask for a run that erases nothing; the clockwork takes it up within half a minute."""
    number = visit.act(retention_runs.ask)
    return visit.go(f"/retensi/jalan/{number}", "retention_asked")


def show_run(visit: Visit) -> Response:
    """Show one run; of a real one this is the record of destruction, fit to be printed."""
    with visit.reading() as unit:
        run = retention_runs.run(unit, visit.number)
        names = staff.names(unit)
    lines = {one.name: one for one in retention.schedule().lines}
    return visit.page("retention_run.html", run=run, lines=lines, names=names)


def records(visit: Visit) -> Response:
    """Show the records of processing with the terms that hold here."""
    with visit.reading() as unit:
        terms = {one.line.name: one for one in retention.terms(unit)}
    known = retention.schedule()
    return visit.page(
        "retention_records.html",
        activities=known.activities,
        lasting=known.lasting,
        terms=terms,
        contact=visit.desk.settings.dpo_contact,
    )


def show_line(visit: Visit) -> Response:
    """Show one line with the form that changes its term."""
    return _line(visit)


def _line(visit: Visit, fault: NotValid | None = None) -> Response:
    name = _name(visit)
    line = retention.line(name)
    with visit.reading() as unit:
        term = next(one for one in retention.terms(unit) if one.line is line)
        names = staff.names(unit)
    return visit.page(
        "retention_line.html", 422 if fault else 200, term=term, names=names, fault=fault,
        days=visit.sent("days") or str(term.days), reason=visit.sent("reason"),
    )  # fmt: skip


def change(visit: Visit) -> Response:
    """Set how long a piece is kept."""
    try:
        work = partial(
            retention.change,
            name=_name(visit),
            days=visit.sent_number("days"),
            reason=visit.sent("reason"),
        )
        visit.act(work)
    except NotValid as fault:
        return _line(visit, fault)
    return visit.go("/retensi", "retention_changed")


def _name(visit: Visit) -> str:
    return str(visit.request.path_params["slug"]).replace("-", "_")
