"""Pure: the tables on requests (Perki 1/2021 Pasal 57, rincian pelayanan)."""

from collections.abc import Mapping
from decimal import Decimal

from register.figures import suppression
from register.figures.words import NONE, ClockState, TimeClass
from register.occupations import Occupation
from register.reports.document import Row, Table, Value, written
from register.reports.facts import Counted, Facts, per_cent, share
from register.reports.spreading import (
    hidden_note,
    label_of,
    source,
    span_query,
    spread,
    total_row,
    where,
)
from register.reports.terms import table, term
from register.satisfaction import MINIMUM, Element
from register.survey import SMALLEST_GROUP
from register.words import ApplicantType, Channel, Decision, PurposeCategory, RefusalGround

TIME_CLASSES = tuple(TimeClass)
CLOCK_VALUES = tuple(ClockState)
ENDED = (Decision.LAPSED_INCOMPLETE, Decision.WITHDRAWN)
UNDECIDED = NONE


def refused(counted: Counted) -> int:
    """Return how many were refused, or could not be given."""
    return sum(counted.of("decision", one) for one in Decision if one.is_refusal)


def ended(counted: Counted) -> int:
    """Return how many were withdrawn or never completed."""
    return sum(counted.of("decision", one) for one in ENDED)


def days(value: Decimal | None) -> str:
    """Return a number of working days in words."""
    if value is None:
        return term("report", "no_days")
    return term("report", "working_days").format(days=written(value).removesuffix(",0"))


def key_figures(facts: Facts) -> Table:
    """Return what is asked first, beside the period before."""
    now, then = facts.requests, facts.before

    earlier = facts.period.before()

    def row(name: str, value: Value, before: Value, *shows: str | None) -> Row:
        first = shows[0] if shows else None
        values = (_or_dash(value), _or_dash(before))
        return Row(term("key", name), values, first, others=shows[1:])

    def counted(name: str, dimension: str, value: str) -> Row:
        shows = [where(facts, dimension, value, one) for one in (facts.period, earlier)]
        return row(name, now.of(dimension, value), then.of(dimension, value), *shows)

    return Table(
        name="key",
        caption=term("caption", "key"),
        columns=(term("column", "row"), term("column", "this"), term("column", "before")),
        rows=(
            row("total", now.total, then.total, where(facts), where(facts, period=earlier)),
            counted("granted_full", "decision", Decision.GRANTED_FULL),
            counted("granted_partial", "decision", Decision.GRANTED_PARTIAL),
            row("refused", refused(now), refused(then)),
            counted("open", "decision", UNDECIDED),
            counted("extended", "extended", "yes"),
            counted("incomplete", "incomplete", "yes"),
            row("median", now.median, then.median),
            row("p90", now.p90, then.p90),
            *(
                row(f"on_time_{one}", now.share_on_time(clock), then.share_on_time(clock))
                for one, clock in (("strict", "strict_clock"), ("perki", "perki_clock"))
            ),
        ),
        source=source(facts),
    )


def _or_dash(value: Value) -> Value:
    return term("report", "no_days") if value is None else value


def months(facts: Facts) -> Table:
    """Return requests by the month in which they were received."""
    rows = []
    for month in facts.period.months():
        count = facts.requests.per_month.get(f"{month.since:%Y-%m}", 0)
        part = share(count, facts.requests.total)
        rows.append(Row(month.title, (count, part), span_query(month)))
    return Table(
        name="months",
        caption=term("caption", "months"),
        columns=(term("column", "month"), term("report", "count"), term("report", "share")),
        rows=(*rows, total_row(facts, facts.requests)),
        source=source(facts),
        bars=0,
    )


def time_needed(facts: Facts) -> Table:
    """Return the time needed by classification, with median and ninetieth percentile."""
    now = facts.requests
    note = term("note", "time_class").format(median=days(now.median), p90=days(now.p90))
    return spread(facts, "time_class", TIME_CLASSES, note=note)


def clocks(facts: Facts) -> Table:
    """Return the punctuality by both clocks, from receipt and from completeness."""
    now = facts.requests
    both = ("strict_clock", "perki_clock")
    rows = [
        Row(
            label_of("clock", value),
            tuple(now.of(clock, value) for clock in both),
            where(facts, "strict_clock", value),
            others=(where(facts, "perki_clock", value),),
        )
        for value in CLOCK_VALUES
        if value != UNDECIDED or any(now.of(clock, value) for clock in both)
    ]
    shares = tuple(_or_dash(now.share_on_time(clock)) for clock in both)
    whole, on_time = where(facts), f"{term('clock', 'on_time')} ({term('report', 'share').lower()})"
    totals = tuple(sum(now.by.get(clock, {}).values()) for clock in both)
    return Table(
        name="clocks",
        caption=term("caption", "clocks"),
        columns=(term("column", "clock"), term("column", "strict"), term("column", "perki")),
        rows=(
            *rows,
            Row(term("report", "total"), totals, whole, is_total=True, others=(whole,)),
            Row(on_time, shares, is_total=True),
        ),
        source=source(facts),
        note=term("note", "clocks"),
    )  # fmt: skip


def decisions(facts: Facts) -> Table:
    """Return what became of the requests."""
    return spread(facts, "decision", (*Decision, UNDECIDED))


