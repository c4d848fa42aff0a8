"""Read side: questions at a regional office, which sees these and nothing beside them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from knowledge.escalation.disposing import MOST_DAYS, place
from knowledge.escalation.tables import Disposition
from knowledge.escalation.words import DispositionStatus
from office import files, hours, regional
from office.files import Filed
from office.people import Permission, StaffMember
from office.refusals import NotFound
from office.regional import Opd
from office.unit import Unit

_MOST = 100
_WAITING = (DispositionStatus.ASKED, DispositionStatus.OVERDUE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the office that answers it sees it: no citizen, no conversation."""

    id: int
    status: str
    question: str
    file: Filed | None
    asked_at: datetime
    due_at: datetime
    is_open: bool
    is_late: bool
    answer: str
    answer_file: Filed | None
    settled_at: datetime | None


def own(unit: Unit) -> list[Asked]:
    """Return the questions to the acting member's own office: what waits first, soonest first."""
    unit.require(Permission.ANSWER_PARTS)
    rows = unit.session.scalars(
        select(Disposition)
        .where(
            Disposition.regional_office == _office(unit),
            Disposition.status != DispositionStatus.RECALLED,
        )
        .order_by(Disposition.status.not_in(_WAITING), Disposition.due_at, Disposition.id)
        .limit(_MOST)
    )
    return [_asked(unit, row) for row in rows]


def one(unit: Unit, number: int) -> Asked:
    """Return one question to the acting member's own office; raise `NotFound`.

    One that was taken back is no longer theirs to read.
    """
    unit.require(Permission.ANSWER_PARTS)
    row = unit.session.get(Disposition, number)
    is_theirs = row is not None and row.regional_office == _office(unit)
    if row is None or not is_theirs or row.status == DispositionStatus.RECALLED:
        raise NotFound("disposition_unknown")
    return _asked(unit, row)


def enclosed(unit: Unit, number: int) -> Filed:
    """Return the file that came with a question, to its office; the journal keeps who had it."""
    found = one(unit, number).file
    if found is None:
        raise NotFound("file_unknown")
    unit.record("file.opened", f"file:{found.number}")
    return found


def _office(unit: Unit) -> int | None:
    return unit.actor.regional_office if isinstance(unit.actor, StaffMember) else None


def _asked(unit: Unit, row: Disposition) -> Asked:
    bound = place(row.escalation_id)
    is_open = row.status in _WAITING
    return Asked(
        row.id, row.status, unit.vault.unseal(row.sealed_question, bound),
        _filed(unit, row.asked_file_id), row.asked_at, row.due_at,
        is_open, is_open and row.due_at < unit.now,
        unit.vault.unseal(row.sealed_answer, bound) if row.sealed_answer else "",
        _filed(unit, row.file_id), row.settled_at,
    )  # fmt: skip


def _filed(unit: Unit, number: int | None) -> Filed | None:
    return None if number is None else files.find(unit, number)


@dataclass(frozen=True, slots=True)
class Passing:
    """Whom a question may be passed to, and when an answer would be due after so many days."""

    offices: list[Opd]
    names: dict[int, str]
    due: list[tuple[int, datetime]]


def passing(unit: Unit) -> Passing:
    """Return what an officer chooses from who passes a question on."""
    unit.require(Permission.ANSWER_CITIZENS)
    calendar = hours.at(unit)
    due = [(days, calendar.after_working_days(unit.now, days)) for days in range(1, MOST_DAYS + 1)]
    return Passing(regional.every(unit), regional.names(unit), due)
