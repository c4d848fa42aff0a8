"""Enumerations of a report and its parts, by Perki 1/2021 Pasal 56-58."""

from enum import StrEnum


class Span(StrEnum):
    """How long the period of a report is; the law asks for the year."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


class State(StrEnum):
    """Where an edition of a report stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    FINISHED = "finished"


class Size(StrEnum):
    """The two forms in which a report is made (Pasal 57)."""

    FULL = "full"
    SUMMARY = "summary"


class Format(StrEnum):
    """As what kind of file."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class Field(StrEnum):
    """What people write."""

    FOREWORD = "foreword"
    LEGAL_BASIS = "legal_basis"
    POLICY = "policy"
    STRUCTURE = "structure"
    FACILITIES = "facilities"
    STAFF = "staff"
    BUDGET = "budget"
    SERVICE_NOTE = "service_note"
    OBJECTIONS_CARRIED_OUT = "objections_carried_out"
    DISPUTES = "disputes"
    OBSTACLES_EXTERNAL = "obstacles_external"
    OBSTACLES_INTERNAL = "obstacles_internal"
    RECOMMENDATIONS = "recommendations"
    FOLLOW_UP = "follow_up"


class Entered(StrEnum):
    """What is counted outside this office's books and entered by hand."""

    STAFF_TOTAL = "staff_total"
    STAFF_TRAINED = "staff_trained"
    BUDGET_SET = "budget_set_rp"
    BUDGET_USED = "budget_used_rp"
    KI_FILED = "ki_filed"
    KI_MEDIATED = "ki_mediated"
    KI_ADJUDICATED = "ki_adjudicated"
    KI_CARRIED_OUT = "ki_carried_out"
    COURT_FILED = "court_filed"
    COURT_DECIDED = "court_decided"
    COURT_CARRIED_OUT = "court_carried_out"

    @property
    def is_money(self) -> bool:
        """Tell whether it is an amount of rupiah."""
        return self.value.endswith("_rp")


class Part(StrEnum):
    """The parts of Pasal 57, by the letter under which the rule lists them."""

    POLICY = "a"
    SERVICE = "b"
    REQUESTS = "c"
    DISPUTES = "d"
    OBSTACLES = "e"
    RECOMMENDATIONS = "f"


FIELDS_OF: dict[Part, tuple[Field, ...]] = {
    Part.POLICY: (Field.LEGAL_BASIS, Field.POLICY, Field.STRUCTURE),
    Part.SERVICE: (Field.FACILITIES, Field.STAFF, Field.BUDGET),
    Part.REQUESTS: (Field.SERVICE_NOTE,),
    Part.DISPUTES: (Field.OBJECTIONS_CARRIED_OUT, Field.DISPUTES),
    Part.OBSTACLES: (Field.OBSTACLES_EXTERNAL, Field.OBSTACLES_INTERNAL),
    Part.RECOMMENDATIONS: (Field.RECOMMENDATIONS, Field.FOLLOW_UP),
}
ENTERED_OF: dict[Part, tuple[Entered, ...]] = {
    Part.SERVICE: (
        Entered.STAFF_TOTAL, Entered.STAFF_TRAINED, Entered.BUDGET_SET, Entered.BUDGET_USED,
    ),
    Part.DISPUTES: (
        Entered.KI_FILED, Entered.KI_MEDIATED, Entered.KI_ADJUDICATED, Entered.KI_CARRIED_OUT,
        Entered.COURT_FILED, Entered.COURT_DECIDED, Entered.COURT_CARRIED_OUT,
    ),
}  # fmt: skip
# Welcome, but asked for by no rule.
OPTIONAL = frozenset({Field.FOREWORD, Field.SERVICE_NOTE})
LONGEST_TEXT = 8_000
# Under this name, why a report was made a draft again stands beside what is written in it.
RETURNED = "returned"
LARGEST_ENTERED = 10**13
