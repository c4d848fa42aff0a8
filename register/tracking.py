"""Read side: how a case stands, for whoever holds its tracking code; never whose it is."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from office.masking import mask
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.own_case import days_left
from register.tables import Request
from register.words import OPEN_STATUSES, Status

_SHOWN = 80  # of the information that was asked for


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case without identity; `due` is the date of the answer, `days_left` counts to it."""

    kind: str
    number: str
    status: str
    decision: str | None
    received: date
    due: date
    days_left: int | None
    information: str


def tracked(unit: Unit, code: str) -> Tracked:
    """Return the case with a tracking code, whoever asks; raise `NotFound` for every other code."""
    unit.require(Permission.ASK)
    wanted = code.strip().upper()
    request = unit.session.scalar(select(Request).where(Request.tracking_code == wanted))
    if request is not None:
        waits = request.status in OPEN_STATUSES - {Status.INCOMPLETE}
        return Tracked(
            "request", request.registration_number, request.status, request.decision,
            request.received_date, request.notice_due,
            days_left(unit, request.notice_due) if waits else None,
            _shortened(request.information_detail),
        )  # fmt: skip
    objection = unit.session.scalar(select(Objection).where(Objection.tracking_code == wanted))
    if objection is None:
        raise NotFound("code_unknown")
    waits = objection.status == ObjectionStatus.RECORDED
    return Tracked(
        "objection", objection.objection_number, objection.status, objection.decision,
        objection.received_date, objection.response_due,
        days_left(unit, objection.response_due) if waits else None,
        _shortened(objection.information_detail),
    )  # fmt: skip


def _shortened(text: str) -> str:
    line = " ".join(mask(text).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."
