"""Collects what the gate asks: judged answers, other entries' own words, what is off topic."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from knowledge import gate, shelf
from knowledge.curation_tables import Judgement, OffTopic
from knowledge.edition import Edition
from knowledge.gate import Case, Cases, GateReport
from knowledge.leaf import SEED
from knowledge.learned import Memory
from knowledge.shelf import ALL_PACKS, Article, Shelf
from knowledge.tables import Entry, questions
from office.unit import Unit

MOST = 600
_MOST_JUDGED = 2_000


@dataclass(frozen=True, slots=True)
class Learned:
    """A shelf with learned weights, and where such weights are kept."""

    held: Shelf
    memory: Memory


def run(
    unit: Unit,
    entry: Entry,
    edition: Edition,
    packs: Collection[str],
    learned: Learned | None = None,
) -> GateReport:
    """Return what the gate finds if an entry says what an edition says.

    With `learned` both shelves have learned weights, as citizens are answered: that takes longer,
    and what is learned now is there once the edition is published.
    """
    before = _before(unit, entry, packs, learned)
    after = shelf.with_edition(before, entry.slug, entry.pack, entry.region, edition)
    if learned is not None:
        # Many drafts may be examined: what citizens are answered by must not be forgotten for them.
        learned.memory.use(before.key)
        after = after.refined(learned.memory)
    return gate.check(before, after, entry.slug, edition, cases(unit, before, entry.slug, edition))


def _before(unit: Unit, entry: Entry, packs: Collection[str], learned: Learned | None) -> Shelf:
    is_on = ALL_PACKS in packs or entry.pack in packs
    if learned is None or not is_on or learned.held.version != shelf.current_version(unit):
        read = shelf.read(unit, packs if is_on else {*packs, entry.pack})
        return read if learned is None else read.refined(learned.memory)
    return learned.held


def cases(unit: Unit, held: Shelf, slug: str, edition: Edition) -> Cases:
    """Return what is asked of a changed entry: what was judged, and a sample up to `MOST`.

    Of what was judged the newest 2,000 are asked, since each is asked on two shelves; a text
    that was judged several times counts once, as it was judged last.
    The sample begins with those words of other entries that are most like the changed entry's:
    these are what it could take away.
    """
    judged = list(_judged(unit, held))
    sample = _nearest(held, slug, edition)[: max(0, MOST - len(judged))]
    asked = {case.text: case for case in [*sample, *judged]}
    return Cases(tuple(asked.values()), off_topic(unit))


def _judged(unit: Unit, held: Shelf) -> Iterator[Case]:
    """Yield the questions of the newest judgements by which an entry is right, each text once."""
    rows = unit.session.execute(
        select(questions.c.text, Judgement.is_right, Judgement.slug, Judgement.right_slug)
        .join(Judgement, Judgement.question_id == questions.c.id)
        .where(questions.c.text != "")
        .order_by(Judgement.judged_at.desc(), Judgement.question_id.desc())
        .limit(_MOST_JUDGED)
    )
    seen: set[str] = set()
    for text, is_right, slug, right_slug in rows:
        right = slug if is_right else right_slug
        if text not in seen and right in held.articles:
            yield Case(text, right)
        seen.add(text)


def _nearest(held: Shelf, slug: str, edition: Edition) -> list[Case]:
    own = _words(edition.title, *edition.phrasings)
    return sorted(
        (case for row in held.articles.values() if row.slug != slug for case in _of(row)),
        key=lambda case: (-len(own & _words(case.text)), case.slug, case.text),
    )


def _of(row: Article) -> Iterator[Case]:
    return (Case(text, row.slug) for text in dict.fromkeys((row.title, *row.phrasings)))


def _words(*texts: str) -> set[str]:
    return {word for text in texts for word in text.casefold().split()}


def off_topic(unit: Unit) -> tuple[str, ...]:
    """Return every message that must stay unanswered: the starter ones and those of staff."""
    added = unit.session.scalars(select(OffTopic.text).order_by(OffTopic.id))
    return tuple(dict.fromkeys((*starters(), *added)))


@cache
def starters() -> tuple[str, ...]:
    """Return the messages that no office answers."""
    lines = (SEED / "off_topic.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))
