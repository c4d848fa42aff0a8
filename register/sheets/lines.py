"""What the sheets are made of: one frozen line per entry of a register, and the heading."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

Line = TypeVar("Line")
_STEP = 100


@dataclass(frozen=True)
class RequestLine:
    """One request as the register must hold it (Perki 1/2021 Pasal 32, Lampiran VIII)."""

    registration_number: str
    received_date: date
    applicant_name: str
    identity_number: str
    """NIK or number of the decree; whoever makes the line decides whether it is masked."""
    address: str
    contact: str
    occupation: str
    has_power_of_attorney: bool
    information_detail: str
    purpose_of_use: str
    under_control: bool | None
    """`None` while it is not yet known whether the body holds the information."""
    holding_body: str
    not_documented: bool
    held_soft: bool
    held_hard: bool
    wants_view: bool
    wants_copy: bool
    decision: str | None
    """A key of the terms for `decision`; `None` before the written notice."""
    refusal_reason: str
    notice_date: date | None
    provided_date: date | None
    fee_amount: int | None
    """Whole rupiah; `None` when no fee has been set."""
    payment_method: str
    register_note: str


@dataclass(frozen=True)
class ObjectionLine:
    """One objection as its register must hold it (Perki 1/2021 Pasal 43, Lampiran XI)."""

    objection_number: str
    received_date: date
    applicant_name: str
    """With the proxy, where somebody acts for the applicant."""
    address: str
    contact: str
    occupation: str
    request_number: str
    """Empty when the only ground is letter b: periodic information answers no request."""
    information_detail: str
    purpose_of_use: str
    grounds: frozenset[str]
    """Letters a to g of UU 14/2008 Pasal 35 ayat (1)."""
    superior_decision: str | None
    """A key of the terms for `superior_decision`; `None` before the reply."""
    response_date: date | None
    superior_name_position: str
    applicant_reaction: str
    refusal_or_grant_reason: str


@dataclass(frozen=True)
class Heading:
    """Whose register it is, which days it covers, and when the sheet was made."""

    office: str
    first_day: date
    last_day: date
    issued: datetime
    """Aware, in the office's own zone: its date is printed as it stands."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for a naive instant and for a period that ends before it begins."""
        if self.issued.tzinfo is None:
            raise ValueError("the instant of issue needs a zone")
        if self.last_day < self.first_day:
            raise ValueError("the period ends before it begins")


def unheard(count: int) -> None:
    """Take note of progress for nobody."""


def counted(lines: Iterable[Line], progress: Callable[[int], None]) -> Iterator[Line]:
    """Yield the lines and report how many have passed: every hundred, and all at the end."""
    passed = 0
    for line in lines:
        yield line
        passed += 1
        if passed % _STEP == 0:
            progress(passed)
    if passed % _STEP:
        progress(passed)
