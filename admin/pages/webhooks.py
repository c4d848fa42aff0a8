"""Webhooks: who is told of what, what became of the messages, and what can be done about it."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import staff, webhook_addresses, webhook_queue, webhooks
from office.refusals import NotValid
from office.webhooks import Event

_BLANK: tuple[str, str, frozenset[Event]] = ("", "", frozenset())


def show(visit: Visit) -> Response:
    """Show the webhooks with their latest messages, and the form for one more."""
    return _page(visit)


def make(visit: Visit) -> Response:
    """Add an address and show the secret this once; it lies sealed from then on."""
    work = partial(
        webhooks.make,
        name=visit.sent("name"),
        address=visit.sent("address"),
        events=_chosen(visit),
        private=visit.desk.settings.webhooks_to_private,
    )
    try:
        return _page(visit, visit.act(work))
    except NotValid as fault:
        return _page(visit, fault=fault)


def _chosen(visit: Visit) -> frozenset[Event]:
    return frozenset(event for event in Event if visit.sent(f"event_{event.name.lower()}"))


def _typed(visit: Visit) -> tuple[str, str, frozenset[Event]]:
    return visit.sent("name"), visit.sent("address"), _chosen(visit)


def pause(visit: Visit) -> Response:
    """Send an address nothing more for now."""
    visit.act(partial(webhooks.pause, number=visit.number))
    return visit.go("/webhook", "webhook_paused")


def resume(visit: Visit) -> Response:
    """Send to an address again."""
    visit.act(partial(webhooks.resume, number=visit.number))
    return visit.go("/webhook", "webhook_resumed")


def try_out(visit: Visit) -> Response:
    """Send an address a message that tells of nothing."""
    visit.act(partial(webhooks.try_out, number=visit.number))
    return visit.go("/webhook", "webhook_tested")


def remove(visit: Visit) -> Response:
    """Forget an address and everything that waits for it."""
    visit.act(partial(webhooks.remove, number=visit.number))
    return visit.go("/webhook", "webhook_removed")


def repeat(visit: Visit) -> Response:
    """Try a message again that was given up."""
    visit.act(partial(webhooks.repeat, number=visit.number))
    return visit.go("/webhook", "webhook_repeated")


def _page(visit: Visit, secret: str = "", fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        return visit.page(
            "webhooks.html",
            422 if fault else 200,
            hooks=webhooks.every(unit),
            names=staff.names(unit),
            events=list(Event),
            typed=_typed(visit) if fault else _BLANK,
            longest=(webhooks.LONGEST_NAME, webhook_addresses.LONGEST),
            days=webhook_queue.TRIED_FOR.days,
            kept=webhook_queue.KEPT_FOR.days,
            private=visit.desk.settings.webhooks_to_private,
            secret=secret,
            fault=fault,
        )