def grounds(facts: Facts) -> Table:
    """Return the refusals by ground: the letters of Pasal 17, and what is not there to give.

    A ground given once or twice is named without its number.
    """
    counts = {str(one): facts.requests.of("refusal_ground", one) for one in RefusalGround}
    whole = sum(counts.values())
    rows = [
        Row(
            label_of("refusal_ground", one),
            (count, None if count is None else share(count, whole)),
            where(facts, "refusal_ground", one),
        )
        for one, count in suppression.grounds(counts).items()
    ]
    total = Row(term("report", "total"), (whole, share(whole, whole)), is_total=True)
    return Table(
        name="refusal_ground",
        caption=term("caption", "refusal_ground"),
        columns=(
            term("column", "refusal_ground"), term("report", "count"), term("report", "share"),
        ),
        rows=(*rows, total),
        source=source(facts),
        note=hidden_note(rows),
    )  # fmt: skip


def who_asked(facts: Facts) -> tuple[Table, ...]:
    """Return the tables that describe the applicants, without what would single one out."""
    return (
        _described(facts, "channel", Channel),
        _described(facts, "applicant_type", ApplicantType),
        _described(facts, "purpose", PurposeCategory),
        *_occupations(facts),
        _offices(facts),
    )


def _described(
    facts: Facts, name: str, values: type[Channel | ApplicantType | PurposeCategory]
) -> Table:
    order = [str(one) for one in values]
    counts = {one: facts.requests.of(name, one) for one in order}
    return spread(facts, name, order, shown=suppression.suppressed(counts))


def _occupations(facts: Facts) -> tuple[Table, ...]:
    """Return who asked by their work; nothing of a report that was frozen before it was counted."""
    counts = facts.requests.by.get("occupation")
    if counts is None:
        return ()
    order = [one for one in map(str, Occupation) if one != UNDECIDED or counts.get(one)]
    shown = suppression.suppressed({one: counts.get(one, 0) for one in order})
    return (spread(facts, "occupation", order, shown=shown, note=term("note", "occupation")),)


def _offices(facts: Facts) -> Table:
    counts = dict(facts.requests.by.get("regional_office", {}))
    order = sorted(counts, key=lambda one: (one == UNDECIDED, -counts[one], one))
    shown: Mapping[str, int | None] = suppression.suppressed(counts)
    note = term("note", "regional_office")
    return spread(
        facts, "regional_office", order, shown=shown, names=facts.offices, note=note, adds_up=False
    )


def completeness(facts: Facts) -> Table:
    """Return how many lacked something, and how many took longer."""
    now = facts.requests
    counts = (
        ("incomplete", now.of("incomplete", "yes"), where(facts, "incomplete", "yes")),
        ("lapsed", now.of("decision", Decision.LAPSED_INCOMPLETE),
         where(facts, "decision", Decision.LAPSED_INCOMPLETE)),
        ("extended", now.of("extended", "yes"), where(facts, "extended", "yes")),
    )  # fmt: skip
    return Table(
        name="completeness",
        caption=term("caption", "completeness"),
        columns=(term("column", "row"), term("report", "count"), term("report", "of_requests")),
        rows=tuple(
            Row(term("completeness", name), (count, share(count, now.total)), shows)
            for name, count, shows in counts
        ),
        source=source(facts),
        note=term("note", "completeness"),
    )


def satisfaction(facts: Facts) -> tuple[Table, ...]:
    """Return the survey: the index with its answers, and the nine elements."""
    found = facts.survey
    dash = term("report", "no_days")
    values: dict[str, Value] = {
        "n": found.n,
        "invited": found.invited,
        "rate": _or_dash(per_cent(found.responded, found.invited)),
        "index": _or_dash(found.index),
        "grade": f"{found.grade} ({label_of('grade', found.grade)})" if found.grade else dash,
    }
    note = ""
    if found.index is None:
        note = term("note", "few_answers").format(least=SMALLEST_GROUP)
    elif found.grade is None:
        note = term("note", "few_for_grade").format(least=MINIMUM)
    summary = Table(
        name="survey",
        caption=term("caption", "survey"),
        columns=(term("column", "row"), term("column", "amount")),
        rows=tuple(Row(term("survey", name), (value,)) for name, value in values.items()),
        source=source(facts, "survey_source"),
        note=note,
        book="",
    )
    return (summary, _elements(facts)) if found.means else (summary,)


def _elements(facts: Facts) -> Table:
    means = facts.survey.means
    return Table(
        name="elements",
        caption=term("caption", "elements"),
        columns=(term("column", "element"), term("column", "mean")),
        rows=tuple(Row(label_of("element", one), (means.get(one),)) for one in Element),
        source=source(facts, "survey_source"),
        bars=0,
        book="",
    )


def questions(facts: Facts) -> tuple[Table, ...]:
    """Return what the bot was asked, where somebody counted it."""
    if facts.asked is None:
        return ()
    return (
        Table(
            name="asked",
            caption=term("caption", "asked"),
            columns=(term("column", "row"), term("report", "count")),
            rows=tuple(
                Row(words, (facts.asked[name],))
                for name, words in table()["asked"].items()
                if name in facts.asked
            ),
            source=source(facts, "asked_source"),
            note=term("note", "asked"),
            bars=0,
            book="",
        ),
    )
