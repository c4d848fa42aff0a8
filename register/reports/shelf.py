"""Read side: the reports of a year, one edition in full, and what the public may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from office.people import Permission
from office.periods import Period
from office.refusals import NotFound
from office.unit import Unit
from register.reports import gathering, spans
from register.reports.facts import Facts, Head, from_json
from register.reports.tables import Report, ReportEntry
from register.reports.words import RETURNED, Entered, Field, Span, State
from register.tables import Request


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a report, and who did what with it."""

    number: int
    span: Span
    period: Period
    edition: int
    state: State
    reason: str | None
    begun_at: datetime
    begun_by: int
    proposed_at: datetime | None
    proposed_by: int | None
    finished_at: datetime | None
    finished_by: int | None
    commission_on: date | None
    commission_letter: str | None
    due: date | None
    days_left: int | None
    is_newest: bool
    version: int

    @property
    def title(self) -> str:
        """Return its period by name."""
        return self.period.title

    @property
    def proposable_on(self) -> date:
        """Return the first day on which it can be proposed: its period is over."""
        return self.period.until + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A period on which a report can be made, with its editions, the newest first."""

    span: Span
    place: int
    period: Period
    due: date | None
    days_left: int | None
    editions: tuple[Edition, ...]
    has_begun: bool

    @property
    def finished(self) -> Edition | None:
        """Return the newest edition that is finished."""
        return next((one for one in self.editions if one.state is State.FINISHED), None)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text: what it said, who wrote it and when."""

    ordinal: int
    body: str
    at: datetime
    by: int


@dataclass(frozen=True, slots=True)
class Published:
    """A finished report as the public knows it: without anybody's name."""

    number: int
    span: Span
    period: Period
    edition: int
    finished_on: date
    commission_on: date | None


def year(unit: Unit, wanted: int) -> list[Slot]:
    """Return the periods of a year with their reports: the year, halves, quarters, months."""
    unit.require(Permission.READ_REGISTER)
    whole = Period.year(wanted)
    rows = unit.session.scalars(
        select(Report)
        .where(Report.since >= whole.since, Report.until <= whole.until)
        .order_by(Report.edition.desc())
    ).all()
    return [
        _slot(unit, rows, span, place, spans.period(span, wanted, place))
        for span in Span
        for place in spans.within_a_year(span)
    ]


def _slot(unit: Unit, rows: Sequence[Report], span: Span, place: int, period: Period) -> Slot:
    own = [row for row in rows if row.span == span and row.since == period.since]
    due = spans.due(span, period.until)
    editions = tuple(_edition(unit, row, is_newest=row is own[0]) for row in own)
    return Slot(
        span, place, period, due, _days_left(unit, due), editions, period.since <= unit.today
    )


def _days_left(unit: Unit, due: date | None) -> int | None:
    return None if due is None else (due - unit.today).days


def _edition(unit: Unit, row: Report, *, is_newest: bool) -> Edition:
    due = spans.due(Span(row.span), row.until)
    return Edition(
        number=row.id,
        span=Span(row.span),
        period=Period(row.since, row.until),
        edition=row.edition,
        state=State(row.state),
        reason=row.reason,
        begun_at=row.begun_at,
        begun_by=row.begun_by,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        finished_at=row.finished_at,
        finished_by=row.finished_by,
        commission_on=row.commission_on,
        commission_letter=row.commission_letter,
        due=due,
        days_left=_days_left(unit, due),
        is_newest=is_newest,
        version=row.version,
    )


def years(unit: Unit) -> list[int]:
    """Return the years that may have reports, this one first, back to the oldest request."""
    unit.require(Permission.READ_REGISTER)
    first = unit.session.scalar(select(func.min(Request.received_date)))
    begun = unit.session.scalar(select(func.min(Report.since)))
    oldest = min((day.year for day in (first, begun) if day), default=unit.today.year)
    # The year that just ended is the one whose report is owed.
    return list(range(unit.today.year, min(oldest, unit.today.year - 1) - 1, -1))


