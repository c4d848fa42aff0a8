"""Entities: found in plain text, checked when the bot states them, and shown again as HTML."""

import re
from html import escape
from typing import Any

from bot.practice.offsets import Entity, in_order, units
from bot.practice.refusal import bad_request

URL = re.compile(r"\bhttps?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@[a-zA-Z]\w{3,31}\b")
COMMAND = re.compile(r"(?:(?<=\s)|^)/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")
SEARCHES = (("url", "://", URL), ("mention", "@", MENTION), ("bot_command", "/", COMMAND))

STATED_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
HTML_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}


def detected(text: str, known: list[Entity]) -> list[Entity]:
    """The known entities and what Telegram finds by itself, where nothing is known yet."""
    found = list(known)
    for kind, hint, pattern in SEARCHES:
        if hint not in text:
            continue
        for match in pattern.finditer(text):
            begin = units(text[: match.start()])
            entity = {"type": kind, "offset": begin, "length": units(match.group())}
            if not any(_collide(entity, other) for other in found):
                found.append(entity)
    return in_order(found)


def _collide(fresh: Entity, known: Entity) -> bool:
    # Inside bold text a link is still a link; inside code or another link it is not.
    if known["type"] in HTML_TAGS and known["type"] not in ("code", "pre"):
        return False
    begin, end = fresh["offset"], fresh["offset"] + fresh["length"]
    return bool(begin < known["offset"] + known["length"] and known["offset"] < end)


def stated(text: str, wishes: Any) -> list[Entity]:
    """Entities the bot gives explicitly instead of a parse mode."""
    if not isinstance(wishes, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    length = units(text)
    for wish in wishes:
        if not isinstance(wish, dict) or wish.get("type") not in STATED_TYPES:
            raise bad_request("can't parse entities: unsupported entity type specified")
        begin, size = wish.get("offset"), wish.get("length")
        if not isinstance(begin, int) or not isinstance(size, int) or begin < 0 or size < 1:
            raise bad_request("can't parse entities: invalid entity offset or length specified")
        if begin + size > length:
            raise bad_request("can't parse entities: entity ends beyond the text")
    return in_order(wishes)


def to_html(text: str, entities: list[Entity]) -> str:
    """Text and entities as one string of HTML, nested as Telegram nests them."""
    wide = text.encode("utf-16-le")
    marks: list[tuple[int, int, int, str]] = []
    for number, entity in enumerate(entities):
        before, after = _tags(entity, wide)
        if before:
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            marks.append((begin, 1, number, before))
            marks.append((end, 0, -number, after))
    pieces: list[str] = []
    at = 0
    for place, _, _, tag in sorted(marks):
        pieces.append(_escaped(wide[at * 2 : place * 2]))
        pieces.append(tag)
        at = place
    pieces.append(_escaped(wide[at * 2 :]))
    return "".join(pieces)


def _escaped(wide: bytes) -> str:
    return escape(wide.decode("utf-16-le", "replace"), quote=False)


def _tags(entity: Entity, wide: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind in ("text_link", "url"):
        begin = entity["offset"] * 2
        shown = wide[begin : begin + entity["length"] * 2].decode("utf-16-le", "replace")
        return f'<a href="{escape(entity.get("url", shown))}">', "</a>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{escape(str(entity["custom_emoji_id"]))}">', "</tg-emoji>"
    tag = HTML_TAGS.get(kind)
    if tag is None:
        return "", ""
    extra = " expandable" if kind == "expandable_blockquote" else ""
    return f"<{tag}{extra}>", f"</{tag}>"
