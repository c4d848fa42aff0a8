"""Ask a question: an answer, a choice, or an honest "I don't know" and the offer of a person."""

from dataclasses import replace
from time import perf_counter
from typing import Any

from aiogram import F, Router

from bot.filters import Question
from bot.handlers import answering, closed, hints, languages, recalling, routes, wishing
from bot.handlers.answering import answer_words
from bot.handlers.handover import (
    answers_staff,
    continues,
    offered,
    passed_on,
    still_open,
    taken_up_again,
)
from bot.handlers.recalling import asked_now, asked_still, has_missed, key_of
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import AnswerPress, MorePress, PickPress
from bot.turn import Outcome, Turn, say
from knowledge import judging, questions
from knowledge.escalation import opening
from knowledge.escalation.words import Reason
from knowledge.finding.confidence import usual_thresholds
from knowledge.questions import Told
from knowledge.shelf import Article
from knowledge.verdict import Verdict
from knowledge.words import Band, Route
from office.outbox import Kind
from office.switches import Function

__all__ = ["answer_words"]

_CHOICES = usual_thresholds().choices
_SAYS_LITTLE = 2  # letters
# What is kept in the log instead of somebody's distress.
_UNSAID = "(darurat)"
# What is taken up whatever is closed: a cry for help, and the wish for a person.
_ALWAYS = frozenset({Route.EMERGENCY, Route.STAFF})


def router() -> Router:
    """Return the routes of this conversation."""
    found = Router(name="ask")
    found.callback_query.register(helped, AnswerPress.filter(F.what == "yes"))
    found.callback_query.register(not_this, AnswerPress.filter(F.what == "no"))
    found.callback_query.register(insisted, AnswerPress.filter(F.what == "search"))
    found.callback_query.register(wishing.kept, AnswerPress.filter(F.what == "wish"))
    found.callback_query.register(wishing.forgotten, AnswerPress.filter(F.what == "unwish"))
    found.callback_query.register(answering.more, MorePress.filter())
    found.callback_query.register(picked, PickPress.filter())
    found.message.register(asked, Question())
    return found


def asked(turn: Turn) -> Outcome:
    """Answer a question in free text; a bare number picks from the list just shown."""
    choices = turn.memory.get("choices", [])
    if choices and turn.text.isdecimal() and 0 < int(turn.text) <= len(choices) + 1:
        return _pick(turn, int(turn.text) if int(turn.text) <= len(choices) else 0)
    letters = sum(letter.isalpha() for letter in turn.text)
    if not letters:
        return Outcome((say("ask_away", MENU),))
    if letters > _SAYS_LITTLE and answers_staff(turn):
        return passed_on(turn, Reason.ASKED, turn.text)
    verdict, seconds = looked_up(turn, turn.text)
    if letters <= _SAYS_LITTLE and verdict.band is Band.UNKNOWN and verdict.route is None:
        return Outcome((say("ask_away", MENU),))
    return languages.with_offer(turn, told(turn, verdict, seconds), turn.text)


def looked_up(turn: Turn, text: str) -> tuple[Verdict, float]:
    """Return what the library says about a text, and the milliseconds that took."""
    start = perf_counter()
    verdict = turn.shelf.ask(text, turn.unit.today)
    return verdict, round((perf_counter() - start) * 1000, 1)


def told(turn: Turn, verdict: Verdict, milliseconds: float) -> Outcome:
    """Return what follows from what the library says, and enter the question in the log."""
    key = questions.key_of(turn.unit, f"{turn.arrival.chat_id}:{turn.arrival.message_id}")
    if Function.ANSWERS in turn.closed and verdict.route not in _ALWAYS:
        return closed.asked(turn, verdict, turn.text, key)
    ended = _ended(turn, turn.text, verdict)
    label = hints.log_label(verdict, ended)
    text = _UNSAID if verdict.route is Route.EMERGENCY else turn.text
    answered = verdict.band is Band.ANSWER and ended is None
    edition = turn.shelf.articles[verdict.hits[0].slug].edition if answered else None
    found = replace(verdict, band=Band.UNKNOWN) if ended is not None else verdict
    kept = Told(edition, turn.language, milliseconds)
    questions.log(turn.unit, key=key, text=text, route=label, verdict=found, told=kept)
    outcome = routes.taken(turn, verdict, key)
    return outcome or answered_by(turn, verdict, turn.text, key, ended)


def insisted(turn: Turn) -> Outcome:
    """Search after all: whoever asks knows better than a rule what was meant."""
    key = key_of(turn)
    text = recalling.words_of(turn, key)
    if not text:
        return answering.gone(turn)
    if opening.is_open(turn.unit):
        return Outcome((still_open(),))
    questions.follow_up(turn.unit, key, "insisted")
    if Function.ANSWERS in turn.closed:
        return closed.answers(turn, text, key)
    verdict, _ = looked_up(turn, text)
    return answered_by(turn, verdict, text, key, _ended(turn, text, verdict))


