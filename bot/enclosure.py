"""Finds the file that a notice encloses: one already filed, a letter, or an evidence bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from office.files import Filed, find
from office.people import Clockwork
from register import bundle, drawing
from register.drawing import Workshop

_POSTMAN = Clockwork("postman")


@dataclass(frozen=True, slots=True)
class Fresh(Filed):
    """A file that is made to be sent and kept nowhere."""

    made: bytes


class Enclosures:
    """Draws what must be drawn before it is posted; called outside the event loop's thread."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop

    def of(self, file_id: int | None, data: Mapping[str, Any]) -> Filed | None:
        """Return the file a notice encloses, or None; raise `NotFound` if it was lost."""
        if file_id is not None:
            with self._shop.office.reading(_POSTMAN) as unit:
                return find(unit, file_id)
        if "letter" in data:
            return drawing.finished(self._shop, int(data["letter"]))
        if "own_data" in data:
            from bot import own_copy  # noqa: PLC0415 - it reads every room, and few ask for it

            form = str(data["own_data"])
            paper = self._shop.own.letterhead
            made = own_copy.made(self._shop.office, int(data["person"]), form, paper)
            name, media = own_copy.NAMES[form], own_copy.MEDIA[form]
            return Fresh(0, "", name, media, len(made), None, made)
        if "bundle" in data:
            return bundle.finished(self._shop, int(data["bundle"]))
        return None

    def content(self, filed: Filed) -> bytes:
        """Return what a file holds."""
        if isinstance(filed, Fresh):
            return filed.made
        return self._shop.cabinet.content(filed.sha256)
