"""Enumerations of the two statutory lists: public information and exempt information."""

from enum import StrEnum


class InformationClass(StrEnum):
    """How public information is made public (UU 14/2008 Pasal 9-11; Perki 1/2021 Pasal 14-21)."""

    PERIODIC = "periodic"
    IMMEDIATE = "immediate"
    ALWAYS_AVAILABLE = "always_available"


class AvailableForm(StrEnum):
    """In which form information is at hand (Perki 1/2021 Lampiran I)."""

    SOFT = "soft"
    HARD = "hard"


class PeriodType(StrEnum):
    """How long an exemption lasts (PP 61/2010 Pasal 5-9; Perki 1/2021 Pasal 51)."""

    FIXED_UNTIL = "fixed_until"
    AS_LONG_AS_NEEDED = "as_long_as_needed"
    BY_STATUTE = "by_statute"


class ExemptionStatus(StrEnum):
    """Where an exemption stands; that it has expired is computed, never stored."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    IN_FORCE = "in_force"
    OPENED = "opened"
    EXPIRED = "expired"


class NeverExempt(StrEnum):
    """What may never be exempt (UU 14/2008 Pasal 18 ayat (1))."""

    COURT_RULING = "court_ruling"
    DECREE_OR_POLICY = "decree_or_policy"
    END_OF_INVESTIGATION = "end_of_investigation"
    SPENDING_PLAN = "spending_plan"
    FINANCIAL_REPORT = "financial_report"
    RECOVERED_ASSETS = "recovered_assets"
    DECLARED_OPEN = "declared_open"


class ListKind(StrEnum):
    """Which of the two lists (Perki 1/2021 Pasal 21 ayat (2), Pasal 49)."""

    PUBLIC = "dip"
    EXEMPT = "dik"
