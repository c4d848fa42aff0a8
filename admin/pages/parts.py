"""Parts of a request: sent to a regional office, named as another body's, and answered there."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from admin.pages import case, dispositions
from admin.pages.lists import sent_date
from admin.visit import Visit
from office.masking import mask
from office.refusals import NotValid
from office.unit import Unit
from register import dossier, moves, parts


def assign(visit: Visit) -> Response:
    """Send a part to a regional office with an internal date."""

    def make() -> Callable[[Unit], object]:
        return partial(
            parts.assign,
            number=visit.number,
            description=visit.sent("description"),
            regional_office=visit.sent_number("regional_office"),
            due=sent_date(visit, "due"),
        )

    return case.moved(visit, make, "bagian", "part_assigned")


def elsewhere(visit: Visit) -> Response:
    """Note which other public body holds a part."""

    def make() -> Callable[[Unit], object]:
        return partial(
            parts.name_other_body,
            number=visit.number,
            description=visit.sent("description"),
            holding_body=visit.sent("holding_body"),
        )

    return case.moved(visit, make, "badan-lain", "part_elsewhere")


def own(visit: Visit) -> Response:
    """Show what waits for the visitor's own regional office: parts and questions together."""
    with visit.reading() as unit:
        return visit.page("parts.html", rows=dispositions.waiting(unit))


def show(visit: Visit) -> Response:
    """Show one part of the visitor's own regional office."""
    return _page(visit)


def _page(visit: Visit, form: str = "", fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        found = dossier.own_part(unit, visit.number)
        story = dossier.story(unit, found.part.request_id)
    return visit.page(
        "part.html",
        422 if fault else 200,
        part=found.part,
        information=found.information,
        # Masked like the request itself: who asks need not be known to answer.
        added=[mask(row.note) for row in story if row.event == "repaired" and row.note],
        is_open=found.is_open,
        form=form,
        fault=fault,
        typed=visit.fields if form else {},
        longest=moves.LONGEST_REASON,
    )


def answer(visit: Visit) -> Response:
    """Answer the part, with a file or without."""

    def make() -> Callable[[Unit], object]:
        sent = visit.upload
        document = visit.desk.cabinet.keep(sent.name, sent.content) if sent is not None else None
        return partial(parts.answer, text=visit.sent("answer"), document=document)

    return _settled(visit, make, "jawab", "part_answered")


def send_back(visit: Visit) -> Response:
    """Return a part that is not this office's."""

    def make() -> Callable[[Unit], object]:
        return partial(parts.send_back, reason=visit.sent("reason"))

    return _settled(visit, make, "kembalikan", "part_returned")


def _settled(
    visit: Visit, make: Callable[[], Callable[..., object]], form: str, message: str
) -> Response:
    try:
        version = visit.sent_number("version")
        visit.act(partial(make(), number=visit.number, version=version))
    except NotValid as fault:
        return _page(visit, form, fault)
    return visit.go(f"/bagian/{visit.number}", message)
