"""Read side: how the library is used, what in it grows old, and the weekly figures."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median, quantiles

from sqlalchemy import case, func, select

from knowledge.curation_tables import Cluster, ClusterMember
from knowledge.edition import LANGUAGES, Edition, from_json
from knowledge.escalation.tables import Escalation
from knowledge.judging import picked
from knowledge.tables import Entry, EntryVersion, questions
from knowledge.words import Band
from office.people import Permission
from office.unit import Unit

_SOON = timedelta(days=30)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Used:
    """How often an entry was given, to how many people, and what they said."""

    slug: str
    title: str
    given: int
    people: int
    helped: int
    not_this: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entry and its title."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Ageing:
    """An entry that is, or soon will be, due for review or at its end."""

    slug: str
    title: str
    owner: str
    review_by: date
    valid_until: date | None
    overdue: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Pace:
    """Days from a cluster's first question to its published answer; none while there is none."""

    answered: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the wanted entries are there in a language, which are not, and who asks."""

    language: str
    there: int
    wanted: int
    missing: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class Week:
    """The questions of one week by what became of them; `escalated` counts conversations."""

    begins: date
    asked: int
    answered: int
    chosen: int
    unknown: int
    escalated: int

    def share(self, name: str) -> float | None:
        """Return one of the figures as a share of what was asked; none where nothing was."""
        return getattr(self, name) / self.asked if self.asked else None


def most_asked(unit: Unit, *, days: int = 30, size: int = 20) -> list[Used]:
    """Return the entries that were given most, by the bot or by a citizen's choice."""
    unit.require(Permission.READ_QUESTIONS)
    titles = {slug: edition.title for slug, edition in _live(unit)}
    given: Counter[str] = Counter()
    people: dict[str, set[str]] = {}
    said: Counter[tuple[str, str]] = Counter()
    for slug, asker, follow_up in _uses(unit, unit.now - timedelta(days=days)):
        given[slug] += 1
        people.setdefault(slug, set()).add(asker)
        said[slug, follow_up] += 1
    order = sorted(given, key=lambda slug: (-given[slug], slug))
    return [
        Used(
            slug, titles.get(slug, slug), given[slug], len(people[slug]),
            said[slug, "helped"], said[slug, "not_this"],
        )
        for slug in order[:size]
    ]  # fmt: skip


def never_used(unit: Unit, *, days: int = 90) -> list[Named]:
    """Return the published entries that nobody was given, and that were there all the time."""
    unit.require(Permission.READ_QUESTIONS)
    since = unit.now - timedelta(days=days)
    used = {slug for slug, _, _ in _uses(unit, since)}
    first = select(EntryVersion.slug).group_by(EntryVersion.slug)
    there = set(unit.session.scalars(first.having(func.min(EntryVersion.published_at) <= since)))
    return [Named(slug, edition.title) for slug, edition in _live(unit) if slug in there - used]


def ageing(unit: Unit) -> list[Ageing]:
    """Return the published entries that are overdue or due within thirty days, oldest first."""
    unit.require(Permission.READ_QUESTIONS)
    until = unit.today + _SOON
    rows = [
        Ageing(
            slug, edition.title, edition.owner, edition.review_by, edition.valid_until,
            edition.review_by < unit.today,
            edition.valid_until is not None and edition.valid_until < unit.today,
        )
        for slug, edition in _live(unit)
        if edition.review_by <= until
        or (edition.valid_until is not None and edition.valid_until <= until)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (min(row.review_by, row.valid_until or date.max), row.slug))


def pace(unit: Unit, *, days: int = 90) -> Pace:
    """Return how long it took from first question to answer, of what was answered lately."""
    unit.require(Permission.READ_QUESTIONS)
    rows = unit.session.execute(
        select(Cluster.answered_at, func.min(questions.c.at).label("first"))
        .join(ClusterMember, ClusterMember.cluster_id == Cluster.id)
        .join(questions, questions.c.id == ClusterMember.question_id)
        .where(Cluster.answered_at >= unit.now - timedelta(days=days))
        .group_by(Cluster.id, Cluster.answered_at)
    )
    return pace_of((row.answered_at - row.first) / _DAY for row in rows)


