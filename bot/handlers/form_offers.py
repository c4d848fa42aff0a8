"""Before a request is filed: what is already published, and what one asked before; no obstacle."""

from collections.abc import Mapping
from typing import Any

from aiogram import F, Router

from bot.handlers import answering
from bot.handlers.answering import answer_words
from bot.handlers.form_given import filled
from bot.handlers.handover import home
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import BeforePress, MenuPress
from bot.turn import Outcome, Say, Turn, say
from knowledge import judging, questions
from knowledge.escalation import closing, opening
from knowledge.finding.confidence import usual_thresholds
from knowledge.questions import Told
from knowledge.words import Band
from office import retention
from office.masking import holds_long_number
from office.outbox import Kind
from office.refusals import NotValid
from office.switches import Function
from register import intake
from register.duplicates import similar_own
from register.labels import label

Form = Mapping[str, Any]

_DETAIL = "information_detail"
_TITLES = 3
_NEAR = usual_thresholds().choose
_EXCERPT = 120
_ASKING = frozenset(
    "apa apakah bagaimana gimana kapan berapa dimana mana siapa kenapa mengapa kok".split()
)


def add_routes(routes: Router) -> None:
    """Add the buttons of this conversation to the form's routes."""
    routes.callback_query.register(read, BeforePress.filter(F.what == "read"))
    routes.callback_query.register(satisfied, BeforePress.filter(F.what == "answered"))


def prepared(turn: Turn, form: Form, number: int) -> tuple[Form, tuple[Say, ...]]:
    """Return a form with the words an officer prepared; words that do not fit are asked for.

    Raises `NotFound` for an offer that does not exist, `NotNow` for one that was taken.
    """
    text = closing.offered(turn.unit, number)
    form = {**form, "offer": number}
    try:
        detail = intake.check(intake.named(_DETAIL), text, today=turn.unit.today)
    except NotValid:
        return form, ()
    return filled(form, {_DETAIL: detail}), (say("request_prefilled", text=detail),)


def offered(turn: Turn, form: Form, text: str) -> tuple[Form, tuple[Say, ...]]:
    """Offer what may answer a wish already; nothing for words that were offered before."""
    if form["answers"].get("information_detail") == text or Function.ANSWERS in turn.closed:
        return form, ()
    verdict = turn.shelf.ask(text, turn.unit.today)
    slugs: list[str] = []
    if verdict.band is not Band.UNKNOWN:
        near = [hit.slug for hit in verdict.hits if hit.confidence >= _NEAR]
        slugs = near[:_TITLES]
    own = [
        {
            "number": row.registration_number,
            "status": label("citizen_status", row.status),
            "excerpt": _excerpt(row.information_detail),
        }
        for row in similar_own(turn.unit, text)
    ]
    if not slugs and not own:
        return form, ()
    kept = {**form, "offered": slugs}
    if slugs:
        asked = f"{turn.arrival.chat_id}:{turn.arrival.message_id}"
        kept["asked"] = questions.key_of(turn.unit, asked)
        told = Told(language=turn.language)
        questions.log(
            turn.unit, key=kept["asked"], text=text, route="filing", verdict=verdict, told=told
        )
    titles = [answering.title(turn, slug) for slug in slugs]
    keyboard = _keyboard(form["key"], titles, has_own=bool(own))
    words = say("before_filing", keyboard, kind=Kind.ANSWER, titles=titles, own=own)
    return kept, (words,)


def aside(turn: Turn) -> Say | None:
    """Return the answer to a question typed in place of a form's answer, if the library is sure."""
    text = turn.text
    asks = "?" in text or not _ASKING.isdisjoint(text.casefold().split())
    if not asks or holds_long_number(text) or Function.ANSWERS in turn.closed:
        return None
    if opening.is_open(turn.unit):
        # Staff have the conversation: nobody else answers questions.
        return None
    verdict = turn.shelf.ask(text, turn.unit.today)
    if verdict.band is not Band.ANSWER or verdict.meanings or verdict.route is not None:
        return None
    article = turn.shelf.articles[verdict.hits[0].slug]
    return say("answer", kind=Kind.ANSWER, **answer_words(turn, article))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 3] + "..."


def _keyboard(key: str, titles: list[str], *, has_own: bool) -> Keyboard:
    rows = [
        [(f"{ordinal}. {title}", BeforePress(what="read", key=key, ordinal=ordinal))]
        for ordinal, title in enumerate(titles, start=1)
    ]
    ways = _ways(key)
    if has_own:
        return inline(*rows, [("@see_status", MenuPress(where="status"))], ways)
    return inline(*rows, ways)


def _ways(key: str) -> list[tuple[str, BeforePress]]:
    return [
        ("@this_answers", BeforePress(what="answered", key=key)),
        ("@go_on_filing", BeforePress(what="go_on", key=key)),
    ]


def read(turn: Turn) -> Outcome:
    """Show an entry that may answer; the form stays where it is."""
    press, form = turn.arrival.press, of_press(turn)
    if form is None or not isinstance(press, BeforePress):
        return Outcome((say("old_button", MENU),))
    slugs = list(form.get("offered", ()))
    if not 1 <= press.ordinal <= len(slugs) or slugs[press.ordinal - 1] not in turn.shelf.articles:
        return Outcome((say("old_button", MENU),))
    article = turn.shelf.articles[slugs[press.ordinal - 1]]
    judging.pick(turn.unit, str(form.get("asked", "")), article.slug)
    if article.expired(turn.unit.today):
        return Outcome((answering.over(turn, article),))
    words = say("answer", inline(_ways(press.key)), kind=Kind.ANSWER, **answer_words(turn, article))
    return Outcome((words,))


def satisfied(turn: Turn) -> Outcome:
    """End kindly because the answer was there already; the draft is kept."""
    form = of_press(turn)
    if form is None:
        return Outcome((say("old_button", MENU),))
    questions.follow_up(turn.unit, str(form.get("asked", "")), "helped")
    days = retention.term(turn.unit, "drafts").days
    return Outcome((say("request_answered", MENU, days=days),), step=home(turn))


def of_press(turn: Turn) -> Form | None:
    """Return the open form a button belongs to; None for a button of an earlier one."""
    press, form = turn.arrival.press, turn.memory.get("form")
    mine = isinstance(press, BeforePress) and form is not None and form["key"] == press.key
    return form if mine else None
