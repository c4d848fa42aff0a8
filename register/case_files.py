"""Which files of a case an officer may open by their number, and what must have come before."""

from datetime import timedelta

from sqlalchemy import select

from office import journal
from office.people import Permission
from office.refusals import NotNow
from office.unit import Unit
from register import rights
from register.tables import Part, Release, RequestFile
from register.words import FileRole

# How long an identity that was opened with a reason stays open to whoever opened it.
_OPEN_FOR = timedelta(days=1)


def is_open(unit: Unit, number: int) -> bool:
    """Tell whether a file belongs to a case in which whoever works on it reads it.

    Papers that prove who asks are opened like the identity itself, with a reason. Raise `NotNow`
    while that was not done, and `NotAllowed` where the identity is restricted. Letters, exports
    and reports have doors of their own.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    came = select(RequestFile.request_id, RequestFile.role).where(RequestFile.file_id == number)
    found = unit.session.execute(came).all()
    for row in found:
        if row.role != FileRole.ATTACHMENT:
            _check_identity(unit, row.request_id)
    return bool(found) or any(
        unit.session.scalar(select(kind.id).where(kind.file_id == number).limit(1)) is not None
        for kind in (Part, Release)
    )


def _check_identity(unit: Unit, request: int) -> None:
    rights.check_papers(unit, request=request)
    since = unit.now - _OPEN_FOR
    if not any(
        line.act == "identity.revealed" and line.actor == unit.actor.label and line.at >= since
        for line in journal.of_subject(unit.session, [f"request:{request}"])
    ):
        raise NotNow("identity_unopened")
