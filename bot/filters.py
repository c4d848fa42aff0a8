"""Filters that aiogram can await; a magic filter would cost a hop to a worker thread each time."""

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.standing import Standing
from bot.words import EVERYWHERE, Word


class Said(Filter):
    """Lets pass a message that consists of one of some words."""

    def __init__(self, *words: Word) -> None:
        self._words = frozenset(words)

    async def __call__(self, event: object, word: Word | None = None) -> bool:
        """Tell whether the message is one of the words."""
        del event
        return word in self._words


class At(Filter):
    """Lets pass a chat that stands in one of some places (None: nowhere in particular)."""

    def __init__(self, *places: object) -> None:
        self._places = frozenset(getattr(place, "state", None) for place in places)

    async def __call__(self, event: object, raw_state: str | None = None) -> bool:
        """Tell whether the chat stands there."""
        del event
        return raw_state in self._places


class Question(Filter):
    """Lets pass free text in a private chat that stands nowhere: the commonest message of all."""

    async def __call__(
        self, event: Message, word: Word | None = None, raw_state: str | None = None
    ) -> bool:
        """Tell whether it is a question."""
        asks = word is None and raw_state is None and event.text is not None
        return asks and event.chat.type == "private"


class FormAnswer(Filter):
    """Lets pass what belongs to an open form: anything but a word that is understood everywhere."""

    def __init__(self, *places: State) -> None:
        self._places = frozenset(place.state for place in places)

    async def __call__(
        self, event: object, word: Word | None = None, raw_state: str | None = None
    ) -> bool:
        """Tell whether it does."""
        del event
        return raw_state in self._places and word not in EVERYWHERE


class Remembers(Filter):
    """Lets pass a chat in which something was begun and not sent."""

    def __init__(self, *drafts: str) -> None:
        self._drafts = frozenset(drafts)

    async def __call__(self, event: object, place: Standing | None = None) -> bool:
        """Tell whether it was."""
        del event
        return place is not None and not self._drafts.isdisjoint(place.memory)


class InGroup(Filter):
    """Lets pass what was written in a group."""

    async def __call__(self, event: Message) -> bool:
        """Tell whether it was."""
        return event.chat.type != "private"


class Addressed(Filter):
    """Lets pass a group's message that mentions this bot, commands it, or answers it."""

    async def __call__(self, event: Message, bot: Bot) -> bool:
        """Tell whether it does."""
        replied = event.reply_to_message
        if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
            return True
        marks = [mark for mark in event.entities or () if mark.type in {"mention", "bot_command"}]
        if not marks:
            return False
        own = f"@{(await bot.me()).username}".casefold()
        called = (mark.extract_from(event.text or "").casefold() for mark in marks)
        # A command without a name is for every bot of the group.
        return any(one.endswith(own) or (one[:1] == "/" and "@" not in one) for one in called)


class PressedInGroup(Filter):
    """Lets pass a button that was pressed in a group."""

    async def __call__(self, event: CallbackQuery) -> bool:
        """Tell whether it was."""
        return event.message is not None and event.message.chat.type != "private"


class Written(Filter):
    """Lets pass a message in words."""

    async def __call__(self, event: Message) -> bool:
        """Tell whether it is."""
        return bool(event.text)


class Attached(Filter):
    """Lets pass a message with a picture, a recording or a file."""

    async def __call__(self, event: Message) -> bool:
        """Tell whether there is one."""
        return bool(
            event.photo
            or event.document
            or event.voice
            or event.audio
            or event.video
            or event.video_note
        )


class Blocked(Filter):
    """Lets pass the news that somebody blocked the bot."""

    async def __call__(self, event: object) -> bool:
        """Tell whether it says so."""
        member = getattr(event, "new_chat_member", None)
        return getattr(member, "status", "") == "kicked"
