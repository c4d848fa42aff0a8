"""Acts on an incomplete request: the letter, its repair, and what was never repaired."""

from collections.abc import Sequence
from datetime import date, datetime

from office import daysoff
from office.clock import local_date
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from register import deadlines, moves, requests, search
from register.law import Clock
from register.moves import LONGEST_NOTE, LONGEST_REASON, fits
from register.steps import Step
from register.tables import Request, RequestFile
from register.words import Decision, FileRole, Status


def find_incomplete(
    unit: Unit, number: int, *, version: int, missing: str, received: date | None = None
) -> None:
    """Write the letter that says what is missing (Perki 1/2021 Pasal 33 ayat (1)-(2)).

    The applicant's days run from receipt: on Telegram from delivery, elsewhere from the date
    `received`, when the officer knows it was handed over.
    """
    missing = fits("missing", missing, LONGEST_REASON, shortest=10)
    request = moves.begin(
        unit, number, Step.FIND_INCOMPLETE, version=version, given={"missing": missing}
    )
    request.incomplete_date, request.missing = unit.today, missing
    if request.person is None:
        if received is not None and received != unit.today:
            # Handed over before it was written, or tomorrow: such a date contradicts itself.
            code = "date_ahead" if received > unit.today else "date_behind"
            raise NotValid("received", code, today=unit.today)
        request.incomplete_received = unit.today
    search.remember(unit, number, [missing])
    requests.restate(unit, request)
    moves.settle(unit, request, Step.FIND_INCOMPLETE, note=missing)


def letter_arrived(unit: Unit, number: int, at: date) -> None:
    """Note on which day the incompleteness letter arrived; the days to repair run from it."""
    if Permission.KEEP_TIME not in unit.actor.permissions:
        unit.require(Permission.PROCESS_REQUESTS)
    request = unit.session.get(Request, number, populate_existing=True, with_for_update=True)
    if request is None:
        raise NotFound("request_unknown")
    if request.status != Status.INCOMPLETE or request.incomplete_date is None:
        raise NotNow("step_not_now", step="letter_arrived", status=request.status)
    if at > unit.today:
        raise NotValid("received", "date_ahead", today=unit.today)
    if at < request.incomplete_date:
        raise NotValid("received", "date_behind", today=request.incomplete_date)
    request.incomplete_received = at
    requests.restate(unit, request)
    moves.note_event(unit, request, "letter_arrived", at.isoformat())
    unit.record("request.letter_arrived", moves.subject(request), on=request.incomplete_received)


def repair(
    unit: Unit,
    number: int,
    *,
    text: str,
    documents: Sequence[int] = (),
    version: int | None = None,
    received_at: datetime | None = None,
) -> str:
    """Add what was missing; return the registration number. The clock then runs anew.

    `documents` are the numbers of files in the book. `received_at` is when the channel took the
    repair in; an outage of ours does not shorten the days to repair. Raises `NotNow` after those.
    """
    text = fits("repair", text, LONGEST_NOTE)
    given = {"repair": text or ("berkas" if documents else "")}
    on = local_date(min(received_at or unit.now, unit.now), unit.zone)
    request = moves.begin(unit, number, Step.REPAIR, version=version, given=given, on=on)
    # Whatever a message says about its time, nobody answers a letter before it was written.
    on = max(on, request.incomplete_date or on)
    request.repaired_date = request.complete_date = on
    if request.incomplete_received is None:
        request.incomplete_received = on
    for document in documents:
        unit.session.add(
            RequestFile(
                request_id=request.id,
                file_id=document,
                role=FileRole.ATTACHMENT,
                added_at=unit.now,
            )
        )
    requests.restate(unit, request)
    moves.settle(unit, request, Step.REPAIR, note=text)
    return request.registration_number


def lapse(unit: Unit, number: int) -> None:
    """Note in the register that a request was not repaired (Perki 1/2021 Pasal 33 ayat (4))."""
    request = moves.begin(unit, number, Step.LAPSE, version=None)
    request.decision = Decision.LAPSED_INCOMPLETE
    request.register_note = "Tidak dilengkapi dalam jangka waktu Pasal 33 ayat (3)"
    request.closed_on = unit.today
    calendar = daysoff.calendar(unit, unit.today)
    request.objection_until = deadlines.due(Clock.OBJECTION_FILING, unit.today, calendar).on
    moves.settle(unit, request, Step.LAPSE)
