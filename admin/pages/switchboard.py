"""The switches: what the bot does by itself, closed and opened with a reason, after a look."""

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup
from starlette.responses import Response

from admin.bubble import tidy
from admin.visit import Visit
from knowledge.edition import LANGUAGES
from office import staff, switches
from office.outbox import Notice
from office.refusals import NotFound, NotValid
from office.switches import (
    LONGEST_REASON,
    LONGEST_WORDS,
    SHORTEST_REASON,
    SHORTEST_WORDS,
    Function,
    Switch,
)
from office.unit import Unit

_LANGUAGES = ("id", *LANGUAGES)
# What a text is given beside staff's own words, to be looked at.
_FACTS: dict[Function, dict[str, object]] = {
    Function.ANSWERS: {"is_private": True},
    Function.FILING: {"about": "request", "is_kept": True},
    Function.BROADCAST: {},
}


@dataclass(frozen=True, slots=True)
class Tried:
    """What was filled in for a switch and is only being looked at, or was refused."""

    function: Function
    reason: str
    words: dict[str, str]
    problem: NotValid | None = None


def show(visit: Visit) -> Response:
    """Show every switch, and what citizens read while it is closed."""
    return _page(visit)


def close(visit: Visit) -> Response:
    """Close a function; with `do=periksa` only show what citizens would read."""
    function = _function(visit)
    words = {one: visit.sent(f"words_{one}") for one in _LANGUAGES if visit.sent(f"words_{one}")}
    tried = Tried(function, visit.sent("reason"), words)
    if visit.sent("do") == "periksa":
        return _page(visit, tried)
    seen = visit.sent_number("seen")
    work = partial(switches.close, function=function, reason=tried.reason, words=words, seen=seen)
    return _move(visit, work, tried, "switch_closed")


def reopen(visit: Visit) -> Response:
    """Open a function again."""
    function, reason = _function(visit), visit.sent("reason")
    seen = visit.sent_number("seen")
    work = partial(switches.reopen, function=function, reason=reason, seen=seen)
    return _move(visit, work, Tried(function, reason, {}), "switch_opened")


def _move(visit: Visit, work: partial[None], tried: Tried, done: str) -> Response:
    try:
        visit.act(work)
    except NotValid as refused:
        problem = Tried(tried.function, tried.reason, tried.words, refused)
        return _page(visit, problem, status=422)
    visit.desk.closings.forget()
    return visit.go("/sakelar", done)


def _function(visit: Visit) -> Function:
    try:
        return Function(visit.request.path_params["slug"])
    except ValueError:
        raise NotFound("page_unknown") from None


def _page(visit: Visit, tried: Tried | None = None, status: int = 200) -> Response:
    with visit.reading() as unit:
        return visit.page(
            "switches.html",
            status,
            rows=_rows(visit, unit, tried),
            names=staff.names(unit),
            tried=tried,
            languages=_LANGUAGES,
            shortest=SHORTEST_REASON,
            longest=LONGEST_REASON,
            shortest_words=SHORTEST_WORDS,
            longest_words=LONGEST_WORDS,
        )


def _rows(
    visit: Visit, unit: Unit, tried: Tried | None
) -> list[tuple[Switch, Tried | None, dict[str, Markup]]]:
    found = []
    for row in switches.every(unit):
        own = tried if tried is not None and tried.function is row.function else None
        words = own.words if own is not None else dict(row.words or {})
        bubbles = {one: _bubble(visit, row.function, one, words) for one in _LANGUAGES}
        found.append((row, own, bubbles))
    return found


def _bubble(visit: Visit, function: Function, language: str, words: dict[str, str]) -> Markup:
    """Return what citizens read, as the chat shows it; without a bot only staff's own words."""
    own = words.get(language, "")
    if visit.desk.speak is None:
        return Markup.escape(own)
    data = {**_FACTS[function], "words": own}
    said = Notice(0, f"{function}_closed", "preview", data=data, language=language)
    return tidy(visit.desk.speak(said))
