"""The table of contents, continued: when the desk is staffed, and what is switched off."""

from admin.doorkeeper import Page
from admin.pages import service_hours, switchboard
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return the pages about the hours of service and the switches."""
    return [
        Page("/kalender/jam", service_hours.show, Needs.OWN_ACCOUNT),
        Page("/kalender/jam", service_hours.change, Needs.KEEP_CALENDAR, "POST"),
        Page("/kalender/jam/tutup", service_hours.close, Needs.KEEP_CALENDAR, "POST"),
        Page(
            "/kalender/jam/tutup/{number:number}/cabut",
            service_hours.reopen,
            Needs.KEEP_CALENDAR,
            "POST",
        ),
        Page("/sakelar", switchboard.show, Needs.SWITCH_FUNCTIONS),
        Page("/sakelar/{slug:slug}/tutup", switchboard.close, Needs.SWITCH_FUNCTIONS, "POST"),
        Page("/sakelar/{slug:slug}/buka", switchboard.reopen, Needs.SWITCH_FUNCTIONS, "POST"),
    ]
