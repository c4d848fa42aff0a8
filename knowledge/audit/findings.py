"""Read side of a judged audit: accuracy, agreement, disagreements, and what is published."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from knowledge.audit import agreement, reading
from knowledge.audit.agreement import Agreement, Share
from knowledge.audit.reading import Given
from knowledge.audit.tables import SEATS, AnswerVerdict, Audit, AuditedAnswer
from knowledge.audit.words import Assessment, Manner
from office import staff
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Said:
    """One judge's verdict, once both may be read."""

    seat: int
    judge: str
    verdict: Assessment
    note: str
    own_work: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with both verdicts, and how it was settled where they differ."""

    given: Given
    said: tuple[Said, ...]
    settled: Assessment | None
    manner: Manner | None
    settled_note: str
    settled_by: str
    # What one judge proposes after a discussion and the other has not confirmed yet.
    proposed: Assessment | None
    # Whoever looks is neither of the two judges nor the author.
    may_be_third: bool
    # Whoever looks is one of the two judges; and what stands proposed is the other's.
    may_discuss: bool
    may_confirm: bool

    @property
    def agreed(self) -> bool:
        """Tell whether both said the same."""
        return len({one.verdict for one in self.said}) == 1

    @property
    def final(self) -> Assessment | None:
        """Return what stands: what both said, or what was settled."""
        return self.said[0].verdict if self.agreed else self.settled


@dataclass(frozen=True, slots=True)
class Findings:
    """What an audit found; the share that is right is none until everything is settled."""

    n: int
    counts: Mapping[Assessment, int]
    accuracy: Share | None
    agreement: Agreement | None
    table: list[list[int]]
    open: tuple[Judged, ...]
    settled: tuple[Judged, ...]
    faults: tuple[Judged, ...]
    own_work: int
    # More than two where a seat changed hands or an author stood back.
    judges: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an audit whose verdicts are open stands, in a line."""

    accuracy: Share | None
    agreement: Agreement | None
    open: int


@dataclass(frozen=True, slots=True)
class Published:
    """The month's figure as everybody may read it."""

    month: date
    n: int
    population: int
    accuracy: Share
    partly: int
    wrong: int
    should_not: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    finished_at: datetime


def findings(unit: Unit, number: int) -> Findings:
    """Return what an audit found; raise `NotFound`, and `NotNow` while anybody still judges."""
    unit.require(Permission.ASSESS_ANSWERS)
    audit = unit.session.get(Audit, number)
    if audit is None:
        raise NotFound("audit_unknown")
    if audit.opened_at is None:
        raise NotNow("audit_running")
    rows = _judged(unit, number)
    pairs = [(one.said[0].verdict, one.said[1].verdict) for one in rows]
    disputed = [one for one in rows if not one.agreed]
    counts = Counter(one.final for one in rows if one.final is not None)
    settled = len(rows) == counts.total()
    return Findings(
        len(rows), {kind: counts[kind] for kind in Assessment},
        agreement.share(counts[Assessment.RIGHT], len(rows)) if settled else None,
        agreement.agreement(pairs), agreement.table(pairs, tuple(Assessment)),
        tuple(one for one in disputed if one.settled is None),
        tuple(one for one in disputed if one.settled is not None),
        tuple(one for one in rows if one.agreed and one.final is not Assessment.RIGHT),
        sum(said.own_work for one in rows for said in one.said),
        _judges(unit, number),
    )  # fmt: skip


def published(unit: Unit, *, newest: int | None = None, year: int | None = None) -> list[Published]:
    """Return the figures of every finished audit, newest month first; they are public.

    `newest` leaves out what is older than so many of them, `year` every month of another year.
    """
    query = select(Audit).where(Audit.finished_at.is_not(None)).order_by(Audit.month.desc())
    if year is not None:
        query = query.where(Audit.month.between(date(year, 1, 1), date(year, 12, 31)))
    audits = unit.session.scalars(query.limit(newest)).all()
    verdicts = _verdicts(unit, [audit.id for audit in audits])
    found = (_published(audit, verdicts[audit.id]) for audit in audits)
    return [one for one in found if one is not None]


def standings(unit: Unit) -> dict[int, Standing]:
    """Return how every audit stands whose verdicts are open, by its number."""
    unit.require(Permission.ASSESS_ANSWERS)
    numbers = list(unit.session.scalars(select(Audit.id).where(Audit.opened_at.is_not(None))))
    return {number: _standing(rows) for number, rows in _verdicts(unit, numbers).items()}


