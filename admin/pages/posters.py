"""Codes and posters that lead to an entry or a programme in the chat."""

from collections.abc import Callable

from starlette.responses import Response

from admin import poster
from admin.dates import weekday_date
from admin.texts import texts
from admin.visit import Visit
from knowledge import deep_links, signs
from knowledge.signs import Sign
from office import chat
from office.refusals import NotNow
from office.unit import Unit

_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_Finds = Callable[[Unit, str], Sign]


def entry_png(visit: Visit) -> Response:
    """Hand out an entry's code as PNG."""
    return _code(visit, signs.of_entry, "png")


def entry_svg(visit: Visit) -> Response:
    """Hand out an entry's code as SVG."""
    return _code(visit, signs.of_entry, "svg")


def entry_poster(visit: Visit) -> Response:
    """Hand out an entry's poster."""
    return _poster(visit, signs.of_entry)


def programme_png(visit: Visit) -> Response:
    """Hand out a programme's code as PNG."""
    return _code(visit, signs.of_programme, "png")


def programme_svg(visit: Visit) -> Response:
    """Hand out a programme's code as SVG."""
    return _code(visit, signs.of_programme, "svg")


def programme_poster(visit: Visit) -> Response:
    """Hand out a programme's poster."""
    return _poster(visit, signs.of_programme)


def _found(visit: Visit, finds: _Finds) -> tuple[Sign, str]:
    with visit.reading() as unit:
        sign = finds(unit, visit.request.path_params["slug"])
        where = chat.address(unit, visit.desk.settings)
    if where is None:
        raise NotNow("bot_unknown")
    return sign, deep_links.address(where, sign.opens, sign.slug)


def _code(visit: Visit, finds: _Finds, kind: str) -> Response:
    sign, link = _found(visit, finds)
    return _file(sign, kind, poster.code(link, kind))


def _poster(visit: Visit, finds: _Finds) -> Response:
    sign, link = _found(visit, finds)
    drawn = poster.draw(
        poster.Poster(
            title=sign.title,
            invitation=texts("poster", sign.opens.name.lower()),
            link=link,
            office=visit.desk.settings.office_name,
            as_of=texts("poster", "as_of", {"day": weekday_date(sign.as_of)}),
            drawn_on=sign.as_of,
        )
    )
    return _file(sign, "pdf", drawn)


def _file(sign: Sign, kind: str, content: bytes) -> Response:
    name = deep_links.short(sign.slug, 60)
    what = "poster" if kind == "pdf" else "qr"
    return Response(
        content,
        media_type=_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{what}-{name}.{kind}"',
            "Cache-Control": "no-store",
        },
    )
