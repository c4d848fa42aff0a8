"""Acts on failures to protect personal data: recorded, told within 72 hours, warned of.

UU 27/2022 Pasal 46 counts 3 x 24 hours by the clock from when it became known, and wants both the
body and the people concerned told in writing.
"""

import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from office import breach_people, legible, term_warnings
from office.breach_people import Rooms
from office.breach_tables import DataBreach
from office.breach_words import (
    LONGEST_LETTER,
    LONGEST_WORDS,
    Account,
    Incident,
    Outcome,
    Whom,
    as_json,
    check,
    fits,
    from_json,
    reasoned,
)
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.term_warnings import WARN_BEFORE, Watched
from office.unit import Unit

TERM = timedelta(hours=72)  # Pasal 46 ayat (1): 3 x 24 jam
_WATCHED = Watched("data_breach", "group_data_breach_due", "group_data_breach_lapsed")


def record(unit: Unit, incident: Incident, rooms: Rooms) -> int:
    """Record a failure and return its number; its 72 hours run from when it became known.

    Raise `NotValid` for what lacks or cannot be.
    """
    member = acting(unit)
    check(incident, unit.now, rooms)
    row = DataBreach(code=secrets.token_hex(8), version=0, without_account=0)
    row.counted_from, row.recorded_by = incident.known_at, member
    _set(unit, row, incident, member)
    unit.session.add(row)
    unit.flush()
    _set_people(unit, row, incident)
    unit.record(
        "data_breach.recorded", f"data_breach:{row.id}",
        known_at=incident.known_at.isoformat(), whom=incident.whom.value,
    )  # fmt: skip
    return row.id


def amend(unit: Unit, number: int, incident: Incident, rooms: Rooms, *, version: int) -> None:
    """Change what is recorded, as long as no notice was confirmed; it has to be handed over anew.

    A later instant at which it became known leaves the term as it is, an earlier one moves it back.
    Raise `NotFound`, `NotNow` where it moved, is confirmed or closed, and `NotValid`.
    """
    member = acting(unit)
    row = _unconfirmed(unit, number, version)
    check(incident, unit.now, rooms)
    before = row.known_at
    if incident.known_at != before and (row.body_told_at or row.others_told_at):
        raise NotValid("known_at", "data_breach_known_settled")
    if incident.known_at < row.counted_from:
        row.counted_from, row.warned_at, row.lapsed_at = incident.known_at, None, None
    _set(unit, row, incident, member)
    _set_people(unit, row, incident)
    _withdraw(row)
    unit.record(
        "data_breach.amended", f"data_breach:{row.id}", version=row.version,
        known_before=before.isoformat(), known_at=incident.known_at.isoformat(),
    )  # fmt: skip


def submit(unit: Unit, number: int, rooms: Rooms, *, version: int) -> int:
    """Hand the notice to a second person; return how many accounts it goes to, fixed from now on.

    Raise `NotFound`, and `NotNow` where it moved, waits already, is spoilt, or there is nobody.
    """
    member = acting(unit)
    row = _unconfirmed(unit, number, version)
    if row.submitted_at is not None:
        raise NotNow("data_breach_submitted")
    _check_readable(unit, row)
    names = json.loads(row.rooms)
    people = breach_people.settle(unit, row, names, rooms)
    row.without_account = breach_people.without_account(unit, names, rooms)
    if not people and not row.without_account:
        raise NotNow("data_breach_nobody")
    row.submitted_by, row.submitted_at, row.people = member, unit.now, people
    row.version += 1
    unit.record("data_breach.submitted", f"data_breach:{row.id}", people=people)
    return people


def take_back(unit: Unit, number: int, *, version: int) -> None:
    """Let a notice be changed that waited to be confirmed; raise `NotFound` and `NotNow`."""
    acting(unit)
    row = _unconfirmed(unit, number, version)
    if row.submitted_at is None:
        raise NotNow("data_breach_not_submitted")
    _withdraw(row)
    row.version += 1
    unit.record("data_breach.returned", f"data_breach:{row.id}", version=row.version)


