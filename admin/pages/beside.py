"""What stands beside a conversation: tried before, answered alike, known already, running still."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from admin import composer, prepared
from admin.visit import Visit
from knowledge.escalation import context
from knowledge.escalation.context import Tried
from knowledge.escalation.similar import Similar
from knowledge.escalation.talk import Conversation
from knowledge.finder import Hit
from knowledge.finding.confidence import usual_thresholds
from knowledge.shelf import Shelf
from office.people import Permission
from office.unit import Unit
from register.running import Running, running

_LINES, _RESULTS = "obrolan", "hasil-cari"  # parts of the page that are refreshed alone
_SUGGESTED = 3
_FOUND = 6
_LONGEST_QUESTION = 500
_WORTH_NAMING = 0.05  # after the first
_LEAST_SURE = 0.5  # of what is offered to citizens; below, nothing is suggested to staff either


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that may answer: how sure in a word and in hundredths, and its prepared text."""

    slug: str
    title: str
    sure: str
    percent: int
    text: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry the bot considered before a person took over."""

    slug: str
    title: str
    sure: str
    percent: int


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything beside a conversation."""

    tried: Sequence[tuple[Tried, list[Candidate]]] = ()
    similar: Sequence[Similar] = ()
    suggested: Sequence[Suggestion] = ()
    wanted: str = ""
    found: Sequence[Suggestion] = ()
    running: Running | None = None


def beside(visit: Visit, unit: Unit, talk: Conversation) -> Beside:
    """Return what helps to answer a conversation; the register only to who may read it.

    A page that refreshes one part of itself is given what that part shows.
    """
    part = visit.request.headers.get("hx-target", "")
    if part == _LINES:
        return Beside()
    # What it began with says what it is about; what came last may be "halo?".
    asked = dict.fromkeys([*talk.asked[:1], *composer.unanswered(talk)])
    question = " ".join(asked)[:_LONGEST_QUESTION].strip()
    wanted = (visit.sent("cari") or visit.query("cari"))[:_LONGEST_QUESTION]
    shelf = visit.desk.library.now()
    found = _found(shelf, wanted, talk.language, unit.today)
    if part == _RESULTS:
        return Beside(wanted=wanted, found=found)
    return Beside(
        tried=[(one, _candidates(shelf, one)) for one in context.tried(unit, talk.id)],
        similar=context.answered_alike(unit, question, apart_from=talk.id) if question else [],
        suggested=_suggested(shelf, question, talk.language, unit.today),
        wanted=wanted,
        found=found,
        running=running(unit, talk.person) if visit.may(Permission.READ_REGISTER) else None,
    )


def _candidates(shelf: Shelf, tried: Tried) -> list[Candidate]:
    return [
        Candidate(slug, shelf.title(slug), sure(confidence), _percent(confidence))
        for place, (slug, confidence) in enumerate(tried.candidates)
        if not place or confidence >= _WORTH_NAMING
    ]


def sure(confidence: float) -> str:
    """Return in a word how sure the bot is: enough to answer, to offer, or neither."""
    limits = usual_thresholds()
    if confidence >= limits.answer:
        return "answer"
    return "offer" if confidence >= limits.choose else "doubt"


def _percent(confidence: float) -> int:
    return int(confidence * 100)


def _suggested(shelf: Shelf, question: str, language: str, today: date) -> list[Suggestion]:
    if not question or not shelf.articles:
        return []
    least = usual_thresholds().choose * _LEAST_SURE
    hits = [hit for hit in shelf.ask(question, today).hits if hit.confidence >= least]
    return list(_suggestions(shelf, hits[:_SUGGESTED], language, today))


def _found(shelf: Shelf, wanted: str, language: str, today: date) -> list[Suggestion]:
    if not wanted or not shelf.articles:
        return []
    hits = shelf.finder.find(wanted, size=_FOUND)
    return list(_suggestions(shelf, hits, language, today))


def _suggestions(
    shelf: Shelf, hits: Iterable[Hit], language: str, today: date
) -> Iterable[Suggestion]:
    for hit in hits:
        article = shelf.articles.get(hit.slug)
        if article is None or article.expired(today) or not article.begun(today):
            continue
        yield Suggestion(
            hit.slug, article.title, sure(hit.confidence), _percent(hit.confidence),
            prepared.from_article(article, language), article.overdue(today),
        )  # fmt: skip
