"""How the bot presents itself: name, descriptions, command menu and menu button."""

import json
from typing import Any

from bot.practice.ledger import Fact, Ledger

Json = dict[str, Any]


class Profile:
    def __init__(self, token: str, name: str, username: str, ledger: Ledger) -> None:
        head = token.partition(":")[0]
        self.id = int(head) if head.isdigit() else 1
        self.username = username
        self._first_name = name
        self._ledger = ledger
        self._entries: dict[str, Any] = {}
        ledger.on_replay("profile", self._restore)

    def user(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.text("name", ""),
            "username": self.username,
        }

    def abilities(self) -> Json:
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def text(self, field: str, language: str) -> str:
        found = self._entries.get(f"{field}/{language}") or self._entries.get(f"{field}/")
        return str(found or (self._first_name if field == "name" else ""))

    def set_text(self, field: str, language: str, text: str) -> None:
        self._set(f"{field}/{language}", text)

    def commands(self, scope: Json | None, language: str) -> list[Json]:
        found: list[Json] = self._entries.get(_commands_key(scope, language), [])
        return found

    def set_commands(self, scope: Json | None, language: str, commands: list[Json]) -> None:
        self._set(_commands_key(scope, language), commands)

    def commands_for(self, chat: Json, language: str) -> list[Json]:
        """What a citizen sees: the narrowest scope that has commands, own language first."""
        family = "all_private_chats" if chat["type"] == "private" else "all_group_chats"
        own = {"type": "chat", "chat_id": chat["id"]}
        for scope in (own, {"type": family}, {"type": "default"}):
            for tongue in (language, ""):
                commands = self.commands(scope, tongue)
                if commands:
                    return commands
        return []

    def menu_button(self, chat_id: int) -> Json:
        found: Json = self._entries.get(f"menu/{chat_id}") or self._entries.get("menu/0") or {}
        return found or {"type": "commands"}

    def set_menu_button(self, chat_id: int, button: Json) -> None:
        self._set(f"menu/{chat_id}", button)

    def _set(self, key: str, value: Any) -> None:
        self._entries[key] = value
        self._ledger.record("profile", {"key": key, "value": value})

    def _restore(self, fact: Fact) -> None:
        self._entries[fact["key"]] = fact["value"]


def _commands_key(scope: Json | None, language: str) -> str:
    scope = scope or {"type": "default"}
    return f"commands/{json.dumps(scope, sort_keys=True)}/{language}"
