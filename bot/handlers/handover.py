"""Passing a conversation to a person, as several conversations do; and where a chat is at home."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aiogram.fsm.state import State

from bot.handlers.emergencies import alarm, is_emergency
from bot.handlers.lanes import lane_of
from bot.keyboards import Keyboard, inline, reply
from bot.presses import AnswerPress
from bot.standing import DRAFTS
from bot.states import Handed
from bot.turn import Outcome, Say, Turn, say
from knowledge.escalation import lines, opening, promising, telling
from knowledge.escalation.opening import Heard
from knowledge.escalation.words import Lane, Reason
from office import hours, posted
from office.outbox import Kind

_RECENT = 3
_QUIET = timedelta(minutes=10)  # how long one acknowledgement counts for the next messages
_STAYS = DRAFTS | {"acknowledged"}
_STAFF_SAID = f"{telling.KIND}:"


def written(turn: Turn) -> str:
    """Return the line staff read of what arrived: words, or what there was in their place."""
    if turn.text or turn.arrival.has_file:
        return turn.text or lines.of_file(turn.arrival.attachment)
    return turn.arrival.wordless[1] if turn.arrival.wordless else ""


def home(turn: Turn) -> State | None:
    """Return where a chat stands when nothing else is going on: with staff, or nowhere."""
    return Handed.talking if opening.is_open(turn.unit) else None


def passed_on(turn: Turn, reason: Reason, text: str = "", *, is_formal: bool = False) -> Outcome:
    """Queue the conversation with its context; say how to go on where nothing was asked yet."""
    recent = list(turn.memory.get("recent", ()))
    texts = [*recent, text] if text else recent
    was_open = opening.is_open(turn.unit)
    lane = lane_of(turn, texts, is_formal=is_formal)
    if was_open:
        opening.raise_lane(turn.unit, lane)
    opening.open_for(turn.unit, reason=reason, language=turn.language, lane=lane)
    if not was_open:
        for asked in recent:
            opening.add_line(turn.unit, asked)
    if text:
        opening.add_line(turn.unit, text, file=turn.arrival.attachment)
    words: tuple[Say, ...] = ()
    if was_open:
        words = (still_open(),)
    elif not texts:
        words = (say("staff_write_now", keyboard()),)
    stays = _STAYS if was_open else DRAFTS
    memory = {name: kept for name, kept in turn.memory.items() if name in stays}
    return Outcome(words, step=Handed.talking, memory=memory)


def added(turn: Turn, text: str) -> Outcome | None:
    """Add what the citizen sent to the open conversation; None where there is none.

    A cry for help lets it be taken up first.
    """
    heard = opening.add_line(turn.unit, text, file=turn.arrival.attachment)
    if heard is None:
        return None
    if is_emergency(turn.shelf, turn.text):
        opening.raise_lane(turn.unit, Lane.URGENT)
        return Outcome((alarm(turn),))
    return _acknowledged(turn, heard)


def _acknowledged(turn: Turn, heard: Heard) -> Outcome:
    """Say that a message reached staff, but not at every message; a new promise is always told."""
    now, promise = turn.unit.now, _plain(heard)
    about = [heard.ticket, heard.reopened, promise["by"]]
    known = turn.memory.get("acknowledged")
    same = known if isinstance(known, Mapping) and known["about"] == about else None
    if same is not None and now - datetime.fromisoformat(same["at"]) < _QUIET:
        return Outcome()
    memory = {**turn.memory, "acknowledged": {"at": now.isoformat(), "about": about}}
    words = say("staff_heard", keyboard(), promise=promise, opd=heard.opd)
    return Outcome((words,), memory=memory)


def _plain(heard: Heard) -> dict[str, str | None]:
    first, last = heard.promised_from, heard.promised_by
    return {"from": first.isoformat() if first else None, "by": last.isoformat() if last else None}


def continues(turn: Turn) -> bool:
    """Tell whether what the bot cannot answer goes on with a conversation that ended lately."""
    return turn.arrival.is_private and opening.can_be_taken_up_again(turn.unit)


def taken_up_again(turn: Turn, text: str) -> Outcome:
    """Go on with the conversation that ended lately, and say why."""
    passed = passed_on(turn, Reason.MISSED, text)
    return Outcome((say("staff_continues"), *passed.says), passed.step, passed.memory)


def answers_staff(turn: Turn) -> bool:
    """Tell whether a message replies to something staff said here."""
    replied = turn.arrival.reply_to
    if replied is None or not turn.arrival.is_private:
        return False
    said = posted.occasion(turn.unit.session, turn.arrival.chat_id, replied)
    return said is not None and said.startswith(_STAFF_SAID)


def remembered(turn: Turn, text: str) -> list[str]:
    """Return the last few questions, for whoever takes over."""
    return [*turn.memory.get("recent", ()), text][-_RECENT:]


def still_open() -> Say:
    """Return the reminder that staff read along, and how to go back to the bot."""
    return say("staff_still_open", keyboard())


def offered(turn: Turn, key: str, *, may_wish: bool = False) -> Say:
    """Return the offer of a person, with their hours and when they would answer.

    It takes one more tap or a yes, and what was asked goes along. `may_wish` adds the button for
    whoever would rather be told once there is an answer.
    """
    rows = [
        [("@connect", AnswerPress(what="staff", key=key))],
        [("@file", AnswerPress(what="file", key=key))],
    ]
    if may_wish:
        rows.append([("@wish", AnswerPress(what="wish", key=key))])
    return say("staff_offer", inline(*rows), kind=Kind.ANSWER, **expected(turn))


def expected(turn: Turn) -> dict[str, Any]:
    """Return the hours of service, and what somebody would be promised who joins the queue now."""
    lane = lane_of(turn, turn.memory.get("recent", ()))
    made = promising.promise_for(turn.unit, lane)
    windows = hours.at(turn.unit).windows
    return {
        "hours": [
            {"day": day, "windows": [[f"{one.opens:%H.%M}", f"{one.closes:%H.%M}"] for one in row]}
            for day, row in sorted(windows.items())
            if row
        ],
        "promise": {"from": made.from_.isoformat(), "by": made.by.isoformat()},
    }


def keyboard() -> Keyboard:
    """Return the keys of a conversation with staff."""
    return reply(["@menu_status", "@menu_help"], ["@end_talk"], hint="@hint_staff")
