"""Passing a conversation to a person, as several conversations do; and where a chat is at home."""

from aiogram.fsm.state import State

from bot.keyboards import Keyboard, reply
from bot.standing import DRAFTS
from bot.states import Handed
from bot.turn import Outcome, Say, Turn, say
from knowledge import escalations
from knowledge.words import Reason, Speaker

_RECENT = 3


def home(turn: Turn) -> State | None:
    """Return where a chat stands when nothing else is going on: with staff, or nowhere."""
    return Handed.talking if escalations.is_open(turn.unit) else None


def passed_on(turn: Turn, reason: Reason, text: str = "") -> Outcome:
    """Queue the conversation with its context; say how to go on where nothing was asked yet."""
    was_open = escalations.is_open(turn.unit)
    escalations.open_for(turn.unit, reason=reason, language=turn.language)
    recent = list(turn.memory.get("recent", ()))
    if not was_open:
        for asked in recent:
            escalations.add_line(turn.unit, asked, speaker=Speaker.CITIZEN)
    if text:
        add(turn, text)
    words: tuple[Say, ...] = ()
    if was_open:
        words = (say("staff_still_open", _keyboard()),)
    elif not recent and not text:
        words = (say("staff_write_now", _keyboard()),)
    memory = {name: kept for name, kept in turn.memory.items() if name in DRAFTS}
    return Outcome(words, step=Handed.talking, memory=memory)


def add(turn: Turn, text: str) -> None:
    """Add what the citizen sent to the open conversation."""
    escalations.add_line(turn.unit, text, speaker=Speaker.CITIZEN, file=turn.arrival.attachment)


def remembered(turn: Turn, text: str) -> list[str]:
    """Return the last few questions, for whoever takes over."""
    return [*turn.memory.get("recent", ()), text][-_RECENT:]


def _keyboard() -> Keyboard:
    return reply(["@menu_status", "@menu_help"], hint="@hint_staff")
