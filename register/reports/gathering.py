"""Gathers what a report is made of: figures from the register, texts from its editions."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select

from office import regional, staff
from office.people import Permission
from office.periods import Period
from office.unit import Unit
from register import survey
from register.figures import reading
from register.figures.reading import ObjectionFigures, RequestFigures
from register.letters.letterhead import Letterhead, Signatory
from register.reports.facts import Counted, Facts, Head, Signer, Surveyed
from register.reports.tables import Report, ReportEntry
from register.reports.words import RETURNED, Entered, Field, Span, State


def head_of(paper: Letterhead) -> Head:
    """Return the office as its letters show it."""
    return Head(
        office=paper.office_name,
        parent=paper.parent,
        address=paper.address,
        city=paper.city,
        ppid=_signer(paper.ppid),
        superior=_signer(paper.superior),
        logo=paper.logo or b"",
    )


def _signer(signatory: Signatory) -> Signer:
    return Signer(signatory.name, signatory.position, signatory.number)


def gather(unit: Unit, report: Report, head: Head, asked: Mapping[str, int] | None = None) -> Facts:
    """Return an edition's facts as they stand now; `asked` is what the bot counted, if it did.

    The figures are those of the day: the same day and rows give the same facts.
    """
    period = Period(report.since, report.until)
    texts, entered = written_in(unit, report.id)
    requests = counted(reading.requests(unit, period))
    return Facts(
        span=Span(report.span),
        since=report.since,
        until=report.until,
        edition=report.edition,
        as_of=unit.now.astimezone(unit.zone).replace(hour=0, minute=0, second=0, microsecond=0),
        is_draft=report.state != State.FINISHED,
        head=head,
        requests=requests,
        before=counted(reading.requests(unit, period.before())),
        objections=counted(reading.objections(unit, period)),
        survey=_survey(unit, period),
        offices=_names(unit, requests),
        asked=asked,
        texts=texts,
        entered=entered,
    )


def counted(figures: RequestFigures | ObjectionFigures) -> Counted:
    """Return figures as a report keeps them; hours and weekdays are no part of one."""
    months: Counter[str] = Counter()
    for day, count in figures.per_day.items():
        months[f"{day:%Y-%m}"] += count
    return Counted(
        total=figures.total,
        by={str(one): dict(values) for one, values in figures.by.items()},
        per_month=dict(months),
        median=_one_place(figures.median),
        p90=_one_place(figures.p90),
    )


def _one_place(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.1"))


def _names(unit: Unit, requests: Counted) -> dict[str, str]:
    known = regional.names(unit)
    numbers = [one for one in requests.by.get("regional_office", {}) if one.isdigit()]
    return {one: known.get(int(one), one) for one in numbers}


def _survey(unit: Unit, period: Period) -> Surveyed:
    found = survey.figures(unit, period.since, period.until)
    index = found.index
    if index is None:
        return Surveyed(found.n, found.invited, found.responded)
    means = {str(element): mean for element, mean in index.means.items()}
    return Surveyed(
        found.n, found.invited, found.responded, index.value,
        index.grade.value if index.grade else None, means,
    )  # fmt: skip


def newest_entries(unit: Unit, number: int) -> list[ReportEntry]:
    """Return the newest version of everything that was written in an edition."""
    newest = (
        select(ReportEntry.field, func.max(ReportEntry.ordinal).label("ordinal"))
        .where(ReportEntry.report_id == number, ReportEntry.field != RETURNED)
        .group_by(ReportEntry.field)
        .subquery()
    )
    same = (ReportEntry.field == newest.c.field) & (ReportEntry.ordinal == newest.c.ordinal)
    return list(
        unit.session.scalars(
            select(ReportEntry)
            .join(newest, same)
            .where(ReportEntry.report_id == number)
            .order_by(ReportEntry.field)
        )
    )


def finishers(unit: Unit, report: Report) -> dict[int, str]:
    """Return who may finish an edition: none who wrote what stands in it, or proposed it."""
    own = {one.by for one in newest_entries(unit, report.id)} | {report.proposed_by}
    able = staff.who_may(unit, Permission.FINISH_REPORTS)
    return {number: name for number, name in able.items() if number not in own}


def written_in(unit: Unit, number: int) -> tuple[dict[Field, str], dict[Entered, int]]:
    """Return the newest texts and numbers of an edition; an emptied one is none."""
    found = {one.field: one.body for one in newest_entries(unit, number) if one.body}
    texts = {field: found[field] for field in Field if field in found}
    return texts, {one: int(found[one]) for one in Entered if one in found}
