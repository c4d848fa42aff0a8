"""Who asks, on the office's own page instead of in the chat: offered, and brought back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.handlers.form_given import filled
from bot.keyboards import inline, page
from bot.turn import Say, Turn, say
from register import intake, slips
from register.intake import Field
from register.words import ApplicantType

Form = Mapping[str, Any]

PATH = "/identitas/"


def offered(turn: Turn, form: Form, row: Field) -> tuple[Form, tuple[Say, ...]]:
    """Offer the page before the first question about identity, and again before the NIK.

    Only in a private chat, only where the office has a public address, and only while no page
    is open already. The chat's own questions go on all the same.
    """
    if not turn.public_url or not turn.arrival.is_private or not _is_time(turn, form, row):
        return form, ()
    kind = ApplicantType(form["answers"]["applicant_type"])
    token = slips.open(
        turn.unit,
        form["key"],
        turn.arrival.chat_id,
        applicant_type=kind,
        language=turn.language,
    )
    until = turn.unit.now + slips.LIVES
    kept = {**form, "page": {"kind": kind.value, "until": until.isoformat()}}
    keyboard = inline([("@fill_identity", page(f"{turn.public_url}{PATH}{token}"))])
    minutes = int(slips.LIVES.total_seconds() // 60)
    return kept, (say("identity_page", keyboard, minutes=minutes),)


def _is_time(turn: Turn, form: Form, row: Field) -> bool:
    answers, last = form["answers"], form.get("page")
    answered = any(one.name in answers for one in intake.identity_questions(answers))
    if answered and row.name != "national_id":
        return False
    if last is None or last["kind"] != answers["applicant_type"]:
        return True
    return not last.get("done") and datetime.fromisoformat(last["until"]) <= turn.unit.now


def collected(turn: Turn, form: Form) -> Form:
    """Return the form with what was filled in on its page; the same form where nothing was."""
    last = form.get("page")
    if not last or last.get("done"):
        return form
    answers = slips.taken(turn.unit, form["key"])
    if answers is None:
        return form
    kept = {name: value for name, value in form.items() if name not in {"editing", "doubt"}}
    return filled({**kept, "page": {"kind": last["kind"], "done": True}}, answers)


def close(turn: Turn, form: Form | None) -> None:
    """Take the page of a form away that was filed or thrown away."""
    if form and form.get("page"):
        slips.close(turn.unit, form["key"])
