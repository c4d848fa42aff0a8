"""Pure: keyboards as plain data; labels beginning with @ are text keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiogram.filters.callback_data import CallbackData

Keyboard = Mapping[str, Any]
Way = Mapping[str, str]

HIDE: Keyboard = {"hide": True}
MENU: Keyboard = {
    "reply": [
        ["@menu_ask", "@menu_file"],
        ["@menu_status", "@menu_staff"],
        ["@menu_programmes", "@menu_agenda"],
        ["@menu_help", "@menu_language"],
    ],
    "hint": "@hint_menu",
}


def reply(*rows: Sequence[str], hint: str | None = None, contact: str | None = None) -> Keyboard:
    """Return a keyboard in place of the letters; what it sends is a message (kept 24 hours)."""
    return {"reply": [list(row) for row in rows], "hint": hint, "contact": contact}


def inline(*rows: Iterable[tuple[str, CallbackData | Way]]) -> Keyboard:
    """Return buttons under the message; a press is lost after 150 seconds without the bot."""
    return {"inline": [[[label, _target(target)] for label, target in row] for row in rows]}


def page(address: str) -> Way:
    """Return the way to a page: inside Telegram over HTTPS, else in the browser."""
    return {"web_app" if address.startswith("https://") else "url": address}


def share(words: str) -> Way:
    """Return the way to a chat of one's choice, where the bot is asked these words."""
    return {"share": words}


def _target(target: CallbackData | Way) -> str | Way:
    return target.pack() if isinstance(target, CallbackData) else target
