"""Shows an answer as the citizen's chat shows it."""

import re
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from admin.dates import weekday_date
from admin.visit import Visit
from knowledge.edition import Edition, Translation
from office.outbox import Notice

# Telegram's own marks for bold and italics may stay; every other tag is left out.
_OTHER_TAG = re.compile(r"<(?!/?[bi]>)[^<>]*>")


@dataclass(frozen=True, slots=True)
class Beside:
    """What the chat says beside the answer: where it holds, and what took its place."""

    region: str = ""
    current: str = ""


def bubble(
    visit: Visit,
    edition: Edition,
    today: date,
    words: Translation | None = None,
    beside: Beside = Beside(),
) -> Markup:
    """Return an answer as it is read in the chat; `words` say it in another language."""
    data = {
        "title": (words or edition).title,
        "body": (words or edition).body,
        "source": edition.source,
        "owner": edition.owner,
        "as_of": edition.as_of.isoformat(),
        "overdue": edition.review_by < today,
        "region": beside.region,
        "current": beside.current,
        "untranslated": False,
    }
    if visit.desk.speak is None:
        return Markup(_plain(data, edition.as_of))  # noqa: S704 - every part is escaped
    return tidy(visit.desk.speak(Notice(0, "answer", "preview", data=data)))


def tidy(said: str) -> Markup:
    """Return what the bot says with no marks but Telegram's bold and italics."""
    return Markup(_OTHER_TAG.sub("", said))  # noqa: S704 - escaped by the bot's own templates


def _plain(data: dict[str, object], as_of: date) -> str:
    title, body, source, owner = (
        escape(str(data[name])) for name in ("title", "body", "source", "owner")
    )
    end = f"<i>Sumber: {source}\nPer {escape(weekday_date(as_of))} · {owner}</i>"
    return f"<b>{title}</b>\n\n{body}\n\n{end}"
