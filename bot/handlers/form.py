"""The form's way of asking: which question comes next, how it is put, and the review."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.handlers import form_identity
from bot.handlers.form_given import to_ask
from bot.keyboards import Keyboard, reply
from bot.standing import DRAFTS
from bot.states import Filing
from bot.turn import Outcome, Say, Turn, say
from office.masking import holds_long_number, mask
from office.outbox import Kind
from office.refusals import NotValid
from register import intake
from register.intake import Field
from register.labels import label
from register.privacy import mask_number
from register.words import AccessMode, ApplicantType

Form = Mapping[str, Any]
_KEPT = DRAFTS | {"recent", "acknowledged"}

DONE = "selesai"
_PASSING = frozenset({"editing", "doubt", "doubted"})
_OWN_WORDS = {
    ("group", "applicant_name"),
    ("group", "national_id"),
    ("proxy_for_individual", "applicant_name"),
    ("proxy_for_individual", "national_id"),
    ("proxy_for_individual", "address"),
}
REVIEW_KEYS = reply(["@submit"], ["@back", "@cancel"])


def empty() -> Form:
    """Return a form in which nothing was answered; its key makes it one request at most."""
    return {"key": secrets.token_hex(12), "answers": {}}


def opened(turn: Turn) -> tuple[Form, bool]:
    """Return the open form, and whether identity has just come in from the page."""
    form: Form = turn.memory.get("form") or empty()
    found = form_identity.collected(turn, form)
    return found, found is not form


def settled(form: Form) -> Form:
    """Return a form without what belonged to one question only."""
    return {name: kept for name, kept in form.items() if name not in _PASSING}


def current(form: Form) -> Field:
    """Return the question that is open."""
    editing = form.get("editing")
    row = intake.named(editing) if editing else intake.next_question(form["answers"])
    return row or intake.FIELDS[0]


def ask(turn: Turn, form: Form, before: tuple[Say, ...] = ()) -> Outcome:
    """Put the next question, or show the review when nothing is missing."""
    editing = form.get("editing")
    row = intake.named(editing) if editing else intake.next_question(form["answers"])
    if row is not None and row.is_identity and not editing:
        form, page = form_identity.offered(turn, form, row)
        before = (*before, *page)
    memory = _memory(turn, form)
    if row is None:
        words = say("request_review", REVIEW_KEYS, kind=Kind.MENU, rows=_review(form["answers"]))
        return Outcome((*before, words), Filing.reviewing, memory)
    return Outcome((*before, _question(row, form)), Filing.answering, memory)


def ask_again(turn: Turn, form: Form, row: Field, refused: NotValid) -> Outcome:
    """Say what is wrong with an answer; one that is only doubted may be insisted on."""
    doubted = intake.may_insist(refused)
    doubt = {"doubt": {"field": row.name, "text": turn.text}} if doubted else {}
    keyboard = _keyboard(row, form, insist=_insisting(refused) if doubted else None)
    words = say(
        "form_refused",
        keyboard,
        field=row.name,
        code=refused.code,
        facts=refused.facts,
        can_insist=doubted,
    )
    memory = _memory(turn, {**form, **doubt})
    return Outcome((words,), Filing.answering, memory, to_erase(turn, row))


def ask_for_more(turn: Turn, form: Form, row: Field, gathered: list[int]) -> Outcome:
    """Say that a file came in and that another may follow."""
    rows = [["@done"], ["@back", "@cancel"]]
    words = say(
        "form_file_taken",
        reply(*rows, hint="@hint_form"),
        count=len(gathered),
        left=row.most - len(gathered),
    )
    return Outcome((words,), Filing.answering, _memory(turn, {**form, "files": gathered}))


def to_erase(turn: Turn, row: Field) -> tuple[int, ...]:
    """Return the message to be erased: it held a NIK or showed who somebody is."""
    sent = turn.arrival.attachment or turn.arrival.attachment_refused
    shows = row.is_file and row.most == 1 and sent is not None
    tells = row.name in {"national_id", "givers"} or holds_long_number(turn.text)
    return (turn.arrival.message_id,) if shows or tells else ()


def _memory(turn: Turn, form: Form) -> dict[str, Any]:
    kept = {name: value for name, value in turn.memory.items() if name in _KEPT}
    return {**kept, "form": dict(form)}


def _insisting(refused: NotValid) -> str:
    """Return the button by which a doubted answer is kept."""
    return "@insist_checked" if refused.code == "nik_e_format" else "@insist"


def _question(row: Field, form: Form) -> Say:
    answers = form["answers"]
    # As long as nobody knows whether there are copies to ask about, they are counted.
    rows = [one.name for one in intake.questions({"access_mode": AccessMode.COPY, **answers})]
    rows = to_ask(form, rows, row.name)
    kind = str(answers.get("applicant_type", ""))
    return say(
        "form_question",
        _keyboard(row, form),
        field=row.name,
        wording=_wording(row, answers, kind),
        step=rows.index(row.name) + 1,
        steps=len(rows) if kind else None,
        choices=_choices(row, answers),
        optional=row.optional(answers),
        is_entity=kind in {ApplicantType.LEGAL_ENTITY, ApplicantType.PROXY_FOR_ENTITY},
        taken=_taken(row, form),
    )


def _wording(row: Field, answers: Form, kind: str) -> str:
    if (kind, row.name) in _OWN_WORDS:
        return f"{row.name}_{kind.split('_', 1)[0]}"
    return "email_needed" if row.name == "email" and not row.optional(answers) else row.name


def _choices(row: Field, answers: Form) -> list[str]:
    return [label(row.name, choice) for choice in intake.offered(row, answers)]


def _taken(row: Field, form: Form) -> int:
    """Return how many of several files have come already."""
    return len(form.get("files", ())) if row.most > 1 else 0


def _keyboard(row: Field, form: Form, *, insist: str | None = None) -> Keyboard:
    answers = form["answers"]
    rows = [[words] for words in _choices(row, answers)]
    if insist:
        rows.append([insist])
    if _taken(row, form):
        rows.append(["@done"])
    shares = row.name == _own_phone(answers)
    if shares:
        rows.append(["@share_phone"])
    if row.optional(answers):
        rows.append(["@skip"])
    first = row.name == intake.FIELDS[0].name
    rows.append(["@cancel"] if first else ["@back", "@cancel"])
    return reply(*rows, hint="@hint_form", contact="@share_phone" if shares else None)


def _own_phone(answers: Form) -> str:
    """Return the question that the writer's own number answers."""
    kind = ApplicantType(answers.get("applicant_type", ApplicantType.INDIVIDUAL))
    return "proxy_phone" if kind.has_proxy else "phone"


def _review(answers: Form) -> list[dict[str, str]]:
    return [
        {"field": row.name, "value": _shown(row, answers[row.name])}
        for row in intake.questions(answers)
    ]


def _shown(row: Field, value: Any) -> str:
    if not value:
        return "tidak diisi"
    if row.is_file:
        return f"{len(value)} berkas diterima" if row.most > 1 else "berkas diterima"
    if row.name == "national_id":
        return mask_number(str(value))
    if row.choices is not None:
        return label(row.name, value)
    text = mask(str(value)) if row.name == "givers" else str(value)
    return text if len(text) <= 300 else text[:297] + "..."
