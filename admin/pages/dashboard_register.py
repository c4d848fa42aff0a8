"""The dashboard's part on the register: requests, objections and satisfaction as figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from admin import chart_figures
from admin.chart_figures import Counted, Figure, Tile, address, by_kind, days, share_of, told
from admin.charts import Mark
from admin.dates import decimal, thousands
from admin.pages import dashboard_satisfaction
from admin.texts import texts
from office import regional
from office.periods import Period
from office.unit import Unit
from register import survey
from register.figures import reading, slices
from register.figures.reading import ObjectionFigures, RequestFigures
from register.figures.suppression import suppressed
from register.figures.words import NONE, ClockState, Dimension, ObjectionDimension, TimeClass
from register.labels import label
from register.law import Clock, term
from register.objection_words import Ground
from register.occupations import Occupation
from register.survey import Figures as SurveyFigures
from register.words import Decision

_GRANTED, _PARTLY = "granted_full", "granted_partial"
_STATES = {
    ClockState.ON_TIME: 0,
    ClockState.LATE: 1,
    ClockState.LATE_OPEN: 3,
    ClockState.OPEN: 2,
    ClockState.NONE: 4,
}
_OFFICES_SHOWN = 15
_UNTOLD = frozenset({Occupation.OTHER, Occupation.NONE})


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a period and of the one before."""

    period: Period
    requests: tuple[RequestFigures, RequestFigures]
    objections: tuple[ObjectionFigures, ObjectionFigures]
    survey: tuple[SurveyFigures, SurveyFigures]
    offices: Mapping[str, str]
    # What the register's page knows to filter by: an office that closed is none of them.
    filtered: frozenset[str]
    today: date


def take(unit: Unit, period: Period) -> Taken:
    """Return the register's figures of a period and of the one before."""
    both = (period, period.before_so_far(unit.today))
    one, other = (reading.requests(unit, each) for each in both)
    filed, earlier = (reading.objections(unit, each) for each in both)
    said, before = (survey.figures(unit, each.since, each.until) for each in both)
    offices = {str(number): name for number, name in regional.names(unit).items()}
    filtered = frozenset({NONE, *(str(office.number) for office in regional.every(unit))})
    return Taken(
        period, (one, other), (filed, earlier), (said, before), offices, filtered, unit.today
    )


def tiles(taken: Taken) -> list[Tile]:
    """Return the register's key figures."""
    now, before = taken.requests
    objections, earlier = taken.objections
    link = _rows_of(taken.period)
    return [
        Tile(thousands(now.total), "permohonan informasi", thousands(before.total), link),
        told(
            share_of(now.on_time_share(strict=True)),
            "diberitahu tepat waktu menurut UU",
            share_of(before.on_time_share(strict=True)),
            "pemberitahuan yang jatuh tempo",
        ),
        told(
            _days(now.median),
            "hari kerja sampai pemberitahuan, nilai tengah",
            _days(before.median),
            "pemberitahuan tertulis",
        ),
        told(
            _days(now.p90),
            "hari kerja paling lama, bagi sembilan dari sepuluh pemberitahuan",
            _days(before.p90),
            "lama pemberitahuan untuk dihitung",
        ),
        Tile(
            thousands(objections.total),
            "keberatan",
            thousands(earlier.total),
            address("/keberatan", **days(taken.period)),
        ),
        dashboard_satisfaction.tile(*taken.survey),
    ]


def of_requests(taken: Taken) -> list[Figure]:
    """Return the figures of what came and what became of it."""
    now, before = taken.requests
    official = partial(_of, taken)
    return [
        chart_figures.over_time(
            "permohonan-waktu", _title("permohonan-waktu"), now.per_day,
            (taken.period, before.period), before.per_day, _rows_of,
        ),
        chart_figures.by_hour(
            "permohonan-jam", _title("permohonan-jam"),
            _by_number(now, Dimension.HOUR), _by_number(before, Dimension.HOUR),
        ),
        official("status", Dimension.STATUS, "Status", "status"),
        official("keputusan", Dimension.DECISION, "Keputusan", "decision"),
        _grounds(taken),
        official("perpanjangan", Dimension.EXTENDED, "Diperpanjang"),
    ]  # fmt: skip


