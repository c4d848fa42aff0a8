"""The acts on a request that decide nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from starlette.responses import Response

from admin.pages import case
from admin.pages.lists import sent_date
from admin.visit import Visit
from office import files
from office.files import Kept
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit
from register import completeness, requests


def _moved(visit: Visit, act: Callable[..., object], form: str, **given: object) -> Response:
    def make() -> Callable[[Unit], object]:
        return partial(act, number=visit.number, version=visit.sent_number("version"), **given)

    return case.moved(visit, make, form)


def take_up(visit: Visit) -> Response:
    """Declare the request complete and begin to work on it."""
    return _moved(visit, requests.take_up, "proses")


def find_incomplete(visit: Visit) -> Response:
    """Say what is missing, after it was seen as the applicant will read it."""

    def make() -> Callable[[Unit], object]:
        return partial(
            completeness.find_incomplete,
            number=visit.number,
            version=visit.sent_number("version"),
            missing=visit.sent("missing"),
            received=sent_date(visit, "received"),
        )

    return case.previewed(visit, make, "tidak-lengkap", "moved")


def letter_arrived(visit: Visit) -> Response:
    """Note when the incompleteness letter was handed over outside Telegram."""

    def make() -> Callable[[Unit], object]:
        day = sent_date(visit, "at")
        if day is None:
            raise NotValid("at", "required")
        return partial(_arrived, number=visit.number, at=day)

    return case.moved(visit, make, "surat-tiba")


def _arrived(unit: Unit, *, number: int, at: date) -> None:
    unit.require(Permission.PROCESS_REQUESTS)
    if at > unit.today:
        raise NotValid("at", "date_ahead", today=unit.today)
    completeness.letter_arrived(unit, number, at)


def repair(visit: Visit) -> Response:
    """Note what the applicant added, with a file or without."""

    def make() -> Callable[[Unit], object]:
        documents: list[Kept] = []
        if visit.upload is not None:
            documents.append(visit.desk.cabinet.keep(visit.upload.name, visit.upload.content))
        return partial(
            _repaired,
            number=visit.number,
            version=visit.sent_number("version"),
            text=visit.sent("text"),
            documents=documents,
        )

    return case.moved(visit, make, "lengkapi")


def _repaired(
    unit: Unit, *, number: int, version: int, text: str, documents: Sequence[Kept]
) -> None:
    entered = [files.file(unit, one) for one in documents]
    completeness.repair(unit, number, version=version, text=text, documents=entered)


def confirm(visit: Visit) -> Response:
    """Note on the applicant's behalf that everything was received."""
    return _noted(visit, requests.confirm, "terima")


def withdraw(visit: Visit) -> Response:
    """Withdraw on the applicant's behalf."""
    return _noted(visit, requests.withdraw, "cabut")


def _noted(visit: Visit, act: Callable[..., object], form: str) -> Response:
    """Do for the applicant what is theirs to do; how the office knows is written down."""

    def make() -> Callable[[Unit], object]:
        note = visit.sent("note")
        if not note:
            raise NotValid("note", "required")
        version = visit.sent_number("version")
        return partial(act, number=visit.number, version=version, note=note)

    return case.moved(visit, make, form)
