"""The front page, and what machines read first: the sitemap and the rules for robots."""

from collections.abc import Iterator
from html import escape

from starlette.responses import PlainTextResponse, Response

from admin.public import notices
from admin.public.front import Look
from knowledge import published
from office import chat
from register import open_register, public_list

_STANDING = (
    "", "/jawaban", "/register", "/statistik", "/laporan", "/dip", "/dikecualikan", "/pengumuman",
    "/hitung", "/periksa", "/data", "/data/kamus", "/maklumat", "/privasi",
)  # fmt: skip


def show(look: Look) -> Response:
    """Show what there is, and the way to the bot."""
    shelf = look.desk.library.now()
    with look.reading() as unit:
        found = published.topics(shelf, unit.today)
        return look.page(
            "home.html",
            chat=chat.address(unit, look.desk.settings),
            answers=sum(len(topic.entries) for topic in found),
            listed=public_list.figures(unit).count,
            notices=notices.valid(unit),
        )


def robots(look: Look) -> Response:
    """Tell robots what is meant to be found: everybody's pages and nothing else."""
    lines = [
        "User-agent: *",
        "Allow: /publik",
        "Allow: /static/icon.svg",
        "Allow: /sitemap.xml",
        "Disallow: /",
        f"Sitemap: {look.desk.settings.address}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


def sitemap(look: Look) -> Response:
    """List every page that is meant to be found."""
    rows = "".join(
        f"<url><loc>{escape(look.desk.settings.address + path)}</loc>"
        f"{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in _addresses(look)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    )
    return Response(content, media_type="application/xml")


def _addresses(look: Look) -> Iterator[tuple[str, str]]:
    for path in _STANDING:
        yield f"/publik{path}", ""
    with look.reading() as unit:
        today, years = unit.today, open_register.years(unit)
    for year in years:
        yield f"/publik/statistik/{year}", ""
    for topic in published.topics(look.desk.library.now(), today):
        yield f"/publik/jawaban/topik/{topic.name}", ""
        for entry in topic.entries:
            yield f"/publik/jawaban/{entry.slug}", entry.as_of.isoformat()
