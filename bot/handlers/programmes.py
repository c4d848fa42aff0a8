"""Programmes: the list, one card, subscribing to it, and what a link from a poster opens."""

from typing import Any

from aiogram import F, Router

from bot.filters import Said
from bot.handlers import answering, closed
from bot.keyboards import MENU, Keyboard, inline, share
from bot.presses import EntryPress, ProgrammePress
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from knowledge import deep_links, programmes, subscriptions
from knowledge.deep_links import Opens
from knowledge.programme_card import standing
from knowledge.programmes import Known
from knowledge.words import ProgrammeStatus
from office.outbox import Kind
from office.refusals import NotNow

_SHORT = 40  # of a slug, so that a button's 64 bytes hold it
_LISTED = 20
_RELATED = 5
_LABEL = 60


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="programmes")
    routes.message.register(listed, Said(Word.PROGRAMMES))
    routes.callback_query.register(listed, ProgrammePress.filter(F.what == "list"))
    routes.callback_query.register(opened, ProgrammePress.filter(F.what == "open"))
    routes.callback_query.register(follow, ProgrammePress.filter(F.what == "on"))
    routes.callback_query.register(unfollow, ProgrammePress.filter(F.what == "off"))
    routes.callback_query.register(entry, EntryPress.filter())
    return routes


def listed(turn: Turn) -> Outcome:
    """Show the programmes, those that run first."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    today = turn.unit.today
    known = sorted(on(turn), key=lambda one: standing(one.card, today) in _OVER)
    rows = [
        {
            "name": one.card.name,
            "region": one.card.region,
            "status": standing(one.card, today),
        }
        for one in known[:_LISTED]
    ]
    keyboard = inline(*([(_label(one.card.name), _press("open", one))] for one in known[:_LISTED]))
    more = len(known) - len(rows)
    words = say("programme_list", keyboard if rows else MENU, programmes=rows, more=more)
    return Outcome((words,))


def opened(turn: Turn) -> Outcome:
    """Show the card of the programme that was tapped."""
    found = meant(turn)
    return Outcome((card(turn, found) if found else say("old_button", MENU),))


def follow(turn: Turn) -> Outcome:
    """Subscribe the citizen to a programme."""
    found = meant(turn)
    if found is None:
        return Outcome((say("old_button", MENU),))
    try:
        is_new = subscriptions.subscribe(turn.unit, programme=found.slug, language=turn.language)
    except NotNow as refused:
        return Outcome((say("village_refused", MENU, code=refused.code, facts=refused.facts),))
    words = say("followed", MENU, name=found.card.name, is_new=is_new)
    return Outcome((*closed.broadcast(turn), words))


def unfollow(turn: Turn) -> Outcome:
    """Let the citizen hear no more of a programme."""
    found = meant(turn)
    if found is None:
        return Outcome((say("old_button", MENU),))
    subscriptions.unsubscribe(turn.unit, programme=found.slug)
    return Outcome((say("unfollowed", MENU, name=found.card.name),))


def entry(turn: Turn) -> Outcome:
    """Show the entry that was tapped."""
    press = turn.arrival.press
    slug = answering.meant(turn, press.slug) if isinstance(press, EntryPress) else None
    return Outcome((answering.opened(turn, slug),)) if slug else answering.gone(turn)


def by_link(turn: Turn, payload: str) -> Say | None:
    """Return what a link opens, or None where it opens nothing."""
    found = deep_links.read(payload)
    if found is None:
        return None
    opens, shortened = found
    if opens is Opens.ENTRY:
        slug = deep_links.meant(shortened, turn.shelf.articles)
        return answer(turn, slug) if slug else None
    known = {one.slug: one for one in on(turn)}
    slug = deep_links.meant(shortened, known)
    return card(turn, known[slug]) if slug else None


def answer(turn: Turn, slug: str) -> Say:
    """Return an entry as an answer; one that has run out only says so."""
    return answering.opened(turn, slug)


def card(turn: Turn, known: Known) -> Say:
    """Return a programme's card with what can be done about it."""
    successor = next((one for one in on(turn) if one.slug == known.card.superseded_by), None)
    words = _card_words(turn, known, successor)
    return Say("programme_card", words, _card_keyboard(turn, known, successor), Kind.ANSWER)


def on(turn: Turn) -> tuple[Known, ...]:
    """Return the programmes that are shown here."""
    return programmes.on(turn.unit, turn.surroundings.packs)


def meant(turn: Turn) -> Known | None:
    """Return the programme whose button was pressed, if it is still there."""
    press = turn.arrival.press
    if not isinstance(press, ProgrammePress) or not turn.arrival.is_private:
        return None
    known = {one.slug: one for one in on(turn)}
    slug = deep_links.meant(press.slug, known, _SHORT)
    return known[slug] if slug else None


_OVER = (ProgrammeStatus.REPLACED, ProgrammeStatus.FINISHED)


def _card_words(turn: Turn, known: Known, successor: Known | None) -> dict[str, Any]:
    shown = known.card
    texts = "name region what who when where how budget contact source owner".split()
    days = {name: getattr(shown, name) for name in ("as_of", "valid_from", "valid_until")}
    return {
        **{name: getattr(shown, name) for name in texts},
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "status": standing(shown, turn.unit.today),
        "successor": successor.card.name if successor else "",
    }


def _card_keyboard(turn: Turn, known: Known, successor: Known | None) -> Keyboard:
    follows = subscriptions.has(turn.unit, known.slug)
    wish = ("@unfollow", _press("off", known)) if follows else ("@follow", _press("on", known))
    articles = [turn.shelf.articles.get(slug) for slug in known.card.entries]
    related = [one for one in articles if one is not None][:_RELATED]
    return inline(
        *([[("@programme_successor", _press("open", successor))]] if successor else []),
        [("@programme_agenda", _press("agenda", known)), wish],
        *([(_label(one.title), answering.entry_press(one.slug))] for one in related),
        [("@share", share(known.card.name))],
    )


def _press(what: str, known: Known) -> ProgrammePress:
    return ProgrammePress(what=what, slug=deep_links.short(known.slug, _SHORT))


def _label(name: str) -> str:
    return name if len(name) <= _LABEL else f"{name[: _LABEL - 3].rstrip()}..."
