"""A citizen's own data: told of, shown, handed over, corrected, and consent taken back."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router

from bot.filters import At, FormAnswer, InGroup, Said
from bot.handlers import agenda, languages, privacy_erasure, privacy_late
from bot.handlers.handover import home
from bot.keyboards import MENU, Keyboard, inline, reply
from bot.presses import PrivacyPress
from bot.states import Handed, Rights
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from knowledge import own_data, retention, subscriptions, wishes
from office import data_requests
from office.data_requests import About
from office.masking import holds_long_number
from office.outbox import Kind
from office.people import Citizen
from office.refusals import NotNow, NotValid
from office.retention import terms_of
from register import rights
from register.intake import NOTICE

_TELLING, _COPIED = "rights", "copied_at"
# Pressed again so soon, it is the same wish.
_ONE_COPY = timedelta(minutes=2)
# Where nothing is being filled in; with staff there is a place to come back to.
_ELSEWHERE = frozenset({None, Handed.talking.state, Rights.telling.state})
_LISTED = 8
_TOLD = frozenset({About.CORRECTION, About.RESTRICTION, About.OBJECTION})
# What of the schedule the notice tells in short; all of it stands on the office's page.
_KEPT = ("drafts", "question_texts", "conversations", "identity_papers")
_WAYS: tuple[tuple[str, ...], ...] = (
    ("see", "copy"), ("correct", "consents"), ("restriction", "erase"), ("objection",),
)  # fmt: skip


def router() -> Router:
    """Return the routes of this conversation."""
    routes, form = Router(name="privacy"), Router(name="privacy-form")
    form.message.filter(FormAnswer(Rights.telling))
    form.message.register(leave, Said(Word.CANCEL, Word.BACK))
    form.message.register(told, At(Rights.telling))
    routes.include_router(form)
    routes.message.register(privacy_late.taken_away, At(None, Handed.talking), privacy_late.Late())
    routes.message.register(notice, ~InGroup(), Said(Word.PRIVACY))
    routes.message.register(see, ~InGroup(), Said(Word.MY_DATA))
    routes.message.register(correct, ~InGroup(), Said(Word.CORRECT_DATA))
    routes.message.register(privacy_erasure.explain, ~InGroup(), Said(Word.ERASE_DATA))
    routes.callback_query.register(pressed, PrivacyPress.filter())
    return routes


def notice(turn: Turn) -> Outcome:
    """Tell what is kept and why, and what the citizen may ask for."""
    terms = terms_of(turn.unit)
    kept = {name: terms[name] for name in _KEPT}
    rows = [[(f"@privacy_{what}", PrivacyPress(what=what)) for what in row] for row in _WAYS]
    return Outcome((say("privacy", inline(*rows), version=NOTICE, kept=kept),))


def pressed(turn: Turn) -> Outcome:
    """Do what a button of these messages says."""
    press = turn.arrival.press
    what = press.what if isinstance(press, PrivacyPress) else ""
    act = _ACTS.get(what)
    if act is None or not turn.arrival.is_private:
        return Outcome((say("old_button"),))
    return act(turn)


def see(turn: Turn) -> Outcome:
    """Show what is held of the citizen; the identity stays masked in a chat."""
    cases = rights.own(turn.unit)
    facts: dict[str, Any] = {
        "cases": [
            {"kind": one.kind, "number": one.number, "status": one.status}
            for one in cases[:_LISTED]
        ],
        "more": max(len(cases) - _LISTED, 0),
        "identity": _masked(cases),
        "counts": own_data.counts(turn.unit),
        "waiting": [
            {"code": one.code, "about": one.about.value}
            for one in data_requests.own(turn.unit)
            if one.is_open
        ],
    }
    turn.unit.record("own_data.seen", turn.unit.actor.label)
    keyboard = inline(
        [("@privacy_copy", PrivacyPress(what="copy"))],
        [("@privacy_correct", PrivacyPress(what="correct"))],
    )
    return Outcome((say("privacy_own", keyboard, **facts),))


def _masked(cases: list[rights.Own]) -> Mapping[str, str] | None:
    if not cases:
        return None
    who = cases[0].identity
    return {
        "name": who.applicant_name, "number": who.national_id or who.legal_entity_decree_no,
        "phone": who.phone, "email": who.email,
    }  # fmt: skip


def copy(turn: Turn) -> Outcome:
    """Hand the citizen a copy, to be read and as JSON; the post makes it and keeps none."""
    made_at = turn.memory.get(_COPIED)
    if made_at and turn.unit.now - datetime.fromisoformat(made_at) < _ONE_COPY:
        return Outcome((say("privacy_copied"),))
    actor = turn.unit.actor
    person = actor.person if isinstance(actor, Citizen) else 0
    turn.unit.record("own_data.copied", actor.label)
    says = [
        say("privacy_copy", kind=Kind.ANSWER, own_data=form, person=person)
        for form in ("pdf", "json")
    ]
    return Outcome(tuple(says), memory={**turn.memory, _COPIED: turn.unit.now.isoformat()})


def correct(turn: Turn) -> Outcome:
    """Ask what is to be corrected: what is the citizen's own to change is changed at once."""
    del turn
    keyboard = inline(
        [("@privacy_language", PrivacyPress(what="language"))],
        [("@privacy_subscriptions", PrivacyPress(what="subscriptions"))],
        [("@privacy_identity", PrivacyPress(what="correction"))],
    )
    return Outcome((say("privacy_correct", keyboard),))


