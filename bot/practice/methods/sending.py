"""sendMessage and its kin: checked, let through by the flood gate, then put into the chat."""

from collections.abc import Callable
from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.entities import detected, stated
from bot.practice.files import PHOTO_LIMIT, StoredFile, Upload
from bot.practice.keyboards import check_inline, check_placeholder, check_reply
from bot.practice.markup import parse_html
from bot.practice.offsets import Entity, trimmed
from bot.practice.people import Chat, Json, Message
from bot.practice.refusal import bad_request
from bot.practice.world import World

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
TYPING_SECONDS = 5.0

Content = Callable[[], Json]


def send_message(world: World, args: Arguments) -> Json:
    chat = addressed(world, args)
    content = text_content(args)
    return _send(world, args, chat, "sendMessage", lambda: content)


def send_document(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "document")


def send_photo(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "photo")


def send_voice(world: World, args: Arguments) -> Json:
    return _send_file(world, args, "voice")


def copy_message(world: World, args: Arguments) -> Json:
    chat = addressed(world, args)
    source = world.chat(args.number("from_chat_id")).messages.get(args.number("message_id"))
    if source is None or source.is_deleted:
        raise bad_request("message to copy not found")
    kept = ("text", "entities", "document", "photo", "voice", "contact", "caption")
    content = {key: source.body[key] for key in (*kept, "caption_entities") if key in source.body}
    if args.has("caption") and "text" not in content:
        content.update(caption_content(args))
    sent = _send(world, args, chat, "copyMessage", lambda: content)
    return {"message_id": sent["message_id"]}


def send_chat_action(world: World, args: Arguments) -> bool:
    chat = addressed(world, args)
    if args.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = world.clock.monotonic() + TYPING_SECONDS
    chat.stir()
    return True


def addressed(world: World, args: Arguments) -> Chat:
    if not args.has("chat_id"):
        raise bad_request("chat_id is empty")
    if args.peek_chat_id() is None:
        raise bad_request("chat not found")
    return world.reachable_chat(args.number("chat_id"))


def formatted(args: Arguments, field: str, entities_field: str) -> tuple[str, list[Entity]]:
    """Plain text and entities, whichever way the bot marked them."""
    source = args.text(field)
    mode = args.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        wishes = args.structure(entities_field)
        text, entities = source, stated(source, wishes) if wishes else []
    text, entities = trimmed(text, entities)
    return text, detected(text, entities)


def text_content(args: Arguments) -> Json:
    text, entities = formatted(args, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_content(args: Arguments) -> Json:
    text, entities = formatted(args, "caption", "caption_entities")
    if len(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    return {**content, "caption_entities": entities} if entities else content


def inline_markup(args: Arguments) -> Json | None:
    """For edits, which may only carry an inline keyboard."""
    markup = _markup(args)
    if markup is None or markup == {}:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    checked = check_inline(markup)
    return checked if checked["inline_keyboard"] else None


def _markup(args: Arguments) -> Json | None:
    markup: Any = args.structure("reply_markup")
    if markup is not None and not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _send_file(world: World, args: Arguments, kind: str) -> Json:
    chat = addressed(world, args)
    caption = caption_content(args)
    source = _source(world, args, kind)

    def content() -> Json:
        return {**_shelved(world, source, kind).content_field(), **caption}

    return _send(world, args, chat, f"send{kind.capitalize()}", content)


def _source(world: World, args: Arguments, kind: str) -> StoredFile | Upload:
    upload = args.upload(kind)
    if upload is None:
        if not args.has(kind):
            raise bad_request(f"there is no {kind} in the request")
        return world.files.reuse(args.text(kind), kind)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.content) > PHOTO_LIMIT:
        raise bad_request("file is too big for a photo; the maximum size is 10485760 bytes")
    return upload


def _shelved(world: World, source: StoredFile | Upload, kind: str) -> StoredFile:
    if isinstance(source, StoredFile):
        world.counters.sends_by_file_id += 1
        return source
    world.counters.uploads += 1
    return world.files.put(source, kind)


def _send(world: World, args: Arguments, chat: Chat, method: str, content: Content) -> Json:
    """The common road: everything is checked before the flood gate, nothing fails after it."""
    replied = _replied(chat, args)
    markup = _markup(args) or {}
    inline = check_inline(markup) if "inline_keyboard" in markup else None
    keyboard, changes_keyboard = _keyboard(markup, chat)
    world.flood.admit(chat.id)
    body: Json = {
        "message_id": world.directory.next_message_id(chat),
        "from": world.profile.user(),
        "chat": chat.about,
        "date": world.now(),
        **content(),
    }
    if replied is not None:
        body["reply_to_message"] = _without_reply(replied)
    if inline is not None and inline["inline_keyboard"]:
        body["reply_markup"] = inline
    if args.flag("protect_content"):
        body["has_protected_content"] = True
    if changes_keyboard:
        world.directory.set_keyboard(chat, keyboard)
    chat.typing_until = 0.0
    world.counters.count_send()
    shown = body.get("text") or body.get("caption") or ""
    order = world.transcript.add(method, chat.id, body["message_id"], shown)
    world.directory.post(chat, body, order=order)
    return body


def _keyboard(markup: Json, chat: Chat) -> tuple[Json | None, bool]:
    """The chat's new reply keyboard, and whether this message changes it at all."""
    if "keyboard" in markup:
        return check_reply(markup, is_private=not chat.is_group), True
    if markup.get("remove_keyboard"):
        return None, True
    if markup.get("force_reply"):
        check_placeholder(markup)
        placeholder = markup.get("input_field_placeholder")
        return {"keyboard": [], "force_reply": True, "input_field_placeholder": placeholder}, True
    if markup and "inline_keyboard" not in markup:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return None, False


def _replied(chat: Chat, args: Arguments) -> Message | None:
    wish: Any = args.structure("reply_parameters") or {}
    number = wish.get("message_id") or args.number("reply_to_message_id")
    if not number:
        return None
    message = chat.messages.get(int(number))
    if message is None or message.is_deleted:
        if wish.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return message


def _without_reply(message: Message) -> Json:
    return {key: value for key, value in message.body.items() if key != "reply_to_message"}
