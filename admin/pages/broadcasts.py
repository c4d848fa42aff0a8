"""Broadcasts: write, look at it as it is read, approve, watch it go, and stop it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.instants import now_or_then
from admin.pages.lists import sent_date
from admin.said import Said, said_of
from admin.visit import Visit
from knowledge import programmes
from knowledge.broadcasts import approving, reading, recipients, running, telling, writing
from knowledge.broadcasts.reading import Known
from knowledge.broadcasts.wording import (
    ADVISED_LENGTH,
    LONGEST_SOURCE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SPOKEN,
    Content,
    Wording,
)
from knowledge.broadcasts.words import BroadcastCheck, BroadcastKind, BroadcastStatus
from knowledge.programme_card import standing
from knowledge.words import ProgrammeStatus
from office import staff, switches
from office.outbox import Notice
from office.people import Permission
from office.refusals import NotValid
from office.switches import Function
from office.unit import Unit

_OVER = frozenset({ProgrammeStatus.FINISHED, ProgrammeStatus.REPLACED})


def show(visit: Visit) -> Response:
    """Show every broadcast, what waits for a second person first."""
    with visit.reading() as unit:
        rows = reading.every(unit)
        names = staff.names(unit)
    waiting = [row for row in rows if row.status is BroadcastStatus.WAITING]
    others = [row for row in rows if row.status is not BroadcastStatus.WAITING]
    own = visit.member.staff_id if visit.member else 0
    return visit.page("broadcasts.html", waiting=waiting, rows=others, names=names, own=own)


def blank(visit: Visit) -> Response:
    """Show the form of a new broadcast."""
    return _form(visit, {"kind": BroadcastKind.IMMEDIATE.value})


def begin(visit: Visit) -> Response:
    """Write a broadcast; with `do=periksa` only show how it is read and how many get it."""
    try:
        content = _content(visit)
        if visit.sent("do") == "periksa":
            with visit.reading() as unit:
                writing.check(unit, content)
            return _form(visit, visit.fields, content=content)
        number = visit.act(partial(writing.write, content=content))
    except NotValid as fault:
        return _form(visit, visit.fields, fault)
    return visit.go(f"/siaran/{number}", "broadcast_written")


def show_one(visit: Visit) -> Response:
    """Show one broadcast: as it is read, what may be done about it, and how far it is."""
    return _page(visit)


def amend(visit: Visit) -> Response:
    """Change what a broadcast says."""
    version = visit.sent_number("version")
    try:
        work = partial(writing.amend, number=visit.number, content=_content(visit), version=version)
        visit.act(work)
    except NotValid as fault:
        return _page(visit, fault, visit.fields)
    return visit.go(f"/siaran/{visit.number}", "broadcast_amended")


def submit(visit: Visit) -> Response:
    """Hand a broadcast to a second person."""
    version = visit.sent_number("version")
    visit.act(partial(writing.submit, number=visit.number, version=version))
    return visit.go(f"/siaran/{visit.number}", "broadcast_submitted")


def approve(visit: Visit) -> Response:
    """Let a broadcast begin now, or at the instant that was chosen."""
    version = visit.sent_number("version")
    checks = [one for one in BroadcastCheck if visit.sent(f"check_{one}")]
    work = partial(approving.approve, number=visit.number, version=version, checks=checks)
    try:
        at = now_or_then(visit, "at", then=visit.sent("do") == "jadwalkan")
        shown = visit.sent_number("people") if visit.sent("people") else None
        visit.publish(partial(work, at=at, shown=shown, chats=visit.desk.chats))
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/siaran/{visit.number}", "broadcast_scheduled" if at else "broadcast_begins")


def send_back(visit: Visit) -> Response:
    """Give a broadcast back to who wrote it."""
    version, reason = visit.sent_number("version"), visit.sent("reason")
    work = partial(approving.send_back, number=visit.number, version=version, reason=reason)
    try:
        visit.act(work)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/siaran/{visit.number}", "broadcast_returned")


def stop(visit: Visit) -> Response:
    """Stop a broadcast for good."""
    try:
        visit.publish(partial(running.stop, number=visit.number, reason=visit.sent("reason")))
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/siaran/{visit.number}", "broadcast_stopped")


def say_again(visit: Visit) -> Response:
    """Send once more to whom it may not have reached."""
    visit.act(partial(running.say_again, number=visit.number))
    return visit.go(f"/siaran/{visit.number}", "broadcast_again")


def _page(
    visit: Visit, fault: NotValid | None = None, values: Mapping[str, str] | None = None
) -> Response:
    with visit.reading() as unit:
        known = reading.one(unit, visit.number)
        names = staff.names(unit)
        is_held = switches.is_closed(unit, Function.BROADCAST)
        today = unit.today
    own = visit.member is not None and visit.member.staff_id == known.written_by
    may_act = visit.may(Permission.STOP_BROADCASTS)
    return visit.page(
        "broadcast.html",
        422 if fault else 200,
        known=known,
        names=names,
        own=own,
        may_act=may_act,
        may_write=visit.may(Permission.BROADCAST),
        may_approve=visit.may(Permission.APPROVE_BROADCASTS) and not own,
        is_held=is_held,
        has_lapsed=known.content.valid_until < today,
        checks=list(BroadcastCheck),
        remaining=_remaining(visit, known),
        editing=values is not None,
        **_fields(visit, values if values is not None else _typed(known.content), fault),
        **_shown(visit, known.content, counted=known.started_at is None),
    )


def _form(
    visit: Visit,
    values: Mapping[str, str],
    fault: NotValid | None = None,
    content: Content | None = None,
) -> Response:
    shown = _shown(visit, content) if content is not None else {"bubbles": ()}
    fields = _fields(visit, values, fault)
    return visit.page("broadcast_new.html", 422 if fault else 200, **fields, **shown)


def _fields(visit: Visit, values: Mapping[str, str], fault: NotValid | None) -> dict[str, Any]:
    with visit.reading() as unit:
        known = _programmes(visit, unit, values.get("programme", ""))
    longest = {"title": LONGEST_TITLE, "text": LONGEST_TEXT, "source": LONGEST_SOURCE}
    return {
        "values": values, "fault": fault, "programmes": known, "languages": SPOKEN,
        "longest": longest, "kinds": list(BroadcastKind), "advised": ADVISED_LENGTH,
    }  # fmt: skip


def _programmes(visit: Visit, unit: Unit, chosen: str) -> list[tuple[str, str]]:
    """Return the programmes that citizens of this office can follow now, and the one chosen."""
    on = programmes.on(unit, visit.desk.settings.packs)
    return [
        (one.slug, one.card.name)
        for one in on
        if one.slug == chosen or standing(one.card, unit.today) not in _OVER
    ]


def _shown(visit: Visit, content: Content, *, counted: bool = True) -> dict[str, Any]:
    """Return how a broadcast is read in each language, how many get it, and how long it takes."""
    people = _people(visit, content) if counted else None
    pace = visit.desk.settings.post_per_second
    return {
        "bubbles": [(name, _bubble(visit, content, name)) for name in SPOKEN],
        "untranslated": [name for name in SPOKEN if name not in content.texts],
        "people": people,
        "seconds": people / pace if people is not None else None,
        "pace": pace,
    }


def _people(visit: Visit, content: Content) -> int | None:
    whom = content.kind, content.programme, content.village
    with visit.reading() as unit:
        return recipients.expected(unit, *whom, chats=visit.desk.chats)


def _bubble(visit: Visit, content: Content, language: str) -> Said:
    data = telling.facts(content.kind, content.texts, language, content.source, content.valid_until)
    notice = Notice(0, telling.KEY, "preview", data=data, language=language)
    return said_of(visit, notice, data["title"], data["body"])


def _remaining(visit: Visit, known: Known) -> float:
    """Return how many seconds the rest will take at the pace it went so far."""
    figures = known.figures
    pace = figures.per_second or visit.desk.settings.post_per_second
    return max(0, figures.most - figures.handled) / pace


def _content(visit: Visit) -> Content:
    try:
        kind = BroadcastKind(visit.sent("kind"))
    except ValueError:
        raise NotValid("kind", "required") from None
    until = sent_date(visit, "valid_until")
    if until is None:
        raise NotValid("valid_until", "required")
    is_news = kind is BroadcastKind.PROGRAMME
    return Content(
        kind=kind,
        texts=_texts(visit),
        source=visit.sent("source"),
        valid_until=until,
        programme=visit.sent("programme") if is_news else "",
        village=visit.sent("village") if is_news else "",
    )


def _texts(visit: Visit) -> dict[str, Wording]:
    found = {}
    for language in SPOKEN:
        title = visit.sent(f"title_{language}")
        text = visit.sent(f"text_{language}").replace("\r\n", "\n")
        if title or text:
            found[language] = Wording(title, text)
    return found


def _typed(content: Content) -> dict[str, str]:
    """Return a broadcast as its form holds it."""
    values = {
        "kind": content.kind.value,
        "source": content.source,
        "valid_until": content.valid_until.isoformat(),
        "programme": content.programme,
        "village": content.village,
    }
    for language, words in content.texts.items():
        values |= {f"title_{language}": words.title, f"text_{language}": words.text}
    return values
