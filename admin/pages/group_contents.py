"""The table of contents, continued: the staff's Telegram groups, and restrictions of accounts."""

from admin.doorkeeper import Page
from admin.pages import restrictions, staff_groups
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    group, talk = "/grup-petugas/{number:number}", "/percakapan/{number:number}/batasi"
    lift = "/pembatasan/{number:number}/cabut"
    return [
        Page("/grup-petugas", staff_groups.show, Needs.CONNECT_GROUPS),
        Page("/grup-petugas/kode", staff_groups.make_code, Needs.CONNECT_GROUPS, "POST"),
        Page(f"{group}/lepas", staff_groups.disconnect, Needs.CONNECT_GROUPS, "POST"),
        Page(f"{group}/coba", staff_groups.mend, Needs.CONNECT_GROUPS, "POST"),
        Page(talk, restrictions.blank, Needs.RESTRICT_CITIZENS),
        Page(talk, restrictions.restrict, Needs.RESTRICT_CITIZENS, "POST"),
        Page("/pembatasan", restrictions.show, Needs.RESTRICT_CITIZENS),
        Page(lift, restrictions.lift, Needs.RESTRICT_CITIZENS, "POST"),
    ]
