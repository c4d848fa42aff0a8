"""The register's pieces of the retention schedule: rows stay, who asked goes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from office import daily
from office.database import Base
from office.retention import BATCH, Found, Piece, Pieces, counting, deleting, emptying, is_older
from office.retention import table_of as of
from office.unit import Unit
from register import holds, search
from register.exporting import Export
from register.identities import Row, sealed, unsealed
from register.intake import Identity
from register.letter_tables import Letter
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import FINAL_OBJECTION_STATUSES
from register.retention_scrub import ERASED, scrub, scrubbed_facts
from register.rights_tables import CorrectedIdentity, RestrictedIdentity
from register.slips import IdentitySlip
from register.survey import survey_answers
from register.tables import REQUESTS, Part, Release, Request, RequestEvent, RequestFile
from register.words import FINAL_STATUSES, FileRole

_PAPERS = (FileRole.IDENTITY, FileRole.POWER_OF_ATTORNEY)
_REQUEST_TEXTS = (
    "information_detail", "purpose_of_use", "missing", "extension_reason", "refusal_reason",
    "redaction", "notice_note", "provided_how", "register_note", "fee_items",
)  # fmt: skip
_OBJECTION_TEXTS = (
    "information_detail", "purpose_of_use", "case_facts", "reasons", "statements",
    "order_to_ppid", "reaction_text",
)  # fmt: skip
_SOME_CITIZEN = "citizen:0"
_SETTLED_ON: ColumnElement[Any] = func.coalesce(
    Request.closed_on, Request.last_notice, Request.notice_date, Request.received_date,
    type_=Request.received_date.type,
)  # fmt: skip
_OBJECTION_SETTLED_ON: ColumnElement[Any] = func.coalesce(
    Objection.response_date, Objection.received_date, type_=Objection.received_date.type
)


def pieces() -> Pieces:
    """Return how this room counts and erases what its lines of the schedule name."""
    return {
        "identity_slips": deleting(of(IdentitySlip), "opened_at"),
        "survey_comments": emptying(
            survey_answers, "answered_on", {"sealed_comment": None},
            survey_answers.c.sealed_comment.is_not(None),
        ),
        "export_files": emptying(
            of(Export), "asked_at", {"file_id": None, "failure": "abandoned"},
            Export.file_id.is_not(None),
        ),
        "identity_papers": Piece(_count_papers, _destroy_papers),
        "request_identity": Piece(_count_requests, _release_requests),
        "objection_identity": Piece(_count_objections, _release_objections),
    }  # fmt: skip


def _settled(unit: Unit, before: datetime) -> ColumnElement[bool]:
    """Return which requests nobody can raise anything about any more, for long enough."""
    running = (
        select(Objection.id)
        .where(
            Objection.request_id == Request.id,
            holds.running(unit),
        )
        .exists()
    )
    return and_(
        Request.status.in_(FINAL_STATUSES),
        is_older(unit, _SETTLED_ON, before),
        or_(Request.objection_until.is_(None), Request.objection_until < unit.today),
        ~running,
        ~holds.stays(Request),
    )


def _count_papers(unit: Unit, before: datetime) -> Found:
    query = select(func.count(), func.min(RequestFile.added_at)).join(
        Request, Request.id == RequestFile.request_id
    )
    wanted = RequestFile.role.in_(_PAPERS), _settled(unit, before)
    many, oldest = unit.session.execute(query.where(*wanted)).one()
    return Found(many, oldest)


def _destroy_papers(unit: Unit, before: datetime) -> int:
    rows = unit.session.execute(
        select(RequestFile.id, RequestFile.request_id, RequestFile.file_id)
        .join(Request, Request.id == RequestFile.request_id)
        .where(RequestFile.role.in_(_PAPERS), _settled(unit, before))
        .order_by(RequestFile.id)
        .limit(BATCH)
    ).all()
    _drop_files(unit, [row.id for row in rows])
    for row in rows:
        unit.record("identity.paper_destroyed", f"request:{row.request_id}", file=row.file_id)
    return len(rows)


def _drop_files(unit: Unit, numbers: Sequence[int]) -> None:
    # Their contents go with what nothing refers to any more.
    unit.session.execute(delete(RequestFile).where(RequestFile.id.in_(numbers)))


def _count_requests(unit: Unit, before: datetime) -> Found:
    return counting(_SETTLED_ON, Request.identity_index != "", _settled(unit, before))(unit, before)


def _release_requests(unit: Unit, before: datetime) -> int:
    rows = unit.session.scalars(
        select(Request)
        .where(Request.identity_index != "", _settled(unit, before))
        .order_by(Request.id)
        .limit(BATCH)
    ).all()
    for row in rows:
        release_request(unit, row)
    return len(rows)


def release_request(unit: Unit, row: Request) -> None:
    """Take who asked out of a request, its story, its parts, its papers and its letters."""
    identity = unsealed(unit, row)
    events = RequestEvent.request_id == row.id
    _scrub_rows(unit, RequestEvent, events, ("note",), identity)
    _let_go(unit, RequestEvent, events)
    _scrub_rows(
        unit, Part, Part.request_id == row.id, ("description", "answer", "return_reason"), identity
    )
    _scrub_rows(unit, Release, Release.request_id == row.id, ("findings", "reason"), identity)
    _release_letters(
        unit, and_(Letter.request_id == row.id, Letter.objection_id.is_(None)), identity
    )
    numbers = unit.session.scalars(select(RequestFile.id).where(RequestFile.request_id == row.id))
    _drop_files(unit, numbers.all())
    texts = dict(_scrubbed(row, _REQUEST_TEXTS, identity))
    _forget_words(unit, row, texts, identity, search.REQUESTS)
    _release(unit, Request, row, {**texts, "identity_doubt": None})
    # The occupation went too, and figures count by it.
    daily.mark(unit, REQUESTS, row.received_date)
    unit.record("identity.destroyed", f"request:{row.id}", number=row.registration_number)


def _count_objections(unit: Unit, before: datetime) -> Found:
    return counting(_OBJECTION_SETTLED_ON, *_objections_over(unit, before))(unit, before)


def _objections_over(unit: Unit, before: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Objection.identity_index != "",
        Objection.status.in_(FINAL_OBJECTION_STATUSES),
        is_older(unit, _OBJECTION_SETTLED_ON, before),
        or_(Objection.dispute_until.is_(None), Objection.dispute_until < unit.today),
        ~holds.stays(Objection),
    )


def _release_objections(unit: Unit, before: datetime) -> int:
    rows = unit.session.scalars(
        select(Objection).where(*_objections_over(unit, before)).order_by(Objection.id).limit(BATCH)
    ).all()
    for row in rows:
        release_objection(unit, row)
    return len(rows)


def release_objection(unit: Unit, row: Objection) -> None:
    """Take who objected out of an objection, its story and its letters."""
    identity = unsealed(unit, row)
    events = ObjectionEvent.objection_id == row.id
    _scrub_rows(unit, ObjectionEvent, events, ("note",), identity)
    _let_go(unit, ObjectionEvent, events)
    _release_letters(unit, Letter.objection_id == row.id, identity)
    texts = dict(_scrubbed(row, _OBJECTION_TEXTS, identity))
    _forget_words(unit, row, texts, identity, search.OBJECTIONS)
    _release(unit, Objection, row, texts)
    unit.record("identity.destroyed", f"objection:{row.id}", number=row.objection_number)


def _release(unit: Unit, table: type[Row], row: Request | Objection, texts: dict[str, Any]) -> None:
    """Put nobody in the place of who asked; the row's dates and decisions stay as they are."""
    unit.session.execute(
        update(table)
        .where(table.id == row.id)
        .values(
            sealed_identity=sealed(unit.vault, ERASED, row.tracking_code),
            identity_index="",
            person=None,
            occupation="",
            **texts,
        )
        .execution_options(synchronize_session=False)
    )
    unit.session.expunge(row)
    for kept in (CorrectedIdentity, RestrictedIdentity):
        unit.session.execute(delete(kept).where(kept.tracking_code == row.tracking_code))


