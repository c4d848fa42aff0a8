"""One objection before the superior who answers it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.pages import case
from admin.pages.decisions import chosen, optional_number
from admin.pages.lists import sent_date
from admin.rehearsal import rehearse
from admin.visit import Visit
from office import staff
from office.refusals import NotValid
from office.unit import Unit
from register import dossier, exemption_list, moves, objection_book, objections, reveals, seen
from register.objection_book import ObjectionDossier
from register.objection_words import Ground, SuperiorDecision
from register.objections import Reply
from register.reveals import CaseKey, CaseKind


def show(visit: Visit) -> Response:
    """Show an objection; identity stays masked."""
    return page(visit)


def reveal(visit: Visit) -> Response:
    """Show who objects in full, once; the reason is entered in the journal."""
    reason = case.reason_to_look(visit)
    work = partial(dossier.reveal_objector, number=visit.number, reason=reason)
    return page(visit, identity=visit.act(work))


def page(
    visit: Visit, *, identity: object = None, form: str = "", fault: NotValid | None = None
) -> Response:
    """Return the page of an objection; `form` keeps what was typed there."""
    with visit.reading() as unit:
        found = seen.objection_as_seen(unit, objection_book.record(unit, visit.number))
        known = _known(visit, unit, found)
    return visit.page(
        "objection.html",
        422 if fault else 200,
        record=found,
        entry=found.entry,
        at=f"/keberatan/{visit.number}",
        identity=identity or found.identity,
        revealed=identity is not None,
        possible={step.value for step in found.possible},
        all_grounds=list(Ground),
        decisions=list(SuperiorDecision),
        shortest=moves.SHORTEST_REASON,
        longest=moves.LONGEST_REASON,
        longest_note=moves.LONGEST_NOTE,
        form=form,
        fault=fault,
        typed=visit.fields if form else {},
        **known,
    )


def _known(visit: Visit, unit: Unit, found: ObjectionDossier) -> dict[str, Any]:
    number = found.entry["exemption"] or (found.refusal and found.refusal["exemption"])
    return {
        "today": unit.today,
        "names": staff.names(unit),
        "exemptions": exemption_list.all_in_force(unit),
        "cited": exemption_list.record(unit, number).row if number else None,
        "story": case.by_day(found.story, found.line.received_date),
        "undelivered": case.undelivered(unit, f"objection:{visit.number}:", found.entry["person"]),
        "told": case.told(unit, f"objection:{visit.number}:", found.entry["person"]),
        "asked": reveals.newest(unit, CaseKey(CaseKind.OBJECTION, visit.number)),
    }


def decide(visit: Visit) -> Response:
    """Answer the objection, after the answer was seen as the applicant will read it."""
    wanted = visit.sent("do")
    if wanted == "ubah":
        return page(visit, form="tanggapi")
    try:
        work = partial(
            objections.decide,
            number=visit.number,
            version=visit.sent_number("version"),
            reply=_reply(visit),
        )
        if wanted == "kirim":
            visit.act(work)
            return visit.go(f"/keberatan/{visit.number}", "objection_decided")
        with visit.reading() as unit:
            about = objection_book.record(unit, visit.number).request_id
        shown = rehearse(visit, work, request=about, objection=visit.number)
    except NotValid as fault:
        return page(visit, form="tanggapi", fault=fault)
    return case.preview_page(visit, shown, "tanggapi", back=f"/keberatan/{visit.number}")


def _reply(visit: Visit) -> Reply:
    return Reply(
        decision=chosen(visit, "decision", SuperiorDecision),
        statements={
            ground: visit.sent(f"statement_{ground.letter}")
            for ground in Ground
            if visit.sent(f"statement_{ground.letter}")
        },
        reasons=visit.sent("reasons"),
        order=visit.sent("order"),
        order_due=sent_date(visit, "order_due"),
        exemption=optional_number(visit, "exemption"),
    )


def accept(visit: Visit) -> Response:
    """Note on the applicant's behalf that the answer is accepted."""
    return _for_applicant(visit, objections.accept, "text", "menerima")


def contest(visit: Visit) -> Response:
    """Note on the applicant's behalf that the answer does not satisfy."""
    return _for_applicant(visit, objections.contest, "text", "tidak-puas")


def withdraw(visit: Visit) -> Response:
    """Withdraw the objection on the applicant's behalf."""
    return _for_applicant(visit, objections.withdraw, "note", "cabut")


def _for_applicant(visit: Visit, act: Callable[..., object], words: str, form: str) -> Response:
    """Do for the applicant what is theirs to do; how the office knows is written down."""
    try:
        note = visit.sent("note")
        if not note:
            raise NotValid("note", "required")
        version = visit.sent_number("version")
        visit.act(partial(act, number=visit.number, version=version, **{words: note}))
    except NotValid as fault:
        return page(visit, form=form, fault=fault)
    return visit.go(f"/keberatan/{visit.number}", "moved")
