"""Ask a question: an answer, a choice, or an honest "I don't know" and then a person."""

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router

from bot.filters import Question
from bot.handlers.handover import passed_on, remembered
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import AnswerPress, MenuPress, PickPress
from bot.standing import DRAFTS
from bot.turn import Outcome, Say, Turn, say
from knowledge import questions
from knowledge.shelf import Article
from knowledge.verdict import Thresholds, Verdict
from knowledge.words import Band, Reason
from office.outbox import Kind

_MISSES = 2  # a hint after the first, a person after the second
_CHOICES = Thresholds().choices


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="ask")
    routes.callback_query.register(helped, AnswerPress.filter(F.what == "yes"))
    routes.callback_query.register(not_this, AnswerPress.filter(F.what == "no"))
    routes.callback_query.register(picked, PickPress.filter())
    routes.message.register(asked, Question())
    return routes


def asked(turn: Turn) -> Outcome:
    """Answer a question in free text; a bare number picks from the list just shown."""
    choices = turn.memory.get("choices", [])
    if turn.text.isdigit() and 0 < int(turn.text) <= len(choices) + 1:
        return _pick(turn, int(turn.text) if int(turn.text) <= len(choices) else 0)
    if len(turn.text) < 2 or turn.text.isdigit():
        return Outcome((say("ask_away", MENU),))
    verdict = turn.shelf.ask(turn.text)
    key = questions.key_of(turn.unit, f"{turn.arrival.chat_id}:{turn.arrival.message_id}")
    questions.log(turn.unit, key=key, text=turn.text, route="search", verdict=verdict)
    if verdict.band is Band.ANSWER:
        return _answered(turn, verdict, key)
    if verdict.band is Band.CHOOSE:
        slugs = [hit.slug for hit in verdict.hits[:_CHOICES]]
        return _offer(turn, "choose", slugs, key, remembered(turn, turn.text))
    return _missed(turn)


def _answered(turn: Turn, verdict: Verdict, key: str) -> Outcome:
    slugs = [hit.slug for hit in verdict.hits]
    words = _answer(turn, slugs[0], key)
    memory = _asked_memory(turn, remembered(turn, turn.text), slugs[1 : _CHOICES + 1], key)
    return Outcome((words,), memory=memory)


def _answer(turn: Turn, slug: str, key: str) -> Say:
    article = turn.shelf.articles[slug]
    keyboard = inline(
        [
            ("@helped", AnswerPress(what="yes", key=key)),
            ("@not_this", AnswerPress(what="no", key=key)),
        ],
        [("@staff", AnswerPress(what="staff", key=key))],
    )
    return say("answer", keyboard, kind=Kind.ANSWER, **answer_words(turn, article))


def answer_words(turn: Turn, article: Article) -> Mapping[str, Any]:
    """Return an article as plain data for its text; one overdue for review says so."""
    return {
        "title": article.title,
        "body": article.body,
        "source": article.source,
        "owner": article.owner,
        "as_of": article.as_of.isoformat(),
        "overdue": article.review_by < turn.unit.today,
    }


def _offer(turn: Turn, key: str, slugs: list[str], asked_key: str, recent: list[str]) -> Outcome:
    titles = [turn.shelf.title(slug) for slug in slugs]
    words = say(key, _choices(titles, asked_key), kind=Kind.ANSWER, titles=titles)
    return Outcome((words,), memory=_asked_memory(turn, recent, slugs, asked_key))


def _choices(titles: list[str], key: str) -> Keyboard:
    rows = [
        [(f"{ordinal}. {title}", PickPress(ordinal=ordinal, key=key))]
        for ordinal, title in enumerate(titles, start=1)
    ]
    return inline(*rows, [("@none_fits", PickPress(ordinal=0, key=key))])


def _asked_memory(
    turn: Turn, recent: list[str], choices: list[str], key: str, misses: int = 0
) -> dict[str, Any]:
    kept = {name: value for name, value in turn.memory.items() if name in DRAFTS}
    return {**kept, "recent": recent, "choices": choices, "key": key, "misses": misses}


def _missed(turn: Turn) -> Outcome:
    misses = int(turn.memory.get("misses", 0)) + 1
    if misses >= _MISSES:
        return passed_on(turn, Reason.MISSED, turn.text)
    recent = remembered(turn, turn.text)
    keyboard = inline([("@staff", MenuPress(where="staff"))], [("@file", MenuPress(where="file"))])
    memory = _asked_memory(turn, recent, [], "", misses)
    return Outcome((say("not_known", keyboard, kind=Kind.ANSWER),), memory=memory)


def helped(turn: Turn) -> Outcome:
    """Note that an answer helped."""
    questions.follow_up(turn.unit, _key(turn), "helped")
    return Outcome((say("glad", MENU),))


def not_this(turn: Turn) -> Outcome:
    """Show the next candidates at once, then a person."""
    questions.follow_up(turn.unit, _key(turn), "not_this")
    slugs = list(turn.memory.get("choices", ())) if turn.memory.get("key") == _key(turn) else []
    if not slugs:
        return passed_on(turn, Reason.NOT_THIS)
    return _offer(turn, "choose_next", slugs, _key(turn), list(turn.memory.get("recent", ())))


def picked(turn: Turn) -> Outcome:
    """Answer with the entry that was picked."""
    press = turn.arrival.press
    ordinal = press.ordinal if isinstance(press, PickPress) else 0
    if turn.memory.get("key") != _key(turn):
        return Outcome((say("old_button", MENU),))
    return _pick(turn, ordinal)


def _pick(turn: Turn, ordinal: int) -> Outcome:
    slugs = list(turn.memory.get("choices", ()))
    key = str(turn.memory.get("key", ""))
    if ordinal == 0:
        questions.follow_up(turn.unit, key, "none_fits")
        return passed_on(turn, Reason.NOT_THIS)
    if ordinal > len(slugs) or slugs[ordinal - 1] not in turn.shelf.articles:
        return Outcome((say("old_button", MENU),))
    questions.follow_up(turn.unit, key, f"picked:{ordinal}")
    rest = slugs[: ordinal - 1] + slugs[ordinal:]
    memory = _asked_memory(turn, list(turn.memory.get("recent", ())), rest, key)
    return Outcome((_answer(turn, slugs[ordinal - 1], key),), memory=memory)


def _key(turn: Turn) -> str:
    press = turn.arrival.press
    return press.key if isinstance(press, AnswerPress | PickPress) else ""
