"""Pure: what is still missing in a report, and texts that could stand there."""

from collections import defaultdict
from collections.abc import Mapping

from register.letters.amounts import rupiah
from register.reports import dispute_tables, service_tables, spans, spreading
from register.reports.document import written
from register.reports.facts import Facts
from register.reports.terms import table
from register.reports.words import ENTERED_OF, FIELDS_OF, OPTIONAL, Entered, Field, Part, Span
from register.words import Decision, RefusalGround

_GAP = "…"


def missing_texts(texts: Mapping[Field, str]) -> tuple[Field, ...]:
    """Return the texts that the rule asks for and nobody wrote, in the order of its parts."""
    return tuple(
        field
        for part in Part
        for field in FIELDS_OF[part]
        if field not in OPTIONAL and not texts.get(field, "").strip()
    )


def missing_numbers(entered: Mapping[Entered, int]) -> tuple[Entered, ...]:
    """Return the numbers that nobody entered; nothing happened is a nought, not a gap."""
    return tuple(one for part in ENTERED_OF for one in ENTERED_OF[part] if one not in entered)


def proposal(facts: Facts, field: Field) -> str:
    """Return a text with the period's figures in it, to be changed before it is kept."""
    known: defaultdict[str, str] = defaultdict(lambda: _GAP)
    known.update(_figures(facts))
    for one in Entered:
        if one in facts.entered:
            amount = facts.entered[one]
            known[one] = rupiah(amount) if one.is_money else written(amount)
    return table()["sample"][field].strip().format_map(known)


def _figures(facts: Facts) -> dict[str, str]:
    now, head = facts.requests, facts.head
    late = now.of("strict_clock", "late") + now.of("strict_clock", "late_open")
    absent = (RefusalGround.NOT_HELD, RefusalGround.NOT_DOCUMENTED)
    counts = {
        "total": now.total,
        "incomplete": now.of("incomplete", "yes"),
        "lapsed": now.of("decision", Decision.LAPSED_INCOMPLETE),
        "extended": now.of("extended", "yes"),
        "late": late,
        "not_held": sum(now.of("refusal_ground", one) for one in absent),
        "objections": facts.objections.total,
    }
    # A text is published whole: what its report withholds stands in no proposal for it.
    is_year = facts.span is Span.YEAR
    told = {
        "answered": dispute_tables.answered(facts)
        if is_year and dispute_tables.tells_answered(facts)
        else None,
        "upheld": dispute_tables.upheld(facts)
        if is_year and dispute_tables.tells_upheld(facts)
        else None,
    }
    share = now.share_on_time("strict_clock")
    return {
        **{name: written(count) for name, count in (counts | told).items()},
        "office": head.office,
        "address": head.address or _GAP,
        "period": spans.in_a_sentence(facts.period),
        "superior": head.superior.position or _GAP,
        "ppid": head.ppid.position or _GAP,
        "on_time": _GAP if share is None else written(share),
        "median": _GAP if now.median is None else written(now.median).removesuffix(",0"),
    }


def announcement(facts: Facts, address: str = "") -> tuple[str, ...]:
    """Return the yearly announcement by its lines (UU 14/2008 Pasal 12): title, lead, items.

    `address` is where everybody can read the report, if that is anywhere but at the office.
    """
    words, now, head = table()["announcement"], facts.requests, facts.head
    full = now.of("decision", Decision.GRANTED_FULL)
    partial = now.of("decision", Decision.GRANTED_PARTIAL)
    names = table()["time_class"]
    classes = [
        f"{names[one].lower()} {written(now.of('time_class', one))} permohonan"
        for one in service_tables.TIME_CLASSES
        if one != service_tables.UNDECIDED and now.of("time_class", one)
    ]
    spent = {"median": service_tables.days(now.median), "p90": service_tables.days(now.p90)}
    refusals = [row for row in service_tables.grounds(facts).rows if not row.is_total]
    reasons = [f"{row.label} ({written(row.values[0])})" for row in refusals if row.values[0] != 0]
    hidden = spreading.hidden_note(refusals)
    return (
        words["title"],
        words["lead"].format(office=head.office, period=spans.in_a_sentence(facts.period)),
        words["received"].format(total=written(now.total)),
        words["time"].format(classes="; ".join(classes), **spent)
        if classes
        else words["no_time"],
        words["outcome"].format(
            granted=written(full + partial), full=written(full), partial=written(partial),
            refused=written(service_tables.refused(now)),
        ),
        words["open"].format(
            open=written(now.of("decision", service_tables.UNDECIDED)),
            ended=written(service_tables.ended(now)),
        ),
        " ".join(filter(None, [words["reasons"].format(reasons="; ".join(reasons)), hidden]))
        if reasons
        else words["no_reasons"],
        words["closing_online" if address else "closing"].format(
            address=address,
            place=", ".join(filter(None, (head.office, head.address or head.city))),
        ),
    )  # fmt: skip