def of_time(taken: Taken) -> list[Figure]:
    """Return the figures of how long it took, by both clocks of the law."""
    now, _ = taken.requests
    marks = [Mark(one + 1, f"{one} hari") for one in _terms(taken.today)]
    return [
        _clock(taken, "tepat-uu", Dimension.STRICT_CLOCK),
        _clock(taken, "tepat-perki", Dimension.PERKI_CLOCK),
        _of(taken, "kelas-waktu", Dimension.TIME_CLASS, "Hari kerja"),
        replace(
            chart_figures.spread(
                "hari-kerja", _title("hari-kerja"), now.working_days, head="Hari kerja",
                marks=marks,
            ),
            facts={"median": _days(now.median), "p90": _days(now.p90)},
        ),
    ]  # fmt: skip


def of_applicants(taken: Taken) -> list[Figure]:
    """Return the figures of who asked, for what, through what, and of which office."""
    official = partial(_of, taken)
    return [
        official("tujuan", Dimension.PURPOSE, "Tujuan", "purpose_category"),
        official("kanal", Dimension.CHANNEL, "Kanal", "channel"),
        official("jenis-pemohon", Dimension.APPLICANT_TYPE, "Jenis pemohon", "applicant_type"),
        _occupations(taken),
        _offices(taken),
    ]


def of_objections(taken: Taken) -> list[Figure]:
    """Return the figures of the objections."""
    now, _ = taken.objections
    letters = {str(one): one.letter for one in Ground}
    of = ObjectionDimension
    objected = partial(_objected, taken)
    return [
        objected("keberatan-alasan", of.GROUND, "ground", "alasan", letters),
        objected("keberatan-status", of.STATUS, "objection_status", "status"),
        objected("keberatan-putusan", of.DECISION, "superior_decision", "keputusan"),
        replace(
            objected("keberatan-waktu", of.CLOCK, "", "tepat"),
            facts={
                "share": share_of(now.on_time_share()),
                "median": _days(now.median),
                "p90": _days(now.p90),
            },
        ),
    ]  # fmt: skip


def _of(taken: Taken, key: str, dimension: Dimension, head: str, kind: str = "") -> Figure:
    """Return a figure of one dimension, each value leading to its rows where it may."""
    now, before = (one.by[dimension] for one in taken.requests)
    values = [*now, *(value for value in before if value not in now)]
    counted = [_counted(taken, dimension, value, _named(kind, key, value)) for value in values]
    return by_kind(key, _title(key), counted, head, total=taken.requests[0].total)


def _counted(taken: Taken, dimension: Dimension, value: str, name: str) -> Counted:
    now, before = (one.by[dimension] for one in taken.requests)
    return Counted(
        name, now.get(value, 0), before.get(value, 0), _link(taken.period, dimension, value),
        _pattern(dimension, value),
    )  # fmt: skip


def _clock(taken: Taken, key: str, dimension: Dimension) -> Figure:
    now, _ = taken.requests
    counted = [
        replace(_counted(taken, dimension, state, texts("clock_state", state)), pattern=pattern)
        for state, pattern in _STATES.items()
    ]
    share = now.on_time_share(strict=dimension is Dimension.STRICT_CLOCK)
    found = by_kind(key, _title(key), counted, "Keadaan", total=now.total)
    return replace(found, facts={"share": share_of(share)})


def _grounds(taken: Taken) -> Figure:
    """Return the grounds of refusal by the letter of the article; what was granted has none."""
    counted = [
        replace(
            _counted(taken, Dimension.REFUSAL_GROUND, value, label("refusal_ground", value)),
            short=_letter(value),
        )
        for value in taken.requests[0].by[Dimension.REFUSAL_GROUND]
        if value != NONE
    ]
    refused = sum(one.count for one in counted)
    return by_kind("dasar", _title("dasar"), counted, "Dasar", total=refused)


