"""The room's directory: who lives here, which chats exist, and every message in them."""

import random
from dataclasses import asdict
from typing import Any

from bot.practice.ledger import Fact, Ledger
from bot.practice.people import Chat, Citizen, Json, Message
from bot.practice.refusal import PracticeError

SMALLEST_ID = 200_000_000
LARGEST_ID = 7_900_000_000
GROUP_ID_BASE = -1_000_000_000_000


class Directory:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._dice = random.SystemRandom()
        self.citizens: dict[int, Citizen] = {}
        self.chats: dict[int, Chat] = {}
        self.cursor = 0
        # Telegram numbers private messages across all of a bot's chats, groups by themselves.
        self._last_private_id = 0
        ledger.on_replay("citizen", self._restore_citizen)
        ledger.on_replay("group", self._restore_group)
        ledger.on_replay("message", self._restore_message)
        ledger.on_replay("keyboard", self._restore_keyboard)
        ledger.on_replay("pinned", self._restore_pinned)

    # -- people ------------------------------------------------------------------------

    def add_citizen(self, name: str, username: str | None, language: str) -> Citizen:
        number = self._dice.randrange(SMALLEST_ID, LARGEST_ID)
        while number in self.citizens:
            number = self._dice.randrange(SMALLEST_ID, LARGEST_ID)
        citizen = Citizen(number, name, username, language, phone=f"62812{number % 10**8:08d}")
        self._settle(citizen)
        self.keep_citizen(citizen)
        return citizen

    def keep_citizen(self, citizen: Citizen) -> None:
        if self._ledger.is_kept:
            self._ledger.record("citizen", asdict(citizen))

    def citizen(self, number: int) -> Citizen:
        found = self.citizens.get(number)
        if found is None:
            raise PracticeError(404, "no such citizen")
        return found

    def _settle(self, citizen: Citizen) -> None:
        self.citizens[citizen.id] = citizen
        if citizen.id in self.chats:
            return
        about: Json = {"id": citizen.id, "type": "private", "first_name": citizen.name}
        if citizen.username:
            about["username"] = citizen.username
        self.chats[citizen.id] = Chat(citizen.id, about, creator=citizen.id, members={citizen.id})

    def _restore_citizen(self, fact: Fact) -> None:
        self._settle(Citizen(**fact))

    # -- groups ------------------------------------------------------------------------

    def add_group(self, title: str, creator: int) -> Chat:
        number = GROUP_ID_BASE - self._dice.randrange(10**9, 2 * 10**9)
        about = {"id": number, "type": "supergroup", "title": title}
        group = Chat(number, about, creator=creator, members={creator})
        self.chats[number] = group
        self.keep_group(group)
        return group

    def keep_group(self, group: Chat) -> None:
        self._ledger.record(
            "group",
            {"about": group.about, "creator": group.creator, "members": sorted(group.members)},
        )

    def _restore_group(self, fact: Fact) -> None:
        number = fact["about"]["id"]
        group = self.chats.get(number) or Chat(number, fact["about"], fact["creator"])
        group.members = set(fact["members"])
        self.chats[number] = group

    # -- messages ----------------------------------------------------------------------

    def next_message_id(self, chat: Chat) -> int:
        if chat.is_group:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_private_id += 1
        return self._last_private_id

    def post(self, chat: Chat, body: Json, *, order: int = 0) -> Message:
        """Add a message; an order above zero says that the bot wrote it."""
        message = Message(chat, body, is_from_bot=order > 0, order=order)
        chat.messages[body["message_id"]] = message
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Let the change be seen by those who wait, and by the ledger."""
        self.cursor += 1
        self._mark(message, self.cursor)
        message.chat.bell.ring()
        if self._ledger.is_kept:
            self._ledger.record("message", _message_fact(message))

    def set_keyboard(self, chat: Chat, keyboard: Json | None) -> None:
        chat.keyboard = keyboard
        self._ledger.record("keyboard", {"chat_id": chat.id, "keyboard": keyboard})

    def set_pinned(self, chat: Chat, pinned: list[int]) -> None:
        chat.pinned = pinned
        chat.stir()
        self._ledger.record("pinned", {"chat_id": chat.id, "pinned": pinned})

    def _mark(self, message: Message, cursor: int) -> None:
        chat = message.chat
        chat.changes.pop(message.cursor, None)
        message.cursor = chat.cursor = cursor
        chat.changes[cursor] = message

    def _restore_message(self, fact: Fact) -> None:
        chat = self.chats[fact["chat_id"]]
        body: dict[str, Any] = fact["body"]
        number = body["message_id"]
        message = chat.messages.get(number) or Message(chat, body, fact["order"] > 0, fact["order"])
        message.body = body
        message.is_deleted = fact["is_deleted"]
        message.reaction = fact["reaction"]
        chat.messages[number] = message
        self._mark(message, fact["cursor"])
        self.cursor = max(self.cursor, fact["cursor"])
        if chat.is_group:
            chat.last_message_id = max(chat.last_message_id, number)
        else:
            self._last_private_id = max(self._last_private_id, number)

    def _restore_keyboard(self, fact: Fact) -> None:
        self.chats[fact["chat_id"]].keyboard = fact["keyboard"]

    def _restore_pinned(self, fact: Fact) -> None:
        self.chats[fact["chat_id"]].pinned = fact["pinned"]


def _message_fact(message: Message) -> Fact:
    return {
        "chat_id": message.chat.id,
        "body": message.body,
        "order": message.order,
        "cursor": message.cursor,
        "is_deleted": message.is_deleted,
        "reaction": message.reaction,
    }
