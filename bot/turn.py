"""Frozen values between aiogram and the handlers: what arrived, what to say, where to stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State

from bot.keyboards import Keyboard
from bot.standing import Memory, Standing
from knowledge.shelf import Shelf
from office.files import Kept
from office.masking import clean
from office.outbox import Kind
from office.refusals import NotValid
from office.switches import Closed
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a citizen sent, without any library's types."""

    chat_id: int
    message_id: int
    text: str = ""
    press: CallbackData | None = None
    phone: str | None = None
    attachment: Kept | None = None
    attachment_refused: NotValid | None = None
    # There is a file which was left with Telegram, because it would not be read.
    is_unfetched: bool = False
    # What a message without words is: its kind, and what staff read in its place.
    wordless: tuple[str, str] | None = None
    # The message of ours that is replied to.
    reply_to: int | None = None
    is_private: bool = True
    # What pictures and files that were sent together have in common.
    album: str = ""
    # When Telegram took the message in, or its change; after an outage this is earlier than now.
    sent_at: datetime | None = None
    # A group that became a supergroup: its old number and its new one.
    moved: tuple[int, int] | None = None

    @property
    def has_file(self) -> bool:
        """Tell whether there is a file that could be read."""
        return self.attachment is not None or self.is_unfetched


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the office has set, for every turn alike."""

    # Where the office's own pages can be reached from outside; empty: nowhere.
    public_url: str = ""
    # Which parts of the library are open.
    packs: tuple[str, ...] = ()
    # What a person has closed, and what citizens are told of it.
    closed: Closed = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One citizen's turn: the unit, what arrived, and where the conversation stands."""

    unit: Unit
    arrival: Arrival
    standing: Standing
    shelf: Shelf
    surroundings: Surroundings = Surroundings()

    @property
    def public_url(self) -> str:
        """Return where the office's own pages can be reached from outside, or nothing."""
        return self.surroundings.public_url

    @property
    def closed(self) -> Closed:
        """Return the functions that are closed, with the words for citizens."""
        return self.surroundings.closed

    @property
    def text(self) -> str:
        """Return what was written, without surrounding blanks and invisible controls."""
        return clean(self.arrival.text).strip()

    @property
    def memory(self) -> Memory:
        """Return what the conversation remembers."""
        return self.standing.memory

    @property
    def language(self) -> str:
        """Return the language the citizen chose."""
        return self.standing.language


@dataclass(frozen=True, slots=True)
class Say:
    """A text by its key, with its data and perhaps a keyboard."""

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    keyboard: Mapping[str, Any] | None = None
    kind: Kind = Kind.MENU


class Stay(Enum):
    """The conversation stays where it is."""

    HERE = "here"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to say, the next step (None: nowhere in particular), and what to remember."""

    says: tuple[Say, ...] = ()
    step: State | Stay | None = Stay.HERE
    memory: Memory | None = None
    erase: tuple[int, ...] = ()
    # What stands from now on under the message whose button was pressed; None: what stood there.
    buttons: Keyboard | None = None
    # Of a citizen who has just chosen another one; what is said speaks it already.
    language: str | None = None
    # Whether the last question put is if a person should answer; a yes to it is enough.
    offers_person: bool = False


Handler = Callable[[Turn], Outcome]


def say(
    key: str, keyboard: Mapping[str, Any] | None = None, *, kind: Kind = Kind.MENU, **data: Any
) -> Say:
    """Return a text to be said."""
    return Say(key, data, keyboard, kind)
