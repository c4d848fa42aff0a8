"""File a request step by step: one question a message, review once, send by a message."""

from typing import Any

from aiogram import F, Router

from bot import choices
from bot.filters import At, FormAnswer, Said
from bot.handlers import closed, form_album, form_identity, form_offers
from bot.handlers.form import (
    DONE,
    REVIEW_KEYS,
    Form,
    ask,
    ask_again,
    ask_for_more,
    current,
    empty,
    opened,
    settled,
    to_erase,
)
from bot.handlers.handover import home
from bot.keyboards import MENU, reply
from bot.presses import BeforePress, MenuPress
from bot.standing import OFFER
from bot.states import Filing
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word, recognise
from knowledge.escalation import closing
from knowledge.escalation.words import Outcome as Ending
from office import files, retention
from office.refusals import NotFound, NotNow, NotValid
from office.switches import Function
from register import intake, requests
from register.intake import Field


def router() -> Router:
    """Return the routes of this conversation."""
    routes, form, words = Router(name="request"), Router(name="form"), Router(name="form-words")
    form.message.filter(FormAnswer(Filing.answering, Filing.reviewing, Filing.resuming))
    form.message.register(form_album.taken_away, form_album.Left())
    form.message.register(leave, Said(Word.CANCEL))
    form.message.register(discard, Said(Word.DISCARD))
    form.message.register(back, ~At(Filing.resuming), Said(Word.BACK))
    form.message.register(skip, At(Filing.answering), Said(Word.SKIP))
    form.message.register(put_again, At(Filing.answering), Said(Word.SUBMIT))
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
    words.callback_query.register(go_on, BeforePress.filter(F.what == "go_on"))
    form_offers.add_routes(words)
    routes.include_routers(form, words)
    return routes


def begin(turn: Turn) -> Outcome:
    """Begin a form; an unfinished one is offered first, and a group is no place for it."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    if Function.FILING in turn.closed:
        return closed.filing(turn, "request")
    if "form" in turn.memory:
        keyboard = reply(["@resume"], ["@restart"], ["@cancel"])
        return Outcome((say("draft_found", keyboard),), step=Filing.resuming)
    return begin_anew(turn)


def begin_anew(turn: Turn) -> Outcome:
    """Begin an empty form with the privacy notice, before anything personal is asked."""
    if Function.FILING in turn.closed:
        return closed.filing(turn, "request")
    form_identity.close(turn, turn.memory.get("form"))
    form, before = _anew(turn)
    return ask(turn, form, before=(say("request_intro"), *before))


def _anew(turn: Turn) -> tuple[Form, tuple[Say, ...]]:
    """Return an empty form, or one with the words an officer prepared and nobody has sent yet."""
    number = turn.memory.get(OFFER) or (turn.memory.get("form") or {}).get("offer")
    if number is None:
        return empty(), ()
    try:
        return form_offers.prepared(turn, empty(), int(number))
    except (NotFound, NotNow):
        return empty(), ()


def resume(turn: Turn) -> Outcome:
    """Go on with the draft."""
    if turn.memory.get("form") is None:
        return Outcome((say("draft_none", MENU),), step=None)
    if Function.FILING in turn.closed:
        return closed.filing(turn, "request")
    return ask(turn, opened(turn)[0])


def go_on(turn: Turn) -> Outcome:
    """Go on filing although something was offered."""
    if form_offers.of_press(turn) is None:
        return Outcome((say("old_button", MENU),))
    return resume(turn)


def discard(turn: Turn) -> Outcome:
    """Throw the draft away because its writer said so."""
    form_identity.close(turn, turn.memory.get("form"))
    memory = {name: kept for name, kept in turn.memory.items() if name != "form"}
    return Outcome((say("draft_discarded", MENU),), step=home(turn), memory=memory)


def nothing_to_send(turn: Turn) -> Outcome:
    """Answer a second press of "Kirim permohonan"."""
    del turn
    return Outcome((say("nothing_to_send", MENU),))


def leave(turn: Turn) -> Outcome:
    """Stop; a draft in which something was answered is kept for its term."""
    form = turn.memory.get("form")
    has_draft = bool(form and form["answers"])
    memory = {name: kept for name, kept in turn.memory.items() if name != "form" or has_draft}
    days = retention.term(turn.unit, "drafts").days
    words = say("request_left", MENU, has_draft=has_draft, days=days)
    return Outcome((words,), step=home(turn), memory=memory)


def back(turn: Turn) -> Outcome:
    """Open the question before, its answer kept until another is given; at the end, the review."""
    form, has_come = opened(turn)
    if has_come:
        return ask(turn, form)
    answers, editing = form["answers"], form.get("editing")
    given = [row.name for row in intake.questions(answers) if row.name in answers]
    complete = intake.next_question(answers) is None
    if not given or (editing and complete):
        return ask(turn, {**settled(form), "editing": None})
    place = given.index(editing) if editing in given else len(given)
    return ask(turn, {**settled(form), "editing": given[max(0, place - 1)]})


def skip(turn: Turn) -> Outcome:
    """Leave an optional question without an answer; files that came already are kept."""
    form, has_come = opened(turn)
    if has_come:
        return ask(turn, form)
    row = current(form)
    try:
        value = form.get("files") or intake.skip(row, form["answers"])
        return _accept(turn, form, row, value)
    except NotValid as refused:
        return ask_again(turn, form, row, refused)


def put_again(turn: Turn) -> Outcome:
    """Put the open question again, or the review: what stands on a button is nobody's answer."""
    form, _ = opened(turn)
    is_complete = intake.next_question(form["answers"]) is None
    return ask(turn, settled(form) if is_complete else form)


