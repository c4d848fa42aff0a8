"""Changing what was sent: text, caption, buttons, deletion, pins and reactions."""

from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.methods.sending import addressed, caption_content, inline_markup, text_content
from bot.practice.people import Json, Message
from bot.practice.refusal import bad_request
from bot.practice.world import World

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TEXT_KEYS = ("text", "entities")
CAPTION_KEYS = ("caption", "caption_entities")
REACTION_LINES = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡",
    "🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈",
    "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿",
    "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡",
)


def edit_message_text(world: World, args: Arguments) -> Json:
    message = _own_message(world, args)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _replace(world, args, message, TEXT_KEYS, text_content(args))


def edit_message_caption(world: World, args: Arguments) -> Json:
    message = _own_message(world, args)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _replace(world, args, message, CAPTION_KEYS, caption_content(args))


def edit_message_reply_markup(world: World, args: Arguments) -> Json:
    return _replace(world, args, _own_message(world, args), (), {})


def delete_message(world: World, args: Arguments) -> bool:
    chat = addressed(world, args)
    message = chat.messages.get(args.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to delete not found")
    is_old = world.clock.now() - message.body["date"] > DELETABLE_SECONDS
    if is_old or (chat.is_group and not message.is_from_bot):
        raise bad_request("message can't be deleted")
    message.is_deleted = True
    world.directory.touch(message)
    world.transcript.add("deleteMessage", chat.id, message.id, "")
    return True


def pin_chat_message(world: World, args: Arguments) -> bool:
    chat = addressed(world, args)
    number = args.number("message_id")
    if number not in chat.messages or chat.messages[number].is_deleted:
        raise bad_request("message to pin not found")
    world.directory.set_pinned(chat, [pin for pin in chat.pinned if pin != number] + [number])
    return True


def unpin_chat_message(world: World, args: Arguments) -> bool:
    chat = addressed(world, args)
    number = args.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    world.directory.set_pinned(chat, [pin for pin in chat.pinned if pin != number])
    return True


def set_message_reaction(world: World, args: Arguments) -> bool:
    chat = addressed(world, args)
    message = chat.messages.get(args.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to react not found")
    wishes: Any = args.structure("reaction") or []
    emoji = [str(wish.get("emoji", "")) for wish in wishes if isinstance(wish, dict)]
    if len(wishes) > 1 or not all(map(_is_reaction, emoji)):
        raise bad_request("REACTION_INVALID")
    message.reaction = emoji[0] if emoji else ""
    world.directory.touch(message)
    return True


def _is_reaction(sign: str) -> bool:
    plain = sign.replace("\ufe0f", "")
    return bool(plain) and any(plain in line.split(" ") for line in REACTION_LINES)


def _own_message(world: World, args: Arguments) -> Message:
    if args.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = addressed(world, args)
    message = chat.messages.get(args.number("message_id"))
    if message is None or message.is_deleted:
        raise bad_request("message to edit not found")
    if not message.is_from_bot:
        raise bad_request("message can't be edited")
    return message


def _replace(
    world: World, args: Arguments, message: Message, keys: tuple[str, ...], content: Json
) -> Json:
    old = message.body
    dropped = {*keys, "reply_markup", "edit_date"}
    body = {key: value for key, value in old.items() if key not in dropped} | content
    markup = inline_markup(args)
    if markup is not None:
        body["reply_markup"] = markup
    if body == {key: value for key, value in old.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    world.flood.admit(message.chat.id)
    message.body = {**body, "edit_date": world.now()}
    world.directory.touch(message)
    world.counters.count_send()
    shown = body.get("text") or body.get("caption") or ""
    world.transcript.add(_method_name(keys), message.chat.id, message.id, shown)
    return message.body


def _method_name(keys: tuple[str, ...]) -> str:
    names: dict[tuple[str, ...], str] = {
        TEXT_KEYS: "editMessageText",
        CAPTION_KEYS: "editMessageCaption",
    }
    return names.get(keys, "editMessageReplyMarkup")
