"""Answering similar questions in one go: ticked one by one, previewed for each, sent to each."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup, escape
from starlette.responses import Response

from admin import prepared
from admin.bubble import tidy
from admin.pages.queue import ticked
from admin.visit import NOBODY, Visit
from knowledge.escalation import signs, together
from knowledge.escalation.lines import LONGEST_REPLY
from knowledge.escalation.together import Answered, Asked, LeftOut
from knowledge.escalation.words import Outcome
from knowledge.shelf import Article
from office.outbox import Notice
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit

_TICK = "warga-"
_LINE = "baris-"
_INSERT = "sisip:"
_SUGGESTED = 3
_FOUND = 6
_LONGEST_QUESTION = 500
_WAIT = "tunggu"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One reply as its citizen will read it."""

    asked: Asked
    said: Markup


class _Enough(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def show(visit: Visit) -> Response:
    """Show who asks the same as one conversation, every word of theirs, and one reply to write."""
    return _page(visit)


def write(visit: Visit) -> Response:
    """Look something up, insert it, look at what each would read, or send it to each."""
    do = visit.sent("do")
    if do not in {"periksa", "kirim"}:
        return _page(visit)
    try:
        chosen = ticked(visit, _TICK)
        if not chosen:
            raise NotValid("chosen", "none_ticked")
        work = partial(
            together.answer_all, chosen=chosen, text=visit.sent("text"), outcome=_outcome(visit)
        )
        if do == "periksa":
            return _preview(visit, *_rehearsed(visit, work))
        return visit.go(f"/antrean/serupa/hasil?{_as_query(visit.act(work))}", "answered_together")
    except NotValid as refused:
        return _page(visit, refused)


def _outcome(visit: Visit) -> Outcome | None:
    """Return how each conversation is to end; None where it waits for its citizen."""
    then = visit.sent("lalu") or _WAIT
    if then == _WAIT:
        return None
    if then not in set(Outcome):
        raise NotValid("outcome", "choice_unclear")
    return Outcome(then)


def _page(visit: Visit, refused: NotValid | None = None) -> Response:
    chosen = ticked(visit, _TICK)
    with visit.reading() as unit:
        asked = together.waiting(unit)
        inside = _members(asked, visit.count("dekat") or _number(visit.sent("dekat")), chosen)
        today = unit.today
    text = _text(visit)
    shelf = visit.desk.library.now() if inside else None
    return visit.page(
        "together.html",
        422 if refused else 200,
        asked=inside,
        near=inside[0].id if inside else 0,
        chosen=chosen if visit.fields else {one.id: one.newest for one in inside},
        typed=text,
        then=visit.sent("lalu") or _WAIT,
        outcomes=list(together.OUTCOMES),
        blanks=signs.blanks(text),
        found=_entries(visit, inside, today) if shelf else [],
        wanted=visit.sent("cari"),
        refused=refused,
        missing=_missing(refused),
        longest=LONGEST_REPLY,
        most=together.MOST,
    )


def _missing(refused: NotValid | None) -> str:
    missing = refused.facts.get("missing") if refused is not None else None
    return ", ".join(missing) if isinstance(missing, list) else ""


def _members(asked: list[Asked], near: int, chosen: Mapping[int, int]) -> list[Asked]:
    """Return who asks the same as a conversation, and whoever is ticked already."""
    groups = [set(group.members) for group in together.groups(asked)]
    alike = next((members for members in groups if near in members), set[int]())
    return [one for one in asked if one.id in alike or one.id in chosen][: together.MOST]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _text(visit: Visit) -> str:
    """Return what stands in the reply, with the entry that a button asks to insert."""
    text, do = visit.fields.get("text", ""), visit.sent("do")
    if not do.startswith(_INSERT):
        return text
    article = visit.desk.library.now().articles.get(do.removeprefix(_INSERT))
    return prepared.joined(text, prepared.from_article(article, "id")) if article else text


def _entries(visit: Visit, inside: list[Asked], today: Any) -> list[Article]:
    """Return the entries that were searched for, else those likest to what is asked."""
    shelf, wanted = visit.desk.library.now(), visit.sent("cari")
    question = (wanted or " ".join(inside[0].texts))[:_LONGEST_QUESTION].strip()
    if not question or not shelf.articles:
        return []
    hits = shelf.finder.find(question, size=_FOUND if wanted else _SUGGESTED)
    found = [shelf.articles[hit.slug] for hit in hits if hit.slug in shelf.articles]
    return [one for one in found if not one.expired(today) and one.begun(today)]


def _rehearsed(visit: Visit, work: Any) -> tuple[Answered, dict[int, Notice]]:
    """Return what sending would do and say, which is then taken back; raise what it would raise."""
    answered, said = Answered({}, {}), dict[int, Notice]()
    with suppress(_Enough), visit.desk.office.batch() as batch:
        answered = work(visit.desk.office.unit_in(batch, visit.member or NOBODY))
        for notice, _ in batch.notices:
            if notice.key == "staff_reply":
                said[int(notice.once.split(":")[1])] = notice
        raise _Enough
    return answered, said


def _preview(visit: Visit, answered: Answered, said: Mapping[int, Notice]) -> Response:
    with visit.reading() as unit:
        known = {one.id: one for one in together.waiting(unit)}
        tickets = together.tickets(unit, {*answered.replies, *answered.left_out})
    bubbles = [
        Bubble(known[number], _said(visit, said[number])) for number in said if number in known
    ]
    kept = {
        name: value
        for name, value in visit.fields.items()
        if name in {"text", "lalu", "dekat"} or name.startswith(_TICK)
    }
    return visit.page(
        "together_preview.html",
        bubbles=bubbles,
        left_out=[(tickets.get(key, ""), one) for key, one in answered.left_out.items()],
        kept=kept,
        then=visit.sent("lalu") or _WAIT,
        near=_number(visit.sent("dekat")),
    )


def _said(visit: Visit, notice: Notice) -> Markup:
    if visit.desk.speak is None:
        return escape(str(notice.data["text"]))
    return tidy(visit.desk.speak(notice))


def _as_query(answered: Answered) -> str:
    sent = "-".join(f"{number}.{line}" for number, line in answered.replies.items())
    left = "-".join(f"{number}.{why}" for number, why in answered.left_out.items())
    return f"terkirim={sent}&lewat={left}"


def result(visit: Visit) -> Response:
    """Show what became of each reply, who was left out and why, and the way back."""
    replies = {
        int(number): int(line)
        for number, line in _pairs(visit.query("terkirim"))
        if number.isdigit() and line.isdigit()
    }
    left = {
        int(number): LeftOut(why)
        for number, why in _pairs(visit.query("lewat"))
        if number.isdigit() and why in set(LeftOut)
    }
    with visit.reading() as unit:
        standing = together.standing(unit, replies)
        tickets = together.tickets(unit, set(left))
        until = max((one.undo_until for one in standing if one.undo_until), default=None)
        seconds = 0 if until is None else max(0, int((until - unit.now).total_seconds()))
    return visit.page(
        "together_result.html",
        standing=standing,
        left_out=[
            (number, tickets[number], why) for number, why in left.items() if number in tickets
        ],
        seconds=seconds,
        address=f"/antrean/serupa/hasil?{visit.request.url.query}",
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    found = [part.partition(".") for part in text.split("-")[: together.MOST] if part.isascii()]
    return [(one, two) for one, _, two in found if len(one) < 10 and len(two) < 20]


def take_back(visit: Visit) -> Response:
    """Take every reply back that has not left."""
    replies = ticked(visit, _LINE)
    if not replies:
        raise NotValid("chosen", "none_ticked")
    late = visit.act(partial(_taken_back, replies=replies))
    sent = "-".join(f"{number}.{line}" for number, line in replies.items())
    message = "some_left_already" if late else "all_taken_back"
    return visit.go(f"/antrean/serupa/hasil?terkirim={sent}", message)


def _taken_back(unit: Unit, *, replies: Mapping[int, int]) -> list[int]:
    unit.require(Permission.ANSWER_CITIZENS)
    return together.take_back_all(unit, replies)
