"""Erasing one's own data: what goes at once, what the archive law keeps, and the officer's part."""

from typing import Any

from bot import standing
from bot.handlers import form_identity
from bot.keyboards import MENU, inline
from bot.presses import PrivacyPress
from bot.standing import IN_GROUPS, LASTING
from bot.turn import Outcome, Turn, say
from knowledge import own_data, retention, subscriptions
from office import data_requests, own_posts
from office.data_requests import About
from office.outbox import Kind
from office.refusals import NotNow
from register import rights, slips

# What an account is held to is no favour of the citizen's, and so is not theirs to take back.
_STAYS = frozenset({IN_GROUPS})
_WORDS = "Hapus data pribadi saya pada register sejauh undang-undang membolehkan."


def explain(turn: Turn) -> Outcome:
    """Tell what would go at once and what stays; nothing happens before it is confirmed."""
    counts = own_data.counts(turn.unit)
    keyboard = inline(
        [("@privacy_erase_yes", PrivacyPress(what="erase_yes"))],
        [("@cancel", PrivacyPress(what="erase_no"))],
    )
    facts: dict[str, Any] = {
        "counts": counts,
        "cases": len(rights.own(turn.unit)),
        "has_draft": not standing.DRAFTS.isdisjoint(turn.memory),
    }
    return Outcome((say("privacy_erase", keyboard, **facts),))


def spare(turn: Turn) -> Outcome:
    """Leave everything as it is; the buttons go, so that nothing is erased by a late tap."""
    del turn
    return Outcome((say("privacy_spared"),), buttons=inline())


def erase(turn: Turn) -> Outcome:
    """Forget what may be forgotten at once; what the register holds goes to an officer."""
    unit = turn.unit
    form_identity.close(turn, turn.memory.get("form"))
    slips.forget_own(unit)
    gone = retention.forget_citizen(unit)
    gone["subscriptions"] = subscriptions.unsubscribe_all(unit)
    gone["messages"] = own_posts.forget(unit)
    unit.record("own_data.erased", unit.actor.label, **gone)
    asked = _for_the_officer(turn)
    # Nothing but an empty value ends what is remembered whatever else is forgotten.
    memory = {**dict.fromkeys(LASTING), **_staying(turn)}
    words = say("privacy_erased", MENU, kind=Kind.RECEIPT, code=asked)
    return Outcome((words,), step=None, memory=memory, language="id", buttons=inline())


def _staying(turn: Turn) -> dict[str, Any]:
    return {name: kept for name, kept in turn.memory.items() if name in _STAYS}


def _for_the_officer(turn: Turn) -> str | None:
    """Return the number of the request about what the registers hold; None where there is none."""
    if not rights.own(turn.unit):
        return None
    try:
        taken = data_requests.receive(turn.unit, About.ERASURE, _WORDS, language=turn.language)
    except NotNow:
        present = data_requests.waiting(turn.unit, About.ERASURE)
        return present.code if present else None
    return taken.code
