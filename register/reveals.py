"""Asking to see an identity: with a reason, allowed by another person, for a day, journaled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register.identities import unsealed
from register.intake import Identity
from register.objection_tables import Objection
from register.privacy import impersonal
from register.reveal_tables import RevealRequest
from register.rights_guard import seen
from register.tables import Request

ALLOWED_FOR = timedelta(hours=24)
SHORTEST_REASON, LONGEST_REASON = 10, 200
_LISTED = 100


class CaseKind(StrEnum):
    """What kind of case somebody wants to see the identity of."""

    REQUEST = "request"
    OBJECTION = "objection"


class CaseKey(NamedTuple):
    """One case of either register."""

    kind: CaseKind
    number: int

    @property
    def subject(self) -> str:
        """Return how the journal names the case."""
        return f"{self.kind}:{self.number}"


class Standing(StrEnum):
    """Where such a request stands."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    EXPIRED = "expired"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to see an identity, as both sides see it."""

    number: int
    case: CaseKey
    case_number: str
    asked_by: int
    asked_at: datetime
    reason: str
    standing: Standing
    decided_by: int | None
    decided_at: datetime | None
    note: str | None
    until: datetime | None


def ask(unit: Unit, case: CaseKey, *, reason: str) -> int:
    """Ask to see whose case it is; return the request's number.

    Raises `NotFound` for no case, `NotValid` for a reason that says nothing or names somebody,
    `NotNow` where one waits already or is allowed.
    """
    unit.require(Permission.ASK_TO_REVEAL)
    asker = _staff(unit)
    identity = unsealed(unit, _row(unit, case))
    reason = fitting(reason, identity)
    key = f"{asker}:{case.subject}"
    present = select(RevealRequest.id).where(RevealRequest.open_key == key)
    if unit.session.scalar(present) is not None or _in_force(unit, case) is not None:
        raise NotNow("reveal_asked_already")
    row = RevealRequest(
        request_id=case.number if case.kind is CaseKind.REQUEST else None,
        objection_id=case.number if case.kind is CaseKind.OBJECTION else None,
        asked_by=asker, asked_at=unit.now, reason=reason, open_key=key,
    )  # fmt: skip
    unit.session.add(row)
    unit.flush()
    unit.record("identity.asked", case.subject, reveal=row.id)
    return row.id


def allow(unit: Unit, number: int) -> None:
    """Let the asker see the identity for a day; nobody allows what they asked for themselves."""
    row = _to_decide(unit, number)
    row.granted, row.until = True, unit.now + ALLOWED_FOR
    unit.record("identity.allowed", _case(row).subject, reveal=number, asker=row.asked_by)


def decline(unit: Unit, number: int, *, note: str) -> None:
    """Say no, with a reason that the asker reads."""
    row = _to_decide(unit, number)
    row.granted = False
    row.note = fitting(note, unsealed(unit, _row(unit, _case(row))), field="note")
    unit.record("identity.declined", _case(row).subject, reveal=number, asker=row.asked_by)


def _to_decide(unit: Unit, number: int) -> RevealRequest:
    unit.require(Permission.ALLOW_REVEALING)
    row = unit.session.scalar(
        select(RevealRequest).where(RevealRequest.id == number).with_for_update()
    )
    if row is None:
        raise NotFound("reveal_unknown")
    if row.asked_by == _staff(unit):
        raise NotAllowed("second_person_needed")
    if row.open_key is None:
        raise NotNow("reveal_decided")
    row.open_key = None
    row.decided_by, row.decided_at = _staff(unit), unit.now
    return row


def look(unit: Unit, case: CaseKey) -> Identity:
    """Return the identity somebody was allowed to see; each look is entered in the journal.

    Raises `NotNow` where nothing was allowed, or the day is over.
    """
    unit.require(Permission.ASK_TO_REVEAL)
    identity = seen(unit, _row(unit, case))
    allowed = _in_force(unit, case)
    if allowed is None:
        raise NotNow("reveal_not_allowed")
    unit.record("identity.revealed", case.subject, reveal=allowed.id, reason=allowed.reason)
    return identity


def newest(unit: Unit, case: CaseKey) -> Asked | None:
    """Return the acting person's newest request about a case, if there is one."""
    if Permission.ASK_TO_REVEAL not in unit.actor.permissions:
        return None
    row = unit.session.scalar(
        select(RevealRequest)
        .where(_about(case), RevealRequest.asked_by == _staff(unit))
        .order_by(RevealRequest.id.desc())
        .limit(1)
    )
    return None if row is None else _shown(unit, [row])[0]


