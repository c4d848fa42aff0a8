"""Read side: a first draft for a cluster, from what its askers wrote and what staff replied."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from knowledge.curation_tables import Cluster, ClusterMember
from knowledge.edition import LONGEST, LONGEST_ANSWER
from knowledge.escalation.lines import line_place
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author, Outcome
from knowledge.miss_queue import phrasings
from knowledge.questions import asker_of
from knowledge.tables import questions
from office.masking import mask
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

_PHRASINGS = 10
# A conversation belongs to a question that was asked shortly before it began.
_BEFORE = timedelta(hours=1)
_SHORTEST = 40  # "Baik, Bu." answers nothing


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to begin an entry with; `ticket` names the conversation that the body is from."""

    title: str
    phrasings: tuple[str, ...]
    body: str = ""
    long: str = ""
    ticket: str = ""


def suggestion(unit: Unit, cluster_id: int) -> Suggestion:
    """Return a first draft for what a cluster asks; raise `NotFound`.

    Its body is the best reply that staff gave to one of the askers, personal patterns masked;
    whoever takes it over makes it an answer to everybody.
    """
    unit.require(Permission.CURATE)
    unit.require(Permission.READ_QUESTIONS)
    cluster = unit.session.get(Cluster, cluster_id)
    if cluster is None:
        raise NotFound("cluster_unknown")
    asked = unit.session.execute(
        select(questions.c.text, questions.c.asker, questions.c.at)
        .join(ClusterMember, ClusterMember.question_id == questions.c.id)
        .where(ClusterMember.cluster_id == cluster_id)
        .order_by(questions.c.id)
    ).all()
    title = cluster.title[: LONGEST["title"]]
    words = phrasings(row.text for row in asked)[:_PHRASINGS]
    found = _best(unit, [(row.asker, row.at) for row in asked])
    if found is None:
        return Suggestion(title, words)
    text, ticket = found
    return Suggestion(
        title, words, text[:LONGEST_ANSWER], text if len(text) > LONGEST_ANSWER else "", ticket
    )


def _best(unit: Unit, asked: list[tuple[str, datetime]]) -> tuple[str, str] | None:
    """Return the fullest reply with its ticket, from conversations that ended answered first."""
    conversations = _conversations(unit, asked)
    replies = [
        (conversations[line.escalation_id], text)
        for line in unit.session.scalars(
            select(EscalationLine)
            .where(
                EscalationLine.escalation_id.in_(list(conversations)),
                EscalationLine.author == Author.STAFF,
            )
            .order_by(EscalationLine.id)
        )
        if len(text := _text(unit, line)) >= _SHORTEST
    ]
    if not replies:
        return None
    escalation, text = max(
        replies, key=lambda pair: (pair[0].outcome == Outcome.ANSWERED, len(pair[1]))
    )
    return text[: LONGEST["long"]], escalation.ticket


def _conversations(unit: Unit, asked: list[tuple[str, datetime]]) -> dict[int, Escalation]:
    """Return the conversations that began with one of the questions."""
    if not asked:
        return {}
    instants = sorted(at for _, at in asked)
    rows = unit.session.scalars(
        select(Escalation).where(
            Escalation.opened_at >= instants[0], Escalation.opened_at <= instants[-1] + _BEFORE
        )
    ).all()
    names = {person: asker_of(unit, person) for person in {row.person for row in rows}}
    return {
        row.id: row
        for row in rows
        if any(
            asker == names[row.person] and at <= row.opened_at <= at + _BEFORE
            for asker, at in asked
        )
    }


def _text(unit: Unit, line: EscalationLine) -> str:
    return mask(unit.vault.unseal(line.sealed_text, line_place(line.escalation_id))).strip()
