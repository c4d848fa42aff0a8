"""The table of contents, continued: reviewing the register, identities by leave, the journal."""

from admin.doorkeeper import Page
from admin.pages import journal, journal_export, journal_identity, printing, reveals, views
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    request, objection = "/register/{number:number}", "/keberatan/{number:number}"
    leave, view = "/izin-identitas/{number:number}", "/register/tampilan/{number:number}"
    return [
        Page("/register/tampilan", views.keep, Needs.READ_REGISTER, "POST"),
        Page(f"{view}/hapus", views.drop, Needs.READ_REGISTER, "POST"),
        Page(f"{request}/cetak", printing.request, Needs.READ_REGISTER),
        Page(f"{objection}/cetak", printing.objection, Needs.READ_REGISTER),
        Page(f"{request}/identitas/minta", reveals.ask_request, Needs.ASK_TO_REVEAL, "POST"),
        Page(f"{objection}/identitas/minta", reveals.ask_objection, Needs.ASK_TO_REVEAL, "POST"),
        Page(f"{request}/identitas/lihat", reveals.look_request, Needs.ASK_TO_REVEAL, "POST"),
        Page(f"{objection}/identitas/lihat", reveals.look_objection, Needs.ASK_TO_REVEAL, "POST"),
        Page("/izin-identitas", reveals.show, Needs.READ_REGISTER),
        Page(f"{leave}/beri", reveals.allow, Needs.ALLOW_REVEALING, "POST"),
        Page(f"{leave}/tolak", reveals.decline, Needs.ALLOW_REVEALING, "POST"),
        Page("/jurnal", journal.show, Needs.READ_JOURNAL),
        Page("/jurnal/periksa", journal.check, Needs.READ_JOURNAL, "POST"),
        Page("/jurnal/identitas", journal_identity.show, Needs.READ_JOURNAL),
        Page("/jurnal/unduh", journal_export.fetch, Needs.READ_JOURNAL, "POST"),
    ]
