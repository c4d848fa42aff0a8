"""Requests of citizens about their own data: received, settled within 72 hours, warned of.

UU 27/2022 counts these hours by the clock: weekends and holidays are hours like all others.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from office import legible, term_warnings
from office.data_request_tables import DataRequest
from office.outbox import Kind, Notice
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.term_warnings import WARN_BEFORE, Watched
from office.unit import Unit

TERM = timedelta(hours=72)  # Pasal 30, 32, 40, 41: 3 x 24 jam
LONGEST_WORDS = 2000
LONGEST_NOTE = 1500
SHORTEST_WORDS = 5
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LISTED = 200
_WATCHED = Watched("data_request", "group_data_request_due", "group_data_request_lapsed")


class About(StrEnum):
    """Which right is claimed (UU 27/2022 Pasal 5 sampai dengan 13)."""

    ACCESS = "access"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class Status(StrEnum):
    """What became of it."""

    OPEN = "open"
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why something is not done, or only in part; there are no other reasons."""

    STATE_ARCHIVE = "state_archive"
    LEGAL_DUTY = "legal_duty"
    LEGAL_PROCESS = "legal_process"
    LAW_ENFORCEMENT = "law_enforcement"
    DEFENCE = "defence"
    PUBLIC_INTEREST = "public_interest"
    OTHERS_DATA = "others_data"
    DANGER = "danger"
    NOT_IDENTIFIED = "not_identified"
    NOTHING_HELD = "nothing_held"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as who protects data reads it."""

    number: int
    code: str
    about: About
    person: int | None
    language: str
    received_at: datetime
    due_at: datetime
    words: str
    status: Status
    ground: Ground | None
    note: str
    settled_at: datetime | None
    settled_by: int | None
    lapsed_at: datetime | None
    hours_left: float
    # False where its words, or what was noted, are spoilt.
    is_readable: bool

    @property
    def is_open(self) -> bool:
        """Tell whether it still waits."""
        return self.status is Status.OPEN


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, on which ground where not all is done, and what the citizen reads."""

    status: Status
    ground: Ground | None = None
    note: str = ""


def receive(unit: Unit, about: About, words: str, *, language: str = "id") -> Asked:
    """Take a request of the acting citizen; its 72 hours run from now, and that is told.

    Raises `NotValid` for words that are none or too many, and `NotNow` where one like it waits.
    """
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    person = unit.actor.person
    if waiting(unit, about) is not None:
        raise NotNow("data_request_waits")
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    row = DataRequest(
        code=code,
        kind=about,
        person=person,
        language=language,
        received_at=unit.now,
        due_at=unit.now + TERM,
        sealed_words=unit.vault.seal(_checked(words), _place(code)),
        status=Status.OPEN,
        open_key=f"{person}:{about}",
    )
    try:
        with unit.attempt():
            unit.session.add(row)
    except IntegrityError:
        raise NotNow("data_request_waits") from None
    unit.record("data_request.received", f"data_request:{row.id}", about=about.value)
    return _shown(unit, row)


def waiting(unit: Unit, about: About) -> Asked | None:
    """Return the acting citizen's request of a kind that still waits, or None."""
    person = unit.actor.person if isinstance(unit.actor, Citizen) else 0
    row = unit.session.scalar(
        select(DataRequest).where(
            DataRequest.person == person,
            DataRequest.kind == about,
            DataRequest.status == Status.OPEN,
        )
    )
    return None if row is None else _shown(unit, row)


def own(unit: Unit) -> list[Asked]:
    """Return the acting citizen's requests, newest first."""
    unit.require(Permission.ASK)
    person = unit.actor.person if isinstance(unit.actor, Citizen) else 0
    rows = unit.session.scalars(
        select(DataRequest).where(DataRequest.person == person).order_by(DataRequest.id.desc())
    )
    return [_shown(unit, row) for row in rows]


def listed(unit: Unit) -> list[Asked]:
    """Return requests: those that wait by what is due first, then the settled, newest first."""
    unit.require(Permission.PROTECT_DATA)
    is_open = DataRequest.status == Status.OPEN
    waits = unit.session.scalars(
        select(DataRequest).where(is_open).order_by(DataRequest.due_at, DataRequest.id)
    ).all()
    settled = unit.session.scalars(
        select(DataRequest)
        .where(~is_open)
        .order_by(DataRequest.settled_at.desc(), DataRequest.id.desc())
        .limit(_LISTED)
    ).all()
    return [_shown(unit, row) for row in (*waits, *settled)]


