"""Pure: keyboards as plain data; labels beginning with @ are text keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiogram.filters.callback_data import CallbackData

Keyboard = Mapping[str, Any]

HIDE: Keyboard = {"hide": True}
MENU: Keyboard = {
    "reply": [["@menu_ask", "@menu_file"], ["@menu_status", "@menu_staff"], ["@menu_help"]],
    "hint": "@hint_menu",
}


def reply(*rows: Sequence[str], hint: str | None = None, contact: str | None = None) -> Keyboard:
    """Return a keyboard in place of the letters; what it sends is a message (kept 24 hours)."""
    return {"reply": [list(row) for row in rows], "hint": hint, "contact": contact}


def inline(*rows: Iterable[tuple[str, CallbackData]]) -> Keyboard:
    """Return buttons under the message; a press is lost after 150 seconds without the bot."""
    return {"inline": [[[label, press.pack()] for label, press in row] for row in rows]}