def pace_of(spans: Iterable[float]) -> Pace:
    """Return the figures for spans in days."""
    held = sorted(spans)
    if not held:
        return Pace(0, None, None)
    if len(held) == 1:
        return Pace(1, round(held[0], 2), round(held[0], 2))
    tenths = quantiles(held, n=10, method="inclusive")
    return Pace(len(held), round(median(held), 2), round(tenths[-1], 2))


def coverage(unit: Unit, wanted: Collection[str] = (), *, days: int = 30) -> list[Coverage]:
    """Return how far each language reaches, of the wanted published entries or of all."""
    unit.require(Permission.READ_QUESTIONS)
    rows = [(slug, edition) for slug, edition in _live(unit) if not wanted or slug in wanted]
    asked = unit.session.execute(
        select(questions.c.language, func.count())
        .where(questions.c.at >= unit.now - timedelta(days=days))
        .group_by(questions.c.language)
    )
    counted = {row[0]: row[1] for row in asked}
    found = [Coverage("id", len(rows), len(rows), (), counted.get("id", 0))]
    for language in LANGUAGES:
        missing = tuple(slug for slug, edition in rows if language not in edition.translations)
        there = len(rows) - len(missing)
        found.append(Coverage(language, there, len(rows), missing, counted.get(language, 0)))
    return found


def weekly(unit: Unit, *, weeks: int = 8) -> list[Week]:
    """Return the figures of the last weeks, Monday to Sunday, the running one last."""
    unit.require(Permission.READ_QUESTIONS)
    monday = unit.today - timedelta(days=unit.today.weekday())
    return [_week(unit, monday - _WEEK * back) for back in reversed(range(weeks))]


def _week(unit: Unit, begins: date) -> Week:
    since, until = _midnight(unit, begins), _midnight(unit, begins + _WEEK)
    log = questions.c
    bands = (Band.ANSWER, Band.CHOOSE, Band.UNKNOWN)
    counted = unit.session.execute(
        select(
            func.count(),
            *(func.coalesce(func.sum(case((log.band == band, 1), else_=0)), 0) for band in bands),
        )
        .select_from(questions)
        .where(log.at >= since, log.at < until)
    ).one()
    opened = unit.session.scalar(
        select(func.count(Escalation.id)).where(
            Escalation.opened_at >= since, Escalation.opened_at < until
        )
    )
    asked, answered, chosen, unknown = counted
    return Week(begins, asked, answered, chosen, unknown, opened or 0)


def _midnight(unit: Unit, day: date) -> datetime:
    return datetime.combine(day, time(), unit.zone)


def _uses(unit: Unit, since: datetime) -> Iterable[tuple[str, str, str]]:
    """Yield entry, asker and what followed for every time an entry was given."""
    log = questions.c
    rows = unit.session.execute(
        select(log.slug, log.asker, log.band, log.considered, log.follow_up).where(
            log.at >= since,
            (log.band == Band.ANSWER) | log.follow_up.startswith("picked:"),
        )
    )
    for row in rows:
        if row.band == Band.ANSWER:
            if row.slug is not None:
                yield row.slug, row.asker, row.follow_up or ""
        elif (chosen := picked(row.considered, row.follow_up)) is not None:
            yield chosen[0], row.asker, row.follow_up


def _live(unit: Unit) -> list[tuple[str, Edition]]:
    rows = unit.session.execute(
        select(Entry.slug, EntryVersion.content)
        .join(EntryVersion, (EntryVersion.slug == Entry.slug) & (EntryVersion.number == Entry.live))
        .order_by(Entry.slug)
    )
    return [(row.slug, from_json(row.content)) for row in rows]
