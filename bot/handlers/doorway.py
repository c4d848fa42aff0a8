"""Before and after any handler: who writes too fast is asked to wait, who is restricted is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import limits, standing
from bot.handlers import ask, groups
from bot.handlers.emergencies import alarm, is_emergency
from bot.keyboards import MENU
from bot.limits import Account, Action, Verdict, Weighed
from bot.standing import IN_GROUPS, Standing
from bot.states import Handed
from bot.turn import Handler, Outcome, Say, Turn, say
from knowledge.escalation import opening
from knowledge.escalation.words import Lane
from office import restrictions
from office.inbox import Ending
from office.outbox import Kind, Notice
from office.people import Citizen
from office.refusals import NotAllowed
from office.unit import Overtaken

MEMORY = "limits"
_TO_STAFF = "staff.to_staff"
# What costs somebody something when it is done again and again. Everything else is free, and so
# is whatever is said inside a form: `batal`, `menu` and `status` lead to none of these.
ACTIONS: Mapping[str, Action] = {
    "ask.asked": Action.QUESTION,
    "ask.insisted": Action.QUESTION,
    "staff.hand_over": Action.LINE,
    "nodding.agreed": Action.LINE,
    "nodding.noted": Action.LINE,
    _TO_STAFF: Action.LINE,
    "staff.edited": Action.LINE,
    "staff.bring_to_staff": Action.FILE,
    "wishing.kept": Action.WISH,
    "programmes.follow": Action.WISH,
    "agenda.chosen": Action.WISH,
    "request.submit": Action.FILING,
    "objecting.send": Action.FILING,
}
# In a group everybody reads what one person makes the bot say.
ACTIONS_IN_GROUPS: Mapping[str, Action] = dict.fromkeys(
    ("groups.asked", "groups.replied", "programmes.entry", "answering.more"), Action.QUESTION
)
# What is taken out of the chat without being looked at.
_UNREAD = frozenset({"form_album.taken_away"})
_UNLIMITED_AT = frozenset({None, Handed.talking.state})


@dataclass(frozen=True, slots=True)
class Passage:
    """What a turn came to: the outcome, what is remembered of its haste, and how it ended."""

    outcome: Outcome
    haste: Mapping[str, Any]
    ending: Ending


def through(turn: Turn, handler: Handler) -> Passage:
    """Let the handler act, unless more comes than can be read.

    Raises `Overtaken` where a file that was left with Telegram would be read after all.
    """
    haste = turn.memory.get(MEMORY, {})
    action = action_of(turn, handler)
    if action is None:
        return Passage(*_done(turn, handler, haste))
    if turn.arrival.is_private:
        return _through(turn, handler, haste, action)
    return _through_in_group(turn, handler, action)


def is_read(turn: Turn, handler: Handler) -> bool:
    """Tell whether what a file comes with would be read; where it is not, nobody fetches it."""
    if name_of(handler) in _UNREAD:
        return False
    action = action_of(turn, handler)
    if action is None:
        return True
    if _weighed(turn, turn.memory.get(MEMORY, {}), action).verdict.withholds:
        return False
    try:
        restrictions.check(turn.unit)
    except NotAllowed:
        return False
    return True


def _through_in_group(turn: Turn, handler: Handler, action: Action) -> Passage:
    """Let one person act in a group; what is remembered of their haste is kept with their chat."""
    actor = turn.unit.actor
    person = actor.person if isinstance(actor, Citizen) else turn.arrival.chat_id
    own = standing.load(turn.unit, [person]).get(person, Standing())
    passage = _through(turn, handler, own.memory.get(IN_GROUPS, {}), action)
    others = {name: kept for name, kept in own.memory.items() if name != IN_GROUPS}
    memory = {**others, IN_GROUPS: passage.haste} if passage.haste else others
    standing.save(turn.unit, person, own, step=own.step, memory=memory)
    return passage


def _through(turn: Turn, handler: Handler, haste: Mapping[str, Any], action: Action) -> Passage:
    weighed = _weighed(turn, haste, action)
    if weighed.verdict.withholds:
        says, account = _withheld(turn, weighed)
        return Passage(Outcome(says), _kept(turn, account), Ending.PAUSED)
    if weighed.verdict is Verdict.NOTED:
        turn.unit.record("flood.filings", turn.unit.actor.label)
    return Passage(*_done(turn, handler, _kept(turn, weighed.account)))


def _withheld(turn: Turn, weighed: Weighed) -> tuple[tuple[Say, ...], Account]:
    """Return what is said to whoever writes too fast, and what is remembered of it.

    A cry for help is told whom to call, once a pause, and staff who have the conversation take it
    up first; it adds no line.
    """
    wait = _asked_to_wait(turn, weighed)
    account = None
    if is_emergency(turn.shelf, _words(turn)):
        account = limits.alarmed(weighed, _sent(turn))
    if account is None:
        return wait, weighed.account
    if turn.arrival.is_private:
        opening.raise_lane(turn.unit, Lane.URGENT)
    return (alarm(turn), *wait), account


def _words(turn: Turn) -> str:
    return turn.text if turn.arrival.is_private else groups.words_of(turn)


def _kept(turn: Turn, account: Account) -> Mapping[str, Any]:
    # As of when it was sent: after an outage this may be all over, and still it was in haste.
    return account.as_memory(_sent(turn))


def name_of(handler: Handler) -> str:
    """Return how a handler stands in the table: its module and its name."""
    return f"{handler.__module__.rpartition('.')[2]}.{getattr(handler, '__name__', '')}"


def action_of(turn: Turn, handler: Handler) -> Action | None:
    """Return what a turn does that has a limit; nothing has where a form is open."""
    if not turn.arrival.is_private:
        return ACTIONS_IN_GROUPS.get(name_of(handler))
    action = ACTIONS.get(name_of(handler))
    if action is None:
        return None
    if action is not Action.FILING and turn.standing.step not in _UNLIMITED_AT:
        return None
    return Action.FILE if action is Action.LINE and turn.arrival.has_file else action


def _weighed(turn: Turn, haste: Mapping[str, Any], action: Action) -> Weighed:
    now = turn.unit.now.timestamp()
    return limits.weigh(limits.remembered(haste), action, _sent(turn), now)


def _sent(turn: Turn) -> float:
    now = turn.unit.now
    return min(turn.arrival.sent_at or now, now).timestamp()


def _asked_to_wait(turn: Turn, weighed: Weighed) -> tuple[Say, ...]:
    if weighed.verdict is Verdict.SILENT:
        return ()
    until = datetime.fromtimestamp(weighed.until, UTC).astimezone(turn.unit.zone)
    turn.unit.record(f"flood.{weighed.verdict}", turn.unit.actor.label)
    if not turn.arrival.is_private:
        # The others in the group have nothing to do with it.
        return ()
    if weighed.verdict is Verdict.PAUSE:
        return (say("too_fast", kind=Kind.ANSWER, until=f"{until:%H.%M %Z}"),)
    _announce_end(turn, weighed.until - turn.unit.now.timestamp())
    return (say("slow_mode", kind=Kind.ANSWER, until=f"{until:%H.%M %Z}"),)


def _announce_end(turn: Turn, seconds: float) -> None:
    """Post now what is to be said at the end, so that no restart forgets it."""
    once = f"slow:{turn.arrival.chat_id}:{turn.unit.now:%Y%m%d%H%M%S}"
    # An alarm, because nobody's answer waits behind one.
    over = Notice(
        turn.arrival.chat_id, "slow_mode_over", once, Kind.ALARM, language=turn.language,
        after=timedelta(seconds=seconds),
    )  # fmt: skip
    turn.unit.post(over)


def _done(
    turn: Turn, handler: Handler, haste: Mapping[str, Any]
) -> tuple[Outcome, Mapping[str, Any], Ending]:
    try:
        outcome = handler(turn)
    except NotAllowed as refused:
        if refused.code != "restricted":
            raise
        return _restricted(turn, handler, refused), haste, Ending.RESTRICTED
    if turn.arrival.is_unfetched and name_of(handler) not in _UNREAD:
        # A restriction ended meanwhile: the message begins anew, and its file is fetched.
        raise Overtaken
    return outcome, haste, Ending.HANDLED


def _restricted(turn: Turn, handler: Handler, refused: NotAllowed) -> Outcome:
    """Say what is restricted and what is not; a cry for help gets its number, and nothing else.

    What was said to staff is answered by the bot, as far as it can.
    """
    if is_emergency(turn.shelf, turn.text):
        return Outcome((alarm(turn),), step=None)
    words = say("restricted", MENU, kind=Kind.ANSWER, **refused.facts)
    if name_of(handler) != _TO_STAFF or not turn.text or turn.arrival.has_file:
        return Outcome((words,), step=None)
    try:
        answered = ask.told(turn, *ask.looked_up(turn, turn.text))
    except NotAllowed:
        return Outcome((words,), step=None)
    return Outcome((words, *answered.says), step=None, memory=answered.memory)
