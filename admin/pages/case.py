"""One request in full: what it is, where it stands, and what may be done by whom."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.rehearsal import Rehearsed, Sheet, rehearse
from admin.texts import texts
from admin.visit import Visit
from office import daysoff, posted, regional, staff
from office.inspection import labels as findings
from office.inspection.findings import FindingKind
from office.outbox import State
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit
from register import deadlines, decisions, dossier, exemption_list, law, moves, reveals, seen
from register.clocks import Clocks
from register.deadlines import Due
from register.dossier import Dossier, Happening
from register.intake import Identity
from register.law import Clock
from register.lifecycle import ClockEffect
from register.reveals import CaseKey, CaseKind
from register.steps import REQUEST, Step
from register.words import (
    OPEN_STATUSES,
    Decision,
    ExtensionGround,
    FeeKind,
    PaymentMethod,
    RefusalGround,
    ReleaseStatus,
    Status,
)

FEE_ROWS = 5
# Steps that everybody knows of anyhow; naming them as waited for would be noise.
_NOT_WAITED_FOR = frozenset({Step.REOPEN, Step.WITHDRAW, Step.EXTEND, Step.SUBMIT})
# Has no form of its own: an objection that is granted reopens its request.
_ELSEWHERE = frozenset({Step.REOPEN})
_BEGINS = frozenset({"submitted", "objected"})
_FAILED = frozenset({State.UNDELIVERABLE, State.UNSURE})
# Until then a notice is only on its way.
_USUALLY_SENT = timedelta(minutes=2)
_BY_APPLICANT = frozenset({Step.REPAIR, Step.CONFIRM})
_WHO = (
    Permission.DECIDE_OBJECTIONS, Permission.APPROVE_REFUSALS, Permission.DECIDE_REQUESTS,
    Permission.PROCESS_REQUESTS, Permission.FILE_REQUEST, Permission.KEEP_TIME,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of a request as the page shows it beside the others."""

    name: str
    due: Due
    counts: bool
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What a preview shows besides messages and letters; `button` names another word to send."""

    sheets: tuple[Sheet, ...] = ()
    notes: tuple[str, ...] = ()
    button: str = ""


def show(visit: Visit) -> Response:
    """Show a request with its story; identity stays masked."""
    return page(visit)


def reveal(visit: Visit) -> Response:
    """Show the full identity once; the reason is entered in the journal."""
    reason = reason_to_look(visit)
    return page(
        visit, identity=visit.act(partial(dossier.reveal, number=visit.number, reason=reason))
    )


def reason_to_look(visit: Visit) -> str:
    """Return why an identity is opened; raise `NotValid` for a reason that says nothing."""
    reason = visit.sent("reason")
    if len(reason) < 5:
        raise NotValid("reason", "too_short", shortest=5)
    return reason


def page(
    visit: Visit,
    *,
    identity: Identity | None = None,
    form: str = "",
    fault: NotValid | None = None,
) -> Response:
    """Return the page of a case; `form` keeps what was typed there, `fault` says what is wrong."""
    with visit.reading() as unit:
        case = seen.request_as_seen(unit, dossier.dossier(unit, visit.number))
        known = _known(visit, unit, case)
    return visit.page(
        "request.html",
        422 if fault else 200,
        case=case,
        entry=case.entry,
        at=f"/register/{visit.number}",
        identity=identity or case.identity,
        revealed=identity is not None,
        possible={step.value for step in case.possible if step not in _ELSEWHERE},
        waits=waits(case),
        form=form,
        fault=fault,
        typed=visit.fields if form else {},
        **known,
        **_CHOICES,
    )


_CHOICES: dict[str, Any] = {
    "grounds": list(RefusalGround),
    "extension_grounds": list(ExtensionGround),
    "fee_kinds": list(FeeKind),
    "payment_methods": list(PaymentMethod),
    "grants": [one for one in Decision if one.is_grant],
    "fee_rows": range(1, FEE_ROWS + 1),
    "shortest": moves.SHORTEST_REASON,
    "longest": moves.LONGEST_REASON,
    "longest_note": moves.LONGEST_NOTE,
    "most_days": decisions.LONGEST_PROMISE,
}


def _known(visit: Visit, unit: Unit, case: Dossier) -> dict[str, Any]:
    is_open = case.row.status in OPEN_STATUSES
    prepares = visit.may(Permission.PROCESS_REQUESTS) and (
        is_open or case.row.status is Status.NOTIFIED
    )
    return {
        "today": unit.today,
        "names": staff.names(unit),
        "clocks": running(case.clocks, case, unit.today),
        "story": by_day(case.story, case.row.received_date),
        "added": [row for row in case.story if row.event == "repaired" and row.note],
        "laid": {row.filed.sha256 for row in case.leaving if row.status != "dropped"},
        "effects": effects(unit, case),
        "exemptions": exemption_list.all_in_force(unit),
        "cited": _cited(unit, case),
        "offices": regional.every(unit),
        "is_open": is_open,
        "prepares": prepares,
        "own": visit.member.staff_id if visit.member else 0,
        "advice": _advice(case),
        "undelivered": undelivered(unit, f"request:{visit.number}:", case.entry["person"]),
        "told": told(unit, f"request:{visit.number}:", case.entry["person"]),
        "asked": reveals.newest(unit, CaseKey(CaseKind.REQUEST, visit.number)),
        "open_parts": sum(part.status == "assigned" for part in case.parts),
        "ready": [row for row in case.leaving if row.status in {"passed", "released"}],
        "held": [row for row in case.leaving if row.status == "held"],
    }


def told(unit: Unit, occasion: str, person: int | None) -> list[posted.Letter]:
    """Return every notice about a case to its applicant, oldest first."""
    return posted.about(unit.session, unit.vault, occasion, chat=person or 0)


def undelivered(unit: Unit, occasion: str, person: int | None) -> list[posted.Letter]:
    """Return the notices about a case that have not reached its applicant."""
    every = told(unit, occasion, person)
    return [row for row in every if row.state in _FAILED or _waits_long(unit, row)]


def _waits_long(unit: Unit, row: posted.Letter) -> bool:
    return row.state != State.SENT and row.created_at < unit.now - _USUALLY_SENT


def by_day(story: Iterable[Happening], received: date) -> list[Happening]:
    """Return a story by the days its events count for: receipt first, whenever it was entered."""
    return sorted((_dated(row, received) for row in story), key=lambda row: row.on)


def _dated(row: Happening, received: date) -> Happening:
    if row.event in _BEGINS:
        return replace(row, on=received)
    if row.event == "letter_arrived":
        with suppress(ValueError):
            return replace(row, on=date.fromisoformat(row.note))
    return row


def _cited(unit: Unit, case: Dossier) -> exemption_list.Row | None:
    number = case.entry["exemption"]
    return exemption_list.record(unit, number).row if number else None


def _advice(case: Dossier) -> dict[str, tuple[str, str]]:
    """Return what each finding in this case's files is called and what to do about it."""
    found = {str(one["kind"]) for row in case.leaving for one in row.findings}
    return {
        kind.value: (findings.label(kind), findings.advice(kind))
        for kind in FindingKind
        if kind.value in found
    }