def answered_by(
    turn: Turn, verdict: Verdict, text: str, key: str, ended: Article | None
) -> Outcome:
    """Answer, ask back, offer a choice, or admit not to know."""
    if verdict.meanings:
        slugs = list(verdict.meanings)
        memory = asked_now(turn, text, key, choices=slugs, following=slugs)
        titles = [answering.title(turn, slug) for slug in slugs]
        word = hints.acronym(turn, text)
        words = say("which", _choices(titles, key), kind=Kind.ANSWER, titles=titles, word=word)
        return Outcome((words,), memory=memory)
    slugs = [hit.slug for hit in verdict.hits]
    if ended is not None:
        return Outcome((answering.over(turn, ended),), memory=asked_now(turn, text, key))
    if verdict.band is Band.ANSWER:
        memory = asked_now(turn, text, key, following=slugs[1 : _CHOICES + 1])
        return Outcome((answering.answer(turn, slugs[0], key),), memory=memory)
    if verdict.band is Band.CHOOSE:
        likely = slugs[:_CHOICES]
        memory = asked_now(turn, text, key, choices=likely, following=likely)
        return _offer(turn, "choose", likely, key, memory)
    return _missed(turn, verdict, text, key)


def _ended(turn: Turn, text: str, verdict: Verdict) -> Article | None:
    """Return the entry no longer valid that a question is about, if nothing valid is nearer."""
    if not verdict.expired or verdict.meanings:
        return None
    article = turn.shelf.articles[verdict.expired[0]]
    found = turn.shelf.finder.look(text, article.slug)
    if found is None or found.confidence < usual_thresholds().choose:
        return None
    if not verdict.hits:
        return article
    best = verdict.hits[0]
    if turn.shelf.articles[best.slug].status_of == article.slug:
        return None
    return article if found.confidence >= best.confidence else None


def _offer(turn: Turn, name: str, slugs: list[str], key: str, memory: dict[str, Any]) -> Outcome:
    titles = [answering.title(turn, slug) for slug in slugs]
    words = say(name, _choices(titles, key), kind=Kind.ANSWER, titles=titles)
    return Outcome((words,), memory=memory)


def _choices(titles: list[str], key: str) -> Keyboard:
    rows = [
        [(answering.label(f"{ordinal}. {title}"), PickPress(ordinal=ordinal, key=key))]
        for ordinal, title in enumerate(titles, start=1)
    ]
    return inline(*rows, [("@none_fits", PickPress(ordinal=0, key=key))])


def _missed(turn: Turn, verdict: Verdict, text: str, key: str) -> Outcome:
    if continues(turn):
        return taken_up_again(turn, text)
    if hints.is_strange(verdict):
        return Outcome((say("off_topic", MENU, kind=Kind.ANSWER),))
    misses = int(turn.memory.get("misses", 0)) + 1
    memory = asked_now(turn, text, key, misses=misses)
    if has_missed(memory):
        words = offered(turn, key, may_wish=True)
        return Outcome((words,), memory=memory, offers_person=True)
    return Outcome((hints.not_known(turn, verdict, text, key),), memory=memory)


def helped(turn: Turn) -> Outcome:
    """Note that an answer helped."""
    questions.follow_up(turn.unit, key_of(turn), "helped")
    return Outcome((say("glad", MENU),))


def not_this(turn: Turn) -> Outcome:
    """Show the next candidates at once, then the offer of a person."""
    key = key_of(turn)
    if opening.is_open(turn.unit):
        questions.follow_up(turn.unit, key, "not_this")
        return Outcome((still_open(),))
    if key and turn.memory.get("key") == key:
        slugs = list(turn.memory.get("following", ()))
    else:
        known = questions.own(turn.unit, key)
        if known is None:
            return answering.gone(turn)
        slugs = list(known.slugs[1 : _CHOICES + 1])
    questions.follow_up(turn.unit, key, "not_this")
    left = [slug for slug in slugs if _can_answer(turn, slug)]
    if not left or Function.ANSWERS in turn.closed:
        return _none_fits(turn, key)
    memory = asked_still(turn, key, choices=left)
    return _offer(turn, "choose_next", left, key, memory)


def _none_fits(turn: Turn, key: str) -> Outcome:
    """Offer a person, who will read the question that nothing fitted."""
    text = recalling.words_of(turn, key)
    memory = asked_now(turn, text, key) if text else asked_still(turn, key)
    return Outcome((offered(turn, key),), memory=memory, offers_person=True)


def _can_answer(turn: Turn, slug: str) -> bool:
    article = turn.shelf.articles.get(slug)
    return article is not None and not article.expired(turn.unit.today)


def picked(turn: Turn) -> Outcome:
    """Answer with the entry that was picked; not while staff have the conversation."""
    press = turn.arrival.press
    if opening.is_open(turn.unit):
        return Outcome((still_open(),))
    if not isinstance(press, PickPress) or not press.key or turn.memory.get("key") != press.key:
        return answering.gone(turn)
    return _pick(turn, press.ordinal)


def _pick(turn: Turn, ordinal: int) -> Outcome:
    slugs = list(turn.memory.get("choices", ()))
    key = str(turn.memory.get("key", ""))
    if ordinal == 0:
        questions.follow_up(turn.unit, key, "none_fits")
        return _none_fits(turn, key)
    if not 0 < ordinal <= len(slugs) or slugs[ordinal - 1] not in turn.shelf.articles:
        return answering.gone(turn)
    slug = slugs[ordinal - 1]
    if Function.ANSWERS in turn.closed:
        return closed.answers(turn, recalling.words_of(turn, key), key)
    article = turn.shelf.articles[slug]
    judging.pick(turn.unit, key, slug, edition=article.edition)
    rest = slugs[: ordinal - 1] + slugs[ordinal:]
    memory = asked_still(turn, key, choices=slugs, following=rest)
    if article.expired(turn.unit.today):
        return Outcome((answering.over(turn, article),), memory=memory)
    return Outcome((answering.answer(turn, slug, key),), memory=memory)
