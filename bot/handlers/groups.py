"""In a group the bot speaks only when it is addressed, and takes nobody's identity."""

import re

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.filters import Addressed, InGroup, PressedInGroup
from bot.handlers import answering, closed, programmes
from bot.handlers.ask import looked_up
from bot.handlers.emergencies import alarm
from bot.keyboards import inline
from bot.presses import EntryPress, MorePress
from bot.turn import Outcome, Say, Turn, say
from knowledge import questions
from knowledge.finding.confidence import usual_thresholds
from knowledge.questions import Told
from knowledge.verdict import Verdict
from knowledge.words import Band, Route
from office import regional, staff_chat_codes, staff_chats
from office.outbox import Kind
from office.refusals import NotFound, NotNow
from office.switches import Function

_CONNECT = re.compile(r"\s*/hubungkan(@\w+)?(?=\s|$)", re.IGNORECASE)
_CHOICES = usual_thresholds().choices
# What is answered otherwise than from the library, and logged as what it is.
_LED_AWAY = frozenset({Route.EMERGENCY, Route.COMPLAINT, Route.PERSONAL, Route.STAFF})


class Moved(Filter):
    """Lets pass the news that a group became a supergroup."""

    async def __call__(self, event: Message) -> bool:
        """Tell whether it says so."""
        return event.migrate_to_chat_id is not None or event.migrate_from_chat_id is not None


class Connecting(Filter):
    """Lets pass the command that connects a group, unless it is meant for another bot."""

    async def __call__(self, event: Message, bot: Bot) -> bool:
        """Tell whether it is one."""
        command = _CONNECT.match(event.text or "")
        if command is None:
            return False
        named = command[1]
        return not named or named.casefold() == f"@{(await bot.me()).username}".casefold()


class RepliedTo(Filter):
    """Lets pass a reply to something this bot said."""

    async def __call__(self, event: Message, bot: Bot) -> bool:
        """Tell whether it is one."""
        replied = event.reply_to_message
        return bool(replied and replied.from_user and replied.from_user.id == bot.id)


def router() -> Router:
    """Return the routes of this conversation."""
    found = Router(name="groups")
    found.message.filter(InGroup())
    found.message.register(followed, Moved())
    found.message.register(connect, Connecting())
    found.message.register(replied, RepliedTo())
    found.message.register(asked, Addressed())
    found.message.register(overheard)
    found.edited_message.filter(InGroup())
    found.edited_message.register(overheard)
    # What is pressed here reads entries; nothing else happens.
    found.callback_query.filter(PressedInGroup())
    found.callback_query.register(programmes.entry, EntryPress.filter())
    found.callback_query.register(answering.more, MorePress.filter())
    found.callback_query.register(overheard)
    return found


def connect(turn: Turn) -> Outcome:
    """Connect the group as the code says, and say what will come here."""
    code = _CONNECT.sub("", turn.text).strip()
    if not code:
        return Outcome((say("group_code_ask"),))
    try:
        connected = staff_chat_codes.connect(turn.unit, turn.arrival.chat_id, code)
    except NotFound:
        return Outcome((say("group_code_unknown", kind=Kind.ANSWER),))
    except NotNow as refused:
        minutes = refused.facts["minutes"]
        words = say("group_codes_too_many", kind=Kind.ANSWER, minutes=minutes)
        return Outcome((words,) if refused.facts["is_first"] else ())
    name = regional.names(turn.unit).get(connected.regional_office or 0, "")
    return Outcome((say("group_connected", kind=Kind.ANSWER, office_name=name),))


def followed(turn: Turn) -> Outcome:
    """Follow a connected group to its new number."""
    if turn.arrival.moved is not None:
        staff_chats.moved(turn.unit, *turn.arrival.moved)
    return Outcome()


def replied(turn: Turn) -> Outcome:
    """Say once that answers are given in the panel; in any other group a reply is a question."""
    is_due = staff_chats.hint(turn.unit, turn.arrival.chat_id)
    if is_due is None:
        return asked(turn)
    return Outcome((say("group_panel_only", kind=Kind.ANSWER),) if is_due else ())


def asked(turn: Turn) -> Outcome:
    """Answer a question in a group, or point to the private chat."""
    text = words_of(turn)
    if not text:
        return Outcome((say("group_hint"),))
    verdict, milliseconds = looked_up(turn, text)
    key = questions.key_of(turn.unit, f"{turn.arrival.chat_id}:{turn.arrival.message_id}")
    is_alarm = verdict.route is Route.EMERGENCY
    if Function.ANSWERS in turn.closed and not is_alarm:
        return closed.asked(turn, verdict, text, key)
    is_led_away = verdict.route in _LED_AWAY
    answered = verdict.band is Band.ANSWER and not is_led_away
    edition = turn.shelf.articles[verdict.hits[0].slug].edition if answered else None
    questions.log(
        turn.unit,
        key=key,
        text="(darurat)" if is_alarm else text,
        route=str(verdict.route) if is_led_away else "group",
        verdict=verdict,
        told=Told(edition, turn.language, milliseconds),
    )
    return Outcome((_said(turn, verdict, key),))


def words_of(turn: Turn) -> str:
    """Return what was said, without whom it was said to."""
    return " ".join(word for word in turn.text.split() if not word.startswith(("@", "/")))


def _said(turn: Turn, verdict: Verdict, key: str) -> Say:
    if verdict.route is Route.EMERGENCY:
        return alarm(turn)
    if verdict.route is Route.COMPLAINT:
        return say("complaint", kind=Kind.ANSWER)
    if verdict.route in _LED_AWAY:
        return say("group_hint")
    if verdict.band is Band.ANSWER:
        return answering.answer(turn, verdict.hits[0].slug, key)
    slugs = verdict.meanings or [hit.slug for hit in verdict.hits[:_CHOICES]]
    if verdict.band is Band.CHOOSE and slugs:
        rows = [
            [(answering.label(answering.title(turn, slug)), answering.entry_press(slug))]
            for slug in slugs
        ]
        return say("choose_here", inline(*rows), kind=Kind.ANSWER)
    return say("group_hint")


def overheard(turn: Turn) -> Outcome:
    """Keep silent about what was not meant for the bot."""
    del turn
    return Outcome()
