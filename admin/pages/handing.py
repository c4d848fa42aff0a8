"""Who has a conversation next, and how it ends: passed on, taken over, closed, made a request."""

from functools import partial

from starlette.responses import Response

from admin.pages import conversation
from admin.visit import Visit
from knowledge.escalation import claiming, closing
from knowledge.escalation.words import Lane, Outcome
from office import switches
from office.refusals import NotNow, NotValid
from office.switches import Function
from office.unit import Unit


def claim(visit: Visit) -> Response:
    """Take this conversation, or learn that somebody was faster."""
    won = visit.act(partial(claiming.claim, number=visit.number))
    return visit.go(_here(visit), "claimed" if won else "taken")


def release(visit: Visit) -> Response:
    """Put the conversation back into the queue."""
    work = partial(claiming.release, number=visit.number)
    return conversation.done(visit, work, "/antrean", "released")


def hand_over(visit: Visit) -> Response:
    """Give the conversation to a colleague, or to whoever comes, with a note."""
    to = visit.sent_number("to") if visit.sent("to") else None
    work = partial(claiming.hand_over, number=visit.number, note=visit.sent("handing_note"), to=to)
    return conversation.done(visit, work, "/antrean", "handed_over")


def take_over(visit: Visit) -> Response:
    """Take the conversation from a colleague, with a reason they read."""
    reason = visit.sent("taking_reason")
    work = partial(claiming.take_over, number=visit.number, reason=reason)
    return conversation.done(visit, work, _here(visit), "taken_over")


def move(visit: Visit) -> Response:
    """Move the conversation into another lane."""
    try:
        lane = Lane(visit.sent("lane"))
    except ValueError:
        return conversation.page(visit, NotValid("lane", "choice_unclear"))
    work = partial(claiming.move_lane, number=visit.number, lane=lane)
    return conversation.done(visit, work, _here(visit), "lane_moved")


def close(visit: Visit) -> Response:
    """End the conversation with an outcome."""
    try:
        outcome = Outcome(visit.sent("outcome"))
        seen_line = visit.sent_number("seen_line")
    except ValueError:
        return conversation.page(visit, NotValid("outcome", "choice_unclear"))
    except NotValid as refused:
        return conversation.page(visit, refused)
    work = partial(
        closing.close,
        number=visit.number,
        outcome=outcome,
        seen_line=seen_line,
        reason=visit.sent("closing_reason"),
    )
    return conversation.done(visit, work, "/antrean", "closed")


def reopen(visit: Visit) -> Response:
    """Take an ended conversation up again."""
    work = partial(closing.reopen, number=visit.number)
    return conversation.done(visit, work, _here(visit), "reopened")


def offer_request(visit: Visit) -> Response:
    """Offer the citizen to go on with a formal request, in prepared words."""
    work = partial(
        _offered,
        number=visit.number,
        information=visit.sent("information"),
        seen_line=visit.sent_number("seen_line"),
    )
    return conversation.done(visit, work, _here(visit), "request_offered")


def _offered(unit: Unit, *, number: int, information: str, seen_line: int) -> None:
    if switches.is_closed(unit, Function.FILING):
        raise NotNow("filing_is_closed")
    closing.offer_request(unit, number, information=information, seen_line=seen_line)


def _here(visit: Visit) -> str:
    return f"/percakapan/{visit.number}"
