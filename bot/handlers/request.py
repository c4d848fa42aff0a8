"""File a request step by step: one question a message, review once, send by a message."""

import secrets
from collections.abc import Mapping
from typing import Any

from aiogram import F, Router

from bot.filters import At, FormAnswer, Said
from bot.handlers.handover import home
from bot.keyboards import MENU, Keyboard, reply
from bot.presses import MenuPress
from bot.states import Filing
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from office import files
from office.masking import holds_long_number
from office.outbox import Kind
from office.refusals import NotValid
from register import intake, requests
from register.intake import Field
from register.labels import label
from register.privacy import mask_number

Form = Mapping[str, Any]


def router() -> Router:
    """Return the routes of this conversation."""
    routes, form, words = Router(name="request"), Router(name="form"), Router(name="form-words")
    form.message.filter(FormAnswer(Filing.answering, Filing.reviewing, Filing.resuming))
    form.message.register(leave, Said(Word.CANCEL))
    form.message.register(back, ~At(Filing.resuming), Said(Word.BACK))
    form.message.register(skip, At(Filing.answering), Said(Word.SKIP))
    form.message.register(answer, At(Filing.answering))
    form.message.register(submit, At(Filing.reviewing), Said(Word.SUBMIT))
    form.message.register(change, At(Filing.reviewing))
    form.message.register(begin_anew, Said(Word.RESTART))
    form.message.register(begin)
    words.message.filter(Said(Word.FILE, Word.RESUME, Word.DISCARD, Word.SUBMIT))
    words.message.register(begin, Said(Word.FILE))
    words.message.register(resume, Said(Word.RESUME))
    words.message.register(discard, Said(Word.DISCARD))
    words.message.register(nothing_to_send, At(None))
    words.callback_query.register(begin, MenuPress.filter(F.where == "file"))
    routes.include_routers(form, words)
    return routes


def begin(turn: Turn) -> Outcome:
    """Begin a form; an unfinished one is offered first."""
    if "form" in turn.memory:
        keyboard = reply(["@resume"], ["@restart"], ["@cancel"])
        return Outcome((say("draft_found", keyboard),), step=Filing.resuming)
    return begin_anew(turn)


def begin_anew(turn: Turn) -> Outcome:
    """Begin an empty form with the privacy notice, before anything personal is asked."""
    form = {"key": secrets.token_hex(12), "answers": {}}
    return _ask(turn, form, before=(say("request_intro"),))


def resume(turn: Turn) -> Outcome:
    """Go on with the draft."""
    form = turn.memory.get("form")
    if form is None:
        return Outcome((say("draft_none", MENU),), step=None)
    return _ask(turn, form)


def discard(turn: Turn) -> Outcome:
    """Throw the draft away because its writer said so."""
    memory = {name: kept for name, kept in turn.memory.items() if name != "form"}
    return Outcome((say("draft_discarded", MENU),), step=home(turn), memory=memory)


def nothing_to_send(turn: Turn) -> Outcome:
    """Answer a second press of "Kirim permohonan"."""
    del turn
    return Outcome((say("nothing_to_send", MENU),))


def leave(turn: Turn) -> Outcome:
    """Stop; a draft in which something was answered is kept for a week."""
    form = turn.memory.get("form")
    has_draft = bool(form and form["answers"])
    memory = {name: kept for name, kept in turn.memory.items() if name != "form" or has_draft}
    words = say("request_left", MENU, has_draft=has_draft)
    return Outcome((words,), step=home(turn), memory=memory)


def back(turn: Turn) -> Outcome:
    """Open the question before, its answer kept until another is given; at the end, the review."""
    form = _form(turn)
    answers, editing = form["answers"], form.get("editing")
    given = [row.name for row in intake.questions(answers) if row.name in answers]
    complete = intake.next_question(answers) is None
    if not given or (editing and complete):
        return _ask(turn, {**form, "editing": None})
    place = given.index(editing) if editing in given else len(given)
    return _ask(turn, {**form, "editing": given[max(0, place - 1)]})


def skip(turn: Turn) -> Outcome:
    """Leave an optional question without an answer."""
    form = _form(turn)
    row = _current(form)
    try:
        return _accept(turn, form, row, intake.skip(row, form["answers"]))
    except NotValid as refused:
        return _ask_again(turn, form, row, refused)


def answer(turn: Turn) -> Outcome:
    """Take the answer to the current question, or say what is wrong with it."""
    form = _form(turn)
    row = _current(form)
    try:
        value = _file(turn) if row.is_file else _text(turn, form, row)
    except NotValid as refused:
        return _ask_again(turn, form, row, refused)
    return _accept(turn, form, row, value)


def _text(turn: Turn, form: Form, row: Field) -> str:
    text = turn.text
    insists = row.name == "national_id" and text.lower() == "tetap pakai"
    if insists:
        text = form.get("doubted", "")
    elif row.name == "phone" and turn.arrival.phone:
        text = turn.arrival.phone
    elif row.choices is not None:
        text = _chosen(row, text)
    if not text:
        raise NotValid(row.name, "text_needed")
    return intake.check(row, text, today=turn.unit.today, insists=insists)


