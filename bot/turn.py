"""Frozen values between aiogram and the handlers: what arrived, what to say, where to stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State

from bot.standing import Memory, Standing
from knowledge.shelf import Shelf
from office.files import Kept
from office.masking import clean
from office.outbox import Kind
from office.refusals import NotValid
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
    is_private: bool = True
    # When Telegram took the message in; after an outage this is earlier than now.
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One citizen's turn: the unit, what arrived, and where the conversation stands."""

    unit: Unit
    arrival: Arrival
    standing: Standing
    shelf: Shelf
    # Where the office's own pages can be reached from outside; empty: nowhere.
    public_url: str = ""

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


Handler = Callable[[Turn], Outcome]


def say(
    key: str, keyboard: Mapping[str, Any] | None = None, *, kind: Kind = Kind.MENU, **data: Any
) -> Say:
    """Return a text to be said."""
    return Say(key, data, keyboard, kind)
