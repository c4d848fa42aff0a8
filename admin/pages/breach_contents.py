"""The table of contents, continued: failures to protect personal data."""

from admin.doorkeeper import Page
from admin.pages import breach_papers, breaches
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    home, needs = breaches.HOME, Needs.PROTECT_DATA
    one = f"{home}/{{number:number}}"
    return [
        Page(home, breaches.show, needs),
        Page(f"{home}/baru", breaches.blank, needs),
        Page(f"{home}/baru", breaches.begin, needs, "POST"),
        Page(one, breaches.show_one, needs),
        Page(f"{one}/ubah", breaches.amend, needs, "POST"),
        Page(f"{one}/ajukan", breaches.submit, needs, "POST"),
        Page(f"{one}/kembalikan", breaches.take_back, needs, "POST"),
        Page(f"{one}/setujui", breaches.approve, needs, "POST"),
        Page(f"{one}/hentikan", breaches.stop, needs, "POST"),
        Page(f"{one}/surat", breach_papers.letter, needs, "POST"),
        Page(f"{one}/lembaga", breaches.tell_body, needs, "POST"),
        Page(f"{one}/tidak-terjangkau", breach_papers.unreached, needs, "POST"),
        Page(f"{one}/cara-lain", breaches.tell_others, needs, "POST"),
        Page(f"{one}/tutup", breaches.close, needs, "POST"),
    ]
