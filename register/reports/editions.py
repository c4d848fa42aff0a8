"""Acts on a report: begin, write, propose, send back, finish by a second person, open anew."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from office.inspection.patterns import personal
from office.masking import clean
from office.people import Permission, StaffMember
from office.periods import Period
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register.reports import gathering, proposals, spans
from register.reports.facts import Head
from register.reports.tables import Report, ReportEntry
from register.reports.words import (
    LARGEST_ENTERED,
    LONGEST_TEXT,
    RETURNED,
    Entered,
    Field,
    Span,
    State,
)

LONGEST_REASON = 500


def begin(unit: Unit, span: Span, year: int, place: int = 1) -> int:
    """Begin the report on a period; return its number, or that of the edition there is.

    Raises `NotValid` for a period no year has, and `NotNow` before it has begun.
    """
    member = _writer(unit)
    try:
        found = spans.period(span, year, place)
    except ValueError:
        raise NotValid("place", "choice_unclear") from None
    if found.since > unit.today:
        raise NotNow("report_too_early")
    newest = _newest(unit, span, found) or _begun(unit, member, span, found)
    return newest.id


def _begun(unit: Unit, member: StaffMember, span: Span, found: Period) -> Report:
    """Return the first edition, which somebody may be beginning at this very moment."""
    try:
        with unit.attempt():
            row = _added(unit, member, span, found, edition=1)
    except IntegrityError:
        begun = _newest(unit, span, found)
        if begun is None:
            raise
        return begun
    unit.record("report.begun", f"report:{row.id}", span=span.value, since=found.since)
    return row


def _writer(unit: Unit) -> StaffMember:
    unit.require(Permission.WRITE_REPORTS)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor


def _newest(unit: Unit, span: Span, found: Period) -> Report | None:
    return unit.session.scalars(
        select(Report)
        .where(Report.span == span, Report.since == found.since)
        .order_by(Report.edition.desc())
        .limit(1)
    ).one_or_none()


def _added(
    unit: Unit, member: StaffMember, span: Span, found: Period, *, edition: int, reason: str = ""
) -> Report:
    row = Report(
        span=span,
        since=found.since,
        until=found.until,
        edition=edition,
        reason=reason or None,
        state=State.DRAFT,
        begun_at=unit.now,
        begun_by=member.staff_id,
    )
    unit.session.add(row)
    unit.flush()
    return row


def write(unit: Unit, number: int, field: Field, body: str, *, seen: int) -> None:
    """Keep a text as its newest version; an empty one takes it out again.

    `seen` is the version the writer began from. Raises `NotNow` where somebody wrote meanwhile
    or the report is no draft, and `NotValid` for one too long or with personal data in it.
    """
    row, member = _draft(unit, number)
    body = clean(body).strip()
    if len(body) > LONGEST_TEXT:
        raise NotValid("body", "too_long", length=len(body), longest=LONGEST_TEXT)
    if personal(body):
        raise NotValid("body", "report_names_somebody")
    _keep(unit, row, member, {str(field): body}, {str(field): seen})
    unit.record("report.written", f"report:{row.id}", field=field.value)


def enter(
    unit: Unit, number: int, values: Mapping[Entered, int | None], seen: Mapping[Entered, int]
) -> None:
    """Keep numbers counted elsewhere; None takes one out again. Raises as `write` does."""
    row, member = _draft(unit, number)
    for one, value in values.items():
        if value is not None and not 0 <= value <= LARGEST_ENTERED:
            raise NotValid(one, "number_unclear", most=LARGEST_ENTERED)
    bodies = {str(one): "" if value is None else str(value) for one, value in values.items()}
    count = _keep(unit, row, member, bodies, {str(one): at for one, at in seen.items()})
    if count:
        unit.record("report.entered", f"report:{row.id}", count=count)


def _keep(
    unit: Unit,
    row: Report,
    member: StaffMember,
    bodies: Mapping[str, str],
    seen: Mapping[str, int],
) -> int:
    """Add a version for what changed; return how many did."""
    newest = {one.field: one for one in gathering.newest_entries(unit, row.id)}
    changed = 0
    for field, body in bodies.items():
        before = newest.get(field)
        ordinal = before.ordinal if before else 0
        if body == (before.body if before else ""):
            continue
        if ordinal != seen.get(field, 0):
            raise NotNow("version_moved")
        entry = ReportEntry(
            report_id=row.id, field=field, ordinal=ordinal + 1, body=body, at=unit.now,
            by=member.staff_id,
        )  # fmt: skip
        unit.session.add(entry)
        changed += 1
    return changed


def _row(unit: Unit, number: int) -> tuple[Report, StaffMember]:
    """Return the edition, held until this unit ends: acts on one edition wait for each other."""
    member = _writer(unit)
    row = unit.session.get(Report, number, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound("report_unknown")
    return row, member


def _draft(unit: Unit, number: int) -> tuple[Report, StaffMember]:
    row, member = _row(unit, number)
    if row.state != State.DRAFT:
        raise NotNow("report_no_draft")
    return row, member


def propose(unit: Unit, number: int) -> None:
    """Hand a draft to a second person; raise `NotNow` while the period runs or the year lacks."""
    row, member = _draft(unit, number)
    if row.until >= unit.today:
        raise NotNow("report_period_runs", until=row.until)
    _require_whole(unit, row)
    row.state, row.proposed_at, row.proposed_by = State.PROPOSED, unit.now, member.staff_id
    unit.record("report.proposed", f"report:{row.id}", edition=row.edition)


def _require_whole(unit: Unit, row: Report) -> None:
    """Let the yearly report pass only with every part that the rule asks for (Pasal 57)."""
    if row.span != Span.YEAR:
        return
    texts, entered = gathering.written_in(unit, row.id)
    lacking = {
        "texts": len(proposals.missing_texts(texts)),
        "numbers": len(proposals.missing_numbers(entered)),
    }
    if any(lacking.values()):
        raise NotNow("report_incomplete", **lacking)


def _proposed(unit: Unit, number: int, seen: int) -> tuple[Report, StaffMember]:
    row, member = _row(unit, number)
    if row.state != State.PROPOSED:
        raise NotNow("report_not_proposed")
    if row.version != seen:
        raise NotNow("version_moved")
    return row, member


def send_back(unit: Unit, number: int, reason: str, *, seen: int) -> None:
    """Make a proposed report a draft again, to be written on, and say why.

    `seen` is the version that was read. Raises `NotNow` for another, or one that is not proposed,
    and `NotValid` without a reason.
    """
    row, member = _proposed(unit, number, seen)
    before = select(func.max(ReportEntry.ordinal)).where(
        ReportEntry.report_id == row.id, ReportEntry.field == RETURNED
    )
    why = ReportEntry(
        report_id=row.id, field=RETURNED, ordinal=(unit.session.scalar(before) or 0) + 1,
        body=_reason(reason), at=unit.now, by=member.staff_id,
    )  # fmt: skip
    unit.session.add(why)
    row.state, row.proposed_at, row.proposed_by = State.DRAFT, None, None
    unit.record("report.returned", f"report:{row.id}")


def _reason(said: str) -> str:
    reason = clean(said).strip()
    if not reason:
        raise NotValid("reason", "required")
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", length=len(reason), longest=LONGEST_REASON)
    return reason


def finish(
    unit: Unit,
    number: int,
    head: Head,
    asked: Mapping[str, int] | None = None,
    *,
    seen: int,
    is_read: bool,
) -> None:
    """Finish a report that others wrote and proposed: figures and texts are frozen as they are.

    `seen` is the version that was read, `is_read` that its figures and texts were found right.
    Raises `NotNow` for another version or one that is not proposed, `NotAllowed` for whoever wrote
    any of it or proposed it, and `NotValid` where nobody says to have read it.
    """
    unit.require(Permission.FINISH_REPORTS)
    row, member = _proposed(unit, number, seen)
    others = gathering.finishers(unit, row)
    if member.staff_id not in others:
        if not others:
            raise NotAllowed("report_no_finisher")
        raise NotAllowed("report_other_finisher", names=", ".join(sorted(others.values())))
    if not is_read:
        raise NotValid("read", "report_unread")
    row.state, row.finished_at, row.finished_by = State.FINISHED, unit.now, member.staff_id
    row.snapshot = gathering.gather(unit, row, head, asked).to_json()
    unit.record("report.finished", f"report:{row.id}", edition=row.edition)


def open_anew(unit: Unit, number: int, reason: str) -> int:
    """Begin a new edition after a finished one, with its texts; return the new number.

    The finished edition stays as it is. Raises `NotNow` unless it is the newest one.
    """
    row, member = _row(unit, number)
    reason = _reason(reason)
    span, found = Span(row.span), Period(row.since, row.until)
    newest = _newest(unit, span, found)
    if row.state != State.FINISHED or newest is None or newest.id != row.id:
        raise NotNow("report_not_newest")
    made = _added(unit, member, span, found, edition=row.edition + 1, reason=reason)
    for entry in gathering.newest_entries(unit, row.id):
        copied = ReportEntry(
            report_id=made.id, field=entry.field, ordinal=1, body=entry.body, at=entry.at,
            by=entry.by,
        )  # fmt: skip
        unit.session.add(copied)
    unit.record("report.reopened", f"report:{made.id}", edition=made.edition)
    return made.id


def sent_to_commission(unit: Unit, number: int, on: date, letter: str) -> None:
    """Note when the copy went to the Komisi Informasi (Perki 1/2021 Pasal 56), and by which letter.

    Raises `NotNow` before the report is finished and `NotValid` for a day that cannot be.
    """
    row, _ = _row(unit, number)
    if row.state != State.FINISHED or row.finished_at is None:
        raise NotNow("report_not_finished")
    if on > unit.today:
        raise NotValid("on", "date_ahead")
    if on < row.finished_at.astimezone(unit.zone).date():
        raise NotValid("on", "report_sent_before")
    row.commission_on, row.commission_letter = on, clean(letter).strip()[:100] or None
    unit.record("report.sent_to_commission", f"report:{row.id}", on=on)
