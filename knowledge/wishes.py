"""Acts for citizens who agreed to be told once a question of theirs has its answer."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from knowledge import deep_links
from knowledge.curation_tables import Cluster, ClusterMember, Wish
from knowledge.edition import Edition, from_json
from knowledge.questions import asker_of
from knowledge.tables import Entry, EntryVersion, questions
from knowledge.words import ClusterAction, VersionStatus
from office import restrictions
from office.outbox import Kind, Notice
from office.people import Citizen, Permission
from office.refusals import NotAllowed, NotFound
from office.unit import Unit

KEPT = timedelta(days=180)
_TELLERS = frozenset({Permission.REVIEW_ENTRIES, Permission.KEEP_TIME, Permission.CURATE})
_WRITTEN = (ClusterAction.ALIAS.value, ClusterAction.DRAFT.value, ClusterAction.SPLIT_MERGE.value)


def wish(unit: Unit, question_key: str, *, language: str = "id") -> None:
    """Let a citizen be told about a question of their own; asking twice is asking once.

    Raise `NotFound` for a question that is not theirs, `NotAllowed` where restricted.
    """
    unit.require(Permission.ASK)
    restrictions.check(unit)
    person = _citizen(unit)
    asker = unit.session.scalar(select(questions.c.asker).where(questions.c.key == question_key))
    if asker is None or asker != asker_of(unit, person):
        raise NotFound("question_unknown")
    unit.session.execute(
        insert(Wish)
        .values(question_key=question_key, person=person, language=language, at=unit.now)
        .on_conflict_do_nothing()
    )


def forget(unit: Unit) -> int:
    """Take back all wishes of the citizen who acts; return how many."""
    unit.require(Permission.ASK)
    return _forget(unit, Wish.person == _citizen(unit))


def published(unit: Unit, version: EntryVersion) -> int:
    """Tell whoever waits for what a version now answers; return how many were told.

    Besides the cluster it was begun for these are the clusters that were closed while it was
    being written, for their words went into it too.
    """
    if version.submitted_at is None:
        # Confirmed, rolled back or a starter: it says nothing that anybody waited for.
        return 0
    given_up = select(EntryVersion.id).where(
        EntryVersion.slug == version.slug,
        EntryVersion.number < version.number,
        EntryVersion.status == VersionStatus.WITHDRAWN,
        EntryVersion.written_at >= Cluster.closed_at,
    )
    went_in = and_(
        Cluster.slug == version.slug,
        Cluster.action.in_(_WRITTEN),
        Cluster.closed_at <= version.submitted_at,
        ~given_up.exists(),
    )
    answered = unit.session.scalars(
        select(Cluster.id)
        .where(Cluster.answered_at.is_(None), or_(Cluster.id == version.cluster_id, went_in))
        .order_by(Cluster.id)
    ).all()
    return sum(tell(unit, number, version.slug) for number in answered)


def tell(unit: Unit, cluster_id: int, slug: str) -> int:
    """Tell everybody who waits for a cluster's answer that an entry has it; return how many.

    Nobody is told twice. Raise `NotFound` for an entry that is not published.
    """
    if not _TELLERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.REVIEW_ENTRIES.value)
    edition = _live(unit, slug)
    cluster = unit.session.get(Cluster, cluster_id)
    if cluster is None:
        raise NotFound("cluster_unknown")
    cluster.answered_at = cluster.answered_at or unit.now
    waiting = unit.session.scalars(
        select(Wish)
        .join(questions, questions.c.key == Wish.question_key)
        .join(ClusterMember, ClusterMember.question_id == questions.c.id)
        .where(ClusterMember.cluster_id == cluster_id, Wish.told_at.is_(None))
        .order_by(Wish.at, Wish.question_key)
        .with_for_update(of=Wish)
    ).all()
    told: dict[int, Wish] = {}
    for one in waiting:
        one.told_at = unit.now
        told.setdefault(one.person, one)
    for one in told.values():
        unit.post(_notice(one, slug, edition))
    if told:
        unit.record("wishes.told", f"cluster:{cluster_id}", slug=slug, count=len(told))
    return len(told)


def forget_old(unit: Unit) -> int:
    """Forget who was told, and who has waited for half a year in vain; return how many."""
    unit.require(Permission.KEEP_TIME)
    return _forget(unit, or_(Wish.told_at.is_not(None), Wish.at < unit.now - KEPT))


def _forget(unit: Unit, whom: ColumnElement[bool]) -> int:
    gone = unit.session.execute(delete(Wish).where(whom).returning(Wish.question_key)).all()
    return len(gone)


def _notice(one: Wish, slug: str, edition: Edition) -> Notice:
    translated = edition.translations.get(one.language)
    data = {"slug": slug, "title": translated.title if translated else edition.title}
    # What an entry's button carries; the door's presses read it.
    press = f"e:{deep_links.short(slug, deep_links.ON_A_BUTTON)}"
    # Several hundred may wait for one answer: nobody else's conversation waits behind them.
    return Notice(
        one.person, "answer_now_known", f"wish:{one.question_key}", Kind.NEWS, data,
        {"inline": [[["@open_answer", press]]]}, language=one.language,
    )  # fmt: skip


def _live(unit: Unit, slug: str) -> Edition:
    unit.flush()
    content = unit.session.scalar(
        select(EntryVersion.content)
        .join(Entry, and_(Entry.slug == EntryVersion.slug, Entry.live == EntryVersion.number))
        .where(Entry.slug == slug)
    )
    if content is None:
        raise NotFound("entry_unknown", slug=slug)
    return from_json(content)


def _citizen(unit: Unit) -> int:
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person
