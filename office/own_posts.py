"""What was said to one citizen and what they sent, forgotten at once where nothing rests on it."""

from sqlalchemy import not_, or_, select, update

from office import retention_pieces
from office.inbox import inbox
from office.outbox import State, outbox
from office.people import Citizen, Permission
from office.refusals import NotAllowed
from office.unit import Unit

# Proof of what the law has told in time; it ends by the retention schedule.
_PROOF = (
    "request:", "objection:", "letter:", "data_request:", "part:", "restriction:", "data_breach:",
)  # fmt: skip
_SETTLED = (State.SENT, State.OBSOLETE, State.UNDELIVERABLE, State.UNSURE)


def forget(unit: Unit) -> int:
    """Empty what the acting citizen sent and was told in conversation; return how much it was."""
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    person = unit.actor.person
    is_proof = or_(*(outbox.c.once.startswith(one) for one in _PROOF))
    numbers = unit.session.scalars(
        select(outbox.c.id).where(
            outbox.c.chat_id == person,
            outbox.c.state.in_(_SETTLED),
            outbox.c.emptied_at.is_(None),
            not_(is_proof),
        )
    ).all()
    retention_pieces.empty_texts(unit, list(numbers))
    raw = unit.session.execute(
        update(inbox)
        .where(inbox.c.person == person, inbox.c.state == "done", inbox.c.sealed.is_not(None))
        .values(sealed=None)
        .returning(inbox.c.id)
    )
    return len(numbers) + len(raw.all())
