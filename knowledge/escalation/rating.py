"""What a citizen thought of an answer: asked once, never invented, acted upon when it is low."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from knowledge.escalation import lines, moving
from knowledge.escalation.tables import Escalation, Rating
from knowledge.escalation.telling import promised, tell
from knowledge.escalation.words import RATED_OUTCOMES, Author, EscalationStatus
from office import restrictions, staff
from office.people import Citizen, Permission
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

SCORES = range(1, 5)  # as the four answers of the SKM
LOW = 2
OPEN_FOR = timedelta(days=14)
_MOST = 4  # scores for one end: a change of mind or two, no flood


def place(number: int) -> str:
    """Return the context that binds a comment to its conversation."""
    return f"escalation_ratings:{number}"


def rate(unit: Unit, number: int, *, score: int) -> bool:
    """Keep a score for the acting citizen's ended conversation; tell whether it is a low one."""
    unit.require(Permission.ASK)
    escalation = _own_rated(unit, number)
    if score not in SCORES:
        raise NotValid("score", "choice_unclear")
    given = _given(unit, escalation)
    if given and given[0].score == score:
        return score <= LOW
    if len(given) >= _MOST:
        raise NotNow("not_to_be_rated", status=escalation.status)
    unit.session.add(
        Rating(escalation_id=number, at=unit.now, score=score, officer=escalation.previous_officer)
    )
    unit.record("escalation.rated", f"escalation:{number}", score=score)
    return score <= LOW


def comment(unit: Unit, number: int, *, text: str) -> str:
    """Keep what was wrong and let another person look at it; return the ticket."""
    unit.require(Permission.ASK)
    restrictions.check(unit)
    escalation = _own_rated(unit, number)
    text = lines.checked(text)
    rating = next(iter(_given(unit, escalation)), None)
    if rating is None or rating.score > LOW:
        raise NotNow("not_rated_low")
    rating.sealed_comment = unit.vault.seal(text, place(number))
    _to_another(unit, escalation, text)
    return escalation.ticket


def _given(unit: Unit, escalation: Escalation) -> Sequence[Rating]:
    """Return the scores a conversation got since it last ended, the latest first."""
    return unit.session.scalars(
        select(Rating)
        .where(Rating.escalation_id == escalation.id, Rating.at >= escalation.closed_at)
        .order_by(Rating.id.desc())
    ).all()


def _to_another(unit: Unit, escalation: Escalation, text: str) -> None:
    before = escalation.previous_officer
    others = staff.who_may(unit, Permission.ANSWER_CITIZENS).keys() - {before}
    escalation.not_for = before if others else None
    lines.write(unit, escalation, text, author=Author.CITIZEN)
    moving.open_again(unit, escalation)
    unit.record("escalation.rated_low", f"escalation:{escalation.id}")
    facts = {"ticket": escalation.ticket, "promise": promised(escalation)}
    tell(unit, escalation, "escalation_to_another", f"reopened:{escalation.reopened}", facts)


def _own_rated(unit: Unit, number: int) -> Escalation:
    """Return the acting citizen's ended conversation that may be rated."""
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    escalation = moving.locked(unit, number)
    if escalation.person != unit.actor.person:
        raise NotFound("escalation_unknown")
    is_over = escalation.status == EscalationStatus.CLOSED
    if escalation.closed_at is not None and unit.now - escalation.closed_at > OPEN_FOR:
        raise NotNow("not_to_be_rated", status=escalation.status)
    if not is_over or escalation.outcome not in RATED_OUTCOMES:
        raise NotNow("not_to_be_rated", status=escalation.status)
    open_one = select(Escalation.id).where(Escalation.open_person == escalation.person)
    if unit.session.scalar(open_one) is not None:
        raise NotNow("another_is_open")
    return escalation
