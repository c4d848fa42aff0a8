"""The list of public information, one entry of it, and taking a whole list from a file."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin.visit import Visit
from office.people import Permission
from office.refusals import NotFound, NotValid
from register import exemption_list, list_import, list_watch, public_list
from register.list_import import Report
from register.list_words import AvailableForm, InformationClass, ListKind
from register.public_list import LONGEST, Filters, Item, Row


def show(visit: Visit) -> Response:
    """Show the list of public information with filters, paging and what is late."""
    filters = Filters(
        text=visit.query("cari"),
        information_class=visit.query("klasifikasi"),
        overdue=visit.query("terlambat") == "1",
        retired=visit.query("ditarik") == "1",
    )
    with visit.reading() as unit:
        found = public_list.page(unit, filters, visit.count("halaman") or 1)
        figures, late = public_list.figures(unit), list_watch.overdue(unit)
    kept = {name: visit.query(name) for name in ("cari", "klasifikasi", "terlambat", "ditarik")}
    return visit.page(
        "public_list.html",
        found=found,
        filters=filters,
        figures=figures,
        late=late,
        classes=list(InformationClass),
        query=urlencode({name: value for name, value in kept.items() if value}),
    )


def show_item(visit: Visit) -> Response:
    """Show one entry with what may be done about it."""
    return _item_page(visit)


def blank(visit: Visit) -> Response:
    """Show the form of a new entry; one that was exempt before brings its words along."""
    return _form_page(visit, _prefilled(visit))


def add(visit: Visit) -> Response:
    """Enter public information in the list."""
    try:
        number = visit.publish(partial(public_list.add, item=_item(visit)))
    except NotValid as fault:
        return _form_page(visit, visit.fields, fault)
    return visit.go(f"/daftar/{number}", "list_added")


def amend(visit: Visit) -> Response:
    """Change an entry."""
    version = visit.sent_number("version")
    try:
        item = _item(visit)
        visit.publish(partial(public_list.amend, number=visit.number, item=item, version=version))
    except NotValid as fault:
        return _item_page(visit, fault)
    return visit.go(f"/daftar/{visit.number}", "list_amended")


def confirm(visit: Visit) -> Response:
    """Confirm that an entry is still right."""
    version = visit.sent_number("version")
    visit.publish(partial(public_list.confirm_reviewed, number=visit.number, version=version))
    return visit.go(f"/daftar/{visit.number}", "list_reviewed")


def retire(visit: Visit) -> Response:
    """Take an entry out of the list."""
    version, reason = visit.sent_number("version"), visit.sent("reason")
    work = partial(public_list.retire, number=visit.number, version=version, reason=reason)
    visit.publish(work)
    return visit.go(f"/daftar/{visit.number}", "list_retired")


def import_page(visit: Visit) -> Response:
    """Show where to hand in a file, and the empty ones to fill."""
    return _import_page(visit, visit.query("daftar"))


def import_file(visit: Visit) -> Response:
    """Take a list from a file, or say line by line what keeps it out."""
    wanted = visit.sent("kind")
    if wanted not in set(ListKind):
        raise NotValid("kind", "choice_unclear")
    kind = ListKind(wanted)
    try:
        if visit.upload is None:
            raise NotValid("file", "file_needed")
        sheet = list_import.read(kind, visit.upload.name, visit.upload.content)
    except NotValid as fault:
        return _import_page(visit, kind, fault=fault)
    report = visit.publish(partial(list_import.import_rows, kind=kind, sheet=sheet))
    if report.problems:
        return _import_page(visit, kind, report=report)
    public = kind is ListKind.PUBLIC
    return visit.go("/daftar" if public else "/daftar/dikecualikan", "list_imported")


def public_template(visit: Visit) -> Response:
    """Hand out an empty list of public information."""
    return _template(visit, ListKind.PUBLIC)


def exempt_template(visit: Visit) -> Response:
    """Hand out an empty list of exempt information."""
    return _template(visit, ListKind.EXEMPT)


def _template(_visit: Visit, kind: ListKind) -> Response:
    return Response(
        list_import.template(kind),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{kind.value}.csv"',
            "Cache-Control": "no-store",
        },
    )


def _import_page(
    visit: Visit, kind: str, *, fault: NotValid | None = None, report: Report | None = None
) -> Response:
    may_propose = visit.may(Permission.DECIDE_REQUESTS)
    kinds = [ListKind.PUBLIC, *([ListKind.EXEMPT] if may_propose else [])]
    status = 422 if fault or report else 200
    return visit.page(
        "list_import.html", status, kinds=kinds, kind=kind, fault=fault, report=report
    )


def _item_page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        row = public_list.entry(unit, visit.number)
    values = visit.fields if fault else typed(row.item)
    status = 422 if fault else 200
    return visit.page("public_item.html", status, row=row, **_form(values, fault))


def _form_page(visit: Visit, values: Mapping[str, str], fault: NotValid | None = None) -> Response:
    row: Row | None = None
    return visit.page("public_item.html", 422 if fault else 200, row=row, **_form(values, fault))


def _form(values: Mapping[str, str], fault: NotValid | None) -> dict[str, Any]:
    return {
        "values": values,
        "fault": fault,
        "classes": list(InformationClass),
        "forms": list(AvailableForm),
        "longest": LONGEST,
    }


def typed(item: Item) -> dict[str, str]:
    """Return an entry as its form holds it."""
    values = {name: str(getattr(item, name)) for name in LONGEST}
    values |= {form.value: "1" for form in item.forms}
    values["information_class"] = item.information_class
    values["published_on"] = item.published_on.isoformat() if item.published_on else ""
    return values


def _prefilled(visit: Visit) -> dict[str, str]:
    number = visit.count("dari")
    if number is None or not visit.may(Permission.READ_REGISTER):
        return {}
    try:
        with visit.reading() as unit:
            opened = exemption_list.record(unit, number).draft
    except NotFound:
        return {}
    return {"summary": opened.title, "holding_unit": opened.holding_unit}


def _item(visit: Visit) -> Item:
    try:
        its_class = InformationClass(visit.sent("information_class"))
    except ValueError:
        raise NotValid("information_class", "required") from None
    return Item(
        **{name: visit.sent(name) for name in LONGEST},
        forms=frozenset(form for form in AvailableForm if visit.sent(form.value)),
        information_class=its_class,
        published_on=sent_date(visit, "published_on"),
    )


def sent_date(visit: Visit, name: str) -> date | None:
    """Return a date of the form, or None for an empty one; raise `NotValid` where it is none."""
    text = visit.sent(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotValid(name, "date_unclear") from None
