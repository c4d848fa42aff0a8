"""The dashboard: the period that is chosen, its key figures, and every figure with its rows."""

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from admin.chart_figures import Figure, Tile
from admin.dates import typed_day
from admin.pages import dashboard_questions, dashboard_register, dashboard_satisfaction
from admin.visit import Visit
from office.people import Permission
from office.periods import Period, month_of
from office.unit import Unit

_MONTHS_OFFERED = 24
_YEARS_OFFERED = 5
_LONGEST = 10 * 366


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its figures."""

    key: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that may be chosen, as it stands in the address."""

    code: str
    period: Period


def show(visit: Visit) -> Response:
    """Show the figures of a period; of an address that names none, those of this month."""
    with visit.reading() as unit:
        offered = choices(unit.today)
        chosen = _chosen(visit, unit.today, offered)
        period, code = chosen or (month_of(unit.today), f"{unit.today:%Y-%m}")
        tiles, sections = _figures(visit, unit, period)
    return visit.page(
        "dashboard.html",
        period=period,
        before=period.before_so_far(unit.today),
        code=code,
        misread=chosen is None,
        offered=offered,
        tiles=tiles,
        sections=sections,
        today=unit.today,
    )


def _figures(visit: Visit, unit: Unit, period: Period) -> tuple[list[Tile], list[Section]]:
    tiles: list[Tile] = []
    sections: list[Section] = []
    if visit.may(Permission.READ_QUESTIONS):
        asked = dashboard_questions.take(unit, period)
        tiles += dashboard_questions.tiles(asked)
        sections += [
            _section("pertanyaan", dashboard_questions.of_questions(asked)),
            _section("ketepatan-jawaban", dashboard_questions.of_answers(asked)),
            _section("meja", dashboard_questions.of_desk(asked)),
            _section("entri", dashboard_questions.of_entries(asked)),
        ]
    filed = dashboard_register.take(unit, period)
    tiles += dashboard_register.tiles(filed)
    sections += [
        _section("permohonan", dashboard_register.of_requests(filed)),
        _section("waktu", dashboard_register.of_time(filed)),
        _section("pemohon", dashboard_register.of_applicants(filed)),
        _section("keberatan", dashboard_register.of_objections(filed)),
        _section("survei", dashboard_satisfaction.figures(*filed.survey)),
    ]
    return tiles, sections


def _section(key: str, figures: list[Figure]) -> Section:
    return Section(key, tuple(figures))


def choices(today: date) -> dict[str, list[Choice]]:
    """Return the periods that are offered, newest first, by their kind."""
    months = [month_of(today)]
    while len(months) < _MONTHS_OFFERED:
        months.append(months[-1].before())
    found: dict[str, list[Choice]] = {
        "Tahun": [], "Semester": [], "Triwulan": [],
        "Bulan": [Choice(f"{one.since:%Y-%m}", one) for one in months],
    }  # fmt: skip
    for year in range(today.year, today.year - _YEARS_OFFERED, -1):
        found["Tahun"].append(Choice(f"{year}", Period.year(year)))
        found["Semester"] += [Choice(f"{year}-s{n}", Period.half(year, n)) for n in (2, 1)]
        found["Triwulan"] += [Choice(f"{year}-t{n}", Period.quarter(year, n)) for n in (4, 3, 2, 1)]
    return {
        kind: [one for one in listed if one.period.since <= today] for kind, listed in found.items()
    }


def _chosen(
    visit: Visit, today: date, offered: dict[str, list[Choice]]
) -> tuple[Period, str] | None:
    """Return the period of the address and its code; None where it names what is no period.

    A free range has no code.
    """
    code = visit.query("periode")
    if not any(visit.query(name) for name in ("periode", "dari", "sampai")):
        return month_of(today), f"{today:%Y-%m}"
    known = {one.code: one.period for listed in offered.values() for one in listed}
    if code in known:
        return known[code], code
    since, until = (typed_day(visit.query(name)) for name in ("dari", "sampai"))
    if since and until and since <= until and (until - since).days < _LONGEST:
        free = Period(since, until)
        same = next((name for name, period in known.items() if period == free), "")
        return free, same
    return None