def _forget_words(
    unit: Unit,
    row: Request | Objection,
    texts: dict[str, str],
    identity: Identity,
    within: search.Words,
) -> None:
    """Let the case no more be found by words that only said who asked."""
    stays = set(search.words(" ".join([row.information_detail, *texts.values()])))
    if "information_detail" in texts:
        stays = set(search.words(" ".join(texts.values())))
    told = [*asdict(identity).values(), *(getattr(row, name) for name in texts)]
    gone = set(search.words(" ".join(told))) - stays
    unit.session.execute(delete(within.table).where(within.number == row.id, within.word.in_(gone)))


def _scrubbed(row: object, names: Sequence[str], identity: Identity) -> Iterator[tuple[str, str]]:
    for name in names:
        text = getattr(row, name)
        if text and scrub(text, identity) != text:
            yield name, scrub(text, identity)


def _scrub_rows(
    unit: Unit,
    table: type[Base],
    which: ColumnElement[bool],
    names: Sequence[str],
    identity: Identity,
) -> None:
    known = of(table)
    columns = [known.c.id, *(known.c[name] for name in names)]
    for row in unit.session.execute(select(*columns).where(which)).all():
        texts = dict(_scrubbed(row, names, identity))
        if texts:
            unit.session.execute(update(known).where(known.c.id == row.id).values(texts))


def _let_go(unit: Unit, table: type[Base], which: ColumnElement[bool]) -> None:
    """Leave in a story that a citizen acted, not which account it was."""
    known = of(table)
    citizens = known.c.actor.startswith("citizen:")
    unit.session.execute(update(known).where(which, citizens).values(actor=_SOME_CITIZEN))


def _release_letters(unit: Unit, which: ColumnElement[bool], identity: Identity) -> None:
    """Take who asked out of letters; the papers that were drawn go, and can be drawn anew."""
    for row in unit.session.scalars(select(Letter).where(which)):
        place = f"letters:facts:{row.code}"
        facts = scrubbed_facts(json.loads(unit.vault.unseal(row.sealed_facts, place)), identity)
        row.sealed_facts = unit.vault.seal(json.dumps(facts, ensure_ascii=False), place)
        row.file_id = None
    unit.flush()
