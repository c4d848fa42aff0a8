"""Hand the conversation to a person, and stay out of the way until it is given back."""

from aiogram import F, Router

from bot.filters import At, Attached, Said
from bot.handlers.ask import asked
from bot.handlers.emergencies import alarm, is_emergency
from bot.handlers.handover import added, passed_on, still_open, written
from bot.handlers.recalling import has_missed
from bot.keyboards import MENU
from bot.presses import AnswerPress, MenuPress
from bot.states import Handed
from bot.turn import Outcome, Stay, Turn, say
from bot.words import Word
from knowledge import questions
from knowledge.escalation import opening
from knowledge.escalation.words import Outcome as Ending
from knowledge.escalation.words import Reason

_LOST_FILE = "(berkas yang tidak dapat diterima)"


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="staff")
    routes.message.register(hand_over, Said(Word.STAFF))
    routes.callback_query.register(hand_over, AnswerPress.filter(F.what == "staff"))
    routes.callback_query.register(hand_over, MenuPress.filter(F.where == "staff"))
    in_talk = At(Handed.talking)
    elsewhere = Said(Word.STATUS, Word.FILE, Word.RESUME, Word.PROGRAMMES, Word.AGENDA)
    routes.message.register(leave, in_talk, Said(Word.END, Word.CANCEL))
    routes.message.register(nothing_to_end, At(None), Said(Word.END))
    routes.message.register(reminded, in_talk, Said(Word.ASK))
    routes.message.register(to_staff, in_talk, ~elsewhere)
    routes.message.register(bring_to_staff, At(None), Attached())
    routes.edited_message.register(edited, in_talk)
    return routes


def hand_over(turn: Turn) -> Outcome:
    """Put the conversation into the queue, with what was asked so far."""
    if isinstance(turn.arrival.press, AnswerPress):
        return accepted(turn, turn.arrival.press.key)
    return passed_on(turn, Reason.ASKED)


def accepted(turn: Turn, key: str) -> Outcome:
    """Pass a question on to the person who was offered for it."""
    questions.follow_up(turn.unit, key, "staff")
    return passed_on(turn, Reason.MISSED if has_missed(turn.memory) else Reason.ASKED)


def leave(turn: Turn) -> Outcome:
    """End the conversation because the citizen wishes so; the bot listens again."""
    ticket = opening.leave(turn.unit)
    if ticket is None:
        return nothing_to_end(turn)
    words = say(
        "escalation_closed", MENU, ticket=ticket, outcome=Ending.LEFT.value, reason="", until=None
    )
    return Outcome((words,), step=None)


def nothing_to_end(turn: Turn) -> Outcome:
    """Show the menu to whoever ends what is over."""
    return Outcome((say("back_to_menu", MENU, has_draft="form" in turn.memory),), step=None)


def reminded(turn: Turn) -> Outcome:
    """Say that staff read along to whoever takes up the bot's menu."""
    del turn
    return Outcome((still_open(),))


def bring_to_staff(turn: Turn) -> Outcome:
    """Pass on what the bot cannot read: a photo, a voice note, a file."""
    if turn.arrival.attachment_refused is not None:
        return _without_file(turn)
    passed = passed_on(turn, Reason.UNREADABLE, written(turn))
    if not is_emergency(turn.shelf, turn.text):
        return passed
    return Outcome((alarm(turn), *passed.says), passed.step, passed.memory)


def to_staff(turn: Turn) -> Outcome:
    """Add to the open conversation; where staff closed it, the bot answers at once."""
    if turn.arrival.attachment_refused is not None:
        return _without_file(turn)
    text = written(turn)
    if not text:
        # A note of Telegram's own, such as a pinned message.
        return Outcome()
    outcome = added(turn, text)
    if outcome is not None:
        return outcome
    if turn.arrival.has_file:
        return bring_to_staff(turn)
    if not turn.text:
        return Outcome((say("stray", MENU, of=_kind(turn)),), step=None)
    return _answered(turn)


def _answered(turn: Turn) -> Outcome:
    """Let the bot answer in the place of staff."""
    outcome = asked(turn)
    step = None if outcome.step is Stay.HERE else outcome.step
    return Outcome(outcome.says, step, outcome.memory)


def edited(turn: Turn) -> Outcome:
    """Add what a message was changed to; what it said before stays above it."""
    if not turn.text and not turn.arrival.has_file:
        # A shared place that moves is told again and again.
        return Outcome()
    return added(turn, f"(diubah) {written(turn)}") or Outcome((say("edited", in_form=False),))


def _kind(turn: Turn) -> str:
    return turn.arrival.wordless[0] if turn.arrival.wordless else ""


def _without_file(turn: Turn) -> Outcome:
    """Say why a file cannot be taken; what was written beside it is read like any message."""
    refused = turn.arrival.attachment_refused
    assert refused is not None  # noqa: S101 - the caller looked
    words = say("file_refused", code=refused.code, facts=refused.facts)
    told = added(turn, f"{turn.text}\n{_LOST_FILE}".strip())
    if told is None and not turn.text:
        return Outcome((words,), step=None)
    told = told or _answered(turn)
    is_urgent = is_emergency(turn.shelf, turn.text)
    says = (*told.says, words) if is_urgent else (words, *told.says)
    return Outcome(says, told.step, told.memory)
