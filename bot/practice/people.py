"""The citizens of the room, their chats with the bot, and what was said there."""

from dataclasses import dataclass, field
from typing import Any

from bot.practice.bell import Bell

Json = dict[str, Any]


@dataclass(slots=True)
class Citizen:
    id: int
    name: str
    username: str | None
    language: str
    phone: str
    has_started: bool = False
    is_blocking: bool = False
    is_deleted: bool = False

    def user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            user["username"] = self.username
        user["language_code"] = self.language
        return user


@dataclass(slots=True)
class Message:
    """One message; `body` is the Bot API object and is replaced, never changed in place."""

    chat: "Chat"
    body: Json
    is_from_bot: bool
    order: int = 0
    cursor: int = 0
    is_deleted: bool = False
    reaction: str = ""

    @property
    def id(self) -> int:
        return int(self.body["message_id"])


@dataclass(slots=True)
class Chat:
    id: int
    about: Json
    creator: int
    members: set[int] = field(default_factory=set)
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    toasts: list[Json] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)
    last_message_id: int = 0
    cursor: int = 0
    pulse: int = 0
    typing_until: float = 0.0
    # Newest change last; reading news from the end costs only as much as there is news.
    changes: dict[int, Message] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.id < 0

    def news(self, after: int) -> list[Message]:
        """Messages changed since the cursor, in the order in which they were written."""
        fresh: list[Message] = []
        for message in reversed(self.changes.values()):
            if message.cursor <= after:
                break
            fresh.append(message)
        fresh.sort(key=lambda message: message.id)
        return fresh

    def stir(self) -> None:
        """Something moved that is no message: typing, a toast, a pin."""
        self.pulse += 1
        self.bell.ring()
