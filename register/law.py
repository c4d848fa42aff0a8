"""Every statutory number once, dated and cited; nothing else counts legal days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Clock(StrEnum):
    """The acts that the law gives a number of working days."""

    COMPLETENESS_CHECK = "completeness_check"
    COMPLETENESS_FIX = "completeness_fix"
    NOTICE = "notice"
    EXTENSION = "extension"
    OBJECTION_FILING = "objection_filing"
    OBJECTION_RESPONSE = "objection_response"
    DISPUTE_FILING = "dispute_filing"


@dataclass(frozen=True, slots=True)
class Term:
    """How many working days an act has, by which article, since when."""

    clock: Clock
    working_days: int
    source: str
    in_force: date


_UU_KIP = date(2010, 4, 30)
_PERKI = date(2021, 6, 30)

TERMS = (
    Term(Clock.COMPLETENESS_CHECK, 3, "Perki 1/2021 Pasal 31 ayat (2)", _PERKI),
    Term(Clock.COMPLETENESS_FIX, 3, "Perki 1/2021 Pasal 33 ayat (3)", _PERKI),
    Term(Clock.NOTICE, 10, "UU 14/2008 Pasal 22 ayat (7)", _UU_KIP),
    Term(Clock.EXTENSION, 7, "UU 14/2008 Pasal 22 ayat (8); Perki 1/2021 Pasal 36", _UU_KIP),
    Term(Clock.OBJECTION_FILING, 30, "UU 14/2008 Pasal 36 ayat (1)", _UU_KIP),
    Term(Clock.OBJECTION_RESPONSE, 30, "UU 14/2008 Pasal 36 ayat (2)", _UU_KIP),
    Term(Clock.DISPUTE_FILING, 14, "UU 14/2008 Pasal 37 ayat (2)", _UU_KIP),
)


def term(clock: Clock, on: date) -> Term:
    """Return the term in force on a date; raise `LookupError` before the law existed."""
    in_force = [row for row in TERMS if row.clock is clock and row.in_force <= on]
    if not in_force:
        raise LookupError(f"no term for {clock} on {on}")
    return max(in_force, key=lambda row: row.in_force)