def running(known: Clocks, case: Dossier, today: date) -> list[Running]:
    """Return the clocks side by side; from completeness only after an incompleteness letter."""
    repaired = known.base is not known.strict
    stopped = case.row.status is Status.INCOMPLETE
    unchecked = case.row.status is Status.REGISTERED and case.entry["incomplete_date"] is None
    lapsed = unchecked and today > known.check.on
    rows = [
        Running("received_clock", known.strict, known.notice is known.strict and not stopped),
        Running("internal", known.internal, counts=False),
        Running("completeness_check", known.check, unchecked and not lapsed, lapsed),
    ]
    if known.fix is not None and case.entry["incomplete_received"] is not None:
        rows.append(Running("completeness_fix", known.fix, counts=stopped))
    if repaired and known.from_complete is not None:
        rows.append(Running("complete_clock", known.from_complete, known.notice is known.base))
    if known.extension is not None:
        rows.append(Running("extension", known.extension, counts=True))
    return sorted(rows, key=lambda row: not row.counts)


def effects(unit: Unit, case: Dossier) -> dict[str, str]:
    """Return for each step what it does to the running clock, to be read before it is confirmed."""
    received = case.row.received_date
    longer = deadlines.due(Clock.EXTENSION, case.clocks.base.on, daysoff.calendar(unit, received))
    late = unit.today > case.row.notice_due
    facts = {
        "due": case.row.notice_due,
        "days": longer.term.working_days,
        "longer": longer.on,
        "repair": law.term(Clock.COMPLETENESS_FIX, unit.today).working_days,
        "anew": law.term(Clock.NOTICE, unit.today).working_days,
        "when": texts("on_time", "late" if late else "in_time"),
    }
    return {
        row.step.value: texts("clock_effect", _effect(row.step, row.clock), facts)
        for row in REQUEST.rows
    }


