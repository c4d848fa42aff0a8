"""Pure: all that a report is made of, as plain data that can be kept and read again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import msgspec

from office.periods import Period
from register.reports.words import Entered, Field, Span


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs."""

    name: str
    position: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose report it is; `logo` is its picture, empty for an office without one."""

    office: str
    parent: str
    address: str
    city: str
    ppid: Signer
    superior: Signer
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases of one kind: how many, and by each dimension how many with which value."""

    total: int
    by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    per_month: Mapping[str, int] = field(default_factory=dict)
    median: Decimal | None = None
    p90: Decimal | None = None

    def of(self, dimension: str, value: str) -> int:
        """Return how many have a value."""
        return self.by.get(dimension, {}).get(value, 0)

    def share_on_time(self, dimension: str) -> Decimal | None:
        """Return how many per cent of what was answered, or is overdue, was on time."""
        on_time = self.of(dimension, "on_time")
        owed = on_time + self.of(dimension, "late") + self.of(dimension, "late_open")
        return per_cent(on_time, owed)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The survey of the period; the index is None where too few answered."""

    n: int
    invited: int
    responded: int
    index: Decimal | None = None
    grade: str | None = None
    means: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """A report's data: its period and edition, the figures, and what people wrote."""

    span: Span
    since: date
    until: date
    edition: int
    as_of: datetime
    is_draft: bool
    head: Head
    requests: Counted
    before: Counted
    objections: Counted
    survey: Surveyed
    offices: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, int] | None = None
    texts: Mapping[Field, str] = field(default_factory=dict)
    entered: Mapping[Entered, int] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        """Return its period."""
        return Period(self.since, self.until)

    def to_json(self) -> str:
        """Return the facts as they are kept."""
        return msgspec.json.encode(self, order="deterministic").decode()


def from_json(kept: str) -> Facts:
    """Return facts that were kept."""
    return msgspec.json.decode(kept, type=Facts)


def per_cent(part: int, whole: int) -> Decimal | None:
    """Return a part in per cent to one decimal, half up; None of nothing."""
    if not whole:
        return None
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1)


def share(part: int, whole: int) -> Decimal:
    """Return a part in per cent as a table shows it; nothing of nothing is nought."""
    return per_cent(part, whole) or Decimal("0.0")
