"""Telegram's HTML, parsed as strictly as Telegram parses it."""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.practice.offsets import Entity, byte_offset, in_order, units
from bot.practice.refusal import BotApiError, bad_request

PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
TAGS = frozenset({*PLAIN_TAGS, "a", "span", "blockquote", "tg-emoji"})
LINK = re.compile(r"(?:https?|tg|tonsite|mailto|tel):\S+|[\w-]+(?:\.[\w-]+)+\S*", re.IGNORECASE)

SPECIAL = re.compile(r"[<&]")
TAG_NAME = re.compile(r"</?([a-zA-Z0-9-]*)")
ATTRIBUTE = r"""\s+([^\s=>/"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"'<]+))?"""
START_TAG = re.compile(rf"<([a-zA-Z0-9-]+)((?:{ATTRIBUTE})*)\s*>")
ATTRIBUTES = re.compile(ATTRIBUTE)
END_TAG = re.compile(r"</([a-zA-Z0-9-]*)\s*>")
CHARACTER = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
NAMED = re.compile(r"&[a-zA-Z][a-zA-Z0-9]*;")


@dataclass(slots=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    begin: int
    source: int


@dataclass(slots=True)
class Reading:
    """Where the parser is: in the source, and in the plain text it has written so far."""

    source: str
    at: int = 0
    written: int = 0
    pieces: list[str] = field(default_factory=list)
    stack: list[OpenTag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def write(self, piece: str) -> None:
        self.pieces.append(piece)
        self.written += units(piece)

    def complaint(self, reason: str, at: int | None = None) -> BotApiError:
        place = byte_offset(self.source, self.at if at is None else at)
        return bad_request(f"can't parse entities: {reason.replace('%', str(place))}")


def parse_html(source: str) -> tuple[str, list[Entity]]:
    reading = Reading(source)
    while found := SPECIAL.search(source, reading.at):
        reading.write(source[reading.at : found.start()])
        reading.at = found.start()
        if source[reading.at] == "&":
            _character(reading)
        elif source.startswith("</", reading.at):
            _end_tag(reading)
        else:
            _start_tag(reading)
    reading.write(source[reading.at :])
    if reading.stack:
        name = reading.stack[-1].name
        raise reading.complaint(f'Can\'t find end tag corresponding to start tag "{name}"')
    return "".join(reading.pieces), in_order(reading.entities)


def _character(reading: Reading) -> None:
    found = CHARACTER.match(reading.source, reading.at)
    if found is not None:
        reading.write(unescape(found.group()))
        reading.at = found.end()
        return
    # Telegram shows "&nbsp;" as it stands; here it is an error, because it is a slip.
    named = NAMED.match(reading.source, reading.at)
    if named is not None:
        raise reading.complaint(f'Unsupported character entity "{named.group()}" at byte offset %')
    reading.write("&")
    reading.at += 1


def _start_tag(reading: Reading) -> None:
    source, at = reading.source, reading.at
    name_match = TAG_NAME.match(source, at)
    name = name_match.group(1).lower() if name_match else ""
    if name not in TAGS:
        raise reading.complaint(f'Unsupported start tag "{name}" at byte offset %')
    tag = START_TAG.match(source, at)
    if tag is None:
        raise reading.complaint(f'Unclosed start tag "{name}" at byte offset %')
    attributes = {
        found.group(1).lower(): unescape((found.group(2) or "").strip("\"'"))
        for found in ATTRIBUTES.finditer(tag.group(2))
    }
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.complaint('Tag "span" must have class "tg-spoiler" at byte offset %')
    if name == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
        raise reading.complaint("Invalid custom emoji identifier specified at byte offset %")
    reading.stack.append(OpenTag(name, attributes, reading.written, len(reading.pieces)))
    reading.at = tag.end()


def _end_tag(reading: Reading) -> None:
    tag = END_TAG.match(reading.source, reading.at)
    if tag is None:
        raise reading.complaint("Unclosed end tag at byte offset %")
    if not reading.stack:
        raise reading.complaint("Unexpected end tag at byte offset %")
    opened = reading.stack.pop()
    name = tag.group(1).lower()
    if name and name != opened.name:
        expected, got = f'expected "</{opened.name}>"', f'found "</{name}>"'
        raise reading.complaint(f"Unmatched end tag at byte offset %, {expected}, {got}")
    reading.at = tag.end()
    length = reading.written - opened.begin
    if length > 0:
        _close(reading, opened, {"offset": opened.begin, "length": length})


def _close(reading: Reading, opened: OpenTag, span: Entity) -> None:
    if opened.name == "a":
        inner = "".join(reading.pieces[opened.source :])
        url = opened.attributes.get("href") or inner
        # A link that leads nowhere is dropped in silence, as Telegram does.
        if LINK.fullmatch(url):
            reading.entities.append({"type": "text_link", **span, "url": _absolute(url)})
    elif opened.name == "blockquote":
        kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
        reading.entities.append({"type": kind, **span})
    elif opened.name == "tg-emoji":
        number = opened.attributes["emoji-id"]
        reading.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": number})
    elif opened.name == "code" and _language(opened) and reading.stack[-1:]:
        _code_in_pre(reading, opened, span)
    else:
        kind = PLAIN_TAGS.get(opened.name, "spoiler")
        language = opened.attributes.get("language")
        reading.entities.append(
            {"type": kind, **span, **({"language": language} if language else {})}
        )


def _language(opened: OpenTag) -> str:
    return opened.attributes.get("class", "").removeprefix("language-")


def _code_in_pre(reading: Reading, opened: OpenTag, span: Entity) -> None:
    outer = reading.stack[-1]
    if outer.name == "pre" and outer.begin == opened.begin:
        outer.attributes["language"] = _language(opened)
    else:
        reading.entities.append({"type": "code", **span})


def _absolute(url: str) -> str:
    return url if ":" in url.split("/", 1)[0] else f"http://{url}"
