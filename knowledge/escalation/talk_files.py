"""Which files belong to conversations with staff."""

from sqlalchemy import or_, select

from knowledge.escalation.tables import Disposition, EscalationLine, ProposedReply
from office.people import Permission
from office.unit import Unit


def is_open(unit: Unit, number: int) -> bool:
    """Tell whether a file was said, proposed or passed on in a conversation."""
    unit.require(Permission.PROCESS_REQUESTS)
    asked = or_(Disposition.asked_file_id == number, Disposition.file_id == number)
    places = (
        select(EscalationLine.id).where(EscalationLine.file_id == number),
        select(ProposedReply.id).where(ProposedReply.file_id == number),
        select(Disposition.id).where(asked),
    )
    return any(unit.session.scalar(one.limit(1)) is not None for one in places)
