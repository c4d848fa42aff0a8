"""Read side of failures to protect personal data: listed, one in full, and how many wait."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from office import breach_people, journal, legible
from office.breach_closing import hindered
from office.breach_people import Progress
from office.breach_tables import DataBreach
from office.breach_words import EMPTY, Incident, Outcome, Whom, from_json
from office.breaches import (
    TERM,
    account_of,
    acting,
    found,
    may_list,
    may_stop,
    owes,
    place,
)
from office.people import Permission
from office.refusals import NotNow
from office.unit import Unit

_LISTED = 200


@dataclass(frozen=True, slots=True)
class Breach:
    """A failure as who protects data reads it; whether it is overdue is told by the clock."""

    number: int
    version: int
    incident: Incident
    counted_from: datetime
    due_at: datetime
    hours_left: float
    recorded_by: int
    written_by: int
    written_at: datetime
    submitted_by: int | None
    submitted_at: datetime | None
    people: int | None
    without_account: int
    approved_by: int | None
    approved_at: datetime | None
    posted_at: datetime | None
    others_told_at: datetime | None
    # None where the words are spoilt.
    others: str | None
    body_told_at: datetime | None
    body_letter: str
    body_first_at: datetime | None
    body_first_letter: str
    closed_at: datetime | None
    closed_by: int | None
    outcome: Outcome | None
    lessons: str | None
    reached: int | None
    # How many accounts and cases the notice is known not to have reached, or may not have.
    left_over: int
    may_list: bool
    may_stop: bool
    is_emptied: bool
    # False where what happened is spoilt; it has to be written anew.
    is_readable: bool

    @property
    def owes_body(self) -> bool:
        """Tell whether the body is still to be told."""
        return self.closed_at is None and self.body_told_at is None

    @property
    def owes_people(self) -> bool:
        """Tell whether the people concerned are still to be told."""
        is_missed = self.posted_at is None or self.left_over > 0
        return self.closed_at is None and self.others_told_at is None and is_missed

    @property
    def owes(self) -> bool:
        """Tell whether its term still runs."""
        return self.owes_body or self.owes_people

    @property
    def people_told_at(self) -> datetime | None:
        """Return when the people were told first, None while some were not."""
        if self.left_over:
            return self.others_told_at
        told = [at for at in (self.posted_at, self.others_told_at) if at is not None]
        return min(told, default=None)

    @property
    def is_late(self) -> bool:
        """Tell whether somebody was told too late, or is still not told."""
        told = self.body_first_at, self.body_told_at, self.people_told_at
        was_late = any(at is not None and at > self.due_at for at in told)
        return was_late or (self.owes and self.hours_left < 0)


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a notice was called back; who did it is as the journal names them."""

    at: datetime
    by: str
    reason: str


def listed(unit: Unit) -> list[Breach]:
    """Return failures: the open ones by what became known first, then the closed, newest first."""
    unit.require(Permission.PROTECT_DATA)
    is_open = DataBreach.closed_at.is_(None)
    waits = unit.session.scalars(
        select(DataBreach).where(is_open).order_by(DataBreach.counted_from, DataBreach.id)
    ).all()
    closed = unit.session.scalars(
        select(DataBreach)
        .where(~is_open)
        .order_by(DataBreach.closed_at.desc(), DataBreach.id.desc())
        .limit(_LISTED)
    ).all()
    return [_shown(unit, row) for row in (*waits, *closed)]


def one(unit: Unit, number: int) -> Breach:
    """Return one failure; raise `NotFound`."""
    unit.require(Permission.PROTECT_DATA)
    return _shown(unit, found(unit, number))


def progress(unit: Unit, number: int) -> Progress:
    """Return how far its notice is; raise `NotFound`."""
    unit.require(Permission.PROTECT_DATA)
    return breach_people.progress(unit, found(unit, number).id)


def stopped(unit: Unit, number: int) -> Stopped | None:
    """Return how a notice was last called back, None where it was not or was confirmed since.

    Raises `NotFound`.
    """
    unit.require(Permission.PROTECT_DATA)
    if found(unit, number).approved_at is not None:
        return None
    lines = journal.of_subject(unit.session, [f"data_breach:{number}"])
    last = next((one for one in reversed(lines) if one.act == "data_breach.stopped"), None)
    if last is None:
        return None
    return Stopped(last.at, last.actor, str(json.loads(last.facts)["reason"]))


def hindrances(unit: Unit, number: int) -> dict[Outcome, str]:
    """Return why the acting person cannot close a failure so, for each outcome that is denied.

    Raises `NotFound`, and `NotAllowed` for who is no member of staff that protects data.
    """
    member, row = acting(unit), found(unit, number)
    told = breach_people.progress(unit, row.id)
    why = {one: hindered(row, told, one, member) for one in Outcome}
    return {one: refusal.code for one, refusal in why.items() if refusal is not None}


def open_count(unit: Unit) -> int:
    """Return of how many failures somebody is still to be told."""
    return unit.session.scalar(select(func.count()).select_from(DataBreach).where(owes())) or 0


def awaiting_count(unit: Unit) -> int:
    """Return how many notices wait to be confirmed by the acting person: one's own are another's.

    Raises `NotAllowed` for who is no member of staff that protects data.
    """
    member = acting(unit)
    waits = (
        DataBreach.submitted_at.is_not(None),
        DataBreach.approved_at.is_(None),
        DataBreach.closed_at.is_(None),
        DataBreach.submitted_by != member,
        DataBreach.written_by != member,
    )
    return unit.session.scalar(select(func.count()).select_from(DataBreach).where(*waits)) or 0


def said(unit: Unit, number: int, language: str = "id") -> dict[str, object]:
    """Return what the notice to the people is given; raise `NotFound`, `NotNow` where spoilt."""
    unit.require(Permission.PROTECT_DATA)
    row = found(unit, number)
    account = account_of(unit, row)
    if account is None:
        raise NotNow("data_breach_unreadable")
    return breach_people.facts(unit, row, account, language)


def _shown(unit: Unit, row: DataBreach) -> Breach:
    whom, account = Whom(row.whom), account_of(unit, row)
    others, lessons = (
        legible.text(unit.vault, sealed, place(row))
        for sealed in (row.sealed_others, row.sealed_lessons)
    )
    incident = Incident(
        row.known_at, row.happened_at, tuple(json.loads(row.activities)),
        account or from_json(EMPTY), whom, tuple(json.loads(row.rooms)),
        breach_people.chosen(unit, row.id) if whom is Whom.CHOSEN else (),
        row.estimate, row.is_public,
    )  # fmt: skip
    due = row.counted_from + TERM
    return Breach(
        row.id, row.version, incident, row.counted_from, due,
        (due - unit.now).total_seconds() / 3600, row.recorded_by, row.written_by, row.written_at,
        row.submitted_by, row.submitted_at, row.people, row.without_account, row.approved_by,
        row.approved_at, row.posted_at, row.others_told_at, others,
        row.body_told_at, row.body_letter or "", row.body_first_at, row.body_first_letter or "",
        row.closed_at, row.closed_by, Outcome(row.outcome) if row.outcome else None,
        lessons, row.reached, _left_over(unit, row), may_list(row), may_stop(unit, row),
        row.emptied_at is not None, account is not None,
    )  # fmt: skip


def _left_over(unit: Unit, row: DataBreach) -> int:
    if row.approved_at is None:
        return 0
    if row.closed_at is not None:
        unreached = (row.people or 0) - (row.reached or 0)
    else:
        unreached = breach_people.progress(unit, row.id).unreached
    return unreached + row.without_account
