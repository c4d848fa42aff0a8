"""What citizens are told while a function is closed; nothing they began is lost by it."""

from dataclasses import replace

from bot.handlers.handover import home
from bot.handlers.recalling import asked_now
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import AnswerPress
from bot.turn import Outcome, Say, Turn, say
from knowledge import questions
from knowledge.questions import Told
from knowledge.verdict import Verdict
from knowledge.words import CLOSED_ROUTE, Band
from office.outbox import Kind
from office.switches import Function


def asked(turn: Turn, verdict: Verdict, text: str, key: str) -> Outcome:
    """Enter a question in the log and offer a person in place of an answer."""
    unanswered = replace(verdict, band=Band.UNKNOWN)
    told = Told(language=turn.language)
    questions.log(turn.unit, key=key, text=text, route=CLOSED_ROUTE, verdict=unanswered, told=told)
    return answers(turn, text, key)


def answers(turn: Turn, text: str, key: str) -> Outcome:
    """Offer a person in place of an answer; the question goes along."""
    if not turn.arrival.is_private:
        return Outcome((_answers(turn, None),))
    buttons = inline(
        [("@connect", AnswerPress(what="staff", key=key))],
        [("@file", AnswerPress(what="file", key=key))],
    )
    memory = asked_now(turn, text, key)
    return Outcome((_answers(turn, buttons),), memory=memory, offers_person=True)


def _answers(turn: Turn, keyboard: Keyboard | None) -> Say:
    return say(
        "answers_closed",
        keyboard,
        kind=Kind.ANSWER,
        words=_words(turn, Function.ANSWERS),
        is_private=turn.arrival.is_private,
    )


def filing(turn: Turn, kind: str) -> Outcome:
    """Say how else a `request` or an `objection` is filed; what was begun is kept."""
    return Outcome((_filing(turn, kind),), step=home(turn))


def sending(turn: Turn, kind: str, keyboard: Keyboard) -> Outcome:
    """Say that it cannot be sent now; the form stays as it is, and the same key sends it later."""
    return Outcome((_filing(turn, kind, keyboard),))


def _filing(turn: Turn, kind: str, keyboard: Keyboard = MENU) -> Say:
    is_kept = {"request": "form", "objection": "objection"}[kind] in turn.memory
    return say(
        "filing_closed",
        keyboard,
        kind=Kind.ANSWER,
        words=_words(turn, Function.FILING),
        about=kind,
        is_kept=is_kept,
    )


def broadcast(turn: Turn) -> tuple[Say, ...]:
    """Return what is said beside a subscription while nothing is sent out; else nothing."""
    if Function.BROADCAST not in turn.closed:
        return ()
    words = _words(turn, Function.BROADCAST)
    return (say("broadcast_closed", kind=Kind.ANSWER, words=words),)


def _words(turn: Turn, function: Function) -> str:
    """Return what staff wrote in the citizen's language; nothing: the door has words of its own."""
    return turn.closed[function].get(turn.language, "")
