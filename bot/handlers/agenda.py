"""The agenda: what is coming, subscribing to a village, and ending subscriptions."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from aiogram import F, Router

from bot.filters import At, FormAnswer, Said
from bot.handlers import closed
from bot.handlers.handover import home
from bot.handlers.programmes import meant as programme_meant
from bot.keyboards import MENU, inline, reply
from bot.presses import AgendaPress, ProgrammePress, StopPress, VillagePress
from bot.states import Following
from bot.turn import Outcome, Turn, say
from bot.words import Word
from knowledge import deep_links, diary, subscriptions, villages
from knowledge.diary import Dated
from office.outbox import Kind
from office.refusals import NotNow, NotValid

_SHOWN = 10
_PAST = 5
_SHORT = 30  # letters of a village's name, so that a button's 64 bytes hold it
_MOST_WORDS = 4
# Words of sentences: no village is called so.
_NO_NAME = frozenset(
    "apa apakah bagaimana gimana kapan berapa dimana mana siapa kenapa mengapa kok bisa cara "
    "tolong mau saya aku ingin ini itu ada tidak gak ga nggak enggak jadi syarat bayar".split()
)
_LEAVING = frozenset("batal batalkan cancel stop gajadi".split())
_NOT = frozenset("tidak gak ga nggak enggak ngga ora mboten boten".split())
_UNDONE = frozenset("jadi sido siyos".split())
_WAYS = (
    [("@follow_village", AgendaPress(what="village"))],
    [("@my_subscriptions", AgendaPress(what="mine"))],
)


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="agenda")
    routes.message.register(leave, At(Following.naming), Said(Word.CANCEL, Word.BACK))
    routes.message.register(coming, Said(Word.AGENDA))
    routes.message.register(named, FormAnswer(Following.naming))
    routes.callback_query.register(of_programme, ProgrammePress.filter(F.what == "agenda"))
    routes.callback_query.register(ask_village, AgendaPress.filter(F.what == "village"))
    routes.callback_query.register(leave, AgendaPress.filter(F.what == "leave"))
    routes.callback_query.register(mine, AgendaPress.filter(F.what == "mine"))
    routes.callback_query.register(stop_all, AgendaPress.filter(F.what == "stop"))
    routes.callback_query.register(stop, StopPress.filter())
    routes.callback_query.register(chosen, VillagePress.filter())
    return routes


def coming(turn: Turn) -> Outcome:
    """Show what is coming, by month."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    found = diary.coming(turn.unit, turn.surroundings.packs)
    facts = _facts(found, ())
    return Outcome((say("agenda_list", inline(*_WAYS), programme="", **facts),), step=home(turn))


def of_programme(turn: Turn) -> Outcome:
    """Show what is coming of one programme, and what was lately."""
    known = programme_meant(turn)
    if known is None:
        return Outcome((say("old_button", MENU),))
    found = diary.coming(turn.unit, programme=known.slug)
    past = diary.past(turn.unit, programme=known.slug)[:_PAST]
    facts = _facts(found, past)
    words = say("agenda_list", inline(*_WAYS), kind=Kind.ANSWER, programme=known.card.name, **facts)
    return Outcome((words,))


def _facts(found: Sequence[Dated], past: Sequence[Dated]) -> dict[str, Any]:
    shown = found[:_SHOWN]
    by_month = groupby(shown, key=lambda one: one.occasion.starts_on.replace(day=1))
    return {
        "months": [
            {"month": month.isoformat(), "events": [_event(one) for one in events]}
            for month, events in by_month
        ],
        "more": len(found) - len(shown),
        "past": [_event(one) for one in past],
    }


def _event(one: Dated) -> dict[str, str]:
    said = one.occasion
    return {
        "title": said.title,
        "starts_on": said.starts_on.isoformat(),
        "ends_on": said.ends_on.isoformat() if said.ends_on else "",
        "time": said.time,
        "place": said.place or said.village,
        "status": one.status,
    }


