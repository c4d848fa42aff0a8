"""How a chat looks to a citizen: plain JSON for the page and for scripts."""

from typing import Any

from bot.practice.entities import to_html
from bot.practice.people import Chat, Citizen, Json, Message
from bot.practice.world import World

KINDS = ("text", "document", "photo", "voice", "contact")


def news(world: World, viewer: Citizen, chat: Chat, messages: list[Message]) -> Json:
    keyboard = chat.keyboard
    return {
        "messages": [message_view(viewer, message) for message in messages],
        "keyboard": labels(keyboard) if keyboard and keyboard["keyboard"] else None,
        "keyboard_details": keyboard,
        "cursor": chat.cursor,
        "pulse": chat.pulse,
        "typing": chat.typing_until > world.clock.monotonic(),
        "toasts": chat.toasts[-5:],
        "toast_count": len(chat.toasts),
        "pinned": chat.pinned,
    }


def labels(keyboard: Json) -> list[list[str]]:
    return [[button["text"] for button in row] for row in keyboard["keyboard"]]


def message_view(viewer: Citizen, message: Message) -> Json:
    body = message.body
    text = str(body.get("text") or body.get("caption") or "")
    entities = body.get("entities") or body.get("caption_entities") or []
    return {
        "message_id": message.id,
        "kind": next((kind for kind in KINDS if kind in body), "other"),
        "from": "bot" if message.is_from_bot else "citizen",
        "sender": {"id": body["from"]["id"], "name": body["from"]["first_name"]},
        "text": text,
        "html": to_html(text, entities),
        "entities": entities,
        "inline": _inline(body),
        "document": _document(viewer, body),
        "contact": body.get("contact"),
        "reply_to": body.get("reply_to_message", {}).get("message_id"),
        "reaction": message.reaction,
        "date": body["date"],
        "edited": "edit_date" in body,
        "deleted": message.is_deleted,
        "order": message.order,
        "cursor": message.cursor,
    }


def _inline(body: Json) -> list[list[Json]]:
    rows: list[list[Json]] = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    shown: Json = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    elif "url" in button:
        shown["url"] = button["url"]
    else:
        shown.update(button)
    if "style" in button:
        shown["style"] = button["style"]
    return shown


def _document(viewer: Citizen, body: Json) -> Json | None:
    found: Any = body.get("document") or body.get("voice") or (body.get("photo") or [None])[-1]
    if found is None:
        return None
    is_photo = "photo" in body
    return {
        "file_id": found["file_id"],
        "file_name": found.get("file_name") or ("foto.jpg" if is_photo else "suara.ogg"),
        "mime_type": found.get("mime_type") or "image/jpeg",
        "file_size": found["file_size"],
        "url": f"/practice/citizens/{viewer.id}/files/{found['file_id']}",
    }
