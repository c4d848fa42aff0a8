"""Hand the conversation to a person, and stay out of the way until it is given back."""

from aiogram import F, Router

from bot.filters import At, Attached, Said, Written
from bot.keyboards import MENU, reply
from bot.presses import AnswerPress, MenuPress
from bot.states import Handed
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from knowledge import escalations, questions
from knowledge.words import Reason, Speaker

_RECENT = 3


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


def passed_on(turn: Turn, reason: Reason, text: str = "") -> Outcome:
    """Queue the conversation with its context; say how to go on where nothing was asked yet."""
    was_open = escalations.is_open(turn.unit)
    escalations.open_for(turn.unit, reason=reason, language=turn.language)
    recent = list(turn.memory.get("recent", ()))
    if not was_open:
        for asked in recent:
            escalations.add_line(turn.unit, asked, speaker=Speaker.CITIZEN)
    if text:
        _add(turn, text)
    words: tuple[Say, ...] = ()
    if was_open:
        words = (say("staff_still_open", _keyboard()),)
    elif not recent and not text:
        words = (say("staff_write_now", _keyboard()),)
    memory = {name: kept for name, kept in turn.memory.items() if name == "form"}
    return Outcome(words, step=Handed.talking, memory=memory)


def bring_to_staff(turn: Turn) -> Outcome:
    """Pass on what the bot cannot read: a photo, a voice note, a file."""
    refused = turn.arrival.attachment_refused
    if refused is not None:
        return Outcome((say("file_refused", code=refused.code, facts=refused.facts),))
    return passed_on(turn, Reason.UNREADABLE, turn.text or "(berkas)")


def to_staff(turn: Turn) -> Outcome:
    """Add to the open conversation; where staff closed it, listen again."""
    refused = turn.arrival.attachment_refused
    if refused is not None:
        return Outcome((say("file_refused", code=refused.code, facts=refused.facts),))
    if not escalations.is_open(turn.unit):
        return (
            passed_on(turn, Reason.UNREADABLE, turn.text or "(berkas)")
            if (turn.arrival.attachment)
            else Outcome((say("staff_gone", MENU),), step=None)
        )
    _add(turn, turn.text or "(berkas)")
    return Outcome()


def _add(turn: Turn, text: str) -> None:
    escalations.add_line(turn.unit, text, speaker=Speaker.CITIZEN, file=turn.arrival.attachment)


def remembered(turn: Turn, text: str) -> list[str]:
    """Return the last few questions, for whoever takes over."""
    return [*turn.memory.get("recent", ()), text][-_RECENT:]


def _keyboard() -> dict[str, object]:
    return dict(reply(["@menu_status", "@menu_help"], hint="@hint_staff"))
