"""Add what was missing from a request: words and files, gathered and then sent at once."""

from collections.abc import Mapping
from typing import Any

from aiogram import Router

from bot.filters import FormAnswer, Said
from bot.handlers.declined import declined, unknown
from bot.handlers.handover import home
from bot.keyboards import MENU, reply
from bot.states import Repairing
from bot.turn import Outcome, Turn, say
from bot.words import Word
from office import files
from office.files import Kept
from office.masking import holds_long_number
from office.refusals import NotFound, NotNow, NotValid, Refusal
from register import completeness, moves, own_case
from register.moves import LONGEST_NOTE
from register.own_case import OwnCase

Draft = Mapping[str, Any]

MOST_FILES = 5
_KEYS = reply(["@repair_send"], ["@cancel"], hint="@hint_form")


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="repairing")
    routes.message.filter(FormAnswer(Repairing.gathering))
    routes.message.register(leave, Said(Word.CANCEL, Word.DISCARD, Word.BACK))
    routes.message.register(send, Said(Word.SEND_REPAIR))
    routes.message.register(gather)
    return routes


def begin(turn: Turn, case: OwnCase) -> Outcome:
    """Say what is missing; what was gathered before for the same request is kept."""
    draft = turn.memory.get("repair")
    if not draft or draft["request"] != case.id:
        draft = {"request": case.id, "text": "", "files": []}
    words = say(
        "repair_begin",
        _KEYS,
        number=case.number,
        missing=case.facts["missing"],
        fix_due=case.facts["fix_due"],
        most=MOST_FILES,
    )
    return Outcome((words,), Repairing.gathering, {**turn.memory, "repair": dict(draft)})


def resume(turn: Turn) -> Outcome:
    """Go on with an unfinished repair, as long as the request waits for one."""
    draft = turn.memory.get("repair")
    return _end(turn, "repair_left", fix_due=None) if draft is None else _gathered(turn, draft)


def _gathered(
    turn: Turn, draft: Draft, refused: Refusal | None = None, *, erase: bool = False
) -> Outcome:
    words = say(
        "repair_taken",
        _KEYS,
        text=draft["text"],
        count=len(draft["files"]),
        most=MOST_FILES,
        reason=declined(refused, "repair"),
    )
    memory = {**turn.memory, "repair": dict(draft)}
    erased = (turn.arrival.message_id,) if erase else ()
    return Outcome((words,), Repairing.gathering, memory, erased)


def gather(turn: Turn) -> Outcome:
    """Take a text or a file; whoever somebody is does not stay in the chat."""
    draft = turn.memory.get("repair")
    if draft is None:
        return _end(turn, "repair_left", fix_due=None)
    tells = turn.arrival.attachment is not None or holds_long_number(turn.text)
    try:
        return _gathered(turn, _added(turn, draft), erase=tells)
    except NotValid as refused:
        return _gathered(turn, draft, refused, erase=tells)


def _added(turn: Turn, draft: Draft) -> Draft:
    if turn.arrival.attachment_refused is not None:
        raise turn.arrival.attachment_refused
    if holds_long_number(turn.text):
        # The story of a case is read by many; a NIK belongs on a sealed paper.
        raise NotValid("repair", "number_not_here")
    attachment = turn.arrival.attachment
    gathered, text = list(draft["files"]), str(draft["text"])
    if attachment is not None and len(gathered) >= MOST_FILES:
        raise NotValid("files", "too_many_files", most=MOST_FILES)
    if attachment is None and not turn.text:
        raise NotValid("repair", "text_needed")
    if turn.text:
        text = moves.fits("repair", f"{text}\n{turn.text}", LONGEST_NOTE)
    if attachment is not None:
        # In the book at once: a content without an entry is destroyed before the repair is due.
        gathered.append(files.file(turn.unit, attachment))
    return {**draft, "files": gathered, "text": text}


def send(turn: Turn) -> Outcome:
    """Send what was gathered, as far as it came in time."""
    draft = turn.memory.get("repair")
    if draft is None:
        return Outcome((say("draft_sent", MENU),), step=home(turn))
    try:
        with turn.unit.attempt():
            _repair(turn, draft)
    except NotFound:
        return unknown()
    except NotNow as refused:
        return _end(turn, "repair_too_late", reason=declined(refused, "repair"))
    except NotValid as refused:
        return _gathered(turn, draft, refused)
    return _end(turn, "back_to_menu")


def _repair(turn: Turn, draft: Draft) -> None:
    completeness.repair(
        turn.unit,
        int(draft["request"]),
        text=draft["text"],
        documents=[_entered(turn, one) for one in draft["files"]],
        received_at=turn.arrival.sent_at,
    )


def _entered(turn: Turn, file: int | Mapping[str, Any]) -> int:
    """Return a gathered file's number; older drafts hold the file itself."""
    return file if isinstance(file, int) else files.file(turn.unit, Kept(**file))


def leave(turn: Turn) -> Outcome:
    """Stop; nothing of the repair is kept."""
    draft = turn.memory.get("repair")
    due = None
    if draft is not None:
        due = own_case.request(turn.unit, int(draft["request"])).facts["fix_due"]
    return _end(turn, "repair_left", fix_due=due)


def _end(turn: Turn, key: str, **facts: Any) -> Outcome:
    memory = {name: kept for name, kept in turn.memory.items() if name != "repair"}
    return Outcome((say(key, MENU, **facts),), step=home(turn), memory=memory)
