"""What was announced at once and still holds."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup
from starlette.responses import Response

from admin.public.answers import article
from admin.public.front import Look
from knowledge.broadcasts import reading
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement as everybody reads it; `others` are its words in other languages."""

    title: str
    body: Markup
    source: str
    since: datetime
    until: date
    others: tuple[tuple[str, str, Markup], ...]


def show(look: Look) -> Response:
    """Show the announcements that hold now, newest first."""
    with look.reading() as unit:
        return look.page("notices.html", notices=valid(unit))


def valid(unit: Unit) -> list[Notice]:
    """Return the announcements that hold now; what was stopped may have been wrong."""
    return [
        Notice(
            one.title,
            article(one.text),
            one.source,
            one.began,
            one.valid_until,
            tuple(
                (language, words.title, article(words.text))
                for language, words in sorted(one.texts.items())
                if words.title != one.title
            ),
        )
        for one in reading.in_force(unit)
    ]
