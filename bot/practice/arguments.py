"""A method's arguments, whichever way the bot chose to send them."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader

from bot.practice.files import UPLOAD_LIMIT, Upload
from bot.practice.refusal import BotApiError, bad_request

CHUNK = 256 * 1024


class Arguments:
    def __init__(
        self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None
    ) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(float(value)) if isinstance(value, str) and "." in value else int(value)
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be of type Number') from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def structure(self, name: str) -> Any:
        """An object or a list; in forms these travel as JSON text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        """The file sent for a field, directly or as attach://part."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            part = self.uploads.get(value.removeprefix("attach://"))
            if part is None:
                raise bad_request(f'there is no file with name "{value}"')
            return part
        return None

    def peek_chat_id(self) -> int | None:
        """For fault rules, which must not fail on a strange chat_id."""
        try:
            return int(self.values.get("chat_id", ""))
        except (TypeError, ValueError):
            return None


def from_body(query: Mapping[str, str], content_type: str, body: bytes) -> Arguments:
    """Everything but multipart, which has to be read in pieces."""
    values: dict[str, Any] = dict(query)
    if not body:
        return Arguments(values)
    if content_type == "application/json":
        try:
            fields = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(fields, dict):
            raise bad_request("expected JSON object")
        values.update(fields)
    else:
        values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Arguments(values)


async def from_multipart(query: Mapping[str, str], reader: MultipartReader) -> Arguments:
    values: dict[str, Any] = dict(query)
    uploads: dict[str, Upload] = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.filename is None:
            values[part.name] = (await _content(part)).decode("utf-8", "replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(part.filename, mime_type, await _content(part))
    return Arguments(values, uploads)


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while piece := await part.read_chunk(CHUNK):
        content += piece
        if len(content) > UPLOAD_LIMIT:
            raise BotApiError(413, "Request Entity Too Large")
    return bytes(content)