def ask_village(turn: Turn) -> Outcome:
    """Ask which village."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    keyboard = reply(["@cancel"], hint="@hint_village")
    return Outcome((say("village_ask", keyboard),), step=Following.naming)


def named(turn: Turn) -> Outcome:
    """Take the village's name; where it is not sure, offer those that may be meant."""
    typed = turn.text
    offered = [str(name) for name in turn.memory.get("villages", ())]
    if typed.isdigit() and 0 < int(typed) <= len(offered):
        return _follow(turn, offered[int(typed) - 1])
    if _is_reversal(typed):
        return leave(turn)
    if not _is_village(typed):
        return _refused(turn, "village_unclear", {})
    known = subscriptions.in_agenda(turn.unit)
    found = villages.meant(typed, known)
    if not found:
        return _confirm(turn, villages.plain(typed).title())
    if villages.plain(found[0]) == villages.plain(typed):
        return _follow(turn, found[0])
    names = [*found, villages.plain(typed).title()]
    rows = [[(name, VillagePress(name=deep_links.short(name, _SHORT)))] for name in names]
    memory = {**turn.memory, "villages": names}
    return Outcome((say("village_choose", inline(*rows), names=names),), memory=memory)


def _is_reversal(typed: str) -> bool:
    """Tell whether somebody has thought better of it."""
    words = set(villages.plain(typed).split())
    is_undone = bool(words & _NOT) and bool(words & _UNDONE)
    return is_undone or bool(words & _LEAVING)


def _is_village(typed: str) -> bool:
    """Tell whether a text looks like a village's name and not like a sentence."""
    words = villages.plain(typed).split()
    is_short = len(words) <= _MOST_WORDS and not any(mark in typed for mark in "?!/@")
    return is_short and villages.is_name(typed) and _NO_NAME.isdisjoint(words)


def _confirm(turn: Turn, name: str) -> Outcome:
    """Ask before a village that the agenda does not know is taken."""
    short = deep_links.short(name, _SHORT)
    keyboard = inline(
        [(f"Ya, langganan desa {name}", VillagePress(name=short))],
        [("@cancel", AgendaPress(what="leave"))],
    )
    memory = {**turn.memory, "villages": [name]}
    return Outcome((say("village_confirm", keyboard, name=name),), memory=memory)


def chosen(turn: Turn) -> Outcome:
    """Subscribe to the village that was tapped."""
    press = turn.arrival.press
    wanted = press.name if isinstance(press, VillagePress) else ""
    offered = [str(name) for name in turn.memory.get("villages", ())]
    name = deep_links.meant(wanted, offered, _SHORT)
    return _follow(turn, name) if name else Outcome((say("old_button", MENU),))


def _follow(turn: Turn, name: str) -> Outcome:
    try:
        is_new = subscriptions.subscribe(turn.unit, village=name, language=turn.language)
    except (NotValid, NotNow) as refused:
        return _refused(turn, refused.code, refused.facts)
    words = say("followed", MENU, name=name, is_new=is_new)
    says = (*closed.broadcast(turn), words)
    return Outcome(says, step=home(turn), memory=_without_villages(turn))


def _refused(turn: Turn, code: str, facts: Any) -> Outcome:
    is_final = code == "too_many_subscriptions"
    keyboard = MENU if is_final else reply(["@cancel"], hint="@hint_village")
    words = say("village_refused", keyboard, code=code, facts=facts)
    return Outcome((words,), step=home(turn)) if is_final else Outcome((words,))


def leave(turn: Turn) -> Outcome:
    """Leave without subscribing."""
    words = say("back_to_menu", MENU, has_draft="form" in turn.memory)
    return Outcome((words,), step=home(turn), memory=_without_villages(turn))


def _without_villages(turn: Turn) -> dict[str, Any]:
    return {name: kept for name, kept in turn.memory.items() if name != "villages"}


def mine(turn: Turn) -> Outcome:
    """Show the citizen's own subscriptions, each with the button that ends it."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    own = subscriptions.own(turn.unit)
    names = [one.name for one in own]
    rows = [[(one.name, StopPress(number=one.id))] for one in own]
    if len(own) > 1:
        keyboard = inline(*rows, [("@stop_all", AgendaPress(what="stop"))])
    else:
        keyboard = inline(*rows or _WAYS[:1])
    return Outcome((*closed.broadcast(turn), say("subscriptions", keyboard, names=names)))


def stop(turn: Turn) -> Outcome:
    """End one subscription."""
    press = turn.arrival.press
    number = press.number if isinstance(press, StopPress) else 0
    names = {one.id: one.name for one in subscriptions.own(turn.unit)}
    subscriptions.stop(turn.unit, number)
    return Outcome((say("unfollowed", MENU, name=names.get(number, "")),))


def stop_all(turn: Turn) -> Outcome:
    """End every subscription."""
    subscriptions.unsubscribe_all(turn.unit)
    return Outcome((say("unfollowed", MENU, name=""),))
