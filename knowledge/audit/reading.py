"""Read side of the audit: its months, what is to be judged next, and how far one has come."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from knowledge.audit import seats
from knowledge.audit.drawing import month_before
from knowledge.audit.tables import SEATS, AnswerVerdict, Audit, AuditedAnswer
from knowledge.audit.words import Assessment
from knowledge.edition import Edition, Translation, from_json
from knowledge.tables import EntryVersion
from office import staff
from office.people import Permission, StaffMember
from office.refusals import NotFound
from office.unit import Unit

_MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: who sits on it, and how many answers were judged on it."""

    number: int
    holder: int | None
    name: str
    judged: int
    # Its holder may judge no more, so anybody of the judges may free it.
    is_vacant: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """An audit as both judges may see it at any time: never what anybody said."""

    number: int
    month: date
    seed: str
    wanted: int
    size: int
    # Of them: without both verdicts, as the question was forgotten first; belong to no figure.
    forgotten: int
    population: int
    population_checksum: str
    drawn_at: datetime
    drawn_by: str
    seats: tuple[Seat, ...]
    mine: int | None
    left_for_me: int
    opened_at: datetime | None
    finished_at: datetime | None
    texts_forgotten_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """A question with the answer it was given, as the citizen read it."""

    id: int
    place: int
    asked_at: datetime
    text: str | None
    slug: str
    edition: int | None
    title: str
    body: str
    long: str
    source: str
    as_of: date | None
    own_work: bool
    # What this judge said before; none for an answer that is new to them.
    verdict: Assessment | None = None
    note: str = ""


def audits(unit: Unit) -> list[Sheet]:
    """Return every audit, the newest month first."""
    unit.require(Permission.ASSESS_ANSWERS)
    rows = unit.session.scalars(select(Audit).order_by(Audit.month.desc()))
    return [_sheet(unit, row) for row in rows]


def undrawn(unit: Unit) -> list[date]:
    """Return the months of the last year that were not drawn yet, newest first."""
    unit.require(Permission.ASSESS_ANSWERS)
    drawn = set(unit.session.scalars(select(Audit.month)))
    months = [month_before(unit.today)]
    while len(months) < _MONTHS_BACK:
        months.append(month_before(months[-1]))
    return [month for month in months if month not in drawn]


def sheet(unit: Unit, number: int) -> Sheet:
    """Return an audit; raise `NotFound`."""
    unit.require(Permission.ASSESS_ANSWERS)
    return _sheet(unit, _audit(unit, number))


def next_for(unit: Unit, number: int) -> Given | None:
    """Return what whoever looks has to judge next; None where nothing is left."""
    me, audit = seats.judge(unit), _audit(unit, number)
    left = seats.tasks(unit, audit, me) if audit.opened_at is None else []
    return given(unit, left[0].answer, own_work=left[0].own_work) if left else None


def before(unit: Unit, number: int, place: int) -> Given | None:
    """Return what whoever looks judged last before a place, to be corrected; None for nothing."""
    me, audit = seats.judge(unit), _audit(unit, number)
    if audit.opened_at is not None:
        return None
    row = unit.session.execute(
        select(AuditedAnswer, AnswerVerdict)
        .join(AnswerVerdict, AnswerVerdict.answer_id == AuditedAnswer.id)
        .where(
            AuditedAnswer.audit_id == number,
            AuditedAnswer.place < place,
            AuditedAnswer.text.is_not(None),
            AnswerVerdict.judge == me,
        )
        .order_by(AuditedAnswer.place.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    answer, said = row
    return given(unit, answer, said=said, own_work=said.own_work)


def given(
    unit: Unit,
    answer: AuditedAnswer,
    *,
    own_work: bool = False,
    said: AnswerVerdict | None = None,
) -> Given:
    """Return a question with the version that answered it."""
    content = unit.session.scalar(
        select(EntryVersion.content).where(
            EntryVersion.slug == answer.slug, EntryVersion.number == answer.edition
        )
    )
    edition = from_json(content) if content else None
    words = _words(edition, answer.language)
    return Given(
        answer.id, answer.place, answer.asked_at, answer.text, answer.slug, answer.edition,
        words.title or answer.slug, words.body, words.long,
        edition.source if edition else "", edition.as_of if edition else None, own_work,
        Assessment(said.verdict) if said else None, said.note if said else "",
    )  # fmt: skip


def _words(edition: Edition | None, language: str) -> Translation:
    """Return the answer as it was read: in the citizen's language where there was one."""
    if edition is None:
        return Translation("", "")
    own = Translation(edition.title, edition.body, edition.long)
    return edition.translations.get(language, own)


def _forgotten(unit: Unit, audit: Audit) -> int:
    """Return how many answers are judged no more, as their question is forgotten."""
    unjudged = (
        select(AuditedAnswer.id)
        .outerjoin(AnswerVerdict, AnswerVerdict.answer_id == AuditedAnswer.id)
        .where(AuditedAnswer.audit_id == audit.id, AuditedAnswer.text.is_(None))
        .group_by(AuditedAnswer.id)
        .having(func.count(AnswerVerdict.seat) < len(SEATS))
    )
    return unit.session.scalar(select(func.count()).select_from(unjudged.subquery())) or 0


def _audit(unit: Unit, number: int) -> Audit:
    audit = unit.session.get(Audit, number)
    if audit is None:
        raise NotFound("audit_unknown")
    return audit


def _sheet(unit: Unit, audit: Audit) -> Sheet:
    me = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else 0
    held, names = seats.holders(audit), staff.names(unit)
    able = staff.who_may(unit, Permission.ASSESS_ANSWERS)
    size = unit.session.scalar(
        select(func.count(AuditedAnswer.id)).where(AuditedAnswer.audit_id == audit.id)
    )
    rows = unit.session.execute(
        select(AnswerVerdict.seat, func.count())
        .join(AuditedAnswer, AuditedAnswer.id == AnswerVerdict.answer_id)
        .where(AuditedAnswer.audit_id == audit.id)
        .group_by(AnswerVerdict.seat)
    )
    judged: dict[int, int] = {row[0]: row[1] for row in rows}
    left = seats.tasks(unit, audit, me) if me and audit.opened_at is None else []
    return Sheet(
        audit.id, audit.month, audit.seed, audit.wanted, size or 0, _forgotten(unit, audit),
        audit.population, audit.population_checksum, audit.drawn_at,
        "" if audit.drawn_by is None else names.get(audit.drawn_by, ""),
        tuple(
            Seat(
                seat, held[seat], names.get(held[seat] or 0, ""), judged.get(seat, 0),
                held[seat] is not None and held[seat] not in able,
            )
            for seat in SEATS
        ),
        next((seat for seat, who in held.items() if me and who == me), None), len(left),
        audit.opened_at, audit.finished_at, audit.texts_forgotten_at,
    )  # fmt: skip
