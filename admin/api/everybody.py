"""What everybody may ask: the open register, answers, the public list, terms, reports, accuracy."""

from datetime import date
from itertools import islice

from admin.api.asked import (
    LAST_YEAR,
    AnswersAsked,
    Asked,
    DeadlinesAsked,
    ListAsked,
    OneAnswer,
    OneRequest,
    RegisterAsked,
    StatisticsAsked,
)
from admin.api.operations import Call
from admin.api.shapes import (
    Accuracy,
    AnswerPage,
    Deadline,
    Deadlines,
    FinishedReport,
    ListEntry,
    ListPage,
    RegisterPage,
    ReportFile,
    Reports,
    SkippedDay,
    Statistics,
    Topics,
)
from admin.public import finished
from admin.public.measures import measures
from admin.public.statistics import closed_year
from knowledge import published
from knowledge.audit import findings
from knowledge.published import Published
from office import daysoff
from office.periods import Period
from office.refusals import NotFound
from register import open_register, public_list, reckoning
from register.figures import reading
from register.open_register import OpenFilters, OpenRow
from register.public_list import Row
from register.reckoning import Reckoned
from register.reports import shelf
from register.reports.words import Format, Size


def register(call: Call, asked: RegisterAsked) -> RegisterPage:
    """Return a page of the open register."""
    year = asked.year or call.unit.today.year
    filters = OpenFilters(year, asked.status or "", asked.month)
    found = open_register.page(call.unit, filters, before=asked.before, size=asked.limit)
    return RegisterPage(year, found.total, found.rows, found.older)


def request(call: Call, asked: OneRequest) -> OpenRow:
    """Return one entry of the open register; raise `NotFound`."""
    return open_register.one(call.unit, asked.year, asked.sequence)


def topics(call: Call, asked: Asked) -> Topics:
    """Return the topics and the titles of their answers."""
    del asked
    return Topics(published.topics(call.desk.library.now(), call.unit.today))


def answers(call: Call, asked: AnswersAsked) -> AnswerPage:
    """Return a page of the published answers, whole."""
    rows = [
        row
        for row in published.everything(call.desk.library.now(), call.unit.today)
        if asked.topic in {None, row.topic} and row.slug > asked.after
    ]
    shown = rows[: asked.limit]
    return AnswerPage(shown, shown[-1].slug if len(rows) > len(shown) else None)


def answer(call: Call, asked: OneAnswer) -> Published:
    """Return one published answer; raise `NotFound`."""
    found = published.entry(call.desk.library.now(), asked.slug, call.unit.today)
    if found is None:
        raise NotFound("entry_unknown", slug=asked.slug)
    return found


def public_information(call: Call, asked: ListAsked) -> ListPage:
    """Return a page of the list of public information."""
    after = asked.after or 0
    rows = (
        row
        for row in public_list.everything(call.unit)
        if row.ordinal > after and asked.information_class in {None, row.item.information_class}
    )
    found = list(islice(rows, asked.limit + 1))
    shown = found[: asked.limit]
    has_more = len(found) > len(shown)
    return ListPage([_entry(row) for row in shown], shown[-1].ordinal if has_more else None)


def _entry(row: Row) -> ListEntry:
    item = row.item
    return ListEntry(
        ordinal=row.ordinal,
        summary=item.summary,
        holding_unit=item.holding_unit,
        responsible_official=item.responsible_official,
        created_when_where=item.created_when_where,
        forms=sorted(item.forms),
        retention_period=item.retention_period,
        information_class=item.information_class,
        link=row.link,
        decree_no=item.decree_no,
        published_on=item.published_on,
        reviewed_on=row.reviewed_on,
    )


def deadlines(call: Call, asked: DeadlinesAsked) -> Deadlines:
    """Return every term from a day, or one of so many working days; raise `NotFound`.

    Outside the years for which the law and the calendar speak nothing is counted.
    """
    start = asked.start
    if not reckoning.FIRST_DAY <= start <= date(LAST_YEAR, 12, 31):
        raise NotFound("day_outside")
    calendar = daysoff.calendar(call.unit, start)
    if asked.days is not None:
        rows = [reckoning.reckon_days(start, asked.days, calendar)]
    else:
        rows = reckoning.reckon(start, calendar)
    return Deadlines(start, calendar.version, [_deadline(row) for row in rows])


def _deadline(row: Reckoned) -> Deadline:
    known = row.derivation
    return Deadline(
        name=row.name,
        source=row.source,
        start=known.start,
        due=row.on,
        safe=row.internal,
        working_days=known.count,
        before=row.before,
        estimated=known.estimated,
        counted=list(known.counted),
        skipped=[SkippedDay(one.day, one.kind, one.reason, one.source) for one in known.skipped],
    )


def statistics(call: Call, asked: StatisticsAsked) -> Statistics:
    """Return what is counted of a year or a month; what tells people apart, of closed years."""
    today = call.unit.today
    year, month = asked.year or today.year, asked.month
    # With the other months it could be computed what the year hides.
    closed = None if month else closed_year(year, today)
    period = Period.month(year, month) if month else Period.year(year)
    figures = reading.requests(call.unit, period)
    return Statistics(year, month, measures(call.unit, figures, closed))


def reports(call: Call, asked: Asked) -> Reports:
    """Return the finished reports, latest period first."""
    del asked
    address = call.desk.settings.address
    return Reports([_report(row, address) for row in shelf.finished(call.unit)])


def _report(row: shelf.Published, address: str) -> FinishedReport:
    files = [
        ReportFile(size, kind, f"{address}{finished.address(row.number, size, kind)}")
        for size in Size
        for kind in Format
    ]
    return FinishedReport(
        row.period.title, row.span, row.period, row.edition, row.finished_on, files
    )


def accuracy(call: Call, asked: Asked) -> Accuracy:
    """Return the published accuracy of the answers, newest month first."""
    del asked
    return Accuracy(findings.published(call.unit))