def open_count(unit: Unit) -> int:
    """Return how many requests wait."""
    query = select(func.count()).select_from(DataRequest)
    return unit.session.scalar(query.where(DataRequest.status == Status.OPEN)) or 0


def one(unit: Unit, number: int) -> Asked:
    """Return one request; raise `NotFound`."""
    unit.require(Permission.PROTECT_DATA)
    return _shown(unit, _found(unit, number))


def decide(unit: Unit, number: int, decision: Decision) -> None:
    """Settle a request and tell the citizen; what is not done needs a ground of the law.

    Raises `NotFound`, `NotNow` for one that is settled, `NotValid` for a decision that lacks
    its ground, or has one where all was done.
    """
    unit.require(Permission.PROTECT_DATA)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    row = _found(unit, number, to_settle=True)
    if row.status != Status.OPEN:
        raise NotNow("data_request_settled")
    note = _fitting(decision)
    row.status, row.ground, row.open_key = decision.status, decision.ground, None
    row.sealed_note = unit.vault.seal(note, _place(row.code))
    row.settled_at, row.settled_by = unit.now, unit.actor.staff_id
    unit.record(
        "data_request.settled",
        f"data_request:{number}",
        status=decision.status.value,
        ground=decision.ground.value if decision.ground else None,
        late=unit.now > row.due_at,
    )
    _tell(unit, row, note)


def _fitting(decision: Decision) -> str:
    if decision.status is Status.OPEN:
        raise NotValid("status", "required")
    if decision.status is Status.DONE and decision.ground is not None:
        raise NotValid("ground", "ground_not_wanted")
    if decision.status is not Status.DONE and decision.ground is None:
        raise NotValid("ground", "required")
    note = decision.note.strip()
    if len(note) > LONGEST_NOTE:
        raise NotValid("note", "too_long", longest=LONGEST_NOTE, length=len(note))
    return note


def _tell(unit: Unit, row: DataRequest, note: str) -> None:
    if row.person is None:
        return
    facts = {"code": row.code, "about": row.kind, "status": row.status, "ground": row.ground}
    once = f"data_request:{row.id}:settled"
    data = {**facts, "note": note}
    unit.post(
        Notice(row.person, "data_request_settled", once, Kind.REPLY, data, language=row.language)
    )


def run(unit: Unit) -> int:
    """Warn staff a day before a term ends and when it lapsed; return how many were warned of."""
    unit.require(Permission.KEEP_TIME)
    rows = unit.session.scalars(
        select(DataRequest)
        .where(DataRequest.status == Status.OPEN, DataRequest.due_at <= unit.now + WARN_BEFORE)
        .order_by(DataRequest.id)
    ).all()
    return term_warnings.run(unit, _WATCHED, ((row, row.due_at) for row in rows))


def _found(unit: Unit, number: int, *, to_settle: bool = False) -> DataRequest:
    query = select(DataRequest).where(DataRequest.id == number)
    row = unit.session.scalar(query.with_for_update() if to_settle else query)
    if row is None:
        raise NotFound("data_request_unknown")
    return row


def _shown(unit: Unit, row: DataRequest) -> Asked:
    words, note = (
        legible.text(unit.vault, sealed, _place(row.code))
        for sealed in (row.sealed_words, row.sealed_note)
    )
    left = (row.due_at - unit.now).total_seconds() / 3600
    return Asked(
        row.id, row.code, About(row.kind), row.person, row.language, row.received_at, row.due_at,
        words or "", Status(row.status), Ground(row.ground) if row.ground else None, note or "",
        row.settled_at, row.settled_by, row.lapsed_at, left, None not in (words, note),
    )  # fmt: skip


def _place(code: str) -> str:
    return f"data_requests:{code}"


def _checked(words: str) -> str:
    words = words.strip()
    if len(words) < SHORTEST_WORDS:
        raise NotValid("words", "too_short", shortest=SHORTEST_WORDS)
    if len(words) > LONGEST_WORDS:
        raise NotValid("words", "too_long", longest=LONGEST_WORDS, length=len(words))
    return words
