"""What staff write: a reply to the citizen with ten seconds to take it back, a note to colleagues.

A note has no way to the citizen: it is another act, and only `send` posts.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, select

from knowledge.escalation import lines, moving, signs
from knowledge.escalation.moving import held
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.telling import tell
from knowledge.escalation.words import RATED_OUTCOMES, Author, EscalationStatus
from office import files, recall
from office.files import Kept
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

UNDO = timedelta(seconds=10)
_LAST_ASKED = 20  # lines of a citizen that decide whether a second person reads a reply
_ENDS = ("closed", "rating")  # occasions of what a citizen hears when a conversation ends


def reply(
    unit: Unit,
    number: int,
    text: str,
    *,
    seen_line: int,
    file: Kept | None = None,
    then_wait: bool = False,
) -> int | None:
    """Answer the citizen; only by who holds the conversation and has read all of it.

    Return the line's number; None where the very same reply came a moment ago. Raise `NotValid`
    where something is still to be filled in, or where the topic asks for a second person.
    """
    escalation = held(unit, number)
    text = fit(text, has_file=file is not None)
    lines.all_read(unit, number, seen_line)
    if _said_already(unit, number, text, seen_line, file):
        return None
    if needs_second_person(unit, escalation, text):
        raise NotValid("checklist", "second_person_needed")
    line = send(unit, escalation, text, file)
    moving.renew(unit, escalation)
    if then_wait:
        moving.await_citizen(unit, escalation)
    return line.id


def fit(text: str, *, has_file: bool) -> str:
    """Return a reply as it may be sent; raise `NotValid` where a blank is still to be filled in."""
    text = lines.checked(text, has_file=has_file)
    if missing := signs.blanks(text):
        raise NotValid("text", "placeholder", missing=missing)
    return text


def needs_second_person(unit: Unit, escalation: Escalation, text: str) -> bool:
    """Tell whether a reply goes to a second person first: a sensitive topic, or marked as such."""
    return escalation.sensitive or bool(signs.care(text, asked_in(unit, escalation.id)))


def asked_in(unit: Unit, number: int) -> list[str]:
    """Return what the citizen wrote last in a conversation, oldest first."""
    rows = unit.session.scalars(
        select(EscalationLine)
        .where(EscalationLine.escalation_id == number, EscalationLine.author == Author.CITIZEN)
        .order_by(EscalationLine.id.desc())
        .limit(_LAST_ASKED)
    ).all()
    return [lines.text_of(unit, row) for row in reversed(rows)]


def send(
    unit: Unit,
    escalation: Escalation,
    text: str,
    file: Kept | None,
    *,
    written_by: int | None = None,
    filed: int | None = None,
) -> EscalationLine:
    """Write a reply and post it; it leaves when it can no longer be taken back."""
    line = lines.write(unit, escalation, text, author=Author.STAFF, file=file)
    line.file_id = line.file_id or filed
    line.staff_id = written_by or line.staff_id
    line.notice = tell(
        unit, escalation, "staff_reply", f"line:{line.id}", {"text": text}, after=UNDO
    )
    if line.file_id is not None:
        occasion = f"line:{line.id}:file"
        tell(unit, escalation, "staff_file", occasion, {}, file_id=line.file_id, after=UNDO)
    line.waited_since, escalation.waiting_since = escalation.waiting_since, None
    escalation.first_reply_at = escalation.first_reply_at or unit.now
    unit.record("escalation.replied", f"escalation:{escalation.id}", line=line.id)
    moving.moved(unit)
    return line


def _said_already(unit: Unit, number: int, text: str, seen_line: int, file: Kept | None) -> bool:
    """Tell whether the very same reply came a moment ago: the button was pressed twice."""
    wanted = None if file is None else file.sha256
    return any(
        lines.text_of(unit, line) == text and _file_of(unit, line) == wanted
        for line in unit.session.scalars(_standing(number).where(EscalationLine.id > seen_line))
    )


def _file_of(unit: Unit, line: EscalationLine) -> str | None:
    return None if line.file_id is None else files.find(unit, line.file_id).sha256


def _standing(number: int) -> Select[EscalationLine]:
    """Return the query for the replies of a conversation that were not taken back, in order."""
    return (
        select(EscalationLine)
        .where(
            EscalationLine.escalation_id == number,
            EscalationLine.author == Author.STAFF,
            EscalationLine.withdrawn_at.is_(None),
        )
        .order_by(EscalationLine.id)
    )


def take_back(unit: Unit, number: int, line_id: int) -> str:
    """Take back a reply that has not left; return its text, so that it can be written anew."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = moving.locked(unit, number)
    line = _own_reply(unit, number, line_id)
    if line.withdrawn_at is not None:
        return lines.text_of(unit, line)
    if not recall.take_back(unit.session, _occasions(line), now=unit.now):
        raise NotNow("already_left")
    line.withdrawn_at = unit.now
    unit.flush()
    _as_before(unit, escalation, line)
    unit.record("escalation.reply_taken_back", f"escalation:{number}", line=line_id)
    moving.moved(unit)
    return lines.text_of(unit, line)


