"""What the bot says as its reader sees it, and how many characters Telegram counts."""

import re
from dataclasses import dataclass
from html import escape, unescape

from markupsafe import Markup

from admin.bubble import tidy
from admin.visit import Visit
from office.outbox import Notice

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it is read, with its length in Telegram's counting."""

    words: Markup
    length: int


def said_of(visit: Visit, notice: Notice, title: str, text: str) -> Said:
    """Return a notice as it is read; where no bot is built in, its title and text alone."""
    if visit.desk.speak is None:
        spoken = f"<b>{escape(title)}</b>\n\n{escape(text)}"
    else:
        spoken = visit.desk.speak(notice)
    plain = unescape(_TAG.sub("", spoken))
    return Said(tidy(spoken), len(plain.encode("utf-16-le")) // 2)
