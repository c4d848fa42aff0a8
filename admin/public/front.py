"""The door for everybody: what a page may look at, and how its answer is kept and handed out."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from admin.doorkeeper import Page, status_of
from admin.public import style
from admin.visit import Desk, Visit
from office.masking import clean
from office.people import Clockwork
from office.refusals import NotFound, Refusal
from office.unit import Unit

EVERYBODY = Clockwork("public")
ROOT = "/publik"
PAGES = "public, max-age=60"
_LONGEST = 200  # letters of what somebody asks for
_LARGEST_NUMBER = 2**31 - 1
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a page for everybody may know: the address and what is asked, and never who asks."""

    desk: Desk
    path: str
    params: Mapping[str, Any]
    asked: Mapping[str, str]

    def query(self, name: str) -> str:
        """Return what is asked under a name, or nothing."""
        return self.asked.get(name, "")

    def count(self, name: str) -> int | None:
        """Return a number that is asked, or None."""
        text = self.query(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def number(self, name: str) -> int:
        """Return a number of the address; raise `NotFound` for one nothing can have."""
        number = int(self.params[name])
        if number > _LARGEST_NUMBER:
            raise NotFound("page_unknown")
        return number

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit for reading, in nobody's name."""
        with self.desk.office.reading(EVERYBODY) as unit:
            yield unit

    def page(self, template: str, status: int = 200, **context: Any) -> Response:
        """Return a page in the dress of everybody's."""
        settings = self.desk.settings
        known = {
            "path": self.path,
            "office": settings.office_name,
            "settings": settings,
            "canonical": settings.address + self.path + self._standing(context),
            "style": style.address(),
            "query": self.query,
        }
        html = self.desk.templates.get_template(f"public/{template}").render(known | context)
        return HTMLResponse(html, status)

    def _standing(self, context: Mapping[str, Any]) -> str:
        """Return the part of the query that makes a page another one for a search engine."""
        kept = {name: self.asked[name] for name in context.get("standing", ()) if self.query(name)}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class PublicPage(Page):
    """A page for everybody: which parts of a query it heeds, and what making it costs."""

    looks: Callable[[Look], Response] = lambda look: _missing(look)
    asks: tuple[str, ...] = ()
    # Made only so often for one address; what is at hand already costs nobody anything.
    heavy: bool = False
    # What a search for one's own code finds is nobody else's to keep.
    kept: bool = True
    cache: str = PAGES


def public(path: str, looks: Callable[[Look], Response], *asks: str, **more: Any) -> PublicPage:
    """Return a page for everybody."""
    return PublicPage(path, through_the_front, None, looks=looks, asks=asks, **more)


def through_the_front(visit: Visit) -> Response:
    """Answer for a page that came through the staff's door after all: there is none."""
    del visit
    raise NotFound("page_unknown")


def endpoint(desk: Desk, page: PublicPage) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page for everybody; what is at hand is given without waiting."""
    clock = desk.office.clock.now

    async def answer(request: Request) -> Response:
        look = looked(desk, request, page.asks)
        if not page.kept:
            if not _paced(desk, request):
                return _too_often(look)
            return await run_in_threadpool(_made, page, look)
        key = (request.url.path, *(look.asked.get(name, "") for name in page.asks))
        copy = desk.kept.fresh(key, clock())
        if copy is None:
            if page.heavy and not _paced(desk, request):
                return _too_often(look)
            copy = await run_in_threadpool(desk.kept.get, key, clock, partial(_made, page, look))
        return copy.answer(request)

    return answer


def looked(desk: Desk, request: Request, asks: tuple[str, ...] = ()) -> Look:
    """Return what a page may know of a visit."""
    found = {
        name: clean(text)[:_LONGEST].strip()
        for name in asks
        if (text := request.query_params.get(name))
    }
    return Look(desk, request.url.path, request.path_params, found)


def _paced(desk: Desk, request: Request) -> bool:
    address = request.client.host if request.client else "unknown"
    return desk.pace.allows(address, desk.office.clock.now())


def _made(page: PublicPage, look: Look) -> Response:
    try:
        response = page.looks(look)
    except Refusal as refused:
        return refusal(look, status_of(refused), refused.code, refused.facts)
    if response.status_code < 400:
        response.headers.setdefault("Cache-Control", page.cache)
    return dressed(response)


def dressed(response: Response) -> Response:
    """Return an answer with the rules that hold for everybody's pages."""
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    return response


def refusal(look: Look, status: int, code: str, facts: Mapping[str, Any]) -> Response:
    """Return the page that says why there is nothing to see."""
    return dressed(look.page("refused.html", status, code=code, facts=facts))


def _missing(look: Look) -> Response:
    return refusal(look, 404, "page_unknown", {})


def _too_often(look: Look) -> Response:
    answer = refusal(look, 429, "too_often", {})
    answer.headers["Retry-After"] = "60"
    return answer
