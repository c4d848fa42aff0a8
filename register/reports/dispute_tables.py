"""Pure: the tables on objections, disputes, and the means of the service."""

from collections.abc import Iterable, Mapping

from register.figures import suppression
from register.letters.amounts import rupiah
from register.objection_words import Ground, SuperiorDecision
from register.reports.document import Row, Table
from register.reports.facts import Facts, share
from register.reports.service_tables import CLOCK_VALUES, UNDECIDED
from register.reports.spreading import hidden_note, label_of, source, span_query
from register.reports.terms import term
from register.reports.words import ENTERED_OF, Part

_BOOK = "keberatan"
# What the book of objections calls a dimension in its address; grounds go by their letters.
_ADDRESSED = {"ground": "alasan", "decision": "keputusan", "clock": "tepat"}


def answered(facts: Facts) -> int:
    """Return how many objections have the superior's reply."""
    return sum(facts.objections.of("decision", one) for one in SuperiorDecision)


def upheld(facts: Facts) -> int:
    """Return how many objections were accepted, in whole or in part."""
    accepted = [one for one in SuperiorDecision if one.favours_applicant]
    return sum(facts.objections.of("decision", one) for one in accepted)


def outcomes(facts: Facts) -> dict[str, int | None]:
    """Return objections by outcome, without what would single somebody out."""
    values = (*SuperiorDecision, UNDECIDED)
    return suppression.outcomes({str(one): facts.objections.of("decision", one) for one in values})


def tells_answered(facts: Facts) -> bool:
    """Tell whether it may be said how many objections were answered."""
    return outcomes(facts)[UNDECIDED] is not None


def tells_upheld(facts: Facts) -> bool:
    """Tell whether it may be said how many objections were accepted."""
    return None not in outcomes(facts).values()


def objections(facts: Facts) -> tuple[Table, ...]:
    """Return objections by ground, by outcome and by punctuality.

    A ground or an outcome that occurred once or twice is named without its number.
    """
    lettered = {one.value: f"{one.letter}. {label_of('ground', one)}" for one in Ground}
    named = {one: label_of("objection_decision", one) for one in (*SuperiorDecision, UNDECIDED)}
    known = [one for one in CLOCK_VALUES if one != UNDECIDED or facts.objections.of("clock", one)]
    kept = {one: label_of("clock", one) for one in known}
    grounds = {one: facts.objections.of("ground", one) for one in lettered}
    clocks: dict[str, int | None] = {one: facts.objections.of("clock", one) for one in kept}
    if not tells_answered(facts):
        # How many are still open would tell how many were answered.
        clocks = {one: None if count else count for one, count in clocks.items()}
    shown = suppression.suppressed(grounds)
    return (
        _spread(facts, "ground", lettered.items(), shown, adds_up=False),
        _spread(facts, "objection_decision", named.items(), outcomes(facts)),
        _spread(facts, "objection_clock", kept.items(), clocks),
    )


def _spread(
    facts: Facts,
    name: str,
    values: Iterable[tuple[str, str]],
    shown: Mapping[str, int | None],
    *,
    adds_up: bool = True,
) -> Table:
    counted, dimension = facts.objections, name.removeprefix("objection_")
    rows = []
    for value, words in values:
        count = shown[value]
        part = None if count is None else share(count, counted.total)
        rows.append(Row(words, (count, part), _where(facts, dimension, value)))
    notes = ["" if adds_up else term("note", "ground"), hidden_note(rows)]
    heading = term("report", "share" if adds_up else "of_objections")
    if adds_up:
        whole = share(counted.total, counted.total)
        total = (counted.total, whole)
        rows.append(Row(term("report", "total"), total, _where(facts), is_total=True))
    return Table(
        name=name,
        caption=term("caption", name),
        columns=(term("column", dimension), term("report", "count"), heading),
        rows=tuple(rows),
        source=source(facts, "objections_source"),
        note=" ".join(filter(None, notes)),
        bars=0,
        book=_BOOK,
    )


def _where(facts: Facts, dimension: str = "", value: str = "") -> str | None:
    if dimension == "decision" and value == UNDECIDED:
        return None  # the book has no such filter
    said = Ground(value).letter if dimension == "ground" else value
    more = {_ADDRESSED[dimension]: said} if dimension else {}
    return span_query(facts.period, **more)


def entered(facts: Facts, part: Part) -> Table:
    """Return what was counted outside the office's books; what nobody entered is a dash."""
    name = "disputes" if part is Part.DISPUTES else "means"
    rows = []
    for one in ENTERED_OF[part]:
        known = facts.entered.get(one)
        if known is None:
            rows.append(Row(term("entered", one), (term("report", "no_days"),)))
        else:
            rows.append(Row(term("entered", one), (rupiah(known) if one.is_money else known,)))
    return Table(
        name=name,
        caption=term("caption", name),
        columns=(term("column", "row"), term("column", "amount")),
        rows=tuple(rows),
        source=term("report", "entered_source"),
        book="",
    )
