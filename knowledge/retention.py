"""The library's pieces of the retention schedule, and what goes at once when somebody asks."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, not_, select, update

from knowledge import gate, wishes
from knowledge.audit import keeping
from knowledge.audit.tables import Audit
from knowledge.curation_tables import Cluster, ClusterMember, Judgement, OffTopic, Wish
from knowledge.escalation.lines import line_place
from knowledge.escalation.tables import (
    Disposition,
    Escalation,
    EscalationLine,
    FormalOffer,
    ProposedReply,
    Rating,
)
from knowledge.escalation.words import Author
from knowledge.questions import asker_of
from knowledge.tables import EntryVersion, questions
from office.people import Citizen, Permission
from office.refusals import NotAllowed
from office.retention import BATCH, Piece, Pieces, counting, deleting, is_older, table_of
from office.unit import Unit

EMPTIED = "[dihapus]"
_TITLE = 200  # what a cluster takes over of a question (knowledge/misses.py)
_HAS_TEXT = questions.c.text != ""
_HAS_TITLE = Cluster.title != EMPTIED
# A person let go is told apart from every other by a number no account has.
_NAMED = Escalation.person > 0
_EMPTY = (
    update(questions)
    .where(questions.c.id == bindparam("number"))
    .values(text="", asker=bindparam("nobody"))
    .execution_options(synchronize_session=False)
)


def pieces() -> Pieces:
    """Return how this room counts and erases what its lines of the schedule name."""
    return {
        "question_texts": Piece(counting(questions.c.at, _HAS_TEXT), _empty_questions),
        "cluster_titles": Piece(counting(Cluster.newest_at, _HAS_TITLE), _empty_titles),
        "wishes": deleting(table_of(Wish), "at"),
        "audit_texts": Piece(
            counting(Audit.drawn_at, Audit.texts_forgotten_at.is_(None)), _forget_audits
        ),
        "conversations": Piece(counting(Escalation.closed_at, _NAMED), _forget_conversations),
    }


def _empty_questions(unit: Unit, before: datetime) -> int:
    return _empty(unit, is_older(unit, questions.c.at, before))


def _empty(unit: Unit, which: ColumnElement[bool], size: int | None = BATCH) -> int:
    """Take text and asker out of questions; what is counted of them stays.

    Who asked is replaced so that the questions of one person are still told from another's, and
    nothing leads back: the salt is kept nowhere.
    """
    salt = secrets.token_hex(16)
    rows = unit.session.execute(
        select(questions.c.id, questions.c.asker, questions.c.text)
        .where(which, _HAS_TEXT)
        .order_by(questions.c.at)
        .limit(size)
    ).all()
    if rows:
        changes = [{"number": row.id, "nobody": _nobody(salt, row.asker)} for row in rows]
        unit.session.connection().execute(_EMPTY, changes)
        _empty_copies(unit, {row.text[:_TITLE] for row in rows})
        _forget_cases(unit, {row.id: row.text for row in rows})
    return len(rows)


def _empty_copies(unit: Unit, titles: set[str]) -> None:
    """Let clusters that bear the words of questions which are gone go by those that are left."""
    rows = unit.session.scalars(select(Cluster).where(Cluster.title.in_(titles))).all()
    for row in rows:
        left = unit.session.scalar(
            select(questions.c.text)
            .join(ClusterMember, ClusterMember.question_id == questions.c.id)
            .where(ClusterMember.cluster_id == row.id, _HAS_TEXT)
            .order_by(questions.c.id)
            .limit(1)
        )
        # By what both asked it is still met; what one of them alone said goes.
        said = (left or "").casefold()
        row.words = " ".join(word for word in row.words.split() if word in said)
        row.title = left[:_TITLE] if left else EMPTIED


def _forget_cases(unit: Unit, said: Mapping[int, str]) -> None:
    """Take the words of questions that are gone out of what the gate asks, and what it kept.

    Words that another question still has stay, as do those that staff put in other words: whose
    they were cannot be told.
    """
    log, judged = questions.c, Judgement.question_id
    texts = set(said.values())
    texts -= set(unit.session.scalars(select(log.text).where(log.text.in_(texts))))
    asked = unit.session.scalars(select(judged).where(judged.in_(list(said))))
    copies = {said[number] for number in asked} & texts
    plain = {" ".join(text.split()) for text in texts}
    # Without a cluster it came of no question, but with the product or from staff.
    called = unit.session.scalars(
        delete(OffTopic)
        .where(OffTopic.cluster_id.is_not(None), OffTopic.text.in_(plain))
        .returning(OffTopic.text)
    )
    for text in sorted({*copies, *called}):
        _forget_kept(unit, text)


def _forget_kept(unit: Unit, text: str) -> None:
    """Take a question out of the reports of the gate that are kept with versions."""
    written = json.dumps(text, ensure_ascii=False)
    having = EntryVersion.gate.contains(written, autoescape=True)
    for version in unit.session.scalars(select(EntryVersion).where(having)):
        version.gate = gate.without(version.gate or "", text, instead=EMPTIED)


def _nobody(salt: str, asker: str) -> str:
    return hashlib.sha256(f"{salt}:{asker}".encode()).hexdigest()[:16]


def _empty_titles(unit: Unit, before: datetime) -> int:
    rows = unit.session.scalars(
        select(Cluster)
        .where(Cluster.newest_at < before, _HAS_TITLE)
        .order_by(Cluster.newest_at)
        .limit(BATCH)
    ).all()
    for row in rows:
        row.title, row.words = EMPTIED, ""
    return len(rows)


def _forget_audits(unit: Unit, before: datetime) -> int:
    return keeping.forget(unit, before=before)


def _forget_conversations(unit: Unit, before: datetime) -> int:
    numbers = unit.session.scalars(
        select(Escalation.id)
        .where(Escalation.closed_at < before, _NAMED)
        .order_by(Escalation.closed_at)
        .limit(BATCH)
    ).all()
    _forget(unit, numbers)
    return len(numbers)


def _forget(unit: Unit, numbers: Sequence[int]) -> None:
    """Take what was said out of conversations; how they went is still counted."""
    if not numbers:
        return
    _silence(unit, numbers)
    for table in (ProposedReply, Disposition, FormalOffer):
        about: Any = table.escalation_id
        unit.session.execute(delete(table).where(about.in_(numbers)))
    unit.session.execute(
        update(Rating).where(Rating.escalation_id.in_(numbers)).values(sealed_comment=None)
    )
    unit.session.execute(
        update(Escalation)
        .where(Escalation.id.in_(numbers))
        .values(person=-Escalation.id, follows=None)
        .execution_options(synchronize_session=False)
    )
    unit.record("conversations.destroyed", "conversations", numbers=list(numbers))


def _silence(unit: Unit, numbers: Sequence[int]) -> None:
    """Take the lines away; of those by which the desk's load is counted, only what they say."""
    line = EscalationLine
    counted = and_(line.staff_id.is_not(None), line.author != Author.OPD)
    unit.session.execute(delete(line).where(line.escalation_id.in_(numbers), not_(counted)))
    for number in numbers:
        nothing = unit.vault.seal(EMPTIED, line_place(number))
        unit.session.execute(
            update(line)
            .where(line.escalation_id == number)
            .values(sealed_text=nothing, file_id=None, notice=None)
            .execution_options(synchronize_session=False)
        )


def forget_citizen(unit: Unit) -> dict[str, int]:
    """Forget at once what the acting citizen may have forgotten here; return how much it was.

    A conversation that is open is still owed its answer, and one that became a request belongs
    to it.
    """
    person = _citizen(unit)
    asked = forget_questions(unit)
    closed = unit.session.scalars(
        select(Escalation.id).where(
            Escalation.person == person,
            Escalation.closed_at.is_not(None),
            Escalation.request_id.is_(None),
        )
    ).all()
    _forget(unit, closed)
    return {"questions": asked, "conversations": len(closed), "wishes": wishes.forget(unit)}


def forget_questions(unit: Unit) -> int:
    """Take text and asker out of what the acting citizen asked; return how many that were."""
    asker = asker_of(unit, _citizen(unit))
    numbers = unit.session.scalars(
        select(questions.c.id).where(questions.c.asker == asker, _HAS_TEXT)
    ).all()
    keeping.forget_questions(unit, numbers)
    return _empty(unit, questions.c.asker == asker, None)


def _citizen(unit: Unit) -> int:
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person
