"""What the interface gives that no public page gives in the same shape."""

from dataclasses import dataclass
from datetime import date

from admin.public.measures import Measure
from knowledge.audit import findings
from knowledge.published import Published, Topic
from office.periods import Period
from office.workdays import DayOffKind
from register.list_words import AvailableForm, InformationClass
from register.offices_register import OfficeRow, PartTally
from register.open_register import OpenRow
from register.reports.words import Format as ReportFormat
from register.reports.words import Size as ReportSize
from register.reports.words import Span


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register, newest first; `next` is where the page behind it begins."""

    year: int
    total: int
    rows: list[OpenRow]
    next: int | None


@dataclass(frozen=True, slots=True)
class OfficeRegisterPage:
    """A page of the register with the parts that offices answer."""

    year: int
    total: int
    rows: list[OfficeRow]
    next: int | None


@dataclass(frozen=True, slots=True)
class OfficeStatistics:
    """How the parts of requests stand that offices answer."""

    year: int
    offices: list[PartTally]


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics with their published answers."""

    topics: list[Topic]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page of published answers in the order of their names."""

    answers: list[Published]
    next: str | None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of the list of public information (Perki 1/2021 Lampiran I)."""

    ordinal: int
    summary: str
    holding_unit: str
    responsible_official: str
    created_when_where: str
    forms: list[AvailableForm]
    retention_period: str
    information_class: InformationClass
    link: str
    decree_no: str
    published_on: date | None
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list of public information in its own order."""

    entries: list[ListEntry]
    next: int | None


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that was not counted."""

    day: date
    kind: DayOffKind
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One term from its start, with everything needed to count it again."""

    name: str
    source: str
    start: date
    due: date
    safe: date
    working_days: int
    before: bool
    estimated: bool
    counted: list[date]
    skipped: list[SkippedDay]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The terms that run from a day."""

    start: date
    calendar_version: int
    deadlines: list[Deadline]


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is counted of a year or a month for everybody."""

    year: int
    month: int | None
    measures: list[Measure]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The share of right answers, month by month, as two people judged a random sample."""

    months: list[findings.Published]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file of a report."""

    size: ReportSize
    format: ReportFormat
    link: str


@dataclass(frozen=True, slots=True)
class FinishedReport:
    """A finished report on information services, and where its files are."""

    title: str
    span: Span
    period: Period
    edition: int
    finished_on: date
    files: list[ReportFile]


@dataclass(frozen=True, slots=True)
class Reports:
    """The finished reports, newest first."""

    reports: list[FinishedReport]