def _chosen(row: Field, text: str) -> str:
    for choice in row.choices or ():
        if text.casefold() == label(row.name, choice).casefold():
            return choice.value
    return text


def _file(turn: Turn) -> int:
    if turn.arrival.attachment_refused is not None:
        raise turn.arrival.attachment_refused
    if turn.arrival.attachment is None:
        raise NotValid("power_of_attorney", "file_needed")
    return files.file(turn.unit, turn.arrival.attachment)


def _accept(turn: Turn, form: Form, row: Field, value: Any) -> Outcome:
    answers = {**form["answers"], row.name: value}
    kept = {name for name in form if name not in {"editing", "doubted"}}
    moved = {**{name: form[name] for name in kept}, "answers": answers}
    # A NIK does not stay in the chat longer than it takes to read it.
    erase = _to_erase(turn, row)
    outcome = _ask(turn, moved)
    return Outcome(outcome.says, outcome.step, outcome.memory, erase)


def _to_erase(turn: Turn, row: Field) -> tuple[int, ...]:
    typed_elsewhere = holds_long_number(turn.text)
    return (turn.arrival.message_id,) if row.name == "national_id" or typed_elsewhere else ()


def _ask_again(turn: Turn, form: Form, row: Field, refused: NotValid) -> Outcome:
    doubted = refused.code.startswith("nik_")
    memory = {**turn.memory, "form": {**form, "doubted": turn.text} if doubted else dict(form)}
    keyboard = _keyboard(row, form["answers"], insist=doubted)
    words = say("form_refused", keyboard, field=row.name, code=refused.code, facts=refused.facts)
    erase = _to_erase(turn, row)
    return Outcome((words,), Filing.answering, memory, erase)


def _ask(turn: Turn, form: Form, before: tuple[Say, ...] = ()) -> Outcome:
    memory = {
        **{name: kept for name, kept in turn.memory.items() if name == "recent"},
        "form": dict(form),
    }
    editing = form.get("editing")
    row = intake.named(editing) if editing else intake.next_question(form["answers"])
    if row is None:
        words = say("request_review", _REVIEW_KEYS, kind=Kind.MENU, rows=_review(form["answers"]))
        return Outcome((*before, words), Filing.reviewing, memory)
    return Outcome((*before, _question(row, form["answers"])), Filing.answering, memory)


def _question(row: Field, answers: Form) -> Say:
    rows = [one.name for one in intake.questions(answers)]
    return say(
        "form_question",
        _keyboard(row, answers),
        field=row.name,
        step=rows.index(row.name) + 1,
        steps=len(rows),
        choices=[label(row.name, choice) for choice in row.choices or ()],
        optional=row.optional(answers),
        is_entity=answers.get("applicant_type") in {"legal_entity", "proxy_for_entity"},
    )


def _keyboard(row: Field, answers: Form, *, insist: bool = False) -> Keyboard:
    rows = [[label(row.name, choice)] for choice in row.choices or ()]
    if insist:
        rows.append(["@insist"])
    if row.name == "phone":
        rows.append(["@share_phone"])
    if row.optional(answers):
        rows.append(["@skip"])
    first = row.name == intake.FIELDS[0].name
    rows.append(["@cancel"] if first else ["@back", "@cancel"])
    return reply(*rows, hint="@hint_form", contact="@share_phone" if row.name == "phone" else None)


_REVIEW_KEYS = reply(["@submit"], ["@back", "@cancel"])


def _review(answers: Form) -> list[dict[str, str]]:
    return [
        {"field": row.name, "value": _shown(row, answers[row.name])}
        for row in intake.questions(answers)
    ]


def _shown(row: Field, value: Any) -> str:
    if row.is_file:
        return "berkas diterima"
    if row.name == "national_id":
        return mask_number(str(value))
    if row.choices is not None:
        return label(row.name, value)
    text = str(value) or "tidak diisi"
    return text if len(text) <= 300 else text[:297] + "..."


def change(turn: Turn) -> Outcome:
    """Open one answer of the review again, by its number."""
    form = _form(turn)
    rows = intake.questions(form["answers"])
    number = turn.text.lower().removeprefix("ubah").strip(" .")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(rows)):
        words = say("review_hint", _REVIEW_KEYS, count=len(rows))
        return Outcome((words,), Filing.reviewing)
    return _ask(turn, {**form, "editing": rows[int(number) - 1].name})


def submit(turn: Turn) -> Outcome:
    """Enter the request in the register; its receipt follows from the act."""
    form = _form(turn)
    try:
        complete = intake.complete(form["answers"], today=turn.unit.today)
    except NotValid:
        return _ask(turn, form)
    requests.submit(
        turn.unit,
        complete,
        draft_key=form["key"],
        received_at=turn.arrival.sent_at,
        language=turn.language,
    )
    memory = {name: kept for name, kept in turn.memory.items() if name != "form"}
    return Outcome((say("request_filed", MENU),), step=home(turn), memory=memory)


def _form(turn: Turn) -> Form:
    form: Form = turn.memory.get("form") or {"key": secrets.token_hex(12), "answers": {}}
    return form


def _current(form: Form) -> Field:
    editing = form.get("editing")
    row = intake.named(editing) if editing else intake.next_question(form["answers"])
    return row or intake.FIELDS[0]
