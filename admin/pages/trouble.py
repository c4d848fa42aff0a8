"""What could not be taken up, and what could not be delivered."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import inbox, outbox, posted, staff_chats
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit


def show(visit: Visit) -> Response:
    """Show parked updates and undelivered messages."""
    with visit.reading() as unit:
        return visit.page(
            "trouble.html",
            parked=inbox.parked(unit),
            stuck=posted.stuck(unit.session, unit.vault),
            broken=staff_chats.broken(unit),
        )


def run_again(visit: Visit) -> Response:
    """Take a parked update up anew."""
    visit.act(partial(inbox.run_again, number=visit.number))
    return visit.go("/gangguan", "run_again")


def resend(visit: Visit) -> Response:
    """Send an undelivered message once more."""
    visit.act(partial(_resend, number=visit.number))
    return visit.go("/gangguan", "resent")


def _resend(unit: Unit, *, number: int) -> None:
    unit.require(Permission.OPERATE)
    if not outbox.resend(unit.session, number, now=unit.now):
        raise NotFound("notice_unknown")
    unit.record("notice.resent", f"notice:{number}")