def _standing(rows: list[tuple[str, str, str | None]]) -> Standing:
    left = sum(first != second and settled is None for first, second, settled in rows)
    right = sum((settled or first) == Assessment.RIGHT for first, _, settled in rows)
    pairs = [(first, second) for first, second, _ in rows]
    accuracy = None if left else agreement.share(right, len(rows))
    return Standing(accuracy, agreement.agreement(pairs), left)


def _published(audit: Audit, rows: Iterable[tuple[str, str, str | None]]) -> Published | None:
    held = list(rows)
    counts = Counter(settled or first for first, _, settled in held)
    found = agreement.agreement([(first, second) for first, second, _ in held])
    accuracy = agreement.share(counts[Assessment.RIGHT], len(held))
    if found is None or accuracy is None or audit.finished_at is None:
        return None  # A month without answers is never drawn.
    return Published(
        audit.month, len(held), audit.population, accuracy, counts[Assessment.PARTLY],
        counts[Assessment.WRONG], counts[Assessment.SHOULD_NOT], found.agreed, found.kappa,
        found.low, found.high, audit.finished_at,
    )  # fmt: skip


def _verdicts(unit: Unit, numbers: list[int]) -> dict[int, list[tuple[str, str, str | None]]]:
    """Return of each audit both verdicts on every answer that has two, and what was settled."""
    one, two = aliased(AnswerVerdict), aliased(AnswerVerdict)
    stands = case((AuditedAnswer.settled_at.is_not(None), AuditedAnswer.settled))
    rows = unit.session.execute(
        select(AuditedAnswer.audit_id, one.verdict, two.verdict, stands)
        .join(one, (one.answer_id == AuditedAnswer.id) & (one.seat == SEATS[0]))
        .join(two, (two.answer_id == AuditedAnswer.id) & (two.seat == SEATS[1]))
        .where(AuditedAnswer.audit_id.in_(numbers))
        .order_by(AuditedAnswer.id)
    )
    found: dict[int, list[tuple[str, str, str | None]]] = {number: [] for number in numbers}
    for number, first, second, settled in rows:
        found[number].append((first, second, settled))
    return found


def _judges(unit: Unit, number: int) -> int:
    judges = (
        select(func.count(AnswerVerdict.judge.distinct()))
        .join(AuditedAnswer, AuditedAnswer.id == AnswerVerdict.answer_id)
        .where(AuditedAnswer.audit_id == number)
    )
    return unit.session.scalar(judges) or 0


def _judged(unit: Unit, number: int) -> list[Judged]:
    names = staff.names(unit)
    me = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else 0
    rows = unit.session.execute(
        select(AuditedAnswer, AnswerVerdict)
        .join(AnswerVerdict, AnswerVerdict.answer_id == AuditedAnswer.id)
        .where(AuditedAnswer.audit_id == number)
        .order_by(AuditedAnswer.place, AnswerVerdict.seat)
    )
    held: dict[int, tuple[AuditedAnswer, list[AnswerVerdict]]] = {}
    for answer, verdict in rows:
        held.setdefault(answer.id, (answer, []))[1].append(verdict)
    return [
        _of(unit, answer, verdicts, names, me)
        for answer, verdicts in held.values()
        if len(verdicts) == len(SEATS)
    ]


def _of(
    unit: Unit,
    answer: AuditedAnswer,
    verdicts: list[AnswerVerdict],
    names: dict[int, str],
    me: int,
) -> Judged:
    judges = {one.judge for one in verdicts}
    said = Assessment(answer.settled) if answer.settled else None
    stands = answer.settled_at is not None
    proposed = None if stands else said
    return Judged(
        reading.given(unit, answer),
        tuple(
            Said(
                one.seat, names.get(one.judge, ""), Assessment(one.verdict), one.note, one.own_work
            )
            for one in verdicts
        ),
        said if stands else None,
        Manner(answer.manner) if answer.manner else None, answer.settled_note,
        names.get(answer.settled_by or 0, ""), proposed,
        me not in {answer.author, *judges}, me in judges,
        proposed is not None and me in judges - {answer.settled_by},
    )  # fmt: skip
