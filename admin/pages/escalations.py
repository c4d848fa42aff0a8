"""The queue of waiting conversations, and one conversation on one screen."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from knowledge import escalations, reading
from knowledge.escalations import LONGEST_REPLY
from knowledge.words import Outcome
from office import files, staff
from office.files import Kept
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit


def queue(visit: Visit) -> Response:
    """Show who waits, longest first."""
    with visit.reading() as unit:
        return visit.page(
            "queue.html", waiting=reading.queue(unit), names=staff.names(unit), now=unit.now
        )


def claim_next(visit: Visit) -> Response:
    """Take whoever has waited longest."""
    number = visit.act(escalations.claim_next)
    if number is None:
        return visit.go("/antrean", "none_waiting")
    return visit.go(f"/percakapan/{number}", "claimed")


def claim(visit: Visit) -> Response:
    """Take this conversation, or learn that somebody was faster."""
    won = visit.act(partial(escalations.claim, number=visit.number))
    return visit.go(f"/percakapan/{visit.number}", "claimed" if won else "taken")


def show(visit: Visit) -> Response:
    """Show a conversation with its story and what may be done with it."""
    with visit.reading() as unit:
        talk = reading.conversation(unit, visit.number)
        names = staff.names(unit)
        now = unit.now
    mine = visit.member is not None and talk.held_by == visit.member.staff_id
    run_out = talk.held_until is not None and talk.held_until < now
    return visit.page(
        "conversation.html",
        talk=talk,
        names=names,
        mine=mine and talk.status == "held",
        free=talk.status == "queued" or (talk.status == "held" and run_out),
        outcomes=list(Outcome),
        longest=LONGEST_REPLY,
    )


def reply(visit: Visit) -> Response:
    """Answer the citizen."""
    sent = visit.upload
    document = visit.desk.cabinet.keep(sent.name, sent.content) if sent is not None else None
    work = partial(
        _reply,
        number=visit.number,
        text=visit.sent("text"),
        seen_line=visit.sent_number("seen_line"),
        document=document,
    )
    visit.act(work)
    return visit.go(f"/percakapan/{visit.number}", "replied")


def _reply(unit: Unit, *, number: int, text: str, seen_line: int, document: Kept | None) -> None:
    escalations.reply(unit, number, text, seen_line=seen_line, file=document)


def note(visit: Visit) -> Response:
    """Write for colleagues only."""
    visit.act(partial(escalations.note, number=visit.number, text=visit.sent("note")))
    return visit.go(f"/percakapan/{visit.number}", "noted")


def release(visit: Visit) -> Response:
    """Put the conversation back into the queue."""
    visit.act(partial(escalations.release, number=visit.number))
    return visit.go("/antrean", "released")


def close(visit: Visit) -> Response:
    """End the conversation with an outcome."""
    try:
        outcome = Outcome(visit.sent("outcome"))
    except ValueError:
        raise NotValid("outcome", "choice_unclear") from None
    seen_line = visit.sent_number("seen_line")
    visit.act(partial(escalations.close, number=visit.number, outcome=outcome, seen_line=seen_line))
    return visit.go("/antrean", "closed")


def document(visit: Visit) -> Response:
    """Hand out a file; who opened it is entered in the journal."""
    filed = visit.act(partial(_opened, number=visit.number))
    return visit.attachment(filed)


def _opened(unit: Unit, *, number: int) -> files.Filed:
    unit.require(Permission.PROCESS_REQUESTS)
    filed = files.find(unit, number)
    unit.record("file.opened", f"file:{number}")
    return filed
