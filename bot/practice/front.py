"""The chat page and the headers that keep it harmless."""

from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).parent / "page"
TYPES = {
    "index.html": "text/html",
    "practice.css": "text/css",
    "practice.js": "text/javascript",
    "bubbles.js": "text/javascript",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


async def serve(request: web.Request) -> web.Response:
    name = request.match_info.get("name", "index.html")
    if name not in TYPES:
        raise web.HTTPNotFound
    text = (PAGE / name).read_text(encoding="utf-8")
    response = web.Response(text=text, content_type=TYPES[name], charset="utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


async def no_icon(_request: web.Request) -> web.Response:
    return web.Response(status=204)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/", serve),
        web.get("/page/{name}", serve),
        web.get("/favicon.ico", no_icon),
    ]


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not request.path.startswith("/bot"):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
