"""Every statutory number once, dated and cited; nothing else counts legal days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Clock(StrEnum):
    """The acts that the law gives a number of working days."""

    COMPLETENESS_CHECK = "completeness_check"
    COMPLETENESS_FIX = "completeness_fix"
    NOTICE = "notice"
    EXTENSION = "extension"
    OBJECTION_FILING = "objection_filing"
    OBJECTION_RESPONSE = "objection_response"
    DISPUTE_FILING = "dispute_filing"
    KI_START = "ki_start"
    KI_TOTAL = "ki_total"
    EXEMPTION_RELEASE = "exemption_release"


class Duty(StrEnum):
    """The acts that the law gives months or hours instead of working days."""

    ANNUAL_REPORT = "annual_report"
    PERIODIC_INFO = "periodic_info"
    DIP_UPDATE = "dip_update"
    PERSONAL_DATA = "personal_data"


class Span(StrEnum):
    """In what a duty is counted."""

    MONTHS = "months"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Term:
    """How many working days an act has, by which article, since when."""

    clock: Clock
    working_days: int
    source: str
    in_force: date


@dataclass(frozen=True, slots=True)
class Interval:
    """How many months or hours a duty has, by which article, since when."""

    duty: Duty
    count: int
    span: Span
    source: str
    in_force: date


_UU_KIP = date(2010, 4, 30)
_PP_61 = date(2010, 8, 23)
_PERKI = date(2021, 6, 30)
_UU_PDP = date(2024, 10, 17)

TERMS = (
    Term(Clock.COMPLETENESS_CHECK, 3, "Perki 1/2021 Pasal 31 ayat (2)", _PERKI),
    Term(Clock.COMPLETENESS_FIX, 3, "Perki 1/2021 Pasal 33 ayat (3)", _PERKI),
    Term(Clock.NOTICE, 10, "UU 14/2008 Pasal 22 ayat (7)", _UU_KIP),
    Term(Clock.EXTENSION, 7, "UU 14/2008 Pasal 22 ayat (8); Perki 1/2021 Pasal 36", _UU_KIP),
    Term(Clock.OBJECTION_FILING, 30, "UU 14/2008 Pasal 36 ayat (1)", _UU_KIP),
    Term(Clock.OBJECTION_RESPONSE, 30, "UU 14/2008 Pasal 36 ayat (2)", _UU_KIP),
    Term(Clock.DISPUTE_FILING, 14, "UU 14/2008 Pasal 37 ayat (2)", _UU_KIP),
    Term(Clock.KI_START, 14, "UU 14/2008 Pasal 38 ayat (1)", _UU_KIP),
    Term(Clock.KI_TOTAL, 100, "UU 14/2008 Pasal 38 ayat (2)", _UU_KIP),
    Term(Clock.EXEMPTION_RELEASE, 30, "PP 61/2010 Pasal 11; Perki 1/2021 Pasal 52", _PP_61),
)

INTERVALS = (
    Interval(Duty.ANNUAL_REPORT, 3, Span.MONTHS, "Perki 1/2021 Pasal 56", _PERKI),
    Interval(Duty.PERIODIC_INFO, 6, Span.MONTHS, "UU 14/2008 Pasal 9 ayat (3)", _UU_KIP),
    Interval(Duty.DIP_UPDATE, 6, Span.MONTHS, "Perki 1/2021 Pasal 45 ayat (7)", _PERKI),
    Interval(Duty.PERSONAL_DATA, 72, Span.HOURS, "UU 27/2022 Pasal 30 dan 46", _UU_PDP),
)

# From receipt for the Law; from completeness for the Commission's rule, which runs beside it.
NOTICE_FROM_COMPLETE = "Perki 1/2021 Pasal 31 ayat (3)"

Row = TypeVar("Row", Term, Interval)


def term(clock: Clock, on: date) -> Term:
    """Return the term in force on a date; raise `LookupError` before the law existed."""
    return _newest((row for row in TERMS if row.clock is clock), clock.value, on)


def interval(duty: Duty, on: date) -> Interval:
    """Return the interval in force on a date; raise `LookupError` before the law existed."""
    return _newest((row for row in INTERVALS if row.duty is duty), duty.value, on)


def _newest(rows: Iterable[Row], name: str, on: date) -> Row:
    in_force = [row for row in rows if row.in_force <= on]
    if not in_force:
        raise LookupError(f"no term for {name} on {on}")
    return max(in_force, key=lambda row: row.in_force)
