"""What a line of the journal says besides who, what and when, in words for its reader."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from admin.dates import instant, kept_for, month_name, plain_date
from admin.texts import table, texts
from office.journal import Line
from register import labels
from register.openings import Named
from register.reports.terms import term

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Words = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """By what names a reader knows people, regional offices and cases."""

    zone: ZoneInfo
    people: Mapping[int, str]
    offices: Mapping[int, str]
    cases: Mapping[str, Named]

    def said(self, line: Line) -> list[tuple[str, str]]:
        """Return each fact of a line: what it is called, and what it says."""
        return [
            (named(line.act, name), self._value(line.act, name, value))
            for name, value in json.loads(line.facts).items()
        ]

    def _value(self, act: str, name: str, value: object) -> str:
        if value is None or value == "" or value == [] or value == {}:
            return texts("fact_value", "nothing")
        if isinstance(value, bool):
            return texts("fact_value", "yes" if value else "no")
        if isinstance(value, list):
            return ", ".join(self._value(act, name, one) for one in value)
        if isinstance(value, dict):
            return "; ".join(self._pair(act, name, key, one) for key, one in value.items())
        known = self._known(act, name) or self._plain
        try:
            return known(value)
        except (KeyError, ValueError):
            return str(value)  # a line outlives the words of its time

    def _pair(self, act: str, name: str, key: str, value: object) -> str:
        if act == "hours.changed":
            spans = (" sampai ".join(self._plain(at) for at in span) for span in _rows(value))
            hours = ", ".join(spans) or texts("fact_value", "closed")
            return f"{texts('weekday', key)} {hours}"
        called = f"{texts('act_about', 'escalation')} {key}" if key.isdigit() else named(act, key)
        return f"{called}: {self._value(act, name if key.isdigit() else key, value)}"

    def _known(self, act: str, name: str) -> Words | None:
        kind = act.partition(".")[0]
        for known in (f"{act}.{name}", f"{kind}.{name}", name):
            if known in _PEOPLE:
                return self._person
            if known in _OFFICES:
                return lambda number: self.offices.get(number, str(number))
            if known in _WORDS:
                return _WORDS[known]
        return self._case if name == "request" else None

    def _person(self, who: object) -> str:
        number = str(who).removeprefix("staff:")
        known = self.people.get(int(number)) if number.isdigit() else None
        return known or texts("fact_value", number)

    def _case(self, number: object) -> str:
        found = self.cases.get(f"request:{number}")
        return found.number if found else str(number)

    def _plain(self, value: object) -> str:
        said = str(value)
        if _HOUR.fullmatch(said):
            return said.replace(":", ".")
        if _DAY.fullmatch(said):
            return plain_date(date.fromisoformat(said))
        if _INSTANT.fullmatch(said):
            return instant(self.zone, datetime.fromisoformat(said))
        return said


def named(act: str, name: str) -> str:
    """Return what a fact of an act is called; its bare name where it has no other."""
    words = table()["fact"]
    return words.get(f"{act.partition('.')[0]}.{name}") or words.get(name, name)


def about(line: Line) -> list[str]:
    """Return the cases that a line is about or tells of, as subjects."""
    told = json.loads(line.facts).get("request")
    return [line.subject, f"request:{told}"] if isinstance(told, int) else [line.subject]


def _rows(value: object) -> list[list[str]]:
    return value if isinstance(value, list) else []


def _text(kind: str) -> Words:
    return lambda value: texts(kind, value)


def _label(kind: str) -> Words:
    return lambda value: labels.label(kind, value)


def _each(kind: str) -> Words:
    return lambda value: ", ".join(texts(kind, one) for one in str(value).split())


def _month(value: object) -> str:
    return month_name(date.fromisoformat(str(value)))


def _acts(value: object) -> str:
    code = str(value)
    return texts("act_about", code[:-1]) if code.endswith(".") else texts("act", code)


_PEOPLE = frozenset(
    {"escalation.to", "escalation.before", "officer", "asker", "staff_chat.by", "journal.by"}
)
_OFFICES = frozenset({"office", "regional_office"})
_WORDS: dict[str, Words] = {
    "about": _label("data_right"),
    "action": _text("cluster_action"),
    "applicant_type": _label("applicant_type"),
    "book": _label("export_book"),
    "channel": _label("channel"),
    "clock": _label("clock"),
    "consent": _text("consent"),
    "format": lambda value: str(value).upper(),
    "kind": _text("broadcast_kind"),
    "lane": _text("lane"),
    "languages": _text("language"),
    "left_out": _text("left_out"),
    "manner": _text("audit_manner"),
    "month": _month,
    "outcome": _text("outcome"),
    "purpose": _text("group_purpose"),
    "roles": _text("role_short"),
    "verdict": _text("assessment"),
    "events": _each("webhook_event"),
    "scopes": _each("api_scope"),
    "span": lambda value: term("span", value),
    "report.field": lambda value: term("field", value),
    "identity.fields": _label("field"),
    "journal.kind": _acts,
    "letter.kind": _label("letter"),
    "data_breach.outcome": _text("breach_outcome"),
    "data_breach.whom": _text("breach_whom"),
    "escalation.reason": _text("reason"),
    "staff.before": _text("role_short"),
    "staff.after": _text("role_short"),
    "retention.before": kept_for,
    "retention.days": kept_for,
    "view.book": _text("view_book"),
    "request.decision": _label("decision"),
    "objection.decision": _label("superior_decision"),
    "objection.grounds": _label("ground"),
    "request.ground": _label("refusal_ground"),
    "exemption.ground": _label("refusal_ground"),
    "data_request.ground": _label("data_ground"),
    "request.status": _label("status"),
    "objection.status": _label("objection_status"),
    "exemption.status": _label("exemption_status"),
    "data_request.status": _label("data_request_status"),
}
