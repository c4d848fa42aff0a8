"""What a message is besides a question: an emergency, a complaint, something personal, a wish."""

from bot.handlers import answering
from bot.handlers.answering import Button
from bot.handlers.emergencies import alarm, is_distress
from bot.handlers.handover import passed_on
from bot.handlers.recalling import asked_now
from bot.keyboards import inline
from bot.presses import AnswerPress
from bot.turn import Outcome, Say, Turn, say
from knowledge.escalation.words import Reason
from knowledge.finding.confidence import usual_thresholds
from knowledge.verdict import Verdict
from knowledge.words import Band, Route
from office.outbox import Kind
from office.switches import Function

EMERGENCY_ENTRY = "darurat-112"
COMPLAINT_ENTRY = "lapor-sp4n"


def taken(turn: Turn, verdict: Verdict, key: str) -> Outcome | None:
    """Return what is done about a message before it is searched; None: it is a question."""
    if verdict.route is Route.STAFF:
        return passed_on(turn, Reason.ASKED, turn.text)
    says = {
        Route.EMERGENCY: _emergency,
        Route.COMPLAINT: _complaint,
        Route.PERSONAL: _personal,
        Route.DOCUMENT: _document,
    }
    if verdict.route is None:
        return None
    words = says[verdict.route](turn, verdict, key)
    following = [hit.slug for hit in verdict.hits[1:]]
    return Outcome(words, memory=asked_now(turn, turn.text, key, following=following))


def _emergency(turn: Turn, verdict: Verdict, key: str) -> tuple[Say, ...]:
    keyboard = inline(
        [("@staff", AnswerPress(what="staff", key=key))],
        [("@not_emergency", AnswerPress(what="search", key=key))],
    )
    if is_distress(turn):
        # Nothing to read: somebody to call, and somebody to talk to.
        return (alarm(turn, keyboard),)
    is_open = Function.ANSWERS not in turn.closed
    is_sure = is_open and verdict.band is Band.ANSWER and verdict.hits[0].slug != EMERGENCY_ENTRY
    best = (answering.answer(turn, verdict.hits[0].slug, key),) if is_sure else ()
    return (alarm(turn, keyboard), *best)


def _complaint(turn: Turn, verdict: Verdict, key: str) -> tuple[Say, ...]:
    del verdict
    rows: list[list[Button]] = [
        [("@ask_staff", AnswerPress(what="staff", key=key))],
        [("@not_complaint", AnswerPress(what="search", key=key))],
    ]
    if COMPLAINT_ENTRY in turn.shelf.articles:
        rows.insert(0, _entry(turn, COMPLAINT_ENTRY))
    return (say("complaint", inline(*rows), kind=Kind.ANSWER),)


def _personal(turn: Turn, verdict: Verdict, key: str) -> tuple[Say, ...]:
    rows: list[list[Button]] = [
        [("@ask_staff", AnswerPress(what="staff", key=key))],
        [("@answer_anyway", AnswerPress(what="search", key=key))],
    ]
    best = verdict.hits[0] if verdict.hits else None
    owner = ""
    if best is not None and best.confidence >= usual_thresholds().choose:
        owner = turn.shelf.articles[best.slug].owner
        rows.insert(0, _entry(turn, best.slug))
    return (say("personal", inline(*rows), kind=Kind.ANSWER, owner=owner),)


def _document(turn: Turn, verdict: Verdict, key: str) -> tuple[Say, ...]:
    file: list[Button] = [("@file", AnswerPress(what="file", key=key))]
    if verdict.band is Band.ANSWER:
        return (answering.answer(turn, verdict.hits[0].slug, key, file),)
    keyboard = inline(file, [("@answer_anyway", AnswerPress(what="search", key=key))])
    return (say("document_wish", keyboard, kind=Kind.ANSWER),)


def _entry(turn: Turn, slug: str) -> list[Button]:
    return [(answering.label(answering.title(turn, slug)), answering.entry_press(slug))]
