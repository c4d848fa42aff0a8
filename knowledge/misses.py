"""The nightly act on questions without a good answer: clusters take them in and are ranked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, insert, or_, select

from knowledge import clustering, wishes
from knowledge.clustering import Asked, Gap, Gathered, Standing
from knowledge.curation_tables import Cluster, ClusterMember
from knowledge.edition import from_json
from knowledge.finder import Finder
from knowledge.tables import Entry, EntryVersion, questions
from knowledge.words import Band, ClusterAction, ClusterStatus
from office.people import Permission
from office.unit import Unit

# Of one night, so that nobody waits long for the writer; the next night goes on.
_AT_ONCE = 2_000
_LOOKED_BACK = timedelta(days=30)
# The citizen may still pick, or say that it was something else; where nothing was known there is
# nothing to pick.
_UNDECIDED = timedelta(hours=1)
# What was closed takes in later questions of its kind for so long, without coming back.
_QUIET = timedelta(days=90)
_LOOKED_UP = 200
_TITLE = 200


@dataclass(slots=True)
class _Figures:
    askers: set[str] = field(default_factory=set)
    size: int = 0
    newest: datetime | None = None
    gaps: list[Gap] = field(default_factory=list)


def nightly(unit: Unit, finder: Finder) -> int:
    """Do what is due every night; return how many questions found a cluster."""
    found = cluster(unit, finder)
    wishes.forget_old(unit)
    return found


def cluster(unit: Unit, finder: Finder) -> int:
    """Put every miss into a cluster, and weigh the clusters that wait; return how many misses.

    A second run changes nothing. `finder` holds the entries that are given now.
    """
    unit.require(Permission.CURATE)
    expired = expired_slugs(unit)
    found = clustering.gather(_missed(unit, expired), finder, _standing(unit), most=_AT_ONCE)
    touched = _take_in(unit, found)
    waiting = unit.session.scalars(select(Cluster).where(is_unsettled()).order_by(Cluster.id)).all()
    _weigh(unit, waiting, expired)
    _look_up(waiting, touched, finder)
    return sum(touched.values())


def is_unsettled() -> ColumnElement[bool]:
    """Return the condition for clusters that wait, now or at a date."""
    return or_(Cluster.status == ClusterStatus.OPEN, Cluster.action == ClusterAction.DEFERRED.value)


def expired_slugs(unit: Unit) -> frozenset[str]:
    """Return the published entries that have ended."""
    rows = unit.session.execute(
        select(Entry.slug, EntryVersion.content).join(
            EntryVersion, and_(EntryVersion.slug == Entry.slug, EntryVersion.number == Entry.live)
        )
    )
    ends = ((slug, from_json(content).valid_until) for slug, content in rows)
    return frozenset(slug for slug, end in ends if end is not None and end < unit.today)


def as_asked(row: Row[tuple[object, ...]]) -> Asked:
    """Return a row of the log as clustering sees it."""
    return Asked(row.id, row.text, row.asker, row.at, row.band, row.follow_up, row.slug, row.route)


def _missed(unit: Unit, expired: Collection[str]) -> Iterator[Asked]:
    """Yield the misses of the last weeks that are in no cluster yet, oldest first.

    Read page by page: what only looks missed never gets a cluster, so it stays among these rows
    and must not take the places of what was missed.
    """
    log = questions.c
    is_member = select(ClusterMember.question_id).where(ClusterMember.question_id == log.id)
    looks_missed = or_(
        log.band != Band.ANSWER,
        log.follow_up.in_([Gap.NOT_THIS.value, Gap.STAFF.value, Gap.NONE_FITS.value]),
        log.slug.in_(sorted(expired)),
    )
    page = (
        select(questions)
        .where(
            log.at >= unit.now - _LOOKED_BACK,
            or_(log.at <= unit.now - _UNDECIDED, log.band == Band.UNKNOWN),
            looks_missed,
            log.text != "",
            ~is_member.exists(),
        )
        .order_by(log.id)
        .limit(_AT_ONCE)
    )
    last = 0
    while rows := unit.session.execute(page.where(log.id > last)).all():
        for one in map(as_asked, rows):
            if clustering.gap(one, expired) is not None:
                yield one
        last = rows[-1].id


def _standing(unit: Unit) -> list[Standing]:
    """Return the clusters that take questions in: those that wait, and those at rest a while.

    One whose answer is out takes in nothing more: what is asked again was not found.
    """
    resting = and_(Cluster.answered_at.is_(None), Cluster.closed_at >= unit.now - _QUIET)
    rows = unit.session.execute(
        select(Cluster.id, Cluster.words).where(or_(is_unsettled(), resting)).order_by(Cluster.id)
    )
    return [Standing(row.id, row.words) for row in rows]


def _take_in(unit: Unit, groups: Iterable[Gathered]) -> dict[int, int]:
    """Write what was gathered; return how many questions each cluster took in."""
    found = [(group, group.id or _new(unit, group)) for group in groups]
    unit.flush()
    placed = [(group, number if isinstance(number, int) else number.id) for group, number in found]
    members = [
        {"question_id": question.id, "cluster_id": number}
        for group, number in placed
        for question in group.questions
    ]
    if members:
        unit.session.execute(insert(ClusterMember), members)
    return {number: len(group.questions) for group, number in placed}


def _new(unit: Unit, group: Gathered) -> Cluster:
    made = Cluster(
        made_at=unit.now,
        newest_at=max(question.at for question in group.questions),
        title=group.questions[0].text[:_TITLE],
        words=group.words,
        size=0,
        people=0,
        rank=0.0,
        status=ClusterStatus.OPEN,
        note="",
        handed_to="",
    )
    unit.session.add(made)
    return made


def _weigh(unit: Unit, waiting: Sequence[Cluster], expired: Collection[str]) -> None:
    """Count anew what waits: its questions, people and rank."""
    found: dict[int, _Figures] = {}
    rows = unit.session.execute(
        select(questions, ClusterMember.cluster_id)
        .join(ClusterMember, ClusterMember.question_id == questions.c.id)
        .join(Cluster, Cluster.id == ClusterMember.cluster_id)
        .where(is_unsettled())
    )
    for row in rows:
        figures = found.setdefault(row.cluster_id, _Figures())
        figures.askers.add(row.asker)
        figures.size += 1
        figures.newest = max(row.at, figures.newest or row.at)
        missed = clustering.gap(as_asked(row), expired)
        if missed is not None:
            figures.gaps.append(missed)
    for one in waiting:
        figures = found.get(one.id, _Figures())
        one.size, one.people = figures.size, len(figures.askers)
        one.newest_at = figures.newest or one.newest_at
        one.rank = clustering.rank(figures.askers, one.newest_at, figures.gaps, unit.now)


def _look_up(waiting: Sequence[Cluster], touched: Collection[int], finder: Finder) -> None:
    """Set the nearest entry of what is new or on top of the list."""
    top = sorted(waiting, key=lambda one: (-one.rank, one.id))[:_LOOKED_UP]
    looked_up = {one.id for one in top} | set(touched)
    for one in (row for row in waiting if row.id in looked_up):
        hits = finder.find(one.title, size=1)
        one.nearest_slug = hits[0].slug if hits else None
        one.nearest_confidence = hits[0].confidence if hits else None
