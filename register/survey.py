"""Who was invited to the satisfaction survey, what was answered, and the figures of a period."""

import secrets
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.masking import mask
from office.people import Citizen, Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit
from register.objection_tables import Objection
from register.satisfaction import (
    MINIMUM,
    Element,
    Index,
    Scores,
    index_of_totals,
    is_complete,
    share,
)
from register.tables import Request

LONGEST_COMMENT = 1000
SMALLEST_GROUP = 5  # below it, a mean would give away what one person answered

# Nothing here leads from an answer to a person or a case: no instant, no running number, and on
# the side of the case no more than that it was answered.
survey_answers = Table(
    "survey_answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("answered_on", Date, nullable=False, index=True),
    *(Column(element.value, SmallInteger, nullable=False) for element in Element),
    Column("sealed_comment", LargeBinary, info={"place": "survey_answers:{id}"}),
    *(CheckConstraint(f"{element.value} BETWEEN 1 AND 4", name=element) for element in Element),
)
survey_cases = Table(
    "survey_cases",
    metadata,
    Column("case", String(60), primary_key=True),
    Column("invited_on", Date, nullable=False, index=True),
    Column("is_answered", Boolean, nullable=False),
)
_CASES = {"request": Request.__table__.c, "objection": Objection.__table__.c}


@dataclass(frozen=True, slots=True)
class Figures:
    """The survey of a period: answers given in it, and what became of its invitations.

    `index` is None where fewer answered than could stay unknown; `response_rate` is in per cent.
    """

    n: int
    index: Index | None
    invited: int
    responded: int

    @property
    def response_rate(self) -> Decimal | None:
        """Return how many per cent of the invited answered; None where nobody was invited."""
        return share(self.responded, self.invited)


def invite(unit: Unit, case: str) -> None:
    """Open the survey for a closed case, such as "request:12"; a second time changes nothing.

    Part of closing, so whoever may close may invite. A case that came through another door than
    Telegram is passed over: it could not be answered, and would only lower the response rate.
    """
    row = {"case": case, "invited_on": unit.today, "is_answered": False}
    with unit.session.no_autoflush:  # the closing is still being written
        if _person(unit, case) is not None:
            unit.session.execute(
                insert(survey_cases).values(row).on_conflict_do_nothing(index_elements=["case"])
            )


def _person(unit: Unit, case: str) -> int | None:
    kind, _, number = case.partition(":")
    found = _CASES[kind]
    person: int | None = unit.session.scalar(select(found.person).where(found.id == int(number)))
    return person


def open_to(unit: Unit, case: str) -> bool:
    """Tell whether the acting citizen may answer for a case: own, invited, not yet answered."""
    waits = unit.session.scalar(
        select(survey_cases.c.case).where(
            survey_cases.c.case == case, survey_cases.c.is_answered.is_(False)
        )
    )
    return (
        waits is not None
        and isinstance(unit.actor, Citizen)
        and _person(unit, case) == unit.actor.person
    )


def waiting(unit: Unit) -> str | None:
    """Return the acting citizen's newest case that waits for an answer, or None."""
    if not isinstance(unit.actor, Citizen):
        return None
    own = {
        f"{kind}:{number}": number
        for kind, found in _CASES.items()
        for number in unit.session.scalars(
            select(found.id).where(found.person == unit.actor.person)
        )
    }
    rows = unit.session.execute(
        select(survey_cases.c.case, survey_cases.c.invited_on).where(
            survey_cases.c.case.in_(own), survey_cases.c.is_answered.is_(False)
        )
    ).all()
    return max(rows, key=lambda row: (row.invited_on, own[row.case])).case if rows else None


def answer(unit: Unit, case: str, scores: Scores, comment: str = "") -> None:
    """Keep an anonymous answer; the case answers once, and only with all nine elements.

    Not entered in the journal: a line with person and instant would say whose answer it is.
    Raises `NotValid` for incomplete scores or a comment beyond `LONGEST_COMMENT`, and `NotNow`
    where nothing waits.
    """
    unit.require(Permission.FILE_REQUEST)
    if not is_complete(scores):
        raise NotValid("scores", "choice_unclear", count=4)
    if len(comment) > LONGEST_COMMENT:
        raise NotValid("comment", "too_long", length=len(comment), longest=LONGEST_COMMENT)
    if not (open_to(unit, case) and _mark_answered(unit, case)):
        raise NotNow("survey_closed")
    key = secrets.token_hex(16)
    said = mask(comment.strip())
    unit.session.execute(
        insert(survey_answers).values(
            id=key,
            answered_on=unit.today,
            sealed_comment=unit.vault.seal(said, _place(key)) if said else None,
            **{element.value: int(scores[element]) for element in Element},
        )
    )


def _mark_answered(unit: Unit, case: str) -> bool:
    """Close the survey of a case; of two at once, one is told that it came too late."""
    closed = unit.session.execute(
        update(survey_cases)
        .where(survey_cases.c.case == case, survey_cases.c.is_answered.is_(False))
        .values(is_answered=True)
        .returning(survey_cases.c.case)
    )
    return closed.one_or_none() is not None


def _place(key: str) -> str:
    return f"survey_answers:{key}"


def figures(unit: Unit, since: date, until: date, *, minimum: int = MINIMUM) -> Figures:
    """Return the survey between two days, both included; below `minimum` there is no grade."""
    unit.require(Permission.READ_REGISTER)
    return published(unit, since, until, minimum=minimum)


# The index is announced to everybody with the number of its answers: reading it asks nobody.
def published(unit: Unit, since: date, until: date, *, minimum: int = MINIMUM) -> Figures:
    """Return the same for everybody; callers choose days over which nobody is told apart."""
    sums = [func.sum(survey_answers.c[element.value]) for element in Element]
    total, *totals = unit.session.execute(
        select(func.count(), *sums).where(survey_answers.c.answered_on.between(since, until))
    ).one()
    invited, responded = unit.session.execute(
        select(func.count(), func.count().filter(survey_cases.c.is_answered)).where(
            survey_cases.c.invited_on.between(since, until)
        )
    ).one()
    found = None
    if total >= SMALLEST_GROUP:
        summed = {element: int(one) for element, one in zip(Element, totals, strict=True)}
        found = index_of_totals(summed, total, minimum=minimum)
    return Figures(total, found, invited, responded)


def comments(unit: Unit, since: date, until: date) -> list[str]:
    """Return what was added in words between two days, in no order; nothing of a small group."""
    unit.require(Permission.READ_REGISTER)
    rows = unit.session.execute(
        select(survey_answers.c.id, survey_answers.c.sealed_comment)
        .where(survey_answers.c.answered_on.between(since, until))
        .order_by(survey_answers.c.id)
    ).all()
    if len(rows) < SMALLEST_GROUP:
        return []
    return [
        unit.vault.unseal(row.sealed_comment, _place(row.id)) for row in rows if row.sealed_comment
    ]


def years(unit: Unit) -> list[int]:
    """Return the years with a survey, the present one first and always."""
    unit.require(Permission.READ_REGISTER)
    first = unit.session.scalar(select(func.min(survey_cases.c.invited_on)))
    start = first.year if first else unit.today.year
    return list(range(unit.today.year, start - 1, -1))
