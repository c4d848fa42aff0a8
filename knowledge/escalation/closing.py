"""How a conversation ends: with an outcome, by waiting for the citizen, or as a request."""

from datetime import datetime

from sqlalchemy import select

from knowledge.escalation import approving, disposing, lines, moving, replying, signs
from knowledge.escalation.moving import PATIENCE_DAYS, held
from knowledge.escalation.tables import Escalation, FormalOffer
from knowledge.escalation.telling import tell
from knowledge.escalation.words import (
    CHOSEN_OUTCOMES,
    RATED_OUTCOMES,
    Author,
    EscalationStatus,
    Outcome,
)
from office import hours
from office.people import Citizen, Permission
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

_LONGEST_INFORMATION = 2000


def close(unit: Unit, number: int, *, outcome: Outcome, seen_line: int, reason: str = "") -> None:
    """End a conversation whose last line was read; the citizen hears that the bot listens again.

    Raise `NotValid` where the outcome is none that staff choose, where nothing was answered, or
    where a refusal has no reason; `NotNow` while a second person or a regional office has it.
    """
    escalation = held(unit, number)
    lines.all_read(unit, number, seen_line)
    if outcome not in CHOSEN_OUTCOMES:
        raise NotValid("outcome", "choice_unclear")
    if outcome in RATED_OUTCOMES and lines.newest_of(unit, number, Author.STAFF) is None:
        raise NotValid("outcome", "nothing_answered")
    if outcome is Outcome.NOT_POSSIBLE:
        if not reason.strip():
            raise NotValid("reason", "closing_reason_needed")
        reason = replying.fit(reason, has_file=False)
        if replying.needs_second_person(unit, escalation, reason):
            raise NotValid("reason", "reason_sensitive")
    if approving.waiting(unit, number) is not None:
        raise NotNow("proposal_waits")
    _end(unit, escalation, outcome, reason)


def _end(unit: Unit, escalation: Escalation, outcome: Outcome, reason: str = "") -> None:
    until = None if outcome is Outcome.SPAM else reopen_until(unit)
    end(unit, escalation, outcome, until)
    facts = {
        "ticket": escalation.ticket,
        "outcome": outcome.value,
        "reason": reason,
        "until": until.isoformat() if until else None,
    }
    nth = f"{escalation.reopened}"
    tell(unit, escalation, "escalation_closed", f"closed:{nth}", facts)
    if outcome in RATED_OUTCOMES:
        tell(unit, escalation, "escalation_rating", f"rating:{nth}", {"ticket": escalation.ticket})


def end(unit: Unit, escalation: Escalation, outcome: Outcome, until: datetime | None) -> None:
    """End a conversation together with whatever still lies with others for it."""
    disposing.recall_open(unit, escalation.id)
    approving.recall_open(unit, escalation.id)
    moving.close(unit, escalation, outcome, until)


def reopen_until(unit: Unit) -> datetime:
    """Return until when a conversation that ends now goes on by simply writing."""
    return hours.at(unit).after_working_days(unit.now, PATIENCE_DAYS)


def wait(unit: Unit, number: int, *, seen_line: int) -> None:
    """Wait for the citizen's answer to what was asked back; `NotValid` while we owe one."""
    escalation = held(unit, number)
    lines.all_read(unit, number, seen_line)
    if escalation.waiting_since is not None:
        raise NotValid("text", "nothing_answered")
    moving.await_citizen(unit, escalation)
    unit.record("escalation.waits_for_citizen", f"escalation:{number}")


def give_up(unit: Unit, escalation: Escalation) -> None:
    """End a conversation because the citizen did not answer; nobody asks how it was."""
    _end(unit, escalation, Outcome.NO_REPLY)


def reopen(unit: Unit, number: int) -> None:
    """Take an ended conversation up again, as staff always may."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = moving.locked(unit, number)
    if escalation.status != EscalationStatus.CLOSED:
        raise NotNow("escalation_open", status=escalation.status)
    open_one = select(Escalation.id).where(Escalation.open_person == escalation.person)
    if unit.session.scalar(open_one) is not None:
        raise NotNow("another_is_open")
    moving.open_again(unit, escalation)
    unit.record("escalation.reopened", f"escalation:{number}")
    facts = {"ticket": escalation.ticket}
    occasion = f"reopened:{escalation.reopened}"
    tell(unit, escalation, "escalation_reopened_by_staff", occasion, facts)


def offer_request(unit: Unit, number: int, *, information: str, seen_line: int) -> int:
    """Offer the citizen to go on with a formal request, in words an officer prepared.

    Nothing is filed by this: the citizen completes and confirms, and then the statutory clock
    starts (L 3.1). Return the offer's number.
    """
    escalation = held(unit, number)
    lines.all_read(unit, number, seen_line)
    information = " ".join(information.split())
    if not information:
        raise NotValid("information", "required")
    if len(information) > _LONGEST_INFORMATION:
        longest = _LONGEST_INFORMATION
        raise NotValid("information", "too_long", longest=longest, length=len(information))
    if missing := signs.blanks(information):
        raise NotValid("information", "placeholder", missing=missing)
    offer = FormalOffer(
        escalation_id=number,
        offered_by=moving.staff_of(unit),
        offered_at=unit.now,
        sealed_information=unit.vault.seal(information, offer_place(number)),
    )
    unit.session.add(offer)
    unit.flush()
    facts = {"ticket": escalation.ticket, "information": information, "offer": offer.id}
    tell(unit, escalation, "escalation_to_request", f"offer:{offer.id}", facts)
    escalation.waiting_since = None
    moving.await_citizen(unit, escalation)
    unit.record("escalation.request_offered", f"escalation:{number}", offer=offer.id)
    return offer.id


def offer_place(number: int) -> str:
    """Return the context that binds an offer's words to their conversation."""
    return f"formal_offers:{number}"


def offered(unit: Unit, offer_id: int) -> str:
    """Return the prepared words of an offer to the acting citizen; raise `NotFound`.

    Raise `NotNow` where a request was filed from it already.
    """
    unit.require(Permission.FILE_REQUEST)
    offer, _ = _own_offer(unit, offer_id)
    if offer.taken_at is not None:
        raise NotNow("offer_taken")
    return unit.vault.unseal(offer.sealed_information, offer_place(offer.escalation_id))


def became_request(unit: Unit, offer_id: int, *, request_id: int) -> str | None:
    """Link a conversation to the request the acting citizen has just filed from it, and end it.

    Return the ticket of the conversation that ended by this, or None: it was over before.
    """
    unit.require(Permission.FILE_REQUEST)
    offer, escalation = _own_offer(unit, offer_id)
    offer.taken_at = unit.now
    escalation.request_id = request_id
    unit.record("escalation.became_request", f"escalation:{escalation.id}", request=request_id)
    if escalation.status == EscalationStatus.CLOSED:
        return None
    replying.send_held(unit, escalation.id)
    end(unit, escalation, Outcome.BECAME_REQUEST, None)
    return escalation.ticket


def _own_offer(unit: Unit, offer_id: int) -> tuple[FormalOffer, Escalation]:
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    offer = unit.session.get(FormalOffer, offer_id)
    if offer is None:
        raise NotFound("offer_unknown")
    escalation = moving.locked(unit, offer.escalation_id)
    if escalation.person != unit.actor.person:
        raise NotFound("offer_unknown")
    return offer, escalation
