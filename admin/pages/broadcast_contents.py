"""The table of contents, continued: broadcasts."""

from admin.doorkeeper import Page
from admin.pages import broadcasts
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages; who reads the register sees what is sent out in the office's name."""
    one = "/siaran/{number:number}"
    return [
        Page("/siaran", broadcasts.show, Needs.READ_REGISTER),
        Page("/siaran/baru", broadcasts.blank, Needs.BROADCAST),
        Page("/siaran/baru", broadcasts.begin, Needs.BROADCAST, "POST"),
        Page(one, broadcasts.show_one, Needs.READ_REGISTER),
        Page(f"{one}/ubah", broadcasts.amend, Needs.BROADCAST, "POST"),
        Page(f"{one}/ajukan", broadcasts.submit, Needs.BROADCAST, "POST"),
        Page(f"{one}/setujui", broadcasts.approve, Needs.APPROVE_BROADCASTS, "POST"),
        Page(f"{one}/kembalikan", broadcasts.send_back, Needs.APPROVE_BROADCASTS, "POST"),
        Page(f"{one}/hentikan", broadcasts.stop, Needs.STOP_BROADCASTS, "POST"),
        Page(f"{one}/ulangi", broadcasts.say_again, Needs.STOP_BROADCASTS, "POST"),
    ]