def own(unit: Unit) -> list[Asked]:
    """Return what the acting person asked for, newest first."""
    unit.require(Permission.READ_REGISTER)
    return _listed(unit, RevealRequest.asked_by == _staff(unit))


def waiting(unit: Unit) -> list[Asked]:
    """Return what waits for the acting person to decide, oldest first."""
    unit.require(Permission.ALLOW_REVEALING)
    return _listed(unit, RevealRequest.open_key.is_not(None))[::-1]


def decided(unit: Unit) -> list[Asked]:
    """Return what was decided, newest first."""
    unit.require(Permission.ALLOW_REVEALING)
    return _listed(unit, RevealRequest.decided_at.is_not(None))


def to_do(unit: Unit) -> int:
    """Return how many requests wait for the acting person, or how many they may use now."""
    if not isinstance(unit.actor, StaffMember):
        return 0
    number, may = unit.actor.staff_id, unit.actor.permissions
    wanted: list[ColumnElement[bool]] = []
    if Permission.ALLOW_REVEALING in may:
        wanted = [RevealRequest.open_key.is_not(None), RevealRequest.asked_by != number]
    elif Permission.ASK_TO_REVEAL in may:
        wanted = [RevealRequest.asked_by == number, RevealRequest.until > unit.now]
    if not wanted:
        return 0
    return unit.session.scalar(select(func.count(RevealRequest.id)).where(*wanted)) or 0


def fitting(reason: str, identity: Identity, *, field: str = "reason") -> str:
    """Return a reason fit to be kept for ever; raise `NotValid` where it says too little or names.

    The journal cannot be taken back, so the person's own name and numbers must not stand in it.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotValid(field, "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid(field, "too_long", longest=LONGEST_REASON, length=len(reason))
    return impersonal(reason, identity, field=field)


def _in_force(unit: Unit, case: CaseKey) -> RevealRequest | None:
    return unit.session.scalar(
        select(RevealRequest)
        .where(
            _about(case),
            RevealRequest.asked_by == _staff(unit),
            RevealRequest.granted.is_(True),
            RevealRequest.until > unit.now,
        )
        .order_by(RevealRequest.id.desc())
        .limit(1)
    )


def _about(case: CaseKey) -> ColumnElement[bool]:
    if case.kind is CaseKind.REQUEST:
        return RevealRequest.request_id == case.number
    return RevealRequest.objection_id == case.number


def _row(unit: Unit, case: CaseKey) -> Request | Objection:
    row: Request | Objection | None
    if case.kind is CaseKind.REQUEST:
        row = unit.session.get(Request, case.number)
    else:
        row = unit.session.get(Objection, case.number)
    if row is None:
        raise NotFound(f"{case.kind}_unknown")
    return row


def _case(row: RevealRequest) -> CaseKey:
    if row.request_id is not None:
        return CaseKey(CaseKind.REQUEST, row.request_id)
    return CaseKey(CaseKind.OBJECTION, row.objection_id or 0)


def _listed(unit: Unit, condition: ColumnElement[bool]) -> list[Asked]:
    query = select(RevealRequest).where(condition).order_by(RevealRequest.id.desc()).limit(_LISTED)
    return _shown(unit, list(unit.session.scalars(query)))


def _shown(unit: Unit, rows: list[RevealRequest]) -> list[Asked]:
    names = case_numbers(unit, [_case(row) for row in rows])
    return [
        Asked(
            row.id, _case(row), names[_case(row)], row.asked_by, row.asked_at, row.reason,
            _standing(unit, row), row.decided_by, row.decided_at, row.note, row.until,
        )
        for row in rows
    ]  # fmt: skip


def case_numbers(unit: Unit, cases: list[CaseKey]) -> dict[CaseKey, str]:
    """Return the register numbers of some cases."""
    wanted = {kind: {case.number for case in cases if case.kind is kind} for kind in CaseKind}
    found: dict[CaseKey, str] = {}
    for kind, number, name in (
        (CaseKind.REQUEST, Request.id, Request.registration_number),
        (CaseKind.OBJECTION, Objection.id, Objection.objection_number),
    ):
        if wanted[kind]:
            rows = unit.session.execute(select(number, name).where(number.in_(wanted[kind])))
            found |= {CaseKey(kind, one): words for one, words in rows}
    return found


def _standing(unit: Unit, row: RevealRequest) -> Standing:
    if row.granted is None:
        return Standing.WAITING
    if not row.granted or row.until is None:
        return Standing.DECLINED
    return Standing.ALLOWED if row.until > unit.now else Standing.EXPIRED


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