def approve(unit: Unit, number: int, *, version: int) -> None:
    """Let the notice leave to everybody it concerns; whoever wrote or handed it over may not.

    Raise `NotFound`, `NotNow` where it moved, does not wait or is spoilt, and `NotAllowed`.
    """
    member = acting(unit)
    row = _unconfirmed(unit, number, version)
    if row.submitted_at is None:
        raise NotNow("data_breach_not_submitted")
    if member in {row.submitted_by, row.written_by}:
        raise NotAllowed("second_person_needed")
    _check_readable(unit, row)
    row.approved_by, row.approved_at = member, unit.now
    row.version += 1
    unit.record("data_breach.approved", f"data_breach:{row.id}", people=row.people)


def stop(unit: Unit, number: int, *, version: int, reason: str) -> None:
    """Call a confirmed notice back while none of it has left; it has to be handed over anew.

    Raise `NotFound`, `NotValid` for a reason that says too little or names somebody, and `NotNow`
    where it moved, is not confirmed, or something has left.
    """
    acting(unit)
    row = still_open(unit, number)
    if row.version != version:
        raise NotNow("version_moved")
    reason = reasoned(reason)
    if not may_stop(unit, row) or not breach_people.call_back(unit, row.id):
        raise NotNow("data_breach_not_stoppable")
    row.approved_by, row.approved_at, row.posted_at = None, None, None
    _withdraw(row)
    row.version += 1
    unit.record("data_breach.stopped", f"data_breach:{row.id}", reason=reason)


def may_stop(unit: Unit, row: DataBreach) -> bool:
    """Tell whether a notice was confirmed that goes to somebody and of which nothing has left."""
    is_due = row.approved_at is not None and row.closed_at is None and bool(row.people)
    return is_due and not breach_people.has_left(unit, row.id)


def tell_body(unit: Unit, number: int, *, at: datetime, letter: str) -> None:
    """Note when the body was told, with which letter, or correct it; what came first is kept.

    Raise `NotFound`, `NotValid`, and `NotNow` where it is closed or noted so already.
    """
    acting(unit)
    row = still_open(unit, number)
    _check_told(unit, row, at)
    letter = " ".join(letter.split())
    if not letter:
        raise NotValid("letter", "required")
    if len(letter) > LONGEST_LETTER:
        raise NotValid("letter", "too_long", longest=LONGEST_LETTER, length=len(letter))
    before = row.body_told_at
    if (before, row.body_letter) == (at, letter):
        raise NotNow("data_breach_body_told")
    if before is not None and row.body_first_at is None:
        row.body_first_at, row.body_first_letter = before, row.body_letter
    row.body_told_at, row.body_letter = at, letter
    row.version += 1
    facts = {"at": at.isoformat(), "late": at > row.counted_from + TERM}
    if before is None:
        unit.record("data_breach.body_told", f"data_breach:{row.id}", **facts)
    else:
        unit.record(
            "data_breach.body_corrected", f"data_breach:{row.id}",
            before=before.isoformat(), **facts,
        )  # fmt: skip


def tell_others(unit: Unit, number: int, *, at: datetime, how: str) -> None:
    """Note how those were told whom the bot does not reach; when they were first told is kept.

    Raise `NotFound`, `NotNow` and `NotValid`.
    """
    acting(unit)
    row = still_open(unit, number)
    _check_told(unit, row, at)
    how = fits("others", how, LONGEST_WORDS)
    row.others_told_at = row.others_told_at or at
    row.sealed_others = unit.vault.seal(how, place(row))
    row.version += 1
    unit.record("data_breach.others_told", f"data_breach:{row.id}", at=at.isoformat())


def note_letter(unit: Unit, number: int) -> None:
    """Note that the letter to the body was drawn.

    Raise `NotFound`, and `NotNow` where its words were taken out or cannot be read.
    """
    acting(unit)
    row = found(unit, number)
    if row.emptied_at is not None:
        raise NotNow("data_breach_emptied")
    _check_readable(unit, row)
    unit.record("data_breach.letter_drawn", f"data_breach:{row.id}")


def note_exported(unit: Unit, number: int, *, count: int) -> None:
    """Note that the list of those whom the bot did not reach left.

    Raise `NotFound`, and `NotNow` where nobody may have the list.
    """
    acting(unit)
    row = found(unit, number)
    if not may_list(row):
        raise NotNow("data_breach_list_shut")
    unit.record("data_breach.list_exported", f"data_breach:{row.id}", count=count)


