"""What the bot says about itself: commands, descriptions, name and menu button."""

import re
from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.people import Json
from bot.practice.refusal import bad_request
from bot.practice.world import World

COMMAND_COUNT = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION = 256
LENGTHS = {"name": 64, "description": 512, "short_description": 120}
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


def get_me(world: World, _args: Arguments) -> Json:
    return world.profile.abilities()


def set_my_commands(world: World, args: Arguments) -> bool:
    commands: Any = args.structure("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands list")
    if len(commands) > COMMAND_COUNT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_command(command) for command in commands]
    world.profile.set_commands(_scope(args), args.text("language_code"), checked)
    return True


def get_my_commands(world: World, args: Arguments) -> list[Json]:
    return world.profile.commands(_scope(args), args.text("language_code"))


def delete_my_commands(world: World, args: Arguments) -> bool:
    world.profile.set_commands(_scope(args), args.text("language_code"), [])
    return True


def set_my_name(world: World, args: Arguments) -> bool:
    return _set_text(world, args, "name")


def set_my_description(world: World, args: Arguments) -> bool:
    return _set_text(world, args, "description")


def set_my_short_description(world: World, args: Arguments) -> bool:
    return _set_text(world, args, "short_description")


def get_my_name(world: World, args: Arguments) -> Json:
    return _text(world, args, "name")


def get_my_description(world: World, args: Arguments) -> Json:
    return _text(world, args, "description")


def get_my_short_description(world: World, args: Arguments) -> Json:
    return _text(world, args, "short_description")


def set_chat_menu_button(world: World, args: Arguments) -> bool:
    button: Any = args.structure("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: unsupported type specified")
    world.profile.set_menu_button(args.number("chat_id"), button)
    return True


def get_chat_menu_button(world: World, args: Arguments) -> Json:
    return world.profile.menu_button(args.number("chat_id"))


def log_out(_world: World, _args: Arguments) -> bool:
    return True


def _text(world: World, args: Arguments, field: str) -> Json:
    return {field: world.profile.text(field, args.text("language_code"))}


def _set_text(world: World, args: Arguments, field: str) -> bool:
    text = args.text(field)
    if len(text) > LENGTHS[field]:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    world.profile.set_text(field, args.text("language_code"), text)
    return True


def _scope(args: Arguments) -> Json | None:
    scope: Any = args.structure("scope")
    if scope is None:
        return None
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return scope


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("expected an Object")
    name, description = str(command.get("command", "")), str(command.get("description", ""))
    name = name.removeprefix("/")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
