"""The staff's groups on Telegram: which are connected, a code for one more, letting one go."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import regional, staff, staff_chat_codes, staff_chats
from office.refusals import NotValid
from office.staff_chats import Purpose


def show(visit: Visit) -> Response:
    """Show the connected groups and the form for a code."""
    return _page(visit)


def _page(visit: Visit, code: str = "", fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        return visit.page(
            "staff_groups.html",
            422 if fault else 200,
            groups=staff_chats.every(unit),
            offices=regional.every(unit),
            office_names=regional.names(unit),
            names=staff.names(unit),
            code=code,
            minutes=int(staff_chat_codes.CODE_LIVES.total_seconds() // 60),
            fault=fault,
        )


def make_code(visit: Visit) -> Response:
    """Make a code and show it this once; it is kept nowhere."""
    wanted = visit.sent("for")
    try:
        purpose = Purpose.DESK if wanted == Purpose.DESK else Purpose.OPD
        office = None if purpose is Purpose.DESK else visit.sent_number("for")
        work = partial(staff_chat_codes.make, purpose=purpose, regional_office=office)
        return _page(visit, visit.act(work))
    except NotValid as fault:
        return _page(visit, fault=fault)


def disconnect(visit: Visit) -> Response:
    """Let a group go."""
    visit.act(partial(staff_chats.disconnect, number=visit.number))
    return visit.go("/grup-petugas", "group_disconnected")


def mend(visit: Visit) -> Response:
    """Try a group again in which nothing arrived."""
    visit.act(partial(staff_chats.mend, number=visit.number))
    return visit.go("/grup-petugas", "group_mended")
