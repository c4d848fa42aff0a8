"""Finds the file that a notice encloses: one already filed, a letter, or an evidence bundle."""

from collections.abc import Mapping
from typing import Any

from office.files import Filed, find
from office.people import Clockwork
from register import bundle, drawing
from register.drawing import Workshop

_POSTMAN = Clockwork("postman")


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
        if "bundle" in data:
            return bundle.finished(self._shop, int(data["bundle"]))
        return None

    def content(self, filed: Filed) -> bytes:
        """Return what a file holds."""
        return self._shop.cabinet.content(filed.sha256)