def _letter(value: str) -> str:
    words = label("refusal_ground", value)
    article, _, _ = words.partition(": ")
    return article.removeprefix("UU 14/2008 ").partition(" (")[0]


def _occupations(taken: Taken) -> Figure:
    """Return who asked by their work, without what would single one of them out."""
    now, before = (suppressed(one.by[Dimension.OCCUPATION]) for one in taken.requests)
    counted = [
        Counted(
            label("occupation", one), count or 0, before[one],
            pattern=4 if one in _UNTOLD else 0,
            is_withheld=count is None, was_withheld=before[one] is None,
        )
        for one, count in now.items()
        if one != NONE or count != 0
    ]  # fmt: skip
    total = taken.requests[0].total
    return by_kind("pekerjaan", _title("pekerjaan"), counted, "Pekerjaan", total=total)


def _offices(taken: Taken) -> Figure:
    now, before = (one.by[Dimension.REGIONAL_OFFICE] for one in taken.requests)
    order = sorted(now, key=lambda one: (-now[one], taken.offices.get(one, one)))
    counted = [
        Counted(
            taken.offices.get(one, texts("figure_value", "no_office")), now[one],
            before.get(one, 0),
            _link(taken.period, Dimension.REGIONAL_OFFICE, one) if one in taken.filtered else "",
            4 if one == NONE else 0,
        )
        for one in order[:_OFFICES_SHOWN]
    ]  # fmt: skip
    return by_kind("opd", _title("opd"), counted, "Perangkat daerah")


def _objected(
    taken: Taken, key: str, dimension: ObjectionDimension, kind: str, parameter: str,
    written: Mapping[str, str] | None = None,
) -> Figure:  # fmt: skip
    now, before = (one.by[dimension] for one in taken.objections)

    def link(value: str) -> str:
        # The page of objections narrows by what was decided, not by what was not.
        if value == NONE and dimension is ObjectionDimension.DECISION:
            return ""
        said = {parameter: (written or {}).get(value, value)}
        return address("/keberatan", **days(taken.period), **said)

    counted = [
        Counted(
            _named(kind, key, value), now.get(value, 0), before.get(value, 0), link(value),
            _STATES[ClockState(value)] if dimension is ObjectionDimension.CLOCK else 0,
        )
        for value in now
    ]  # fmt: skip
    total = taken.objections[0].total if dimension.adds_up else None
    return by_kind(key, _title(key), counted, texts("figure_head", key), total=total)


def _named(kind: str, key: str, value: str) -> str:
    if value == NONE or not kind:
        names = {"keberatan-waktu": "clock_state", "kelas-waktu": "time_class"}
        return texts(names.get(key, "figure_value"), _own(key, value))
    return label(kind, value)


def _own(key: str, value: str) -> str:
    """Return under which code the panel's own words for a value stand."""
    if key in {"keberatan-waktu", "kelas-waktu"}:
        return value
    return f"{key}_{value}"


def _pattern(dimension: Dimension, value: str) -> int:
    if value == NONE:
        return 4
    if dimension is Dimension.DECISION and value != _GRANTED:
        return 3 if value == _PARTLY else 2 if value in _ENDED else 1
    return 1 if value == TimeClass.OVER_17 else 0


_ENDED = frozenset({Decision.WITHDRAWN, Decision.LAPSED_INCOMPLETE})


def _link(period: Period, dimension: Dimension, value: str) -> str:
    found = slices.link(dimension, value, period)
    return address("/register", **found) if found else ""


def _rows_of(period: Period) -> str:
    return address("/register", **days(period))


def _by_number(figures: RequestFigures, dimension: Dimension) -> dict[int, int]:
    return {int(value): count for value, count in figures.by[dimension].items()}


def _terms(day: date) -> Iterable[int]:
    """Return the terms of the law for the notice: without and with an extension."""
    first = term(Clock.NOTICE, day).working_days
    return (first, first + term(Clock.EXTENSION, day).working_days)


def _title(key: str) -> str:
    return texts("figure", key)


def _days(value: float | None) -> str | None:
    return None if value is None else decimal(value)
