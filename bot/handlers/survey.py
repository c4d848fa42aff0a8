"""The satisfaction survey: only when somebody asks for it, and nothing is kept before its end."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram import F, Router

from bot.filters import At, FormAnswer, InGroup, Said
from bot.handlers import objecting, repairing, request
from bot.handlers.handover import home
from bot.keyboards import MENU, Keyboard, reply
from bot.presses import MenuPress, SurveyPress
from bot.standing import DRAFTS
from bot.states import Survey
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from office.refusals import NotNow
from register import survey
from register.labels import label
from register.satisfaction import Element, Score

_ELEMENTS = list(Element)
_CHOICES = [label("score", int(score)) for score in Score]
_BY_WORD = {
    **{words.casefold(): int(score) for words, score in zip(_CHOICES, Score, strict=True)},
    **{str(int(score)): int(score) for score in Score},
}
# Whoever was writing something when the survey began goes on with it afterwards.
_RESUMING = {
    "Filing": ("form", request.resume),
    "Objecting": ("objection", objecting.resume),
    "Repairing": ("repair", repairing.resume),
}
_COMMENT_KEYS = reply(["@skip"], ["@back", "@cancel"], hint="@hint_form")


def router() -> Router:
    """Return the routes of this conversation."""
    routes, form = Router(name="survey"), Router(name="survey-form")
    form.message.filter(FormAnswer(Survey.scoring, Survey.commenting))
    form.message.register(leave, Said(Word.CANCEL))
    form.message.register(leave, At(Survey.scoring), Said(Word.SKIP))
    form.message.register(back, Said(Word.BACK))
    form.message.register(score, At(Survey.scoring))
    form.message.register(finish, At(Survey.commenting), Said(Word.SKIP))
    form.message.register(comment, At(Survey.commenting))
    routes.include_router(form)
    routes.message.register(begin, ~InGroup(), At(None), Said(Word.SURVEY))
    routes.callback_query.register(begin, MenuPress.filter(F.where == "survey"))
    routes.callback_query.register(begin, SurveyPress.filter())
    return routes


def begin(turn: Turn) -> Outcome:
    """Begin with the case of the button, or with the newest of one's own that waits."""
    press = turn.arrival.press
    if isinstance(press, SurveyPress):
        wanted = f"{press.kind}:{press.number}"
        case = wanted if survey.open_to(turn.unit, wanted) else None
    else:
        case = survey.waiting(turn.unit)
    if case is None:
        return Outcome((say("survey_none"),))
    return _ask(turn, case, {}, before=(say("survey_intro"),))


def leave(turn: Turn) -> Outcome:
    """Stop; what was answered so far is forgotten."""
    return _end(turn, "survey_left")


def back(turn: Turn) -> Outcome:
    """Open the question before again."""
    case, scores = _progress(turn)
    if case is None:
        return leave(turn)
    kept = list(scores.items())[:-1]
    return _ask(turn, case, dict(kept))


def score(turn: Turn) -> Outcome:
    """Take a score, by its word or its number."""
    case, scores = _progress(turn)
    if case is None:
        return leave(turn)
    given = _BY_WORD.get(" ".join(turn.text.casefold().split()).strip(" ."))
    if given is None:
        return _ask(turn, case, scores, unclear=True)
    return _ask(turn, case, {**scores, _ELEMENTS[len(scores)]: given})


def comment(turn: Turn) -> Outcome:
    """Take a comment as the last part of the answer."""
    case, scores = _progress(turn)
    if case is not None and not 0 < len(turn.text) <= survey.LONGEST_COMMENT:
        return _ask(turn, case, scores, unclear=True)
    return finish(turn, turn.text)


def finish(turn: Turn, words: str = "") -> Outcome:
    """Keep the answer; only now does it count."""
    case, scores = _progress(turn)
    if case is None:
        return leave(turn)
    try:
        survey.answer(turn.unit, case, {Element(one): scores[one] for one in scores}, words)
    except NotNow:
        return _end(turn, "survey_none")
    return _end(turn, "survey_thanks")


def _ask(
    turn: Turn,
    case: str,
    scores: Mapping[str, int],
    *,
    before: tuple[Say, ...] = (),
    unclear: bool = False,
) -> Outcome:
    kept = {"case": case, "scores": dict(scores), "from": _came_from(turn)}
    memory = {**turn.memory, "survey": kept}
    if len(scores) == len(_ELEMENTS):
        words = say(
            "survey_comment", _COMMENT_KEYS, unclear=unclear, longest=survey.LONGEST_COMMENT
        )
        return Outcome((*before, words), Survey.commenting, memory)
    words = say(
        "survey_question",
        _keyboard(is_first=not scores),
        element=_ELEMENTS[len(scores)].value,
        step=len(scores) + 1,
        steps=len(_ELEMENTS),
        choices=_CHOICES,
        unclear=unclear,
    )
    return Outcome((*before, words), Survey.scoring, memory)


def _keyboard(*, is_first: bool) -> Keyboard:
    rows = [[words] for words in _CHOICES]
    return reply(*rows, ["@cancel"] if is_first else ["@back", "@cancel"], hint="@hint_form")


def _progress(turn: Turn) -> tuple[str | None, dict[str, int]]:
    """Return the case and the scores so far; no case where another conversation dropped them."""
    kept: Mapping[str, Any] = turn.memory.get("survey", {})
    return kept.get("case"), dict(kept.get("scores", {}))


def _end(turn: Turn, key: str) -> Outcome:
    memory = {name: kept for name, kept in turn.memory.items() if name != "survey"}
    draft = _RESUMING.get(str(_came_from(turn)).split(":", maxsplit=1)[0])
    if draft is None or draft[0] not in memory:
        words = say(key, MENU, has_draft=not DRAFTS.isdisjoint(memory))
        return Outcome((words,), step=home(turn), memory=memory)
    place = replace(turn.standing, step=None, memory=memory)
    back_in = draft[1](replace(turn, standing=place))
    left = back_in.memory if back_in.memory is not None else memory
    return Outcome((say(key, MENU, has_draft=False), *back_in.says), back_in.step, left)


def _came_from(turn: Turn) -> str | None:
    """Return the step in which the survey was begun; another conversation may wait there."""
    if turn.standing.step in Survey.__all_states_names__:
        begun: str | None = turn.memory.get("survey", {}).get("from")
        return begun
    return turn.standing.step
