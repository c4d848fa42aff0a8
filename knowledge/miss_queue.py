"""Read side of misses: the list of clusters, one in full, what is overdue, and a first draft."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from knowledge.curation_tables import Cluster, ClusterMember, Wish
from knowledge.edition import LONGEST_PHRASING
from knowledge.tables import questions
from knowledge.words import ClusterAction, ClusterStatus
from office import paging, staff
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

PAGE_SIZE = 50
_EXAMPLES = 3
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trend:
    """How many questions came in the last seven days, and in the seven before."""

    this_week: int
    week_before: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A cluster in the list, with its most frequent questions; `overdue` came back by its date."""

    id: int
    title: str
    size: int
    people: int
    rank: float
    newest_at: datetime
    nearest_slug: str | None
    nearest_confidence: float | None
    status: ClusterStatus
    action: ClusterAction | None
    handed_to: str
    due_on: date | None
    overdue: bool
    examples: tuple[str, ...]
    trend: Trend
    wishes: int


@dataclass(frozen=True, slots=True)
class Member:
    """A question of a cluster."""

    id: int
    at: datetime
    text: str
    band: str
    follow_up: str | None
    slug: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ClusterFile:
    """A cluster in full: its questions, newest first, and what was done about it."""

    listed: Listed
    slug: str | None
    note: str
    closed_by: str
    closed_at: datetime | None
    answered_at: datetime | None
    phrasings: tuple[str, ...]
    members: tuple[Member, ...]


def waiting(unit: Unit, *, size: int = PAGE_SIZE, page: int = 1) -> list[Listed]:
    """Return what waits for staff, what matters most first: open, or handed out and due."""
    unit.require(Permission.READ_QUESTIONS)
    due = and_(Cluster.action == ClusterAction.DEFERRED.value, Cluster.due_on <= unit.today)
    query = (
        select(Cluster)
        .where(or_(Cluster.status == ClusterStatus.OPEN, due))
        .order_by(Cluster.rank.desc(), Cluster.id)
        .offset(paging.offset(page, size))
        .limit(size)
    )
    return _listed(unit, query)


def waiting_count(unit: Unit) -> int:
    """Return how many clusters wait for staff."""
    unit.require(Permission.READ_QUESTIONS)
    due = and_(Cluster.action == ClusterAction.DEFERRED.value, Cluster.due_on <= unit.today)
    query = select(func.count()).where(or_(Cluster.status == ClusterStatus.OPEN, due))
    return unit.session.scalar(query.select_from(Cluster)) or 0


def handed_out(unit: Unit) -> list[Listed]:
    """Return what other offices are to answer, by date; what is overdue says so."""
    unit.require(Permission.READ_QUESTIONS)
    query = (
        select(Cluster)
        .where(Cluster.action == ClusterAction.DEFERRED.value)
        .order_by(Cluster.due_on, Cluster.id)
    )
    return _listed(unit, query)


def overdue(unit: Unit) -> list[Listed]:
    """Return what other offices have not answered by their date."""
    return [row for row in handed_out(unit) if row.overdue]


def closed(unit: Unit, *, size: int = PAGE_SIZE) -> list[Listed]:
    """Return what was closed lately, newest first."""
    unit.require(Permission.READ_QUESTIONS)
    query = (
        select(Cluster)
        .where(Cluster.status == ClusterStatus.CLOSED)
        .order_by(Cluster.closed_at.desc(), Cluster.id.desc())
        .limit(size)
    )
    return _listed(unit, query)


def cluster(unit: Unit, cluster_id: int) -> ClusterFile:
    """Return a cluster in full; raise `NotFound`."""
    unit.require(Permission.READ_QUESTIONS)
    row = unit.session.get(Cluster, cluster_id)
    if row is None:
        raise NotFound("cluster_unknown")
    members = unit.session.execute(
        select(questions)
        .join(ClusterMember, ClusterMember.question_id == questions.c.id)
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(questions.c.id.desc())
    ).all()
    (listed,) = _listed(unit, select(Cluster).where(Cluster.id == cluster_id))
    return ClusterFile(
        listed, row.slug, row.note, staff.names(unit).get(row.closed_by or 0, ""), row.closed_at,
        row.answered_at, phrasings(one.text for one in reversed(members)),
        tuple(
            Member(one.id, one.at, one.text, one.band, one.follow_up, one.slug, one.confidence)
            for one in members
        ),
    )  # fmt: skip


def phrasings(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the different questions of a cluster as phrasings, most frequent first."""
    first: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text in texts:
        plain = " ".join(text.casefold().split())
        first.setdefault(plain, " ".join(text.split()))
        counted[plain] += 1
    return tuple(
        first[plain] for plain, _ in counted.most_common() if 0 < len(plain) <= LONGEST_PHRASING
    )


def _listed(unit: Unit, query: Select[Cluster]) -> list[Listed]:
    rows = unit.session.scalars(query).all()
    numbers = [row.id for row in rows]
    texts = _texts(unit, numbers)
    wishes = _wishes(unit, numbers)
    return [
        Listed(
            row.id, row.title, row.size, row.people, row.rank, row.newest_at,
            row.nearest_slug, row.nearest_confidence, ClusterStatus(row.status),
            ClusterAction(row.action) if row.action else None, row.handed_to, row.due_on,
            row.action == ClusterAction.DEFERRED
            and row.due_on is not None and row.due_on < unit.today,
            phrasings(text for text, _ in texts.get(row.id, ()))[:_EXAMPLES],
            _trend(unit.now, [at for _, at in texts.get(row.id, ())]),
            wishes.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def _texts(unit: Unit, numbers: Collection[int]) -> dict[int, list[tuple[str, datetime]]]:
    rows = unit.session.execute(
        select(ClusterMember.cluster_id, questions.c.text, questions.c.at)
        .join(questions, questions.c.id == ClusterMember.question_id)
        .where(ClusterMember.cluster_id.in_(numbers))
        .order_by(questions.c.id)
    )
    found: dict[int, list[tuple[str, datetime]]] = {}
    for row in rows:
        found.setdefault(row.cluster_id, []).append((row.text, row.at))
    return found


def _trend(now: datetime, instants: Collection[datetime]) -> Trend:
    ages = [now - at for at in instants]
    this_week = sum(age <= _WEEK for age in ages)
    return Trend(this_week, sum(age <= 2 * _WEEK for age in ages) - this_week)


def _wishes(unit: Unit, numbers: Collection[int]) -> dict[int, int]:
    """Return how many people wait to be told about each cluster."""
    rows = unit.session.execute(
        select(ClusterMember.cluster_id, func.count(Wish.person.distinct()))
        .join(questions, questions.c.id == ClusterMember.question_id)
        .join(Wish, Wish.question_key == questions.c.key)
        .where(ClusterMember.cluster_id.in_(numbers), Wish.told_at.is_(None))
        .group_by(ClusterMember.cluster_id)
    )
    return {row[0]: row[1] for row in rows}