def answer(turn: Turn) -> Outcome:
    """Take the answer to the current question, or say what is wrong with it."""
    form, has_come = opened(turn)
    row = current(form)
    if has_come:
        # What was typed meant a question that the page has answered in the meantime.
        asked = ask(turn, form)
        return Outcome(asked.says, asked.step, asked.memory, to_erase(turn, row))
    try:
        if row.most > 1:
            return _gather(turn, form, row)
        value = _file(turn, row) if row.is_file else _text(turn, form, row)
    except NotValid as refused:
        told = form_offers.aside(turn)
        return ask_again(turn, form, row, refused) if told is None else ask(turn, form, (told,))
    return _accept(turn, form, row, value)


def _text(turn: Turn, form: Form, row: Field) -> str:
    text, doubt = turn.text, form.get("doubt") or {}
    doubted = str(doubt.get("text", "")) if doubt.get("field") == row.name else ""
    # Typed once more exactly so is as clear as the button.
    insists = bool(doubted) and (text == doubted or recognise(text) is Word.INSIST)
    if insists:
        text = doubted
    elif row.name in {"phone", "proxy_phone"} and turn.arrival.phone:
        text = turn.arrival.phone
    elif row.choices is not None:
        text = _chosen(form, row, text)
    if not text:
        raise NotValid(row.name, "text_needed")
    return intake.check(row, text, today=turn.unit.today, insists=insists)


def _chosen(form: Form, row: Field, text: str) -> str:
    offered = intake.offered(row, form["answers"])
    choice = choices.meant(row.name, text, offered)
    if choice is None:
        raise NotValid(row.name, "choice_unclear", count=len(offered))
    return choice.value


def _file(turn: Turn, row: Field) -> int:
    if turn.arrival.attachment_refused is not None:
        raise turn.arrival.attachment_refused
    if turn.arrival.attachment is None:
        raise NotValid(row.name, "file_needed")
    intake.check_file(row, turn.arrival.attachment.media_type)
    return files.file(turn.unit, turn.arrival.attachment)


def _gather(turn: Turn, form: Form, row: Field) -> Outcome:
    """Take one of several files; the question stays open until there are enough."""
    gathered = list(form.get("files", ()))
    if turn.text.casefold() == DONE and turn.arrival.attachment is None:
        return _accept(turn, form, row, gathered or intake.skip(row, form["answers"]))
    gathered.append(_file(turn, row))
    if len(gathered) < row.most:
        return ask_for_more(turn, form, row, gathered)
    return _accept(turn, form, row, gathered)


def _accept(turn: Turn, form: Form, row: Field, value: Any) -> Outcome:
    before: tuple[Say, ...] = ()
    if row.name == "information_detail":
        form, before = form_offers.offered(turn, form, value)
    if row.name == "applicant_type":
        # Choosing declares citizenship and consents to Telegram; the journal keeps when.
        facts = {"notice": intake.NOTICE, "applicant_type": value}
        turn.unit.record("applicant.declared", f"draft:{form['key']}", **facts)
    kept = form_album.remembered(turn, settled(form), row)
    if row.most > 1:
        kept = {name: held for name, held in kept.items() if name != "files"}
    answers = _fitting({**form["answers"], row.name: value})
    asked = ask(turn, {**kept, "answers": answers}, before)
    # A NIK does not stay in the chat longer than it takes to read it.
    return Outcome(asked.says, asked.step, asked.memory, to_erase(turn, row))


def _fitting(answers: Form) -> Form:
    """Leave out a way of delivery that another format of the copy has made impossible."""
    row = intake.named("delivery_method")
    chosen = answers.get(row.name)
    fits = chosen is None or chosen in intake.offered(row, answers)
    return {name: kept for name, kept in answers.items() if fits or name != row.name}


def change(turn: Turn) -> Outcome:
    """Open one answer of the review again, by its number."""
    form, has_come = opened(turn)
    if has_come:
        return ask(turn, form)
    rows = intake.questions(form["answers"])
    number = turn.text.lower().removeprefix("ubah").strip(" .")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(rows)):
        words = say("review_hint", REVIEW_KEYS, count=len(rows))
        return Outcome((words,), Filing.reviewing)
    return ask(turn, {**form, "editing": rows[int(number) - 1].name})


def submit(turn: Turn) -> Outcome:
    """Enter the request in the register; its receipt follows from the act."""
    form, has_come = opened(turn)
    if has_come:
        return ask(turn, form)
    try:
        complete = intake.complete(form["answers"], today=turn.unit.today)
    except NotValid:
        return ask(turn, form)
    if Function.FILING in turn.closed:
        return closed.sending(turn, "request", REVIEW_KEYS)
    receipt = requests.submit(
        turn.unit,
        complete,
        draft_key=form["key"],
        received_at=turn.arrival.sent_at,
        language=turn.language,
    )
    ended = _ended_by(turn, form, receipt.number)
    form_identity.close(turn, form)
    memory = {name: kept for name, kept in turn.memory.items() if name != "form"}
    if form.get(OFFER) == memory.get(OFFER):
        # Taken; nothing but an empty value ends what is remembered whatever else is forgotten.
        memory[OFFER] = None
    words = say(
        "request_filed",
        MENU,
        number=receipt.registration_number,
        due=receipt.notice.on.isoformat(),
    )
    return Outcome((words, *ended), step=home(turn), memory=memory)


def _ended_by(turn: Turn, form: Form, request_id: int) -> tuple[Say, ...]:
    """Link the conversation whose officer prepared the form; say that it is over."""
    if "offer" not in form:
        return ()
    ticket = closing.became_request(turn.unit, int(form["offer"]), request_id=request_id)
    if ticket is None:
        return ()
    ending = Ending.BECAME_REQUEST.value
    return (say("escalation_closed", ticket=ticket, outcome=ending, reason="", until=None),)
