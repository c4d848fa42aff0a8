"""An emergency is heard wherever it is typed, also in the middle of a form, which stays open."""

import hashlib

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.keyboards import Keyboard, inline
from bot.presses import MenuPress
from bot.standing import Standing
from bot.states import Handed
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from knowledge.escalation import opening
from knowledge.escalation.words import Lane
from knowledge.shelf import Shelf
from knowledge.words import Route
from office.outbox import Kind

_HEARD = "heard_alarm"
# What somebody writes who does not want to live: a word of each group.
_TIRED_OF_LIFE: tuple[tuple[frozenset[str], ...], ...] = tuple(
    tuple(frozenset(group.split()) for group in groups)
    for groups in (
        ("bunuh", "diri myself"),
        ("mati", "ingin bagus pilih agar"),
        ("hidup nyawa", "kuat sanggup tahan lelah capek bosan menyerah akhir mengakhiri"),
        ("menyakiti penyakit melukai", "diri"),
    )
)
_OTHERS = frozenset("ambulans ancam api kebakaran korban kecelakaan tolong orang".split())


class Alarm(Filter):
    """Lets pass a cry for help inside an open form; the same words once more are an answer.

    Whoever stands nowhere asks a question, and whoever is with staff is heard by them: both
    conversations raise the alarm themselves.
    """

    async def __call__(
        self,
        event: Message,
        shelf: Shelf,
        place: Standing,
        word: Word | None = None,
        raw_state: str | None = None,
    ) -> bool:
        """Tell whether it is one."""
        is_elsewhere = raw_state in (None, Handed.talking.state) or word is not None
        if is_elsewhere or not event.text or event.chat.type != "private":
            return False
        if place.memory.get(_HEARD) == _mark(event.text):
            return False
        return is_emergency(shelf, event.text)


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="emergencies")
    routes.message.register(in_a_form, Alarm())
    return routes


def in_a_form(turn: Turn) -> Outcome:
    """Say whom to call; nothing is taken as the form's answer, and the form waits.

    Staff read it too where they have the conversation, before all others.
    """
    if opening.add_line(turn.unit, turn.text) is not None:
        opening.raise_lane(turn.unit, Lane.URGENT)
    memory = {**turn.memory, _HEARD: _mark(turn.arrival.text)}
    keyboard = inline([("@staff", MenuPress(where="staff"))])
    return Outcome((alarm(turn, keyboard), say("form_kept", kind=Kind.ANSWER)), memory=memory)


def alarm(turn: Turn, keyboard: Keyboard | None = None) -> Say:
    """Return whom to call; for somebody who does not want to live, a text of its own."""
    key = "distress" if is_distress(turn) else "emergency"
    return say(key, keyboard, kind=Kind.ANSWER)


def is_emergency(shelf: Shelf, text: str) -> bool:
    """Tell whether a text is a cry for help."""
    finder = shelf.finder
    return finder.route(finder.read(text)) is Route.EMERGENCY


def is_distress(turn: Turn) -> bool:
    """Tell whether somebody speaks of their own life."""
    reading = turn.shelf.finder.read(turn.text)
    said = {stem for stem, _ in reading.stems} | set(reading.plain.split())
    said |= {"myself"} & set(reading.message.folded.split())
    speaks = any(all(group & said for group in groups) for groups in _TIRED_OF_LIFE)
    return speaks and ({"diri", "myself"} & said != set() or not _OTHERS & said)


def _mark(text: str) -> str:
    """Return what tells the same words again; the words themselves are not kept."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()
