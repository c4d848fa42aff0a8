"""The two registers as lists: filtered, searched, turned page by page, with saved views."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from admin import filters
from admin.filters import Filter, Form, Shape, official, plain
from admin.visit import Visit
from office import regional, staff
from office.people import Permission
from office.unit import Unit
from register import book, objection_book, views
from register.book import Place
from register.figures.slices import PARAMETERS
from register.figures.words import NONE, ClockState, Dimension, TimeClass, YesNo
from register.objection_words import Ground, ObjectionStatus, SuperiorDecision
from register.views import Book
from register.words import ApplicantType, Channel, Decision, RefusalGround, Status

_NARROWED = {
    name: dimension
    for dimension, name in PARAMETERS.items()
    if dimension not in {Dimension.STATUS, Dimension.CHANNEL}
}


def requests(visit: Visit) -> Response:
    """Show the request register with filters and paging."""
    with visit.reading() as unit:
        form = filters.filled(_request_form(unit), visit.query)
        wanted = _request_filters(form.chosen)
        place = Place(before=visit.count("sebelum"), after=visit.count("sesudah"))
        found = book.page(unit, wanted, place)
        return visit.page(
            "register.html",
            found=found,
            objections=objection_book.figures(unit),
            may_enter=visit.may(Permission.PROCESS_REQUESTS),
            chips=form.chips(lambda chosen: book.total(unit, _request_filters(chosen))),
            **_shared(unit, form, Book.REQUESTS),
        )


def objections(visit: Visit) -> Response:
    """Show the objection register with filters and paging."""
    with visit.reading() as unit:
        form = filters.filled(_objection_form(), visit.query)
        wanted = _objection_filters(form.chosen)
        return visit.page(
            "objections.html",
            found=objection_book.page(unit, wanted, before=visit.count("sebelum")),
            figures=objection_book.figures(unit),
            requests=book.figures(unit),
            is_first=visit.count("sebelum") is None,
            may_enter=visit.may(Permission.PROCESS_REQUESTS),
            chips=form.chips(lambda chosen: objection_book.total(unit, _objection_filters(chosen))),
            **_shared(unit, form, Book.OBJECTIONS),
        )


def sent_form(visit: Visit, kind: Book) -> Form:
    """Return the filters that a form of the page itself sent along."""
    with visit.reading() as unit:
        form = _request_form(unit) if kind is Book.REQUESTS else _objection_form()
    return filters.filled(form, visit.sent)


def _shared(unit: Unit, form: Form, kind: Book) -> dict[str, Any]:
    return {
        "form": form,
        "query": form.query,
        "book": kind.value,
        "views": views.offered(unit, kind),
        "names": staff.names(unit),
        "longest_name": views.LONGEST_NAME,
        "shortest_name": views.SHORTEST_NAME,
    }


def _request_form(unit: Unit) -> Form:
    offices = tuple((str(one.number), one.name) for one in regional.every(unit))
    no_office = (NONE, plain("opd", [NONE])[0][1])
    most_used = (
        Filter("cari", Shape.SEARCH, hint="nomor, isi, alasan, kode, atau NIK"),
        Filter("status", options=official("status", Status)),
        Filter("dari", Shape.DAY),
        Filter("sampai", Shape.DAY),
        Filter("terlambat", Shape.TICK),
    )
    rest = (
        Filter("kanal", options=official("channel", Channel)),
        Filter("jenis", options=official("applicant_type", ApplicantType)),
        Filter("keputusan", options=(*official("decision", Decision), *plain("keputusan", [NONE]))),
        Filter(
            "dasar", options=(*official("refusal_ground", RefusalGround), *plain("dasar", [NONE]))
        ),
        Filter("opd", options=(*offices, no_office)),
        Filter("waktu", options=plain("waktu", TimeClass)),
        Filter("tepat", options=plain("tepat", ClockState)),
        Filter("tepat_perki", options=plain("tepat", ClockState)),
        Filter("diperpanjang", options=plain("diperpanjang", YesNo)),
        Filter("tahun", Shape.YEAR),
    )
    return Form("/register", most_used, rest)


def _objection_form() -> Form:
    grounds = tuple((one.letter, f"{one.letter}. {label}") for one, label in _grounds())
    most_used = (
        Filter("cari", Shape.SEARCH, hint="nomor, isi, alasan, kode, atau NIK"),
        Filter("status", options=official("objection_status", ObjectionStatus)),
        Filter("dari", Shape.DAY),
        Filter("sampai", Shape.DAY),
    )
    rest = (
        Filter("alasan", options=grounds),
        Filter("keputusan", options=official("superior_decision", SuperiorDecision)),
        Filter("tepat", options=plain("tepat", ClockState)),
        Filter("kanal", options=official("channel", Channel)),
        Filter("tahun", Shape.YEAR),
    )
    return Form("/keberatan", most_used, rest)


def _grounds() -> list[tuple[Ground, str]]:
    return [
        (one, words) for one, (_, words) in zip(Ground, official("ground", Ground), strict=True)
    ]


def _request_filters(chosen: Mapping[str, str]) -> book.Filters:
    year = chosen.get("tahun")
    return book.Filters(
        text=chosen.get("cari", ""),
        status=chosen.get("status", ""),
        channel=chosen.get("kanal", ""),
        year=int(year) if year else None,
        late="terlambat" in chosen,
        since=filters.day_of(chosen, "dari"),
        until=filters.day_of(chosen, "sampai"),
        slices={_NARROWED[name]: value for name, value in chosen.items() if name in _NARROWED},
    )


def _objection_filters(chosen: Mapping[str, str]) -> objection_book.Filters:
    year = chosen.get("tahun")
    return objection_book.Filters(
        text=chosen.get("cari", ""),
        status=chosen.get("status", ""),
        channel=chosen.get("kanal", ""),
        decision=chosen.get("keputusan", ""),
        ground=chosen.get("alasan", ""),
        clock=chosen.get("tepat", ""),
        year=int(year) if year else None,
        since=filters.day_of(chosen, "dari"),
        until=filters.day_of(chosen, "sampai"),
    )
