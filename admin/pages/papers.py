"""Letters to read and to print, bundles, and the open page that hands over."""

from functools import partial

from starlette.responses import Response

from admin.visit import NOBODY, Visit
from office import files, links
from office.files import Filed
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit
from register import bundle, drawing, handover, papers, rights
from register.tables import Release


def letter(visit: Visit) -> Response:
    """Hand out a letter; it names people, so who opened it is entered in the journal."""
    number = visit.number
    visit.act(partial(_opened, number=number))
    filed = drawing.finished(visit.desk.workshop, number)
    return visit.attachment(filed)


def _opened(unit: Unit, *, number: int) -> None:
    unit.require(Permission.REVEAL_IDENTITY)
    paper = papers.find(unit, number)
    rights.check_papers(unit, request=paper.request_id, objection=paper.objection_id)
    unit.record("letter.opened", f"letter:{number}")


def evidence(visit: Visit) -> Response:
    """Hand out the evidence bundle of a request."""
    visit.act(partial(_bundled, number=visit.number))
    filed = bundle.finished(visit.desk.workshop, visit.number)
    return visit.attachment(filed)


def _bundled(unit: Unit, *, number: int) -> None:
    unit.require(Permission.REVEAL_IDENTITY)
    bundle.contents(unit, number)
    rights.check_papers(unit, request=number)
    unit.record("bundle.opened", f"request:{number}")


def hand_over(visit: Visit) -> Response:
    """Show what a one-time link holds; nothing is used up by looking."""
    token = str(visit.request.path_params["token"])
    with visit.desk.office.reading(NOBODY) as unit:
        try:
            filed = _held(unit, links.look(unit, token, handover.DOWNLOAD))
        except NotFound:
            return visit.page("take.html", 404, filed=None, token="")
    return visit.page("take.html", filed=filed, token=token)


def take(visit: Visit) -> Response:
    """Hand over the file of a one-time link and use the link up."""
    token = str(visit.request.path_params["token"])
    try:
        with visit.desk.office.reading(NOBODY) as unit:
            answer = visit.attachment(_held(unit, links.look(unit, token, handover.DOWNLOAD)))
        # Used up only now: a file that cannot be read must not cost the citizen the link.
        visit.act(partial(_taken, token=token))
    except NotFound:
        return visit.page("take.html", 404, filed=None, token="")
    return answer


def _taken(unit: Unit, *, token: str) -> Filed:
    subject = links.use(unit, token, handover.DOWNLOAD)
    unit.record("release.fetched", subject)
    return _held(unit, subject)


def _held(unit: Unit, subject: str) -> Filed:
    row = unit.session.get(Release, int(subject.rpartition(":")[2]))
    if row is None:
        raise NotFound("link_unknown")
    return files.find(unit, row.file_id)
