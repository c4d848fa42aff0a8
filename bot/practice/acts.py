"""What citizens do: write, press, attach, edit, block; each act becomes an update."""

from typing import Any

from bot.practice.entities import detected
from bot.practice.files import Upload
from bot.practice.people import Chat, Citizen, Json, Message
from bot.practice.refusal import PracticeError
from bot.practice.world import World

Done = dict[str, Any]


def say(world: World, citizen: Citizen, text: str, *, chat_id: int = 0, reply_to: int = 0) -> Done:
    if not text.strip():
        raise PracticeError(400, "a message needs a text")
    chat = chat_of(world, citizen, chat_id)
    entities = detected(text, [])
    content: Json = {"text": text, "entities": entities} if entities else {"text": text}
    return post(world, citizen, chat, content, reply_to=reply_to)


def share_contact(world: World, citizen: Citizen, phone: str, of: int) -> Done:
    owner = world.directory.citizens.get(of) if of else citizen
    contact: Json = {"phone_number": phone, "first_name": owner.name if owner else "Kontak"}
    if owner is not None or of:
        contact["user_id"] = owner.id if owner else of
    return post(world, citizen, chat_of(world, citizen), {"contact": contact})


def send_file(world: World, citizen: Citizen, upload: Upload, kind: str, **said: str) -> Done:
    """Send a file; said with it may be a `caption`, and the `media_group_id` of an album."""
    chat = chat_of(world, citizen)
    stored = world.files.put(upload, kind)
    told = {name: words for name, words in said.items() if words}
    return post(world, citizen, chat, {**stored.content_field(), **told})


def post(world: World, citizen: Citizen, chat: Chat, content: Json, *, reply_to: int = 0) -> Done:
    """Put a citizen's message into the chat and tell the bot, if it may see it."""
    body: Json = {
        "message_id": world.directory.next_message_id(chat),
        "from": citizen.user(),
        "chat": chat.about,
        "date": world.now(),
    }
    body.update(content)
    replied = chat.messages.get(reply_to)
    if reply_to and (replied is None or replied.is_deleted):
        raise PracticeError(404, "no such message to reply to")
    if replied is not None:
        body["reply_to_message"] = {**replied.body}
        body["reply_to_message"].pop("reply_to_message", None)
    world.directory.post(chat, body)
    update_id = world.tell("message", body) if _bot_sees(world, chat, body, replied) else None
    return {"update_id": update_id, "message_id": body["message_id"], "cursor": chat.cursor}


def edit(world: World, citizen: Citizen, message_id: int, text: str, chat_id: int = 0) -> Done:
    chat = chat_of(world, citizen, chat_id)
    message = chat.messages.get(message_id)
    if message is None or message.is_deleted or message.body["from"]["id"] != citizen.id:
        raise PracticeError(404, "no such message of this citizen")
    field = "text" if "text" in message.body else "caption"
    body = {**message.body, field: text, "edit_date": world.now()}
    body.pop("entities", None)
    if field == "text" and (entities := detected(text, [])):
        body["entities"] = entities
    message.body = body
    world.directory.touch(message)
    update_id = world.tell("edited_message", body)
    return {"update_id": update_id, "message_id": message_id, "cursor": chat.cursor}


def press_inline(world: World, citizen: Citizen, message: Message, wish: Json) -> Done:
    button = _inline_button(message, wish)
    if "callback_data" not in button:
        raise PracticeError(409, "this button does not call the bot")
    press_id = world.presses.new_id()
    payload = {
        "id": press_id,
        "from": citizen.user(),
        "message": message.body,
        "chat_instance": str(-abs(message.chat.id) * 7919),
        "data": button["callback_data"],
    }
    world.presses.expect(press_id, citizen.id, message.chat.id)
    update_id = world.tell("callback_query", payload, press_id)
    chat = message.chat
    done = {"update_id": update_id, "message_id": message.id, "cursor": chat.cursor}
    return {**done, "callback_query_id": press_id}


def press_reply(world: World, citizen: Citizen, chat: Chat, label: str) -> Done:
    for row in (chat.keyboard or {}).get("keyboard", []):
        for button in row:
            if button["text"] != label:
                continue
            if button.get("request_contact"):
                return share_contact(world, citizen, citizen.phone, 0)
            return say(world, citizen, label, chat_id=chat.id)
    raise PracticeError(404, "no such button on the reply keyboard")


def ask_inline(world: World, citizen: Citizen, query: str, offset: str) -> Done:
    query_id = world.presses.new_id()
    payload = {"id": query_id, "from": citizen.user(), "query": query, "offset": offset}
    world.presses.expect(query_id, citizen.id, 0)
    world.presses.inline_answers[query_id] = None
    return {
        "update_id": world.tell("inline_query", payload, query_id),
        "inline_query_id": query_id,
    }


def set_blocked(world: World, citizen: Citizen, *, is_blocking: bool) -> Done:
    if citizen.is_blocking == is_blocking:
        return {"update_id": None}
    citizen.is_blocking = is_blocking
    world.directory.keep_citizen(citizen)
    if not citizen.has_started:
        return {"update_id": None}
    states = ("member", "kicked") if is_blocking else ("kicked", "member")
    chat = world.directory.chats[citizen.id]
    return {"update_id": membership(world, chat, citizen, *states)}


def delete_account(world: World, citizen: Citizen) -> None:
    citizen.is_deleted = True
    world.directory.keep_citizen(citizen)


def membership(world: World, chat: Chat, actor: Citizen, old: str, new: str) -> int | None:
    """Tell the bot that its own standing in a chat has changed."""
    payload = {
        "chat": chat.about,
        "from": actor.user(),
        "date": world.now(),
        "old_chat_member": _standing(world, old),
        "new_chat_member": _standing(world, new),
    }
    return world.tell("my_chat_member", payload)


def chat_of(world: World, citizen: Citizen, chat_id: int = 0) -> Chat:
    """The chat a citizen writes to; writing to the bot opens the private one."""
    if citizen.is_deleted:
        raise PracticeError(410, "this account is deleted")
    if chat_id and chat_id != citizen.id:
        group = world.directory.chats.get(chat_id)
        if group is None or citizen.id not in group.members:
            raise PracticeError(404, "no such group of this citizen")
        return group
    if citizen.is_blocking:
        raise PracticeError(409, "this citizen has blocked the bot; unblock first")
    if not citizen.has_started:
        citizen.has_started = True
        world.directory.keep_citizen(citizen)
    return world.directory.chats[citizen.id]


def _bot_sees(world: World, chat: Chat, body: Json, replied: Message | None) -> bool:
    """In groups a bot sees commands, mentions and replies to itself, nothing else."""
    if not chat.is_group or (replied is not None and replied.is_from_bot):
        return True
    text = str(body.get("text") or body.get("caption") or "")
    return text.startswith("/") or f"@{world.profile.username}".lower() in text.lower()


def _inline_button(message: Message, wish: Json) -> Json:
    markup = message.body.get("reply_markup", {})
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if "data" in wish and button.get("callback_data") == wish["data"]:
                return dict(button)
            if "data" not in wish and button["text"] == wish.get("label"):
                return dict(button)
    raise PracticeError(404, "no such button under this message")


def _standing(world: World, status: str) -> Json:
    standing: Json = {"status": status, "user": world.profile.user()}
    if status == "kicked":
        standing["until_date"] = 0
    return standing
