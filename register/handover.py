"""Acts that hand information over: what is to leave passes the gate, is paid for, and is given."""

import json

from sqlalchemy import select

from office import files, links
from office.files import Filed, Kept
from office.inspection.findings import Inspection
from office.outbox import Kind, Notice
from office.people import Permission
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register import moves, requests
from register.moves import LONGEST_NOTE, LONGEST_REASON, SHORTEST_REASON, fits
from register.steps import Step
from register.tables import Release, Request
from register.words import OPEN_STATUSES, PaymentMethod, ReleaseStatus, Status

_PREPARED = OPEN_STATUSES | {Status.NOTIFIED}
_MOST_FILES = 10
TELEGRAM_LIMIT = 50 * 1000 * 1000  # bytes a bot may upload
DOWNLOAD = "download"


def prepare(unit: Unit, number: int, *, document: Kept, inspection: Inspection) -> int:
    """Lay a file ready; one in which the gate found something is held. Return its number.

    The gate looked before this act began: what it found is kept with the file.
    """
    officer = moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    request = _at(unit, number)
    if len(ready(unit, number)) >= _MOST_FILES:
        raise NotValid("document", "too_many_files", most=_MOST_FILES)
    findings = [
        {"kind": row.kind.value, "where": row.where, "count": row.count,
         "blocks": row.severity.value == "blocks"}
        for row in inspection.findings
    ]  # fmt: skip
    status = ReleaseStatus.PASSED if inspection.passes else ReleaseStatus.HELD
    row = Release(
        request_id=request.id,
        file_id=files.file(unit, document),
        status=status,
        findings=json.dumps(findings),
        added_by=officer,
        added_at=unit.now,
    )
    unit.session.add(row)
    unit.flush()
    moves.note_event(unit, request, f"file_{status.value}", document.name)
    unit.record(f"release.{status.value}", moves.subject(request), release=row.id)
    return row.id


def release(unit: Unit, number: int, *, reason: str) -> int:
    """Let a held file leave although the gate found something; return its request's number.

    Whoever laid it ready may not.
    """
    officer = moves.as_officer(unit, Permission.RELEASE_FILES)
    reason = fits("reason", reason, LONGEST_REASON, shortest=SHORTEST_REASON)
    row = _held(unit, number)
    if row.added_by == officer:
        raise NotAllowed("second_person_needed")
    row.status, row.released_by, row.reason = ReleaseStatus.RELEASED, officer, reason
    return _noted(unit, row, "file_released", reason)


def look(unit: Unit, number: int) -> Filed:
    """Return a file that is to leave, for whoever decides whether it may; the look is journaled."""
    unit.require(Permission.RELEASE_FILES)
    row = unit.session.get(Release, number)
    if row is None:
        raise NotFound("file_missing")
    unit.record("file.opened", f"file:{row.file_id}")
    return files.find(unit, row.file_id)


def drop(unit: Unit, number: int) -> int:
    """Take a file back that has not left; return its request's number."""
    moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    row = _locked(unit, number)
    if row.status in {ReleaseStatus.PROVIDED, ReleaseStatus.DROPPED}:
        raise NotFound("file_missing")
    row.status = ReleaseStatus.DROPPED
    return _noted(unit, row, "file_dropped", "")


def _locked(unit: Unit, number: int) -> Release:
    """Return a file that is to leave; its request is locked first, as every act on it does."""
    about = unit.session.scalar(select(Release.request_id).where(Release.id == number))
    if about is None:
        raise NotFound("file_missing")
    unit.session.get(Request, about, populate_existing=True, with_for_update=True)
    return unit.session.get_one(Release, number, populate_existing=True)


def _held(unit: Unit, number: int) -> Release:
    row = _locked(unit, number)
    if row.status != ReleaseStatus.HELD:
        raise NotNow("file_not_held")
    return row


def _noted(unit: Unit, row: Release, event: str, note: str) -> int:
    request = unit.session.get_one(Request, row.request_id)
    moves.note_event(unit, request, event, note)
    unit.record(f"release.{event}", moves.subject(request), release=row.id)
    return request.id


def _at(unit: Unit, number: int) -> Request:
    request = unit.session.get(Request, number, populate_existing=True)
    if request is None:
        raise NotFound("request_unknown")
    if request.status not in _PREPARED:
        raise NotNow("step_not_now", step="prepare", status=request.status)
    return request


def ready(unit: Unit, number: int) -> list[Release]:
    """Return the files that would leave now."""
    leaving = [ReleaseStatus.PASSED, ReleaseStatus.RELEASED]
    return [row for row in _of(unit, number) if row.status in leaving]


def _of(unit: Unit, number: int) -> list[Release]:
    query = select(Release).where(Release.request_id == number).order_by(Release.id)
    return list(unit.session.scalars(query))


def record_payment(
    unit: Unit, number: int, *, version: int, method: PaymentMethod, receipt_number: str
) -> None:
    """Note that the fee was paid, how, and by which receipt (Perki 1/2021 Pasal 35)."""
    receipt = fits("receipt_number", receipt_number, 60)
    given = {"payment_method": method.value, "receipt_number": receipt}
    request = moves.begin(unit, number, Step.RECORD_PAYMENT, version=version, given=given)
    request.payment_method, request.payment_receipt = method, receipt
    request.paid_on = unit.today
    moves.settle(unit, request, Step.RECORD_PAYMENT)


def provide(
    unit: Unit,
    number: int,
    *,
    version: int | None,
    how: str = "",
    files: frozenset[int] | None = None,
) -> None:
    """Hand over what lies ready; `how` says it where the information is given outside Telegram.

    `files` names what the officer saw lying ready: nothing leaves that was not looked at.
    """
    how = fits("how", how, LONGEST_NOTE)
    request = moves.begin(unit, number, Step.PROVIDE, version=version, given={"how": how})
    leaving = ready(unit, number)
    if files is not None and {row.id for row in leaving} != files:
        raise NotNow("files_changed")
    request.provided_how = how or None
    request.provided_date = unit.today
    requests.restate(unit, request)
    moves.settle(unit, request, Step.PROVIDE, note=how)
    for row in leaving:
        row.status = ReleaseStatus.PROVIDED
        _hand_over(unit, request, row)


def _hand_over(unit: Unit, request: Request, row: Release) -> None:
    if request.person is None:
        return
    document = files.find(unit, row.file_id)
    facts = {"number": request.registration_number, "name": document.name}
    once = f"request:{request.id}:release:{row.id}"
    if document.size <= TELEGRAM_LIMIT:
        notice = Notice(
            request.person, "request_document", once, Kind.RECEIPT, facts,
            file_id=row.file_id, language=request.language,
        )  # fmt: skip
    else:
        token = links.make(unit, DOWNLOAD, f"release:{row.id}", lives=links.A_WEEK)
        notice = Notice(
            request.person, "request_link", once, Kind.RECEIPT,
            {**facts, "path": f"/ambil/{token}"}, language=request.language,
        )  # fmt: skip
    unit.post(notice)
