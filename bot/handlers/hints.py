"""What helps somebody whose question found nothing; and when it is none for this office."""

from bot.handlers import answering
from bot.handlers.answering import Button
from bot.keyboards import inline
from bot.presses import AnswerPress
from bot.turn import Say, Turn, say
from knowledge.shelf import Article
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.outbox import Kind

_FAR = 0.01  # what is less sure than this has nothing to do with it
_NEAR = 0.15
_FEW_WORDS = 2
_LONGEST_ACRONYM = 5


def not_known(turn: Turn, verdict: Verdict, text: str, key: str) -> Say:
    """Return the admission with the one hint that fits, and the ways on."""
    hint = _hint(turn, verdict, text)
    rows: list[list[Button]] = []
    near = ""
    if hint == "near":
        slug = verdict.hits[0].slug
        near = answering.title(turn, slug)
        rows.append([(answering.label(near), answering.entry_press(slug))])
    rows += [
        [("@staff", AnswerPress(what="staff", key=key))],
        [("@file", AnswerPress(what="file", key=key))],
        [("@wish", AnswerPress(what="wish", key=key))],
    ]
    return say("not_known", inline(*rows), kind=Kind.ANSWER, hint=hint, near=near)


def _hint(turn: Turn, verdict: Verdict, text: str) -> str:
    words = turn.shelf.finder.read(text).message.folded.split()
    best = verdict.hits[0] if verdict.hits else None
    if best is not None and best.confidence >= _NEAR:
        return "near"
    if len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM:
        return "acronym"
    if len(words) <= _FEW_WORDS:
        return "short"
    return "usual" if best is not None and best.shared else "words"


def is_strange(verdict: Verdict) -> bool:
    """Tell whether a message is about nothing that the library knows."""
    return not verdict.hits or verdict.hits[0].confidence < _FAR


def acronym(turn: Turn, text: str) -> str:
    """Return the word of a message that may mean several things."""
    finder = turn.shelf.finder
    found = (word for word in text.split() if finder.meanings(finder.read(word)))
    return next(found, text).strip(".,;:!?()\"'").upper()


def log_label(verdict: Verdict, ended: Article | None) -> str:
    """Return under which name a question stands in the log."""
    if verdict.route is not None:
        return verdict.route.value
    if verdict.meanings:
        return "acronym"
    if ended is not None:
        return "expired"
    is_missed = verdict.band is Band.UNKNOWN
    return "off_topic" if is_missed and is_strange(verdict) else "search"