def find(unit: Unit, number: int) -> Edition:
    """Return an edition; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    row = _row(unit, number)
    newest = unit.session.scalar(
        select(func.max(Report.edition)).where(Report.span == row.span, Report.since == row.since)
    )
    return _edition(unit, row, is_newest=row.edition == newest)


def _row(unit: Unit, number: int) -> Report:
    row = unit.session.get(Report, number)
    if row is None:
        raise NotFound("report_unknown")
    return row


def facts(unit: Unit, number: int, head: Head, asked: Mapping[str, int] | None = None) -> Facts:
    """Return an edition's facts: the frozen ones of a finished report, else those of today."""
    unit.require(Permission.READ_REGISTER)
    row = _row(unit, number)
    return from_json(row.snapshot) if row.snapshot else gathering.gather(unit, row, head, asked)


def finishers(unit: Unit, number: int) -> dict[int, str]:
    """Return who may finish an edition, by name: the second pair of eyes."""
    unit.require(Permission.READ_REGISTER)
    return gathering.finishers(unit, _row(unit, number))


def marks(unit: Unit, number: int) -> dict[str, Version]:
    """Return the newest version of everything written in an edition, by its field."""
    unit.require(Permission.READ_REGISTER)
    return {one.field: _version(one) for one in gathering.newest_entries(unit, number)}


def returned(unit: Unit, number: int) -> Version | None:
    """Return why an edition was last made a draft again, and by whom."""
    unit.require(Permission.READ_REGISTER)
    return next(iter(_versions(unit, number, RETURNED)), None)


def history(unit: Unit, number: int, field: Field | Entered) -> list[Version]:
    """Return every version of a field, the newest first."""
    unit.require(Permission.READ_REGISTER)
    return _versions(unit, number, field)


def _versions(unit: Unit, number: int, field: str) -> list[Version]:
    rows = unit.session.scalars(
        select(ReportEntry)
        .where(ReportEntry.report_id == number, ReportEntry.field == field)
        .order_by(ReportEntry.ordinal.desc())
    )
    return [_version(row) for row in rows]


def _version(row: ReportEntry) -> Version:
    return Version(row.ordinal, row.body, row.at, row.by)


def text_before(unit: Unit, number: int, field: Field) -> str:
    """Return what the newest report of the same kind on an earlier period said, or nothing."""
    unit.require(Permission.READ_REGISTER)
    row = _row(unit, number)
    earlier = unit.session.scalars(
        select(Report.id)
        .where(Report.span == row.span, Report.since < row.since)
        .order_by(Report.since.desc(), Report.edition.desc())
        .limit(1)
    ).one_or_none()
    found = history(unit, earlier, field) if earlier else []
    return found[0].body if found else ""


def finished(unit: Unit) -> list[Published]:
    """Return the newest finished edition on each period, the latest period first.

    Open to everybody: the report is information available at any time (Perki 1/2021 Pasal 56).
    """
    rows = unit.session.scalars(
        select(Report)
        .options(defer(Report.snapshot))
        .where(Report.state == State.FINISHED)
        .order_by(Report.until.desc(), Report.since, Report.edition.desc())
    )
    newest: dict[tuple[str, date], Published] = {}
    for row in rows:
        if row.finished_at is not None:
            newest.setdefault((row.span, row.since), _published(unit, row, row.finished_at))
    return list(newest.values())


def _published(unit: Unit, row: Report, finished_at: datetime) -> Published:
    return Published(
        number=row.id,
        span=Span(row.span),
        period=Period(row.since, row.until),
        edition=row.edition,
        finished_on=finished_at.astimezone(unit.zone).date(),
        commission_on=row.commission_on,
    )


def published_facts(unit: Unit, number: int) -> Facts:
    """Return the facts of a finished report, for everybody; raise `NotFound` for any other."""
    row = unit.session.get(Report, number)
    if row is None or row.snapshot is None:
        raise NotFound("report_unknown")
    return from_json(row.snapshot)
