"""Acts on exempt information: propose, establish, return, open; never by one person alone."""

from dataclasses import fields

from sqlalchemy.orm.exc import StaleDataError

from office.people import Clockwork, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register import exemption_form
from register.exemption_form import LONGEST_NOTE, SHORTEST_TEXT, Decree, Draft
from register.list_tables import Exemption, ExemptionEvent
from register.list_words import ExemptionStatus, PeriodType
from register.words import RefusalGround

_WORKED_ON = {ExemptionStatus.PROPOSED, ExemptionStatus.RETURNED}


def propose(unit: Unit, draft: Draft) -> int:
    """Propose that information be exempt, after its consequence test; return its identifier.

    It binds nobody before a second person has established it (UU 14/2008 Pasal 19; Perki 1/2021
    Pasal 10 ayat (2), Pasal 49).
    """
    unit.require(Permission.DECIDE_REQUESTS)
    return enter(unit, draft, None)


def enter(unit: Unit, draft: Draft, decree: Decree | None) -> int:
    """Enter a proposal with the decree it cites, if any; of the program only from a file."""
    by_program = isinstance(unit.actor, Clockwork)
    unit.require(Permission.KEEP_LISTS if by_program else Permission.DECIDE_REQUESTS)
    _check(unit, draft)
    row = Exemption(
        decree_no=decree.number if decree else "",
        decree_date=decree.day if decree else None,
        approved_by=None,
        opening_reason="",
        opening_proposed_by=None,
        opened_by=None,
        opened_on=None,
        version=1,
    )
    _write(unit, row, draft)
    unit.session.add(row)
    unit.flush()
    _note(unit, row, "proposed")
    return row.id


def amend(unit: Unit, number: int, draft: Draft, *, version: int) -> None:
    """Change a proposal, or propose a returned one anew; the second person comes after."""
    row = _take(unit, number, version, Permission.DECIDE_REQUESTS)
    _stands(row, _WORKED_ON)
    _check(unit, draft)
    _write(unit, row, draft)
    _settle(unit, row, "proposed_anew")


def establish(unit: Unit, number: int, *, version: int, decree: Decree) -> None:
    """Establish an exemption by decree; whoever proposed it may not (PP 61/2010 Pasal 3-4)."""
    row = _take(unit, number, version, Permission.APPROVE_REFUSALS)
    _stands(row, {ExemptionStatus.PROPOSED})
    row.approved_by = _second(unit, row.proposed_by)
    for fault in exemption_form.faults_of_decree(draft_of(row), decree, unit.today):
        raise fault
    row.decree_no, row.decree_date = decree.number.strip(), decree.day
    row.status = ExemptionStatus.IN_FORCE
    _settle(unit, row, "established")


def send_back(unit: Unit, number: int, *, version: int, note: str) -> None:
    """Send a proposal back with a note, to be worked on or to be let lie."""
    note = _noted(note)
    row = _take(unit, number, version, Permission.APPROVE_REFUSALS)
    _stands(row, {ExemptionStatus.PROPOSED})
    row.status = ExemptionStatus.RETURNED
    _settle(unit, row, "returned", note)


def propose_opening(unit: Unit, number: int, *, version: int, reason: str) -> None:
    """Propose to declare exempt information open, after a new test (PP 61/2010 Pasal 10)."""
    reason = _noted(reason, "reason")
    row = _take(unit, number, version, Permission.DECIDE_REQUESTS)
    _stands(row, {ExemptionStatus.IN_FORCE})
    if row.opening_proposed_by is not None:
        raise NotNow("opening_proposed_already")
    row.opening_reason, row.opening_proposed_by = reason, _staff(unit)
    _settle(unit, row, "opening_proposed", reason)


def declassify(unit: Unit, number: int, *, version: int) -> None:
    """Declare exempt information open, as proposed by somebody else (Perki 1/2021 Pasal 53)."""
    row = _take(unit, number, version, Permission.APPROVE_REFUSALS)
    _stands(row, {ExemptionStatus.IN_FORCE})
    if row.opening_proposed_by is None:
        raise NotNow("opening_not_proposed")
    row.opened_by = _second(unit, row.opening_proposed_by)
    row.opened_on, row.status = unit.today, ExemptionStatus.OPENED
    _settle(unit, row, "opened")


def keep_closed(unit: Unit, number: int, *, version: int, note: str) -> None:
    """Turn a proposed opening down with a note; the exemption stays as it was."""
    note = _noted(note)
    row = _take(unit, number, version, Permission.APPROVE_REFUSALS)
    _stands(row, {ExemptionStatus.IN_FORCE})
    if row.opening_proposed_by is None:
        raise NotNow("opening_not_proposed")
    row.opening_reason, row.opening_proposed_by = "", None
    _settle(unit, row, "kept_closed", note)


def draft_of(row: Exemption) -> Draft:
    """Return what an exemption says, as it was proposed."""
    texts = {name: getattr(row, name) for name in exemption_form.LONGEST}
    return Draft(
        **texts,
        ground=RefusalGround(row.ground),
        period_type=PeriodType(row.period_type),
        expires_on=row.expires_on,
        testers=exemption_form.unpack(row.testers),
    )


def _check(unit: Unit, draft: Draft) -> None:
    for fault in exemption_form.faults(draft, unit.today):
        raise fault


def _write(unit: Unit, row: Exemption, draft: Draft) -> None:
    for field in fields(draft):
        value = getattr(draft, field.name)
        setattr(row, field.name, value.strip() if type(value) is str else value)
    row.testers = exemption_form.pack(draft.testers)
    row.status = ExemptionStatus.PROPOSED
    row.proposed_by = None if isinstance(unit.actor, Clockwork) else _staff(unit)


def _take(unit: Unit, number: int, version: int, permission: Permission) -> Exemption:
    unit.require(permission)
    row = unit.session.get(Exemption, number, populate_existing=True)
    if row is None:
        raise NotFound("exemption_unknown")
    if row.version != version:
        raise NotNow("version_moved")
    return row


def _stands(row: Exemption, allowed: set[ExemptionStatus]) -> None:
    if row.status not in allowed:
        raise NotNow("exemption_moved", status=row.status)


def _second(unit: Unit, first: int | None) -> int:
    second = _staff(unit)
    if second == first:
        raise NotAllowed("second_person_needed")
    return second


def _noted(text: str, field: str = "note") -> str:
    text = text.strip()
    if len(text) < SHORTEST_TEXT:
        raise NotValid(field, "too_short", shortest=SHORTEST_TEXT)
    if len(text) > LONGEST_NOTE:
        raise NotValid(field, "too_long", longest=LONGEST_NOTE, length=len(text))
    return text


def _settle(unit: Unit, row: Exemption, event: str, note: str = "") -> None:
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved") from None
    _note(unit, row, event, note)


def _note(unit: Unit, row: Exemption, event: str, note: str = "") -> None:
    unit.session.add(
        ExemptionEvent(
            exemption_id=row.id, at=unit.now, actor=unit.actor.label, event=event, note=note
        )
    )
    unit.record(f"exemption.{event}", f"exemption:{row.id}", ground=row.ground, status=row.status)


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
