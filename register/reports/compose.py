"""Pure: makes the document of a report from its facts, whole or as a summary."""

from dataclasses import replace

from babel.dates import format_date

from register.reports import dispute_tables, service_tables, spans
from register.reports.document import Chapter, Document, Signing, Table, Words, written
from register.reports.facts import Facts
from register.reports.terms import table, term
from register.reports.words import FIELDS_OF, OPTIONAL, Field, Part, Size, Span
from register.words import Decision

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
# What the summary keeps: the figures that the law asks to be announced, and what follows.
_IN_SUMMARY = frozenset(
    {"key", "time_class", "clocks", "decision", "refusal_ground", "ground",
     "objection_decision", "disputes", "survey"}
)  # fmt: skip
# What tells people apart is published once a year: of its parts, one could be taken from another.
_YEARLY = frozenset(
    {"refusal_ground", "channel", "applicant_type", "purpose", "occupation", "regional_office",
     "ground", "objection_decision", "objection_clock", "survey", "elements"}
)  # fmt: skip
_WRITTEN_IN_SUMMARY = frozenset(
    {Field.DISPUTES, Field.OBSTACLES_EXTERNAL, Field.OBSTACLES_INTERNAL, Field.RECOMMENDATIONS}
)


def compose(facts: Facts, size: Size, *, is_inside: bool = False) -> Document:
    """Return the report; what nobody wrote stays as an empty place that says so.

    What leaves the office has no table that tells people apart of less than a year; within it
    (`is_inside`) staff see these too.
    """
    local = facts.as_of.date()
    day = format_date(local, "d MMMM y", locale="id")
    foreword = _words(facts, Field.FOREWORD)
    edition = "edition" if facts.edition == 1 else "revised"
    return Document(
        title=term("report", "title"),
        period=facts.period.title,
        size=term("size", size),
        office=facts.head.office,
        parent=facts.head.parent,
        address=facts.head.address,
        edition=term("report", edition).format(edition=facts.edition),
        as_of=term("report", "as_of").format(day=day),
        place_and_day=", ".join(filter(None, (facts.head.city, day))),
        foreword=foreword if foreword.body and size is Size.FULL else None,
        chapters=_chapters(facts, size, is_whole=is_inside or facts.span is Span.YEAR),
        definitions=tuple(table()["definition"].items()),
        signing=_signing(facts, day),
        draft=term("report", "draft") if facts.is_draft else "",
    )


def _chapters(facts: Facts, size: Size, *, is_whole: bool) -> tuple[Chapter, ...]:
    """Return the chapters that hold something, numbered as they come."""
    every = [_chapter(facts, part, size, is_whole=is_whole) for part in Part]
    found = [one for one in every if one.blocks]
    return tuple(replace(one, number=_ROMAN[place]) for place, one in enumerate(found))


def _chapter(facts: Facts, part: Part, size: Size, *, is_whole: bool) -> Chapter:
    tables = tables_of(facts, part)
    blocks: list[Words | Table] = [one for one in tables if is_whole or one.name not in _YEARLY]
    texts = [_words(facts, field) for field in FIELDS_OF[part]]
    if size is Size.SUMMARY:
        blocks = [one for one in blocks if one.name in _IN_SUMMARY]
        texts = [one for one in texts if one.name in _WRITTEN_IN_SUMMARY]
    # An optional text that nobody wrote leaves no empty place.
    texts = [one for one in texts if one.body or one.is_required]
    figures_first = part in {Part.REQUESTS, Part.DISPUTES}
    together = (*blocks, *texts) if figures_first else (*texts, *blocks)
    said = lead(facts, part, is_whole=is_whole)
    return Chapter(part, "", term("part", part), said, together)


def _words(facts: Facts, field: Field) -> Words:
    body = facts.texts.get(field, "").strip()
    return Words(field, term("field", field), body, field not in OPTIONAL)


def tables_of(facts: Facts, part: Part) -> tuple[Table, ...]:
    """Return the tables of a part."""
    if part is Part.SERVICE:
        return (dispute_tables.entered(facts, part),)
    if part is Part.REQUESTS:
        return (
            service_tables.key_figures(facts),
            service_tables.months(facts),
            service_tables.time_needed(facts),
            service_tables.clocks(facts),
            service_tables.decisions(facts),
            service_tables.grounds(facts),
            service_tables.completeness(facts),
            *service_tables.who_asked(facts),
            *service_tables.satisfaction(facts),
            *service_tables.questions(facts),
        )
    if part is Part.DISPUTES:
        return (*dispute_tables.objections(facts), dispute_tables.entered(facts, part))
    return ()


def lead(facts: Facts, part: Part, *, is_whole: bool = True) -> str:
    """Return the sentences in front of a part."""
    now = facts.requests
    full = now.of("decision", Decision.GRANTED_FULL)
    partial = now.of("decision", Decision.GRANTED_PARTIAL)
    counts = {
        "total": now.total,
        "full": full,
        "partial": partial,
        "granted": full + partial,
        "refused": service_tables.refused(now),
        "ended": service_tables.ended(now),
        "open": now.of("decision", service_tables.UNDECIDED),
        "objections": facts.objections.total,
        "answered": dispute_tables.answered(facts),
    }
    said = {name: written(count) for name, count in counts.items()}
    kind = "lead"
    if part is Part.DISPUTES and not (is_whole and dispute_tables.tells_answered(facts)):
        kind = "lead_withheld"
    words = term(kind, part).format(period=spans.in_a_sentence(facts.period), **said)
    if part is Part.REQUESTS and not is_whole:
        words += " " + term("report", "yearly")
    return words


def _signing(facts: Facts, day: str) -> tuple[Signing, ...]:
    ppid, superior = facts.head.ppid, facts.head.superior
    place = ", ".join(filter(None, (facts.head.city, day)))
    return (
        Signing(term("report", "knows"), superior.position, superior.name, superior.number),
        Signing(place, ppid.position, ppid.name, ppid.number),
    )
