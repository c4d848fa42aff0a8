"""The table of contents, continued: the audit of answers."""

from admin.doorkeeper import Page
from admin.pages import audit
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    one = "/audit-jawaban/{number:number}"
    return [
        Page("/audit-jawaban", audit.months, Needs.ASSESS_ANSWERS),
        Page("/audit-jawaban", audit.draw, Needs.ASSESS_ANSWERS, "POST"),
        Page(one, audit.show, Needs.ASSESS_ANSWERS),
        Page(f"{one}/duduk", audit.sit, Needs.ASSESS_ANSWERS, "POST"),
        Page(f"{one}/lepas", audit.stand_up, Needs.ASSESS_ANSWERS, "POST"),
        Page(f"{one}/nilai", audit.assess, Needs.ASSESS_ANSWERS, "POST"),
        Page(f"{one}/selesaikan", audit.settle, Needs.ASSESS_ANSWERS, "POST"),
    ]
