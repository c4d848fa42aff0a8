"""What staff and citizens say about given answers: verdicts, picks, and "that was not it"."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from knowledge.curation_tables import Judgement
from knowledge.edition import from_json
from knowledge.questions import asker_of, noticed
from knowledge.tables import Entry, EntryVersion, questions
from knowledge.words import Band
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Unit

_NEWEST = 500
_PICKED = "picked:"
# What was judged is still counted when its words are gone, but nothing is learned of it.
_HAS_TEXT = questions.c.text != ""
_JUDGES = frozenset({Permission.CURATE, Permission.READ_QUESTIONS})


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the entry that a citizen chose for it among those offered."""

    text: str
    slug: str
    offered_first: bool


@dataclass(frozen=True, slots=True)
class Negative:
    """A question of which citizens said that an entry does not answer it."""

    text: str
    people: int
    newest: datetime


def judge(unit: Unit, question_id: int, *, is_right: bool, right_slug: str | None = None) -> None:
    """Say whether a question got the right entry, and which would be; the last word counts.

    Raise `NotFound` for a question or entry that does not exist.
    """
    unit.require(Permission.CURATE)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    given = unit.session.execute(
        select(questions.c.slug).where(questions.c.id == question_id)
    ).one_or_none()
    if given is None:
        raise NotFound("question_unknown")
    right = given.slug if is_right else right_slug
    if right is not None and unit.session.get(Entry, right) is None:
        raise NotFound("entry_unknown", slug=right)
    said = {
        "slug": given.slug,
        "is_right": is_right,
        "right_slug": right,
        "judged_by": unit.actor.staff_id,
        "judged_at": unit.now,
    }
    unit.session.execute(
        insert(Judgement)
        .values(question_id=question_id, **said)
        .on_conflict_do_update(index_elements=["question_id"], set_=said)
    )
    unit.record("question.judged", f"question:{question_id}", right=is_right, slug=right)


def verdicts(unit: Unit, *, newest: int = _NEWEST) -> list[tuple[str, str, bool]]:
    """Return the newest verdicts: a question, the entry it was given, and whether that is right."""
    _judging(unit)
    rows = unit.session.execute(
        select(questions.c.text, Judgement.slug, Judgement.is_right)
        .join(Judgement, Judgement.question_id == questions.c.id)
        .where(Judgement.slug.is_not(None), _HAS_TEXT)
        .order_by(Judgement.judged_at.desc(), Judgement.question_id.desc())
        .limit(newest)
    )
    return [(row.text, row.slug, row.is_right) for row in rows]


def judged(unit: Unit, numbers: Collection[int]) -> dict[int, tuple[bool, str | None]]:
    """Return of each judged question whether its answer was right, and which entry is."""
    unit.require(Permission.READ_QUESTIONS)
    rows = unit.session.execute(
        select(Judgement.question_id, Judgement.is_right, Judgement.right_slug).where(
            Judgement.question_id.in_(list(numbers))
        )
    )
    return {row.question_id: (row.is_right, row.right_slug) for row in rows}


def pick(unit: Unit, key: str, slug: str, *, edition: int | None = None) -> None:
    """Note which candidate a citizen chose, by its place among all considered for their question.

    The list that was shown may have left some out, so its own numbers say nothing. `edition` is
    the version that was read; what was answered before by itself keeps its own, by which that
    answer is audited. Nothing is noted of somebody else's question.
    """
    unit.require(Permission.ASK)
    asker = asker_of(unit, unit.actor.person if isinstance(unit.actor, Citizen) else 0)
    own = (questions.c.key == key) & (questions.c.asker == asker)
    considered = unit.session.scalar(select(questions.c.considered).where(own))
    slugs = [name for name, _ in json.loads(considered or "[]")]
    # One of an acronym's meanings need not be among what was considered.
    place = f"{_PICKED}{slugs.index(slug) + 1}" if slug in slugs else f"{_PICKED}0"
    values: dict[str, object] = {"follow_up": place}
    if edition is not None:
        answered = questions.c.band == Band.ANSWER
        values["edition"] = case((answered, questions.c.edition), else_=edition)
    changed = update(questions).where(own).values(values).returning(questions.c.at)
    noticed(unit, unit.session.scalar(changed))


def examples(unit: Unit, *, newest: int = _NEWEST) -> list[Example]:
    """Return what citizens chose when several entries were offered, newest first."""
    _judging(unit)
    rows = unit.session.execute(
        select(questions.c.text, questions.c.considered, questions.c.follow_up)
        .where(
            questions.c.follow_up.startswith(_PICKED), questions.c.band == Band.CHOOSE, _HAS_TEXT
        )
        .order_by(questions.c.id.desc())
        .limit(newest)
    )
    found = ((row.text, picked(row.considered, row.follow_up)) for row in rows)
    return [Example(text, *chosen) for text, chosen in found if chosen is not None]


def picked(considered: str, follow_up: str) -> tuple[str, bool] | None:
    """Return the candidate that was picked, and whether it was the first; None for no pick."""
    ordinal = follow_up.removeprefix(_PICKED)
    if not follow_up.startswith(_PICKED) or not ordinal.isdigit():
        return None
    slugs = [slug for slug, _ in json.loads(considered)]
    place = int(ordinal) - 1
    return (slugs[place], place == 0) if 0 <= place < len(slugs) else None


def proposed_negatives(unit: Unit, slug: str) -> list[Negative]:
    """Return the questions that got an entry of which citizens or staff said it is not the one.

    Those that the entry has already, in what is published, are left out; most people first.
    """
    _judging(unit)
    log = questions.c
    rows = unit.session.execute(
        select(
            func.max(log.text).label("text"),
            func.count(log.asker.distinct()).label("people"),
            func.max(log.at).label("newest"),
        )
        .outerjoin(Judgement, Judgement.question_id == log.id)
        .where(
            log.slug == slug,
            _HAS_TEXT,
            or_(
                (log.follow_up == "not_this") & (log.band == Band.ANSWER),
                Judgement.is_right.is_(False),
            ),
            or_(Judgement.is_right.is_(None), Judgement.is_right.is_(False)),
        )
        .group_by(func.lower(log.text))
    )
    known = _known_negatives(unit, slug)
    found = (Negative(row.text, row.people, row.newest) for row in rows)
    kept = (one for one in found if one.text.casefold() not in known)
    return sorted(kept, key=lambda one: (-one.people, one.text))


def _known_negatives(unit: Unit, slug: str) -> frozenset[str]:
    content = unit.session.scalar(
        select(EntryVersion.content)
        .join(Entry, (Entry.slug == EntryVersion.slug) & (Entry.live == EntryVersion.number))
        .where(Entry.slug == slug)
    )
    texts = from_json(content).not_this if content else ()
    return frozenset(text.casefold() for text in texts)


def _judging(unit: Unit) -> None:
    if not _JUDGES & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.READ_QUESTIONS.value)
