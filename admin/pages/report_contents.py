"""The table of contents, continued: the reports on the information service."""

from admin.doorkeeper import Page
from admin.pages import report_writing, reports
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    one = "/laporan/{number:number}"
    reads, writes = Needs.READ_REGISTER, Needs.WRITE_REPORTS
    return [
        Page("/laporan", reports.show, reads),
        Page("/laporan", reports.begin, writes, "POST"),
        Page(one, reports.show_one, reads),
        Page(f"{one}/pengumuman", reports.announcement, reads),
        Page(f"{one}/unduh/{{slug:slug}}", reports.download, reads),
        Page(f"{one}/teks/{{slug:slug}}", report_writing.text, reads),
        Page(f"{one}/teks/{{slug:slug}}", report_writing.write, writes, "POST"),
        Page(f"{one}/angka", report_writing.numbers, reads),
        Page(f"{one}/angka", report_writing.enter, writes, "POST"),
        Page(f"{one}/ajukan", reports.propose, writes, "POST"),
        Page(f"{one}/kembalikan", reports.send_back, writes, "POST"),
        Page(f"{one}/selesai", reports.finish, Needs.FINISH_REPORTS, "POST"),
        Page(f"{one}/edisi-baru", reports.open_anew, writes, "POST"),
        Page(f"{one}/salinan", reports.sent_to_commission, writes, "POST"),
    ]
