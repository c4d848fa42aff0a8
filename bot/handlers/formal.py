"""Between a conversation with staff and the register: a prepared request, a word about a case."""

from dataclasses import replace

from aiogram import F, Router

from bot.handlers.form import ask, empty
from bot.handlers.form_offers import prepared
from bot.handlers.handover import passed_on
from bot.handlers.request import begin
from bot.keyboards import MENU
from bot.presses import CasePress, ObjectionPress, OfferPress
from bot.standing import OFFER
from bot.turn import Outcome, Turn, say
from knowledge.escalation.words import Reason
from office.refusals import NotFound, NotNow
from office.switches import Function
from register import own_case, own_objection

ABOUT = {"request": "(tentang permohonan {number})", "objection": "(tentang keberatan {number})"}


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="formal")
    routes.callback_query.register(go_on, OfferPress.filter())
    routes.callback_query.register(about_request, CasePress.filter(F.what == "staff"))
    routes.callback_query.register(about_objection, ObjectionPress.filter(F.what == "staff"))
    return routes


def go_on(turn: Turn) -> Outcome:
    """Begin a form with the words an officer prepared; an unfinished one is offered first.

    Whoever then begins anew finds the officer's words, for they are remembered until sent.
    Nothing is filed by this: purpose and identity are asked as ever, and the clock of the law
    starts when the citizen sends it.
    """
    press = turn.arrival.press
    number = press.number if isinstance(press, OfferPress) else 0
    try:
        form, before = prepared(turn, empty(), number)
    except NotFound:
        return Outcome((say("old_button", MENU),))
    except NotNow:
        return Outcome((say("offer_over", MENU),))
    if Function.FILING in turn.closed:
        return begin(turn)
    if "form" in turn.memory:
        return replace(begin(turn), memory={**turn.memory, OFFER: number})
    return ask(turn, form, before=(say("request_intro"), *before))


def about_request(turn: Turn) -> Outcome:
    """Pass a word about one's own request to staff, before all that is not formal."""
    press = turn.arrival.press
    try:
        case = own_case.request(turn.unit, press.number if isinstance(press, CasePress) else 0)
    except NotFound:
        return Outcome((say("old_button", MENU),))
    return _about(turn, "request", case.number)


def about_objection(turn: Turn) -> Outcome:
    """Pass a word about one's own objection to staff, before all that is not formal."""
    press = turn.arrival.press
    number = press.number if isinstance(press, ObjectionPress) else 0
    try:
        own = own_objection.objection(turn.unit, number)
    except NotFound:
        return Outcome((say("old_button", MENU),))
    return _about(turn, "objection", own.number)


def _about(turn: Turn, kind: str, number: str) -> Outcome:
    passed = passed_on(turn, Reason.ASKED, ABOUT[kind].format(number=number), is_formal=True)
    words = (say("staff_write_now"),)
    return Outcome((*passed.says, *words), passed.step, passed.memory)