def _as_before(unit: Unit, escalation: Escalation, line: EscalationLine) -> None:
    """Let what a reply answered be unanswered again, unless a later reply stands."""
    standing = unit.session.scalars(_standing(escalation.id)).all()
    escalation.first_reply_at = standing[0].at if standing else None
    later = next((one for one in standing if one.id > line.id), None)
    if later is not None:
        later.waited_since = _earlier(line.waited_since, later.waited_since)
    elif escalation.status == EscalationStatus.CLOSED:
        _as_before_the_end(unit, escalation, line)
    else:
        escalation.waiting_since = _earlier(line.waited_since, escalation.waiting_since)
        if escalation.waiting_since and escalation.status == EscalationStatus.AWAITING_CITIZEN:
            moving.queue(unit, escalation, promise=False)


def _withdraw_ends(unit: Unit, escalation: Escalation) -> None:
    """Take back what was to follow the reply: the news of an end that is none."""
    ends = [
        f"escalation:{escalation.id}:{one}:{time}"
        for one in _ENDS
        for time in range(escalation.reopened + 1)
    ]
    recall.take_back(unit.session, ends, now=unit.now)


def _as_before_the_end(unit: Unit, escalation: Escalation, line: EscalationLine) -> None:
    """Take up again what ended with the reply that was taken back; nobody heard of the end yet."""
    open_one = select(Escalation.id).where(Escalation.open_person == escalation.person)
    is_busy = unit.session.scalar(open_one) is not None
    if escalation.outcome not in RATED_OUTCOMES or line.waited_since is None or is_busy:
        # The end stands, and so does the news of it.
        return
    _withdraw_ends(unit, escalation)
    moving.open_again(unit, escalation, promise=False)
    escalation.waiting_since, escalation.meant_for = line.waited_since, line.staff_id
    unit.record("escalation.reopened", f"escalation:{escalation.id}")


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((at for at in (one, other) if at), default=None)


def send_now(unit: Unit, number: int, line_id: int) -> None:
    """Let a reply leave at once, and before it what the same officer said there: order is kept."""
    unit.require(Permission.ANSWER_CITIZENS)
    line = _own_reply(unit, number, line_id)
    said = unit.session.scalars(
        select(EscalationLine)
        .where(
            EscalationLine.escalation_id == number,
            EscalationLine.staff_id == line.staff_id,
            EscalationLine.author == Author.STAFF,
            EscalationLine.id <= line.id,
            EscalationLine.at > unit.now - 2 * UNDO,
        )
        .order_by(EscalationLine.id)
    )
    onces = [once for one in (*said, line) for once in _occasions(one)]
    unit.hasten(list(dict.fromkeys(onces)))


def send_held(unit: Unit, number: int) -> None:
    """Let all that could still be taken back leave at once: its citizen ends the conversation.

    The post keeps order, so that what the citizen hears of the end comes after it.
    """
    said = unit.session.scalars(_standing(number).where(EscalationLine.at > unit.now - 2 * UNDO))
    if onces := [once for line in said for once in _occasions(line)]:
        unit.hasten(onces)


def _own_reply(unit: Unit, number: int, line_id: int) -> EscalationLine:
    line = unit.session.get(EscalationLine, line_id)
    if line is None or line.escalation_id != number or line.author != Author.STAFF:
        raise NotFound("line_unknown")
    if line.staff_id != moving.staff_of(unit):
        raise NotNow("not_your_reply")
    return line


def _occasions(line: EscalationLine) -> list[str]:
    return [str(line.notice), f"{line.notice}:file"]


def note(unit: Unit, number: int, text: str) -> None:
    """Write for colleagues; a note has no way to the citizen."""
    escalation = held(unit, number)
    lines.write(unit, escalation, lines.checked(text), author=Author.NOTE)
    moving.renew(unit, escalation)
    unit.record("escalation.noted", f"escalation:{number}")
    moving.moved(unit)


def mark_sensitive(unit: Unit, number: int, *, sensitive: bool) -> None:
    """Let every reply of a conversation go to a second person, or, by a supervisor, no longer."""
    escalation = held(unit, number)
    if not sensitive:
        unit.require(Permission.SUPERVISE_DESK)
    escalation.sensitive = sensitive
    unit.record("escalation.sensitive", f"escalation:{number}", sensitive=sensitive)
    moving.moved(unit)
