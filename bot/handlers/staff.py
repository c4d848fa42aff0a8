"""Hand the conversation to a person, and stay out of the way until it is given back."""

from aiogram import F, Router

from bot.filters import At, Attached, Said, Written
from bot.handlers.ask import asked
from bot.handlers.handover import add, passed_on
from bot.presses import AnswerPress, MenuPress
from bot.states import Handed
from bot.turn import Outcome, Stay, Turn, say
from bot.words import Word
from knowledge import escalations, questions
from knowledge.words import Reason


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="staff")
    routes.message.register(hand_over, Said(Word.STAFF))
    routes.callback_query.register(hand_over, AnswerPress.filter(F.what == "staff"))
    routes.callback_query.register(hand_over, MenuPress.filter(F.where == "staff"))
    in_talk = At(Handed.talking)
    elsewhere = Said(Word.STATUS, Word.FILE, Word.RESUME)
    routes.message.register(to_staff, in_talk, Written(), ~elsewhere)
    routes.message.register(to_staff, in_talk, Attached())
    routes.message.register(bring_to_staff, At(None), Attached())
    return routes


def hand_over(turn: Turn) -> Outcome:
    """Put the conversation into the queue, with what was asked so far."""
    if isinstance(turn.arrival.press, AnswerPress):
        questions.follow_up(turn.unit, turn.arrival.press.key, "staff")
    return passed_on(turn, Reason.ASKED)


def bring_to_staff(turn: Turn) -> Outcome:
    """Pass on what the bot cannot read: a photo, a voice note, a file."""
    refused = turn.arrival.attachment_refused
    if refused is not None:
        return Outcome((say("file_refused", code=refused.code, facts=refused.facts),))
    return passed_on(turn, Reason.UNREADABLE, turn.text or "(berkas)")


def to_staff(turn: Turn) -> Outcome:
    """Add to the open conversation; where staff closed it, the bot answers at once."""
    refused = turn.arrival.attachment_refused
    if refused is not None:
        return Outcome((say("file_refused", code=refused.code, facts=refused.facts),))
    if escalations.is_open(turn.unit):
        add(turn, turn.text or "(berkas)")
        return Outcome()
    if turn.arrival.attachment is not None:
        return passed_on(turn, Reason.UNREADABLE, turn.text or "(berkas)")
    outcome = asked(turn)
    step = None if outcome.step is Stay.HERE else outcome.step
    return Outcome(outcome.says, step, outcome.memory)
