"""The published answers: by topic, by words, and one by one with the way into the chat."""

import io
from functools import cache

import segno
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import Response

from admin.public.front import Look
from knowledge import published
from office import chat
from office.refusals import NotFound


def show(look: Look) -> Response:
    """Show the topics, or what was found by some words."""
    shelf, text = look.desk.library.now(), look.query("cari")
    with look.reading() as unit:
        topics = published.topics(shelf, unit.today)
        found = published.search(shelf, text, unit.today)
        where = chat.address(unit, look.desk.settings)
    return look.page("answers.html", topics=topics, found=found, sought=text, chat=where)


def show_topic(look: Look) -> Response:
    """Show every answer of a topic."""
    with look.reading() as unit:
        topics = published.topics(look.desk.library.now(), unit.today)
    topic = next((one for one in topics if one.name == look.params["slug"]), None)
    if topic is None:
        raise NotFound("topic_unknown")
    return look.page("topic.html", topic=topic, topics=topics)


def show_one(look: Look) -> Response:
    """Show one answer with its source, its day, and the code that opens it in the chat."""
    slug = str(look.params["slug"])
    with look.reading() as unit:
        row = published.entry(look.desk.library.now(), slug, unit.today)
        where = chat.address(unit, look.desk.settings)
    if row is None:
        raise NotFound("entry_unknown")
    link = published.opens(where, slug)
    return look.page(
        "answer.html",
        row=row,
        body=article(row.body),
        long=article(row.long) if row.long else "",
        link=link,
        code=_code(link) if link else "",
    )


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(
        ["emphasis", "list", "newline"]
    )


def article(text: str) -> Markup:
    """Return an entry's Markdown as a page shows it: paragraphs, lists, bold and italics."""
    return Markup(_markdown().render(text))  # noqa: S704 - markdown-it escapes everything else


def _code(link: str) -> Markup:
    """Return the code of a link, small enough to stand in the page itself."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        drawn, kind="svg", border=3, xmldecl=False, svgns=False, omitsize=True, title=None
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by us
