"""Versions that wait for a second person: what changes, what the gate found, and the decision."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.responses import Response

from admin.bubble import Beside, bubble
from admin.instants import now_or_then
from admin.visit import Visit
from knowledge import curate, editions, usage
from knowledge.difference import difference
from knowledge.gate import Check, GateReport, Row
from knowledge.words import VersionStatus
from office.people import Permission
from office.refusals import NotNow, NotValid


@dataclass(frozen=True, slots=True)
class Findings:
    """The gate's table in the order in which a reviewer reads it."""

    broken: tuple[Row, ...]
    failing: tuple[Row, ...]
    weakened: tuple[Row, ...]
    others: tuple[Row, ...]


def show(visit: Visit) -> Response:
    """Show what waits for a second person, longest waiting first."""
    with visit.reading() as unit:
        rows = editions.waiting(unit)
        used = usage.uses(unit)
    own = visit.member.staff_id if visit.member else 0
    return visit.page("reviews.html", rows=rows, used=used, own=own)


def show_one(visit: Visit) -> Response:
    """Show a version beside what it would take the place of."""
    return _page(visit)


def approve(visit: Visit) -> Response:
    """Publish a version now, or at the instant that was chosen."""
    try:
        at = _instant(visit)
        _approve(visit, at)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/tinjau/{visit.number}", "version_scheduled" if at else "version_published")


def _approve(visit: Visit, at: datetime | None) -> None:
    """Approve; where the shelf moved since the gate was asked, ask it once more before."""
    work = partial(curate.approve, publish_at=at, override=visit.sent("override"))
    approve = partial(work, version_id=visit.number)
    try:
        visit.publish(approve)
    except NotNow as refused:
        if refused.code != "gate_stale":
            raise
        _examine_anew(visit)
        visit.publish(approve)


def _examine_anew(visit: Visit) -> None:
    """Ask the gate again, before the book is opened; raise `NotValid` for what is worse now."""
    packs, learned = visit.desk.settings.packs, visit.desk.library.learned()
    with visit.reading() as unit:
        examined = curate.examine(unit, visit.number, packs=packs, learned=learned)
    new = visit.act(partial(curate.examine_anew, version_id=visit.number, examined=examined))
    if new:
        raise NotValid("override", "gate_regressions", count=new)


def send_back(visit: Visit) -> Response:
    """Return a version to its author with a reason."""
    try:
        work = partial(curate.send_back, version_id=visit.number, reason=visit.sent("reason"))
        visit.act(work)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go("/tinjau", "version_returned")


def _instant(visit: Visit) -> datetime | None:
    """Return when the version is published, None for at once; raise `NotValid`."""
    moment = now_or_then(visit, "publish_at", then=visit.sent("do") == "jadwalkan")
    if moment is not None:
        with visit.reading() as unit:
            if moment <= unit.now:
                raise NotValid("publish_at", "date_not_ahead")
    return moment


def findings(report: GateReport) -> Findings:
    """Return the rows of a report: what broke first, then what fails anyway, then the rest."""
    weakened = report.weakened
    failing = tuple(row for row in report.rows if not row.passed and not row.is_regression)
    said = {*report.regressions, *failing, *weakened}
    others = tuple(row for row in report.rows if row not in said)
    return Findings(report.regressions, failing, weakened, others)


def _page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        version = editions.version(unit, visit.number)
        used = usage.uses(unit)[version.slug]
        titles = editions.titles(unit)
        today = unit.today
    own = visit.member is not None and version.author == visit.member.staff_id
    beside = Beside(version.region, titles.get(version.edition.superseded_by, ""))
    waits = version.line.status is VersionStatus.IN_REVIEW
    return visit.page(
        "review.html",
        422 if fault else 200,
        version=version,
        own=own,
        waits=waits,
        may_decide=waits and not own and visit.may(Permission.REVIEW_ENTRIES),
        changes=difference(version.live, version.edition) if version.live else None,
        bubble=bubble(visit, version.edition, today, beside=beside),
        used=used,
        titles=titles,
        found=findings(version.report) if version.report else None,
        checks=list(Check),
        fault=fault,
    )
