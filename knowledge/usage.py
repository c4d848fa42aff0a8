"""Read side: how often each entry was given lately, counted where the log is kept."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from knowledge.judging import picked
from knowledge.tables import questions
from knowledge.words import Band
from office.people import Permission
from office.unit import Unit


def uses(unit: Unit, *, days: int = 30) -> Counter[str]:
    """Return how often each entry was given, by the bot or by a citizen's choice."""
    unit.require(Permission.READ_QUESTIONS)
    log = questions.c
    lately = log.at >= unit.now - timedelta(days=days)
    answered = unit.session.execute(
        select(log.slug, func.count())
        .where(lately, log.band == Band.ANSWER, log.slug.is_not(None))
        .group_by(log.slug)
    )
    given = Counter({row[0]: row[1] for row in answered})
    chosen = unit.session.execute(
        select(log.considered, log.follow_up).where(
            lately, log.band != Band.ANSWER, log.follow_up.startswith("picked:")
        )
    )
    given.update(one[0] for row in chosen if (one := picked(row.considered, row.follow_up)))
    return given
