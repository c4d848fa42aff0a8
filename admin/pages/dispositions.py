"""Questions of citizens at a regional office: passed on by the desk, answered or returned there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from starlette.responses import Response

from admin.pages import conversation
from admin.visit import Visit
from knowledge.escalation import assigned, disposing
from knowledge.escalation.lines import LONGEST_REPLY
from office.clock import local_date
from office.files import Kept
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register import dossier


@dataclass(frozen=True, slots=True)
class Row:
    """Something that waits for a regional office, whichever room it comes from."""

    href: str
    name: str
    kind: str
    status: str
    words: str
    due: date
    is_open: bool
    is_late: bool


def waiting(unit: Unit) -> list[Row]:
    """Return parts and questions of the visitor's own office together: open ones first, by date."""
    parts = [
        Row(
            f"/bagian/{one.id}", f"{one.registration_number}, bagian {one.ordinal}", "part",
            one.status, one.description, one.due, one.status == "assigned", one.is_late,
        )
        for one in dossier.parts_waiting(unit)
    ]  # fmt: skip
    questions = [
        Row(
            f"/bagian/tanya/{one.id}", f"Pertanyaan {one.id}", "question", one.status,
            one.question, local_date(one.due_at, unit.zone), one.is_open, one.is_late,
        )
        for one in assigned.own(unit)
    ]  # fmt: skip
    return sorted([*parts, *questions], key=lambda row: (not row.is_open, row.due, row.href))


def dispose(visit: Visit) -> Response:
    """Pass a question to a regional office, in the officer's own words."""
    try:
        work = partial(
            disposing.dispose,
            number=visit.number,
            regional_office=visit.sent_number("regional_office"),
            question=visit.sent("question"),
            working_days=visit.sent_number("working_days"),
            seen_line=visit.sent_number("seen_line"),
            file=_sent_file(visit),
        )
    except NotValid as refused:
        return conversation.page(visit, refused)
    try:
        return conversation.done(visit, work, f"/percakapan/{visit.number}", "question_passed")
    except NotFound as refused:
        # An office was taken off the list since the page was drawn.
        return conversation.page(visit, NotValid("regional_office", refused.code))


def recall(visit: Visit) -> Response:
    """Take a question back from its office."""
    work = partial(disposing.recall, number=visit.number)
    return conversation.done(visit, work, f"/percakapan/{visit.number}", "question_recalled")


def show(visit: Visit) -> Response:
    """Show one question to the visitor's own office: its words, its date, the desk's file."""
    return _page(visit)


def _page(visit: Visit, form: str = "", fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        found = assigned.one(unit, visit.number)
    return visit.page(
        "disposition.html",
        422 if fault else 200,
        asked=found,
        form=form,
        fault=fault,
        typed=visit.fields if form else {},
        longest=LONGEST_REPLY,
    )


def enclosed(visit: Visit) -> Response:
    """Hand out the file that came with a question."""
    return visit.attachment(visit.act(partial(assigned.enclosed, number=visit.number)))


def answer(visit: Visit) -> Response:
    """Answer the question, with a file or without; the desk decides what the citizen reads."""

    def make() -> Callable[[Unit], object]:
        file = _sent_file(visit)
        return partial(disposing.answer, number=visit.number, text=visit.sent("answer"), file=file)

    return _settled(visit, make, "jawab", "question_answered")


def send_back(visit: Visit) -> Response:
    """Return a question that is not this office's."""

    def make() -> Callable[[Unit], object]:
        return partial(disposing.send_back, number=visit.number, reason=visit.sent("reason"))

    return _settled(visit, make, "kembalikan", "question_returned")


def _settled(
    visit: Visit, make: Callable[[], Callable[[Unit], object]], form: str, message: str
) -> Response:
    try:
        visit.act(make())
    except NotValid as fault:
        field = {"jawab": "answer", "kembalikan": "reason"}[form]
        named = fault if fault.field != "text" else NotValid(field, fault.code, **fault.facts)
        return _page(visit, form, named)
    return visit.go(f"/bagian/tanya/{visit.number}", message)


def _sent_file(visit: Visit) -> Kept | None:
    sent = visit.upload
    return None if sent is None else visit.desk.cabinet.keep(sent.name, sent.content)
