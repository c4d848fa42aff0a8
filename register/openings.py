"""Read side: whose identity was opened, from the journal's lines to the cases behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from office import journal
from office.journal import Line, Tally, Wanted
from office.people import Permission
from office.unit import Unit
from register.letter_tables import Letter
from register.objection_tables import Objection
from register.reveals import CaseKey, CaseKind, case_numbers
from register.tables import Request, RequestFile

# What shows who asks; a file does where it is a proof of identity.
OPENED = ("identity.revealed", "letter.opened", "bundle.opened")
FILE = "file.opened"
ASKED = ("identity.asked", "identity.allowed", "identity.declined")
_ATTACHMENT = "attachment"
_MOST_TALLIED = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """The case that a subject of the journal is about."""

    key: CaseKey
    number: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How often the identity of one case was opened, and when last."""

    case: Named
    count: int
    last: datetime


def named(unit: Unit, subjects: Iterable[str]) -> dict[str, Named]:
    """Return the case behind each subject that is about one."""
    keys: dict[str, CaseKey] = {}
    letters: dict[int, str] = {}
    files: dict[int, str] = {}
    for subject in set(subjects):
        kind, _, number = subject.partition(":")
        if not number.isdigit() or len(number) > 9:
            continue
        if kind in set(CaseKind):
            keys[subject] = CaseKey(CaseKind(kind), int(number))
        elif kind == "letter":
            letters[int(number)] = subject
        elif kind == "file":
            files[int(number)] = subject
    keys |= _of_letters(unit, letters) | _of_files(unit, files)
    numbers = case_numbers(unit, list(keys.values()))
    return {subject: Named(key, numbers[key]) for subject, key in keys.items() if key in numbers}


def _of_letters(unit: Unit, letters: dict[int, str]) -> dict[str, CaseKey]:
    if not letters:
        return {}
    rows = unit.session.execute(
        select(Letter.id, Letter.request_id, Letter.objection_id).where(Letter.id.in_(letters))
    )
    return {
        letters[row.id]: CaseKey(CaseKind.REQUEST, row.request_id)
        if row.request_id
        else CaseKey(CaseKind.OBJECTION, row.objection_id or 0)
        for row in rows
    }


def _of_files(unit: Unit, files: dict[int, str]) -> dict[str, CaseKey]:
    if not files:
        return {}
    rows = unit.session.execute(
        select(RequestFile.file_id, RequestFile.request_id).where(RequestFile.file_id.in_(files))
    )
    return {files[row.file_id]: CaseKey(CaseKind.REQUEST, row.request_id) for row in rows}


def find(unit: Unit, text: str) -> list[CaseKey]:
    """Return the case that has a register number, with the objections about a request."""
    unit.require(Permission.READ_JOURNAL)
    number = text.strip().upper()
    request = unit.session.scalar(select(Request.id).where(Request.registration_number == number))
    wanted = Objection.objection_number == number
    if request is not None:
        wanted = Objection.request_id == request
    objections = unit.session.scalars(select(Objection.id).where(wanted))
    found = [CaseKey(CaseKind.OBJECTION, one) for one in objections]
    return [CaseKey(CaseKind.REQUEST, request), *found] if request is not None else found


def subjects(unit: Unit, cases: Iterable[CaseKey]) -> tuple[str, ...]:
    """Return under which subjects the journal tells of some cases' identities."""
    found = [case.subject for case in cases]
    for case in cases:
        is_request = case.kind is CaseKind.REQUEST
        column = Letter.request_id if is_request else Letter.objection_id
        letters = unit.session.scalars(select(Letter.id).where(column == case.number))
        found += [f"letter:{number}" for number in letters]
        if is_request:
            query = select(RequestFile.file_id).where(
                RequestFile.request_id == case.number, RequestFile.role != _ATTACHMENT
            )
            found += [f"file:{number}" for number in unit.session.scalars(query)]
    return tuple(dict.fromkeys(found))


def lines(unit: Unit, wanted: Wanted, *, before: int | None, size: int) -> list[Line]:
    """Return who opened an identity, newest first."""
    unit.require(Permission.READ_JOURNAL)
    return journal.lines(unit.session, wanted, before=before, size=size)


def by_member(unit: Unit, wanted: Wanted) -> list[Tally]:
    """Return how often each person opened identities."""
    unit.require(Permission.READ_JOURNAL)
    return journal.by_actor(unit.session, wanted)


def by_case(unit: Unit, wanted: Wanted, *, size: int = 50) -> list[Counted]:
    """Return whose identity was opened most often."""
    unit.require(Permission.READ_JOURNAL)
    tallies = journal.by_subject(unit.session, wanted, size=_MOST_TALLIED)
    cases = named(unit, [one.name for one in tallies])
    found: dict[CaseKey, Counted] = {}
    for one in tallies:
        case = cases.get(one.name)
        if case is None:
            continue
        known = found.get(case.key, Counted(case, 0, one.last))
        found[case.key] = Counted(case, known.count + one.count, max(known.last, one.last))
    return sorted(found.values(), key=lambda one: (-one.count, one.case.number))[:size]
