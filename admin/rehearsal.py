"""Rehearses an act: does it, keeps what would be sent, and takes everything back."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from babel.dates import format_date

from admin.texts import table, texts
from admin.visit import NOBODY, Visit
from office.outbox import Notice
from office.unit import Unit
from register import cases, papers
from register.labels import label
from register.papers import Paper
from register.tables import Request

_TAG = re.compile(r"<[^<>]*>")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENCLOSED = frozenset({"letter_enclosed"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the applicant will read it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter that will be issued: what it says, line by line."""

    title: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an act would send and issue."""

    messages: list[Message]
    sheets: list[Sheet]


class _Enough(Exception):
    """Ends a rehearsal: nothing of it is kept."""


def rehearse(
    visit: Visit,
    work: Callable[[Unit], object],
    *,
    request: int | None,
    objection: int | None = None,
) -> Rehearsed:
    """Return what an act would say to the applicant; raise what the act would raise.

    It runs in a transaction of its own that is taken back, so that what is shown is what the
    act itself writes and no second copy of it.
    """
    messages: list[Message] = []
    sheets: list[Sheet] = []
    with suppress(_Enough), visit.desk.office.batch() as batch:
        unit = visit.desk.office.unit_in(batch, visit.member or NOBODY)
        before = {paper.id for paper in _papers(unit, request, objection)}
        work(unit)
        unit.flush()
        told = [notice for notice, _ in batch.notices if notice.key not in _ENCLOSED]
        messages += [_message(visit, notice) for notice in told]
        issued = [row for row in _papers(unit, request, objection) if row.id not in before]
        sheets += [_sheet(unit, paper) for paper in issued]
        raise _Enough
    return Rehearsed(messages, sheets)


def _papers(unit: Unit, request: int | None, objection: int | None) -> list[Paper]:
    numbers = [objection] if objection is not None else []
    if request is not None and objection is None:
        row = unit.session.get(Request, request)
        numbers = [one.id for one in cases.objections_of(unit, row)] if row else []
    return papers.of_case(unit, request_id=request, objections=numbers)


def _message(visit: Visit, notice: Notice) -> Message:
    said = ""
    if visit.desk.speak is not None:
        said = unescape(_TAG.sub("", visit.desk.speak(notice))).strip()
    return Message(texts("notice", notice.key), said)


def _sheet(unit: Unit, paper: Paper) -> Sheet:
    return Sheet(label("letter", paper.kind), list(_lines(papers.facts(unit, paper.id))))


_KINDS = {
    "access_mode": "access_mode", "delivery_method": "delivery_method", "kind": "fee_kind",
    "forms": "copy_format", "payment_method": "payment_method",
}  # fmt: skip


def _lines(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Turn a letter's facts into words, in the order in which the letter says them."""
    names = table()["letter_fact"]
    for name, value in facts.items():
        said = _said(name, value)
        if said and name in names:
            yield names[name], said


def _said(name: str, value: object) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return "\n".join(filter(None, (_said(name, one) for one in value)))
    if isinstance(value, dict):
        if "due" in value:
            return _said(name, value["due"])
        parts = [_said(key, one) for key, one in value.items() if key not in _QUIET]
        return " · ".join(filter(None, parts))
    return _word(name, str(value))


_QUIET = frozenset({"identity_label", "basis"})


def _word(name: str, text: str) -> str:
    if _DAY.fullmatch(text):
        return format_date(date.fromisoformat(text), format="EEEE, d MMMM y", locale="id")
    kinds = [_KINDS[name]] if name in _KINDS else []
    if name in {"decision", "ground"}:
        kinds = ["decision", "superior_decision", "extension_ground"]
    for kind in kinds:
        with suppress(KeyError):
            return label(kind, text)
    if name == "ground":
        return f"huruf {text}"
    if name == "unit_price_rp":
        return f"Rp{int(text):,}".replace(",", ".")
    return f"× {text}" if name == "quantity" else text
