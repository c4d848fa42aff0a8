"""The queue: who waits and what was promised, kept up to date, and what is done from there."""

from functools import partial
from typing import Any

from starlette.responses import Response

from admin.countdown import ago, since
from admin.doorkeeper import cookie_name
from admin.lanes import Reader, board
from admin.live import STREAM
from admin.visit import NOBODY, Visit
from knowledge.escalation import board as desk
from knowledge.escalation import claiming, load, presence
from knowledge.escalation.alike import Group
from knowledge.escalation.board import Overview
from knowledge.escalation.load import Load
from knowledge.escalation.words import Lane
from office import sessions, staff
from office.people import Permission
from office.refusals import NotAllowed, NotValid
from office.unit import Unit

_MOST_GROUPS = 3
_HIGHEST = 9.99  # beyond which a load is no number any more
_TICK = "pilih-"


def show(visit: Visit) -> Response:
    """Show who waits: what is due first, lane by lane, and how the desk stands."""
    if visit.query("tiket"):
        return _open_ticket(visit)
    with visit.reading() as unit:
        # First the number, then what it stands for: what moves meanwhile is told anew.
        version = desk.version(unit)
        names = staff.names(unit)
        reader = Reader(_me(visit), unit.now, unit.zone, names)
        approves = visit.may(Permission.APPROVE_REPLIES)
        return visit.page(
            "queue.html",
            version=version,
            board=board(desk.queue(unit), reader),
            reader=reader,
            ago=ago,
            names=names,
            alike=_alike(visit, unit, version),
            to_approve=desk.to_approve(unit) if approves else [],
            movable=list(Lane),
            in_hand=claiming.in_hand(unit),
            **_strip(unit, names),
        )


def _open_ticket(visit: Visit) -> Response:
    """Open the conversation with a ticket, however little of its number was typed."""
    with visit.reading() as unit:
        number = desk.with_ticket(unit, visit.query("tiket"))
    if number is None:
        return visit.go("/antrean", "ticket_unknown")
    return visit.go(f"/percakapan/{number}")


def _strip(unit: Unit, names: dict[int, str]) -> dict[str, Any]:
    """Return how the desk stands in a few numbers."""
    seen: Overview = desk.overview(unit)
    measured: Load = load.measured(unit)
    return {
        "overview": seen,
        "oldest": seen.oldest_waiting and since(seen.oldest_waiting, unit.now),
        "load": measured,
        "percent": round(100 * measured.load) if measured.load <= _HIGHEST else None,
        "officers": [names.get(number, "") for number in presence.at_work(unit)],
    }


def _alike(visit: Visit, unit: Unit, version: int) -> list[tuple[Group, str]]:
    """Return the largest groups that ask the same, each with the words of who asked first."""
    groups = visit.desk.alike.groups(unit, version)
    return groups[:_MOST_GROUPS]


def _me(visit: Visit) -> int:
    if visit.member is None:
        raise NotAllowed("staff_only")
    return visit.member.staff_id


def claim_next(visit: Visit) -> Response:
    """Take whoever is due first."""
    shown = [part for part in visit.sent("in_hand").split(",") if _is_number(part)]
    before = {int(part) for part in shown} if "in_hand" in visit.fields else None
    number = visit.act(partial(claiming.claim_next, before=before))
    if number is None:
        return visit.go("/antrean", "none_waiting")
    return visit.go(f"/percakapan/{number}", "claimed")


def move(visit: Visit) -> Response:
    """Move the ticked conversations into another lane."""
    lane = visit.sent("lane")
    if lane not in set(Lane):
        raise NotValid("lane", "choice_unclear")
    numbers = ticked(visit, _TICK)
    if not numbers:
        raise NotValid("chosen", "none_ticked")
    visit.act(partial(_moved, numbers=sorted(numbers), lane=Lane(lane)))
    return visit.go("/antrean", "lane_moved")


def ticked(visit: Visit, prefix: str) -> dict[int, int]:
    """Return the numbers in the names of ticked fields, each with the number it carries."""
    found = {}
    for name, value in visit.fields.items():
        number = name.removeprefix(prefix)
        if name.startswith(prefix) and _is_number(number) and _is_number(value):
            found[int(number)] = int(value)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _moved(unit: Unit, *, numbers: list[int], lane: Lane) -> None:
    for number in numbers:
        claiming.move_lane(unit, number, lane=lane)


def seen(visit: Visit) -> Response:
    """Note that a conversation is on the visitor's screen, is written to, or was left."""
    if visit.sent("pergi"):
        visit.act(partial(presence.left, number=visit.number))
    else:
        writing = visit.sent("menulis") == "1"
        visit.act(partial(presence.seen, number=visit.number, writing=writing))
    return Response(status_code=204)


def stream(visit: Visit) -> Response:
    """Tell an open page whenever the desk moves, for as long as its session stands."""
    if STREAM not in visit.request.headers.get("accept", ""):
        words = "Alamat ini hanya untuk halaman yang sedang terbuka."
        return Response(words, 406, headers={"Cache-Control": "no-store"})
    return visit.desk.live.stream(_me(visit), partial(_is_in, visit))


def _is_in(visit: Visit) -> bool:
    """Tell whether the visitor's session still stands and still answers citizens."""
    desk_ = visit.desk
    token = visit.request.cookies.get(cookie_name(https=desk_.settings.panel_https), "")
    with desk_.office.reading(NOBODY) as unit:
        found = sessions.resolve(unit, token)
    return found is not None and Permission.ANSWER_CITIZENS in found.member.permissions
