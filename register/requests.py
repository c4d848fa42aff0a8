"""Acts that begin and end a request: submit, enter, take up, confirm, withdraw, close."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from office import daysoff
from office.clock import local_date
from office.outbox import Kind, Notice
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from office.workdays import Calendar, working_days_left
from register import (
    clocks,
    deadlines,
    identities,
    intake,
    moves,
    numbering,
    rights_guard,
    search,
    survey,
)
from register.clocks import Course
from register.deadlines import Due
from register.intake import RequestForm
from register.law import Clock
from register.moves import LONGEST_NOTE, fits
from register.steps import Step
from register.tables import Request, RequestFile
from register.words import Channel, Decision, FileRole, Status


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant holds after filing."""

    number: int
    registration_number: str
    tracking_code: str
    received_date: date
    notice: Due
    is_new: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Whence a request came: its channel, when it truly arrived, and what it follows up."""

    draft_key: str
    channel: Channel = Channel.TELEGRAM
    received_at: datetime | None = None
    language: str = "id"
    follows: int | None = None


def submit(
    unit: Unit,
    form: RequestForm,
    *,
    draft_key: str,
    received_at: datetime | None = None,
    language: str = "id",
    follows: int | None = None,
) -> Receipt:
    """Enter the acting citizen's request in the register and give it its number at once.

    Number, due date, first event, journal, receipt and letters become true together (UU 14/2008
    Pasal 22 ayat (4)). The same draft submitted twice is the same request. `received_at` is
    when the channel took it in; an outage of ours does not shorten anybody's right.
    """
    unit.require(Permission.FILE_REQUEST)
    arrived = min(received_at or unit.now, unit.now)
    origin = Origin(draft_key, Channel.TELEGRAM, arrived, language, follows)
    return _enter(unit, form, origin)


def enter(
    unit: Unit,
    form: RequestForm,
    *,
    draft_key: str,
    channel: Channel,
    received: date,
    follows: int | None = None,
) -> Receipt:
    """Enter a request that came by another door, with the date on which it truly came.

    The clocks run from that date (UU 14/2008 Pasal 22 ayat (3) and (7)). A date that lies
    ahead, or before the law, contradicts itself and is refused.
    """
    moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    plausible(unit, received)
    at = unit.now
    if received != unit.today:
        at = datetime.combine(received, time(12), unit.zone)
    return _enter(unit, form, Origin(draft_key, channel, at, "id", follows))


_LONGEST_BACK = 366  # days; what lies longer belongs to a register that is closed


def plausible(unit: Unit, received: date) -> None:
    """Let pass a day on which a paper can have come; raise `NotValid` for the others."""
    if received > unit.today:
        raise NotValid("received", "date_ahead", today=unit.today)
    if (unit.today - received).days > _LONGEST_BACK:
        raise NotValid("received", "date_too_old", days=_LONGEST_BACK)


def _enter(unit: Unit, form: RequestForm, origin: Origin) -> Receipt:
    earlier = unit.session.scalar(select(Request).where(Request.draft_key == origin.draft_key))
    if earlier is not None:
        _is_the_same(unit, earlier, form, origin)
        return _receipt(unit, earlier, is_new=False)
    if origin.follows is not None:
        _may_follow(unit, origin.follows)
    request = _entry(unit, form, origin)
    received = request.received_date
    sequence, number = numbering.take(unit, numbering.REQUESTS, received)
    request.year, request.sequence, request.registration_number = received.year, sequence, number
    _restate_terms(request, daysoff.calendar(unit, received))
    unit.session.add(request)
    unit.flush()
    rights_guard.inherit(unit, request)
    _attach(unit, request, form)
    search.remember(unit, request.id, [form.information_detail, number])
    moves.settle(unit, request, Step.SUBMIT, due=request.notice_due, channel=request.channel)
    _tell_rights(unit, request)
    return _receipt(unit, request, is_new=True)


def _is_the_same(unit: Unit, earlier: Request, form: RequestForm, origin: Origin) -> None:
    """Let pass what was sent twice; refuse another paper under a key that was used."""
    before = (earlier.information_detail, earlier.identity_index, earlier.channel)
    fingerprint = identities.fingerprint(unit.vault, form.identity)
    if before != (form.information_detail, fingerprint, origin.channel):
        raise NotNow("draft_key_used", number=earlier.registration_number)


def _may_follow(unit: Unit, number: int) -> None:
    followed = unit.session.get(Request, number)
    citizen = isinstance(unit.actor, Citizen)
    if followed is None or (citizen and unit.actor != Citizen(followed.person or 0)):
        raise NotFound("request_unknown")


def _entry(unit: Unit, form: RequestForm, origin: Origin) -> Request:
    tracking_code = numbering.tracking_code()
    identity = form.identity
    received_at = origin.received_at or unit.now
    actor = unit.actor
    return Request(
        draft_key=origin.draft_key,
        tracking_code=tracking_code,
        channel=origin.channel,
        person=actor.person if isinstance(actor, Citizen) else None,
        entered_by=actor.staff_id if isinstance(actor, StaffMember) else None,
        language=origin.language,
        privacy_notice=intake.NOTICE if isinstance(actor, Citizen) else None,
        follows=origin.follows,
        received_at=received_at,
        received_date=local_date(received_at, unit.zone),
        applicant_type=form.applicant_type,
        sealed_identity=identities.sealed(unit.vault, identity, tracking_code),
        identity_index=identities.fingerprint(unit.vault, identity),
        identity_doubt=form.identity_doubt,
        occupation=form.occupation,
        information_detail=form.information_detail,
        purpose_of_use=form.purpose_of_use,
        purpose_category=form.purpose_category,
        access_mode=form.access_mode,
        copy_format=form.copy_format,
        delivery_method=form.delivery_method,
        status=Status.REGISTERED,
        not_documented=False,
        held_soft=False,
        held_hard=False,
        fee_items="[]",
        fee_total=0,
        version=1,
    )


def _attach(unit: Unit, request: Request, form: RequestForm) -> None:
    given = [
        (FileRole.IDENTITY, form.identity_file),
        (FileRole.POWER_OF_ATTORNEY, form.power_of_attorney),
        *((FileRole.ATTACHMENT, number) for number in form.attachments),
    ]
    for role, number in given:
        if number is not None:
            unit.session.add(
                RequestFile(request_id=request.id, file_id=number, role=role, added_at=unit.now)
            )


def _tell_rights(unit: Unit, request: Request) -> None:
    if request.person is None:
        return
    once = f"request:{request.id}:rights"
    unit.post(
        Notice(request.person, "request_rights", once, Kind.RECEIPT, language=request.language)
    )


def take_up(unit: Unit, number: int, *, version: int) -> None:
    """Declare a request complete and begin to work on it.

    After an incompleteness letter it is complete since the day it was repaired, and the answer
    clock runs from there (Perki 1/2021 Pasal 31 ayat (3)).
    """
    request = moves.begin(unit, number, Step.TAKE_UP, version=version)
    request.complete_date = request.repaired_date or unit.today
    restate(unit, request)
    moves.settle(unit, request, Step.TAKE_UP)


def restate(unit: Unit, request: Request) -> None:
    """Compute a request's stored dates anew from what happened to it.

    Once the notice was given its term has ended and stays as it was; the applicant's own days
    are never made fewer than announced.
    """
    calendar = daysoff.calendar(unit, request.received_date)
    request.calendar_version = calendar.version
    if request.notice_date is None:
        _restate_terms(request, calendar)
    elif request.notice_days is None:
        request.notice_days = working_days_left(
            request.received_date, request.notice_date, calendar
        )
    found = found_on(request)
    if found is not None:
        until = deadlines.due(Clock.OBJECTION_FILING, found, calendar).on
        request.objection_until = max(until, request.objection_until or until)


def found_on(request: Request) -> date | None:
    """Return the newest day on which its applicant was told or given something, or None."""
    known = request.provided_date, request.last_notice, request.notice_date
    return max((day for day in known if day is not None), default=None)


def _restate_terms(request: Request, calendar: Calendar) -> None:
    course = Course(
        request.received_date,
        request.incomplete_received or request.incomplete_date,
        request.complete_date,
        extended=request.extended_on is not None,
    )
    known = clocks.clocks(course, calendar)
    request.check_due, request.notice_due = known.check.on, known.notice.on
    request.notice_due_internal = known.internal.on
    request.strict_due = known.by_law.on
    request.perki_due = known.by_rule.on if known.by_rule else None
    request.calendar_version = calendar.version
    if known.fix is not None:
        request.fix_due = max(known.fix.on, request.fix_due or known.fix.on)


def confirm(unit: Unit, number: int, *, version: int | None = None, note: str = "") -> str:
    """Note that the applicant has received what was asked for; return the registration number.

    `note` is how staff, who do it on behalf of somebody, know.
    """
    note = fits("note", note, LONGEST_NOTE)
    request = moves.begin(unit, number, Step.CONFIRM, version=version)
    if isinstance(unit.actor, StaffMember) and not note:
        raise NotValid("note", "required")
    return _close(unit, request, Step.CONFIRM, note)


def close(unit: Unit, number: int) -> str:
    """Close a request against which nothing can be raised any more."""
    request = moves.begin(unit, number, Step.CLOSE, version=None)
    return _close(unit, request, Step.CLOSE)


def _close(unit: Unit, request: Request, step: Step, note: str = "") -> str:
    # A request that lapsed ended on that day; closing it gives no new days to object.
    request.closed_on = request.closed_on or unit.today
    survey.invite(unit, f"request:{request.id}")
    moves.settle(unit, request, step, note=note)
    return request.registration_number


def withdraw(unit: Unit, number: int, *, version: int | None = None, note: str = "") -> str:
    """Withdraw a request for its applicant; return its registration number.

    Staff who do it on behalf of somebody say how they know of the wish.
    """
    note = fits("note", note, LONGEST_NOTE)
    request = moves.begin(unit, number, Step.WITHDRAW, version=version)
    if isinstance(unit.actor, StaffMember) and not note:
        raise NotValid("note", "required")
    request.decision = Decision.WITHDRAWN
    request.closed_on = unit.today
    moves.settle(unit, request, Step.WITHDRAW, note=note)
    return request.registration_number


def _receipt(unit: Unit, request: Request, *, is_new: bool) -> Receipt:
    notice = deadlines.due(
        Clock.NOTICE, request.received_date, daysoff.calendar(unit, request.received_date)
    )
    return Receipt(
        request.id, request.registration_number, request.tracking_code, request.received_date,
        notice, is_new,
    )  # fmt: skip