def _effect(step: object, clock: ClockEffect) -> str:
    own = f"{clock.value}_{step}"
    return own if texts("clock_effect", own) != own else clock.value


def waits(case: Dossier) -> list[str]:
    """Return what is waited for from somebody else, in words."""
    applicant = [step for step in case.possible if step in _BY_APPLICANT]
    others = [step for step in case.waiting if step not in _NOT_WAITED_FOR]
    steps = list(dict.fromkeys([*others, *applicant]))
    grouped: dict[str, list[str]] = {}
    for step in steps:
        who = "applicant" if step in _BY_APPLICANT else _who(step)
        grouped.setdefault(who, []).append(texts("wait", step.value))
    if any(row.status == ReleaseStatus.HELD for row in case.leaving):
        grouped["second"] = [texts("wait", "release")]
    return [f"{texts('who', who)} {_joined(acts)}" for who, acts in grouped.items()]


def _who(step: Step) -> str:
    allowed = REQUEST.row(step).permissions
    return next(one.value for one in _WHO if one in allowed)


def _joined(acts: list[str]) -> str:
    return acts[0] if len(acts) == 1 else f"{', '.join(acts[:-1])} atau {acts[-1]}"


def moved(
    visit: Visit, make: Callable[[], Callable[[Unit], object]], form: str, message: str = "moved"
) -> Response:
    """Do an act on the case; what is not valid is said beside its field and nothing is lost."""
    try:
        visit.act(make())
    except NotValid as fault:
        return page(visit, form=form, fault=fault)
    return visit.go(f"/register/{visit.number}", message)


def previewed(
    visit: Visit,
    make: Callable[[], Callable[[Unit], object]],
    form: str,
    message: str = "decided",
    *,
    beside: Callable[[], Beside] = Beside,
) -> Response:
    """Show what an act would send, and do it only when that was seen and confirmed."""
    wanted = visit.sent("do")
    if wanted == "ubah":
        return page(visit, form=form)
    try:
        work = make()
        if wanted == "kirim":
            visit.act(work)
            return visit.go(f"/register/{visit.number}", message)
        shown = rehearse(visit, work, request=visit.number)
    except NotValid as fault:
        return page(visit, form=form, fault=fault)
    return preview_page(visit, shown, form, back=f"/register/{visit.number}", beside=beside())


def preview_page(
    visit: Visit, shown: Rehearsed, form: str, *, back: str, beside: Beside = Beside()
) -> Response:
    """Return the page that shows what will be sent, with everything typed carried along."""
    kept = {
        name: value
        for name, value in visit.fields.items()
        # That no file lay ready is also something that was seen.
        if name != "do" and (value or name == "files")
    }
    return visit.page(
        "preview.html",
        shown=shown,
        form=form,
        kept=kept,
        back=back,
        action=visit.request.url.path,
        own_sheets=beside.sheets,
        notes=beside.notes,
        button=beside.button,
    )