def consents(turn: Turn) -> Outcome:
    """Show each consent by itself, so that each can be taken back by itself."""
    counts = own_data.counts(turn.unit)
    held = [
        (name, counts[key])
        for name, key in (
            ("stop_subscriptions", "subscriptions"), ("stop_wishes", "wishes"),
            ("stop_history", "questions"),
        )
        if counts[key]
    ]  # fmt: skip
    rows = [[(f"@privacy_{name}", PrivacyPress(what=name))] for name, _ in held]
    rows += [
        [(f"@privacy_{about.value}", PrivacyPress(what=about.value))]
        for about in (About.RESTRICTION, About.OBJECTION)
    ]
    return Outcome((say("privacy_consents", inline(*rows), counts=counts),))


def stop_subscriptions(turn: Turn) -> Outcome:
    """Take back the consent to be told of programmes and villages."""
    return _stopped(turn, "subscriptions", subscriptions.unsubscribe_all(turn.unit))


def stop_wishes(turn: Turn) -> Outcome:
    """Take back the consent to be told once a question has its answer."""
    return _stopped(turn, "wishes", wishes.forget(turn.unit))


def stop_history(turn: Turn) -> Outcome:
    """Take back the consent to keep what was asked: the words go, the count stays."""
    return _stopped(turn, "questions", retention.forget_questions(turn.unit))


def _stopped(turn: Turn, what: str, count: int) -> Outcome:
    if count:
        turn.unit.record("consent.withdrawn", turn.unit.actor.label, consent=what, count=count)
    return Outcome((say("privacy_stopped", what=what),))


def ask(turn: Turn) -> Outcome:
    """Ask for the words of a request that an officer settles."""
    press = turn.arrival.press
    about = About(press.what) if isinstance(press, PrivacyPress) else About.CORRECTION
    if turn.standing.step not in _ELSEWHERE:
        return Outcome((say("privacy_first_finish"),))
    present = data_requests.waiting(turn.unit, about)
    if present is not None:
        return Outcome((_waits(present),))
    return Outcome(
        (say("privacy_tell", _KEYS, about=about.value),),
        step=Rights.telling,
        memory={**turn.memory, _TELLING: about.value},
    )


_KEYS: Keyboard = reply(["@cancel"], hint="@hint_form")


def told(turn: Turn) -> Outcome:
    """Take what the citizen wrote as a request; its 72 hours run from now."""
    about = About(str(turn.memory.get(_TELLING, About.CORRECTION.value)))
    has_more = turn.arrival.has_file or turn.arrival.attachment_refused is not None
    # What shows who somebody is, or tells their number, does not stay in the chat.
    shows = has_more or holds_long_number(turn.text)
    erase = (turn.arrival.message_id,) if shows else ()
    if not turn.text:
        return Outcome((_refused("text_needed", {}),), erase=erase)
    try:
        taken = data_requests.receive(turn.unit, about, turn.text, language=turn.language)
    except NotValid as refused:
        return Outcome((_refused(refused.code, refused.facts),), erase=erase)
    except NotNow:
        present = data_requests.waiting(turn.unit, about)
        words = say("privacy_kept", MENU) if present is None else _waits(present, MENU)
        return Outcome((words,), home(turn), _after(turn), erase)
    words = say("privacy_taken", MENU, kind=Kind.RECEIPT, has_file=has_more, **_term(turn, taken))
    return Outcome((words,), home(turn), _after(turn), erase)


def _refused(code: str, facts: Mapping[str, Any]) -> Say:
    return say("privacy_refused", _KEYS, code=code, facts=facts, field="words")


def _term(turn: Turn, taken: data_requests.Asked) -> dict[str, str]:
    due = taken.due_at.astimezone(turn.unit.zone)
    return {
        "code": taken.code, "about": taken.about.value, "until": due.date().isoformat(),
        "hour": f"{due:%H.%M %Z}",
    }  # fmt: skip


def _waits(present: data_requests.Asked, keyboard: Keyboard | None = None) -> Say:
    return say("privacy_waits", keyboard, code=present.code, about=present.about.value)


def leave(turn: Turn) -> Outcome:
    """Leave without asking for anything."""
    return Outcome((say("privacy_kept", MENU),), step=home(turn), memory=_without(turn))


def _after(turn: Turn) -> dict[str, object]:
    return {**_without(turn), **privacy_late.remembered(turn)}


def _without(turn: Turn) -> dict[str, object]:
    return {name: kept for name, kept in turn.memory.items() if name != _TELLING}


_ACTS: Mapping[str, Callable[[Turn], Outcome]] = {
    "see": see,
    "copy": copy,
    "correct": correct,
    "consents": consents,
    "erase": privacy_erasure.explain,
    "erase_yes": privacy_erasure.erase,
    "erase_no": privacy_erasure.spare,
    "language": languages.choose,
    "subscriptions": agenda.mine,
    "stop_subscriptions": stop_subscriptions,
    "stop_wishes": stop_wishes,
    "stop_history": stop_history,
    **{about.value: ask for about in _TOLD},
}
