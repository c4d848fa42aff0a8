"""What is written in a conversation: replies, what becomes of them, proposals, and notes."""

from functools import partial

from starlette.responses import Response

from admin import composer
from admin.pages import conversation
from admin.visit import Visit
from knowledge.escalation import approving, claiming, delivery, moving, replying, signs
from office.files import Kept
from office.refusals import NotNow, NotValid
from office.unit import Unit


def reply(visit: Visit) -> Response:
    """Answer the citizen, lay the answer before a colleague, or go on preparing it."""
    if composer.is_only_preparing(visit):
        return conversation.page(visit)
    try:
        file = composer.attached(visit)
        seen_line = visit.sent_number("seen_line")
        message = visit.act(partial(_said, visit=visit, seen_line=seen_line, file=file))
    except (NotNow, NotValid) as refused:
        return conversation.page(visit, refused)
    return visit.go(_here(visit), message)


def _said(unit: Unit, *, visit: Visit, seen_line: int, file: Kept | None) -> str:
    text, do = visit.sent("text"), visit.sent("do")
    if do == "ajukan":
        ticks = frozenset(name for name in signs.CHECKLIST if visit.sent(f"cek_{name}"))
        approving.propose(unit, visit.number, text, seen_line=seen_line, checked=ticks, file=file)
        return "reply_proposed"
    waits = do == "tunggu"
    replying.reply(unit, visit.number, text, seen_line=seen_line, file=file, then_wait=waits)
    return "replied"


def _here(visit: Visit) -> str:
    return f"/percakapan/{visit.number}"


def take_back(visit: Visit) -> Response:
    """Take a reply back that has not left; its words stand in the form again."""
    line = visit.sent_number("line")
    work = partial(_taken_back, number=visit.number, line=line)
    return conversation.done(visit, work, f"{_here(visit)}?ulang={line}", "taken_back")


def _taken_back(unit: Unit, *, number: int, line: int) -> None:
    """Take a reply back and hold the conversation again, where it is open and nobody else does."""
    replying.take_back(unit, number, line)
    unit.flush()
    if moving.locked(unit, number).status in moving.OPEN:
        claiming.claim(unit, number)


def send_now(visit: Visit) -> Response:
    """Let a reply leave at once."""
    work = partial(replying.send_now, number=visit.number, line_id=visit.sent_number("line"))
    return conversation.done(visit, work, _here(visit), "leaves_now")


def send_again(visit: Visit) -> Response:
    """Let a reply that failed be sent once more."""
    work = partial(delivery.send_again, number=visit.number, line_id=visit.sent_number("line"))
    return conversation.done(visit, work, _here(visit), "resent")


def note(visit: Visit) -> Response:
    """Write for colleagues only."""
    work = partial(replying.note, number=visit.number, text=visit.sent("note"))
    return conversation.done(visit, work, _here(visit), "noted")


def mark(visit: Visit) -> Response:
    """Let every reply go to a second person, or no longer."""
    sensitive = visit.sent("sensitive") == "1"
    work = partial(replying.mark_sensitive, number=visit.number, sensitive=sensitive)
    message = "marked_sensitive" if sensitive else "marked_usual"
    return conversation.done(visit, work, _here(visit), message)


def approve(visit: Visit) -> Response:
    """Let a colleague's proposed reply go to the citizen."""
    seen = visit.sent_number("seen_line")
    work = partial(approving.approve, number=visit.number, seen_line=seen)
    return conversation.done(visit, work, _here(visit), "reply_approved")


def send_back(visit: Visit) -> Response:
    """Give a proposed reply back to its author with a reason."""
    work = partial(approving.reject, number=visit.number, reason=visit.sent("reason"))
    return conversation.done(visit, work, _here(visit), "reply_returned")


def recall(visit: Visit) -> Response:
    """Take one's own proposed reply back; its words stand in the form again."""
    work = partial(approving.recall, number=visit.number)
    return conversation.done(visit, work, f"{_here(visit)}?usul=1", "reply_recalled")
