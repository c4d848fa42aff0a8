"""Handing information over: files through the gate, the fee, and the giving itself."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from admin.pages import case
from admin.pages.decisions import chosen, seen_files
from admin.visit import Visit
from office.files import LARGEST_LEAVING, Filed, Kept
from office.inspection.gate import inspect
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register import dossier, handover
from register.words import PaymentMethod


def add_file(visit: Visit) -> Response:
    """Look into a file and lay it ready; what the gate finds holds it back."""

    def make() -> Callable[[Unit], object]:
        kept, content = _from_part(visit) if visit.sent("part") else _uploaded(visit)
        # The gate looks before any transaction begins: a large file takes its time.
        inspection = inspect(kept.name, kept.media_type, content)
        return partial(handover.prepare, number=visit.number, document=kept, inspection=inspection)

    return case.moved(visit, make, "berkas", "file_looked_at")


def _uploaded(visit: Visit) -> tuple[Kept, bytes]:
    if visit.upload is None:
        raise NotValid("document", "file_needed")
    content = visit.upload.content
    kept = visit.desk.cabinet.keep(visit.upload.name, content, largest=LARGEST_LEAVING)
    return kept, content


def _from_part(visit: Visit) -> tuple[Kept, bytes]:
    """Return the file with which a regional office answered."""
    wanted = visit.sent_number("part")
    with visit.reading() as unit:
        parts = dossier.dossier(unit, visit.number).parts
    found: Filed | None = next((row.filed for row in parts if row.id == wanted), None)
    if found is None:
        raise NotFound("file_unknown")
    kept = Kept(found.sha256, found.name, found.media_type, found.size)
    return kept, visit.desk.cabinet.content(found.sha256)


def look(visit: Visit) -> Response:
    """Hand out a file that is to leave, to whoever may let it go."""
    return visit.attachment(visit.act(partial(handover.look, number=visit.number)))


def release(visit: Visit) -> Response:
    """Let a held file leave although something was found, with a reason, by a second person."""
    work = partial(handover.release, number=visit.number, reason=visit.sent("reason"))
    return visit.go(f"/register/{visit.act(work)}", "file_released")


def drop(visit: Visit) -> Response:
    """Take a file back that has not left."""
    number = visit.act(partial(handover.drop, number=visit.number))
    return visit.go(f"/register/{number}", "file_dropped")


def pay(visit: Visit) -> Response:
    """Note that the fee was paid."""

    def make() -> Callable[[Unit], object]:
        return partial(
            handover.record_payment,
            number=visit.number,
            version=visit.sent_number("version"),
            method=chosen(visit, "payment_method", PaymentMethod),
            receipt_number=visit.sent("receipt_number"),
        )

    return case.moved(visit, make, "bayar", "paid")


def provide(visit: Visit) -> Response:
    """Hand over what lies ready, or say how it was given otherwise."""

    def make() -> Callable[[Unit], object]:
        return partial(
            handover.provide,
            number=visit.number,
            version=visit.sent_number("version"),
            how=visit.sent("how"),
            files=seen_files(visit),
        )

    return case.previewed(visit, make, "serahkan", "provided")
