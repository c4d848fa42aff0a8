"""Instants that are typed into a form, in the office's own time."""

from datetime import UTC, datetime

from admin.visit import Visit
from office.refusals import NotValid


def typed(visit: Visit, name: str) -> datetime:
    """Return the instant of a field; raise `NotValid` where it is none."""
    text = visit.sent(name)
    if not text:
        raise NotValid(name, "required")
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=visit.desk.settings.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        # The first and the last day of the calendar are there in some time zones only.
        raise NotValid(name, "date_unclear") from None


def now_or_then(visit: Visit, name: str, *, then: bool) -> datetime | None:
    """Return the instant at which something begins; None for now.

    Raise `NotValid` where "now" was pressed beside an instant that was typed: the key Enter in its
    field presses the first button of the form, and nobody means both.
    """
    if then:
        return typed(visit, name)
    if visit.sent(name):
        raise NotValid(name, "now_or_then")
    return None
