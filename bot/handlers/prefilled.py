"""From a question to a request: the form with what was asked already written in."""

from aiogram import F, Router

from bot.handlers.form import ask, empty
from bot.handlers.form_given import filled
from bot.handlers.recalling import key_of, words_of
from bot.handlers.request import begin
from bot.presses import AnswerPress
from bot.turn import Outcome, Turn, say
from knowledge import questions
from office.masking import mask
from office.refusals import NotValid
from office.switches import Function
from register import intake

_DETAIL = "information_detail"


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="prefilled")
    routes.callback_query.register(file, AnswerPress.filter(F.what == "file"))
    return routes


def file(turn: Turn) -> Outcome:
    """Begin a form with the question's words; an unfinished one is offered first."""
    key = key_of(turn)
    text = mask(words_of(turn, key))
    questions.follow_up(turn.unit, key, "filed")
    if "form" in turn.memory or Function.FILING in turn.closed:
        return begin(turn)
    try:
        detail = intake.check(intake.named(_DETAIL), text, today=turn.unit.today)
    except NotValid:
        return begin(turn)
    form = filled(empty(), {_DETAIL: detail})
    return ask(turn, form, before=(say("request_intro"), say("request_prefilled", text=detail)))
