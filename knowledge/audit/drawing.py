"""Acts: draw the sample of a month by lot, and repeat a draw to prove it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from knowledge.audit import sampling
from knowledge.audit.tables import Audit, AuditedAnswer
from knowledge.tables import EntryVersion, questions
from knowledge.words import Band, Route
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

USUAL_SIZE = 100
SMALLEST, LARGEST = 10, 1000
_DAY = timedelta(days=1)
# A person took these over, and of an emergency the log keeps no text by which to judge.
_UNANSWERED = (Route.EMERGENCY, Route.STAFF, Route.COMPLAINT, Route.PERSONAL)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a repeated draw found: whether the same numbers took part, and the same were drawn."""

    population: int
    same_population: bool
    same_sample: bool


def month_before(day: date) -> date:
    """Return the first day of the month before a day's."""
    return (day.replace(day=1) - _DAY).replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + 31 * _DAY).replace(day=1)


def draw(unit: Unit, month: date, *, size: int = USUAL_SIZE) -> int:
    """Draw the sample of a month that is over; return its number.

    Raise `NotValid` for another size or month, `NotNow` where it was drawn before, where nothing
    was answered, or where every question that was drawn is forgotten already.
    """
    unit.require(Permission.ASSESS_ANSWERS)
    if not SMALLEST <= size <= LARGEST:
        raise NotValid("size", "audit_size", least=SMALLEST, most=LARGEST)
    return _draw(unit, month.replace(day=1), size)


def draw_due(unit: Unit) -> int | None:
    """Draw last month's sample if that is still to be done; return its number."""
    unit.require(Permission.KEEP_TIME)
    month = month_before(unit.today)
    try:
        return _draw(unit, month, USUAL_SIZE)
    except NotNow:
        return None


def repeat(unit: Unit, number: int) -> Proof:
    """Return what the same seed draws from the log as it stands; raise `NotFound`."""
    unit.require(Permission.ASSESS_ANSWERS)
    audit = unit.session.get(Audit, number)
    if audit is None:
        raise NotFound("audit_unknown")
    there = _population(unit, audit.month)
    kept = unit.session.scalars(
        select(AuditedAnswer.question_id)
        .where(AuditedAnswer.audit_id == number)
        .order_by(AuditedAnswer.place)
    )
    return Proof(
        len(there),
        sampling.fingerprint(there) == audit.population_checksum,
        sampling.draw(audit.seed, there, audit.wanted) == list(kept),
    )


def _draw(unit: Unit, month: date, size: int) -> int:
    if month > month_before(unit.today):
        raise NotValid("month", "audit_month_open")
    if unit.session.scalar(select(Audit.id).where(Audit.month == month)) is not None:
        raise NotNow("audit_drawn")
    there = _population(unit, month)
    if not there:
        raise NotNow("audit_nothing_answered")
    seed = sampling.new_seed()
    chosen = sampling.draw(seed, there, size)
    if not _is_any_known(unit, chosen):
        raise NotNow("audit_nothing_answered")
    audit = Audit(
        month=month,
        seed=seed,
        wanted=size,
        population=len(there),
        population_checksum=sampling.fingerprint(there),
        drawn_at=unit.now,
        drawn_by=unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None,
    )
    try:
        with unit.attempt():
            unit.session.add(audit)
    except IntegrityError:
        raise NotNow("audit_drawn") from None
    _copy(unit, audit.id, chosen)
    unit.record(
        "audit.drawn", f"audit:{audit.id}", month=month.isoformat(), seed=seed, size=len(chosen),
        population=len(there), sample=sampling.fingerprint(chosen),
    )  # fmt: skip
    return audit.id


def _copy(unit: Unit, audit_id: int, chosen: list[int]) -> None:
    """Keep what was asked and which version answered, as they stand now.

    Of a question that was forgotten before the draw there is nothing left to keep.
    """
    log = questions.c
    rows = unit.session.execute(
        select(log.id, log.at, log.text, log.slug, log.edition, log.language).where(
            log.id.in_(chosen)
        )
    )
    found = {row.id: row for row in rows}
    for place, number in enumerate(chosen, start=1):
        row = found[number]
        edition, author = _version(unit, row.slug, row.edition, row.at)
        unit.session.add(
            AuditedAnswer(
                audit_id=audit_id, place=place, question_id=number, asked_at=row.at,
                text=row.text or None, slug=row.slug, edition=edition, language=row.language,
                author=author,
            )
        )  # fmt: skip


def _version(
    unit: Unit, slug: str, edition: int | None, at: datetime
) -> tuple[int | None, int | None]:
    """Return the version that answered and its author; of an old row, the one then published."""
    query = select(EntryVersion.number, EntryVersion.written_by).where(EntryVersion.slug == slug)
    if edition is None:
        query = query.where(EntryVersion.published_at <= at)
        query = query.order_by(EntryVersion.published_at.desc(), EntryVersion.number.desc())
    else:
        query = query.where(EntryVersion.number == edition)
    row = unit.session.execute(query.limit(1)).one_or_none()
    return (edition, None) if row is None else (row.number, row.written_by)


def _is_any_known(unit: Unit, chosen: list[int]) -> bool:
    known = questions.c.id.in_(chosen) & (questions.c.text != "")
    return unit.session.scalar(select(questions.c.id).where(known).limit(1)) is not None


def _population(unit: Unit, month: date) -> list[int]:
    return list(unit.session.scalars(select(questions.c.id).where(_answered(unit, month))))


def _answered(unit: Unit, month: date) -> ColumnElement[bool]:
    """Return the condition for what the bot answered by itself in a month of the office's.

    Nothing of it changes later, whatever citizens press or have forgotten: a draw can be repeated.
    """
    since, until = (datetime.combine(day, time(), unit.zone) for day in (month, month_after(month)))
    log = questions.c
    return (
        (log.band == Band.ANSWER)
        & log.slug.is_not(None)
        & log.route.not_in(_UNANSWERED)
        & (log.at >= since)
        & (log.at < until)
    )