def may_list(row: DataBreach) -> bool:
    """Tell whether those who were not reached may be listed with how to reach them.

    It takes a second person, lest an invented failure open the registers to one.
    """
    is_denied = row.outcome == Outcome.NO_BREACH
    return row.approved_at is not None and not is_denied and row.emptied_at is None


def run(unit: Unit) -> int:
    """Warn staff a day before a term ends and when it lapsed; return how many were warned of."""
    unit.require(Permission.KEEP_TIME)
    rows = unit.session.scalars(
        select(DataBreach)
        .where(owes(), DataBreach.counted_from <= unit.now + WARN_BEFORE - TERM)
        .order_by(DataBreach.id)
    ).all()
    return term_warnings.run(unit, _WATCHED, ((row, row.counted_from + TERM) for row in rows))


def owes() -> ColumnElement[bool]:
    """Return the condition under which somebody is still to be told of a failure."""
    is_missed = or_(DataBreach.posted_at.is_(None), breach_people.somebody_unreached())
    untold = and_(DataBreach.others_told_at.is_(None), is_missed)
    return and_(DataBreach.closed_at.is_(None), or_(DataBreach.body_told_at.is_(None), untold))


def account_of(unit: Unit, row: DataBreach) -> Account | None:
    """Return what a record says happened, None where that cannot be read."""
    words = legible.text(unit.vault, row.sealed_account, place(row))
    return None if words is None else from_json(words)


def place(row: DataBreach) -> str:
    """Return the context that binds what is sealed to a record."""
    return f"data_breaches:{row.code}"


def acting(unit: Unit) -> int:
    """Return who acts; raise `NotAllowed` for who is no member of staff that protects data."""
    unit.require(Permission.PROTECT_DATA)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def found(unit: Unit, number: int, *, to_change: bool = False) -> DataBreach:
    """Return a record, held until the unit commits where it is to change; raise `NotFound`."""
    query = select(DataBreach).where(DataBreach.id == number)
    row = unit.session.scalar(query.with_for_update() if to_change else query)
    if row is None:
        raise NotFound("data_breach_unknown")
    return row


def still_open(unit: Unit, number: int) -> DataBreach:
    """Return a record that is to change; raise `NotFound`, and `NotNow` once it is closed."""
    row = found(unit, number, to_change=True)
    if row.closed_at is not None:
        raise NotNow("data_breach_closed")
    return row


def _unconfirmed(unit: Unit, number: int, version: int) -> DataBreach:
    row = still_open(unit, number)
    if row.version != version:
        raise NotNow("version_moved")
    if row.approved_at is not None:
        raise NotNow("data_breach_approved")
    return row


def _check_told(unit: Unit, row: DataBreach, at: datetime) -> None:
    if at > unit.now:
        raise NotValid("at", "data_breach_in_future")
    if at < row.known_at:
        raise NotValid("at", "data_breach_told_before")


def _check_readable(unit: Unit, row: DataBreach) -> None:
    # Nobody confirms, and no letter says, what nobody can read; it is to be written anew.
    if account_of(unit, row) is None:
        raise NotNow("data_breach_unreadable")


def _withdraw(row: DataBreach) -> None:
    row.submitted_by, row.submitted_at, row.people, row.without_account = None, None, None, 0


def _set(unit: Unit, row: DataBreach, incident: Incident, member: int) -> None:
    row.known_at, row.happened_at = incident.known_at, incident.happened_at
    row.activities = json.dumps(incident.activities, ensure_ascii=False)
    row.whom = incident.whom
    row.rooms = json.dumps(incident.rooms if incident.whom is Whom.ROOMS else ())
    row.estimate, row.is_public = incident.estimate, incident.is_public
    row.sealed_account = unit.vault.seal(as_json(incident.account), place(row))
    row.written_by, row.written_at = member, unit.now
    row.version += 1


def _set_people(unit: Unit, row: DataBreach, incident: Incident) -> None:
    is_chosen = incident.whom is Whom.CHOSEN
    breach_people.replace(unit, row.id, incident.people if is_chosen else ())
