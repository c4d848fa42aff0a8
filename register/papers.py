"""Issues a case's letters: number, verification code and facts with the act, paper when needed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from office import counters, files
from office.files import Filed, Kept
from office.refusals import NotFound
from office.unit import Unit
from register import numbering
from register.letter_facts import of_request
from register.letter_objection_facts import of_objection
from register.letter_tables import Letter
from register.objection_tables import Objection
from register.tables import Request

# What is sent to the applicant by itself; the other letters wait in the case and the bundle.
ENCLOSED = frozenset(
    {
        "receipt", "incomplete", "extension", "notice", "refusal_decision",
        "objection_receipt", "objection_reply",
    }
)  # fmt: skip
# These bear the number of the case itself, not one from the book of outgoing letters.
_NUMBERED_AS_CASE = frozenset({"request_form", "receipt", "objection_form", "objection_receipt"})
SERIES = "S-PPID"


@dataclass(frozen=True, slots=True)
class Paper:
    """An issued letter: what it says, and its file once it was drawn."""

    id: int
    kind: str
    number: str
    code: str
    request_id: int | None
    objection_id: int | None
    issued_at: datetime
    issued_on: date
    file_id: int | None


def issue(
    unit: Unit, kind: str, *, request: Request | None = None, objection: Objection | None = None
) -> int:
    """Issue a letter about a case; return its id.

    The facts are frozen and sealed now, so that the paper says what was true at its date,
    whenever it is drawn.
    """
    code = numbering.tracking_code()
    number = _number(unit, kind, request, objection)
    facts = _written(unit, kind, request, objection, number)
    letter = Letter(
        kind=kind,
        number=number,
        code=code,
        request_id=request.id if request else None,
        objection_id=objection.id if objection else None,
        issued_at=unit.now,
        issued_on=unit.today,
        sealed_facts=unit.vault.seal(json.dumps(facts, ensure_ascii=False), _place(code)),
    )
    unit.session.add(letter)
    unit.flush()
    unit.record("letter.issued", f"letter:{letter.id}", kind=kind, number=number)
    return letter.id


def _written(
    unit: Unit, kind: str, request: Request | None, objection: Objection | None, number: str
) -> dict[str, Any]:
    if objection is not None:
        return of_objection(unit, kind, objection, request, number)
    if request is None:
        raise ValueError("a letter is about a case")
    return of_request(unit, kind, request, number)


def _number(unit: Unit, kind: str, request: Request | None, objection: Objection | None) -> str:
    if kind in _NUMBERED_AS_CASE:
        case = objection.objection_number if objection else ""
        case = case or (request.registration_number if request else "")
        return f"{case}/{_FORMS[kind]}"
    sequence = counters.next_number(unit, SERIES, unit.today.year)
    return numbering.registration_number(sequence, SERIES, unit.today)


_FORMS = {
    "request_form": "F", "receipt": "TB", "objection_form": "F", "objection_receipt": "TB",
}  # fmt: skip


def _place(code: str) -> str:
    return f"letters:facts:{code}"


def find(unit: Unit, number: int) -> Paper:
    """Return an issued letter; raise `NotFound`."""
    letter = unit.session.get(Letter, number)
    if letter is None:
        raise NotFound("letter_unknown")
    return _paper(letter)


def by_code(unit: Unit, code: str) -> Paper:
    """Return the letter with a verification code; raise `NotFound`."""
    letter = unit.session.scalar(select(Letter).where(Letter.code == code.strip().upper()))
    if letter is None:
        raise NotFound("letter_unknown")
    return _paper(letter)


def facts(unit: Unit, number: int) -> Mapping[str, Any]:
    """Return what a letter says; callers decide who may read it."""
    letter = unit.session.get_one(Letter, number)
    said: Mapping[str, Any] = json.loads(
        unit.vault.unseal(letter.sealed_facts, _place(letter.code))
    )
    return said


def of_case(unit: Unit, *, request_id: int | None, objections: list[int]) -> list[Paper]:
    """Return the letters of a case and its objections, oldest first."""
    about: ColumnElement[bool] = Letter.objection_id.in_(objections)
    if request_id is not None:  # else the letters of everybody who objected without a request
        about = or_(about, Letter.request_id == request_id)
    found = unit.session.scalars(select(Letter).where(about).order_by(Letter.id))
    return [_paper(row) for row in found]


def bind(unit: Unit, number: int, paper: Kept) -> int:
    """Keep the drawn paper of a letter; the first one stays. Return its file's number."""
    letter = unit.session.get_one(Letter, number)
    if letter.file_id is None:
        letter.file_id = files.file(unit, paper)
        unit.record("letter.drawn", f"letter:{number}", sha256=paper.sha256)
    return letter.file_id


def paper_file(unit: Unit, number: int) -> Filed | None:
    """Return the file of a letter that was drawn, or None."""
    letter = unit.session.get_one(Letter, number)
    return files.find(unit, letter.file_id) if letter.file_id is not None else None


def _paper(row: Letter) -> Paper:
    return Paper(
        row.id, row.kind, row.number, row.code, row.request_id, row.objection_id, row.issued_at,
        row.issued_on, row.file_id,
    )  # fmt: skip
