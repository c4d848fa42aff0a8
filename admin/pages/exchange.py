"""Entries out of the panel as files, and into it again as drafts."""

from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from knowledge import editions, exchange
from knowledge.exchange import Form, Report
from office.refusals import NotValid

_TYPES = {Form.MARKDOWN: ("entri.zip", "application/zip"), Form.CSV: ("entri.csv", "text/csv")}


def show(visit: Visit) -> Response:
    """Show where to hand in a file."""
    return _page(visit)


def take_in(visit: Visit) -> Response:
    """Check a file, and take it in as drafts if that is asked and nothing is wrong with it."""
    if visit.upload is None:
        return _page(visit, fault=NotValid("file", "file_needed"))
    name, content = visit.upload.name, visit.upload.content
    with visit.reading() as unit:
        report = exchange.check(unit, content, name)
    if report.faults or visit.sent("do") != "impor":
        return _page(visit, report)
    taken = visit.act(partial(exchange.take_in, data=content, name=name))
    if taken.faults:
        return _page(visit, taken)
    if not taken.taken:
        return visit.go("/entri/impor", "entries_same")
    return visit.go("/entri?draf=1&pesan=entries_imported")


def offer(visit: Visit) -> Response:
    """Show in which forms entries can be fetched."""
    with visit.reading() as unit:
        packs = editions.packs(unit)
    return visit.page("entry_export.html", packs=packs)


def markdown(visit: Visit) -> Response:
    """Hand out the published entries as a ZIP of Markdown files."""
    return _file(visit, Form.MARKDOWN)


def table(visit: Visit) -> Response:
    """Hand out the published entries as a table."""
    return _file(visit, Form.CSV)


def _file(visit: Visit, form: Form) -> Response:
    with visit.reading() as unit:
        packs = editions.packs(unit)
        pack = visit.query("paket")
        content = exchange.export(unit, form, pack=pack if pack in packs else "")
    name, media_type = _TYPES[form]
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _page(visit: Visit, report: Report | None = None, fault: NotValid | None = None) -> Response:
    status = 422 if fault or (report and report.faults) else 200
    return visit.page("entry_import.html", status, report=report, fault=fault, in_line=_in_line)


def _in_line(params: Mapping[str, object]) -> dict[str, object]:
    """Return what a remark is about with its lists in one line."""
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in params.items()
    }
