"""The table of contents, continued: requests about personal data, and the retention schedule."""

from admin.doorkeeper import Page
from admin.pages import data_requests, retention
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages."""
    one, line, needs = "/data-pribadi/{number:number}", "/retensi/{slug:slug}", Needs.PROTECT_DATA
    return [
        Page("/data-pribadi", data_requests.show, needs),
        Page(one, data_requests.show_one, needs),
        Page(f"{one}/putuskan", data_requests.decide, needs, "POST"),
        Page(f"{one}/perbaiki", data_requests.correct, needs, "POST"),
        Page(f"{one}/batasi", data_requests.restrict, needs, "POST"),
        Page(f"{one}/lepas", data_requests.release, needs, "POST"),
        Page("/retensi", retention.show, needs),
        Page("/retensi/periksa", retention.look, needs, "POST"),
        Page("/retensi/tahan", retention.hold, needs, "POST"),
        Page("/retensi/tahan/{number:number}/lepas", retention.lift, needs, "POST"),
        Page("/retensi/catatan", retention.records, needs),
        Page("/retensi/jalan/{number:number}", retention.show_run, needs),
        Page(line, retention.show_line, needs),
        Page(line, retention.change, needs, "POST"),
    ]
