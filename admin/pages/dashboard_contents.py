"""The table of contents, continued: the dashboard."""

from admin.doorkeeper import Page
from admin.pages import dashboard
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return this page."""
    return [Page("/dasbor", dashboard.show, Needs.READ_REGISTER)]
