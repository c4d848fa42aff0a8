"""Pure: looks into a raw update just far enough to file it, before anything parses it."""

import hashlib
from dataclasses import replace
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct, field

from office.inbox import Arrived


class _User(Struct):
    id: int


class _Chat(Struct):
    id: int


class _Message(Struct):
    message_id: int
    chat: _Chat
    sender: _User | None = field(name="from", default=None)
    edit_date: int = 0


class _Press(Struct):
    id: str
    sender: _User = field(name="from")
    message: _Message | None = None


class _Query(Struct):
    id: str
    sender: _User = field(name="from")


class _Member(Struct):
    chat: _Chat
    date: int
    sender: _User = field(name="from")


class _Update(Struct):
    update_id: int
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None
    my_chat_member: _Member | None = None
    inline_query: _Query | None = None


class _Envelope(Struct):
    ok: bool
    result: list[Raw] = field(default_factory=list)


class _Number(Struct):
    update_id: int


_answer = msgspec.json.Decoder(_Envelope)
_update = msgspec.json.Decoder(_Update)
_number = msgspec.json.Decoder(_Number)
T = TypeVar("T")
_LONGEST_KEY = 120
_INLINE = "q:"
_LARGEST = 2**63


def batch(body: bytes) -> list[Arrived]:
    """Return the updates of a getUpdates answer; raise `msgspec.DecodeError` if it is none."""
    return [arrived(bytes(raw)) for raw in _answer.decode(body).result]


def arrived(raw: bytes) -> Arrived:
    """Return what can be said of one update; never refuses, however odd it is."""
    found = _arrived(raw)
    kept = found.raw.decode(errors="replace").encode()
    key = found.key if len(found.key) <= _LONGEST_KEY else f"k:{_digest(found.key.encode())}"
    if not all(map(_fits, (found.update_id, found.person, found.chat_id))):
        # Its own number is kept wherever it can be: Telegram is told by it what has arrived.
        return _odd(kept, found.update_id if _fits(found.update_id) else 0)
    return replace(found, raw=kept, key=key)


def _fits(number: int) -> bool:
    return abs(number) < _LARGEST


def _arrived(raw: bytes) -> Arrived:
    update = _try(_update, raw)
    if update is None:
        number = _try(_number, raw)
        return _odd(raw, number.update_id if number else 0)
    if update.message is not None:
        return _message("m", update.message, update.update_id, raw)
    if update.edited_message is not None:
        edited = update.edited_message
        return _message(f"e:{edited.edit_date}:{update.update_id}", edited, update.update_id, raw)
    if update.callback_query is not None:
        press = update.callback_query
        chat = press.message.chat.id if press.message else press.sender.id
        return Arrived(f"c:{press.id}", update.update_id, press.sender.id, chat, raw)
    if update.my_chat_member is not None:
        member = update.my_chat_member
        key = f"b:{member.chat.id}:{member.date}:{update.update_id}"
        return Arrived(key, update.update_id, member.sender.id, member.chat.id, raw)
    if update.inline_query is not None:
        query = update.inline_query
        return Arrived(f"{_INLINE}{query.id}", update.update_id, query.sender.id, 0, raw)
    return _odd(raw, update.update_id)


def is_inline(found: Arrived) -> bool:
    """Tell whether it is an inline query, which is answered at once and not kept."""
    return found.key.startswith(_INLINE)


def _message(kind: str, message: _Message, update_id: int, raw: bytes) -> Arrived:
    person = message.sender.id if message.sender else message.chat.id
    key = f"{kind}:{message.chat.id}:{message.message_id}"
    return Arrived(key, update_id, person, message.chat.id, raw)


def _odd(raw: bytes, update_id: int) -> Arrived:
    return Arrived(f"u:{update_id}:{_digest(raw)}", update_id, 0, 0, raw)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:32]


def _try(decoder: msgspec.json.Decoder[T], raw: bytes) -> T | None:
    try:
        return decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
