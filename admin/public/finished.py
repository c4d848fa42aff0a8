"""The finished reports for everybody: what the yearly one announces, and files to take along."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from admin.public.front import Look
from office.refusals import NotFound
from office.settings import Settings
from office.unit import Unit
from register.reports import files, proposals, shelf, spans
from register.reports.words import Format, Size, Span

_NAMES = {Size.FULL: "lengkap", Size.SUMMARY: "ringkasan"}
_SIZES = {name: size for size, name in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Offered:
    """One finished report, and for each of its sizes the addresses of its files by kind."""

    title: str
    finished_on: date
    files: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def show(look: Look) -> Response:
    """Show the finished reports of a year, the newest one where none is asked for."""
    with look.reading() as unit:
        years = sorted({one.period.since.year for one in shelf.finished(unit)}, reverse=True)
        asked = look.count("tahun")
        year = asked if asked in years else next(iter(years), unit.today.year)
        return look.page(
            "reports.html",
            year=year,
            years=years,
            reports=of_year(unit, year),
            announcement=announcement(unit, year, look.desk.settings),
            standing=("tahun",),
        )


def of_year(unit: Unit, year: int) -> list[Offered]:
    """Return the finished reports on a year and its parts: the longest first, then by calendar."""
    found = [one for one in shelf.finished(unit) if one.period.since.year == year]
    # By kind and not by days: a quarter of 92 days comes after one of 90 all the same.
    order = list(Span)
    found.sort(key=lambda one: (order.index(one.span), one.period.since))
    return [
        Offered(
            spans.in_a_sentence(one.period),
            one.finished_on,
            tuple(
                (name, tuple((kind.upper(), address(one.number, size, kind)) for kind in Format))
                for size, name in _NAMES.items()
            ),
        )
        for one in found
    ]


def announcement(unit: Unit, year: int, settings: Settings) -> tuple[str, ...]:
    """Return what the finished report on a year announces, line by line; nothing before that."""
    for one in shelf.finished(unit):
        if one.span is Span.YEAR and one.period.since.year == year:
            facts = shelf.published_facts(unit, one.number)
            return proposals.announcement(facts, page_of(year, settings))
    return ()


def page_of(year: int, settings: Settings) -> str:
    """Return where everybody finds the reports of a year; nothing without a public address."""
    return f"{settings.public_url}/publik/laporan?tahun={year}" if settings.public_url else ""


def download(look: Look) -> Response:
    """Hand out a file of a finished report; nobody learns of one that is not finished."""
    name, _, kind = str(look.params["name"]).partition(".")
    if name not in _SIZES or kind not in set(Format):
        raise NotFound("report_unknown")
    number = look.number("number")
    with look.reading() as unit:
        if number not in {one.number for one in shelf.finished(unit)}:
            raise NotFound("report_unknown")
    made = files.of_finished(look.desk.workshop, number, _SIZES[name], Format(kind))
    disposition = f'attachment; filename="{made.name}"'
    return Response(
        made.content,
        media_type=made.media_type,
        headers={"Content-Disposition": disposition},
    )


def address(number: int, size: Size, kind: Format) -> str:
    """Return where a file of a finished report is taken along."""
    return f"/publik/laporan/{number}/{_NAMES[size]}.{kind}"
