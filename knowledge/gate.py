"""Pure: what a changed entry does to the questions that are answered now."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from enum import StrEnum
from typing import Protocol

from knowledge.edition import Edition
from knowledge.verdict import Verdict
from knowledge.words import Band

# A citizen is shown this many titles to choose from.
SHOWN = 4


class Check(StrEnum):
    """What a row of the table is about."""

    PHRASING = "phrasing"
    REGRESSION = "regression"
    OFF_TOPIC = "off_topic"
    NOT_THIS = "not_this"


# Checks that also ask what citizens asked.
_OF_CITIZENS = frozenset({Check.REGRESSION, Check.OFF_TOPIC})


class Asked(Protocol):
    """A shelf, as far as the gate is concerned."""

    def ask(self, question: str, /) -> Verdict:
        """Return what to do with a question."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the entry that is right for it."""

    text: str
    slug: str


@dataclass(frozen=True, slots=True)
class Cases:
    """What is asked before and after."""

    regression: tuple[Case, ...] = ()
    off_topic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a shelf did with a question: its band, and the best entry if there is one."""

    band: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question before and after."""

    check: str
    text: str
    expected: str
    before: Seen
    after: Seen
    passed: bool
    worse: bool

    @property
    def is_regression(self) -> bool:
        """Tell whether this keeps the version from being published without a reason."""
        return not self.passed and (self.worse or self.check == Check.PHRASING)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions a check asked, and how many passed."""

    check: str
    asked: int
    passed: int


@dataclass(frozen=True, slots=True)
class GateReport:
    """The table that is kept with a version.

    Every row of the changed entry's own questions is in it, of the others those that failed or
    changed; the tallies count them all.
    """

    slug: str
    tallies: tuple[Tally, ...]
    rows: tuple[Row, ...]

    @property
    def regressions(self) -> tuple[Row, ...]:
        """Return what was fine before and no longer is, and phrasings that miss their entry."""
        return tuple(row for row in self.rows if row.is_regression)

    @property
    def weakened(self) -> tuple[Row, ...]:
        """Return what was answered before and is only offered now: for the reviewer to weigh."""
        return tuple(row for row in self.rows if row.passed and row.worse)


def check(before: Asked, after: Asked, slug: str, edition: Edition, cases: Cases) -> GateReport:
    """Return what changes for all cases when an entry says what an edition says."""
    shelves = _Shelves(before, after)
    found = {
        Check.PHRASING: [_found(shelves, Check.PHRASING, text, slug) for text in edition.phrasings],
        Check.REGRESSION: list(_regressions(shelves, cases.regression)),
        Check.OFF_TOPIC: [_off_topic(shelves, text) for text in cases.off_topic],
        Check.NOT_THIS: [_not_this(shelves, text, slug) for text in edition.not_this],
    }
    tallies = (
        Tally(name, len(rows), sum(row.passed for row in rows)) for name, rows in found.items()
    )
    rows = (row for rows in found.values() for row in rows if _telling(row))
    return GateReport(slug, tuple(tallies), tuple(rows))


def _telling(row: Row) -> bool:
    own = row.check in {Check.PHRASING, Check.NOT_THIS}
    return own or not row.passed or row.worse or row.before != row.after


@dataclass(frozen=True, slots=True)
class _Shelves:
    before: Asked
    after: Asked

    def ask(self, text: str) -> tuple[Verdict, Verdict]:
        return self.before.ask(text), self.after.ask(text)


def _found(shelves: _Shelves, name: Check, text: str, slug: str) -> Row:
    """Return the row of a question that its entry must answer or be offered for."""
    before, after = shelves.ask(text)
    was, now = _rank(before, slug), _rank(after, slug)
    return Row(name, text, slug, _seen(before), _seen(after), now > 0, now < was)


def _regressions(shelves: _Shelves, cases: Iterable[Case]) -> Iterator[Row]:
    """Yield the cases that are right before; what was wrong cannot be broken."""
    for case in cases:
        row = _found(shelves, Check.REGRESSION, case.text, case.slug)
        if row.passed or row.worse:
            yield row


def _off_topic(shelves: _Shelves, text: str) -> Row:
    before, after = shelves.ask(text)
    was, passed = before.band is not Band.ANSWER, after.band is not Band.ANSWER
    return Row(Check.OFF_TOPIC, text, "", _seen(before), _seen(after), passed, was and not passed)


def _not_this(shelves: _Shelves, text: str, slug: str) -> Row:
    before, after = shelves.ask(text)
    was, passed = _rank(before, slug) < _ANSWERED, _rank(after, slug) < _ANSWERED
    expected = f"-{slug}"
    return Row(
        Check.NOT_THIS, text, expected, _seen(before), _seen(after), passed, was and not passed
    )


_ANSWERED = 2


def _rank(verdict: Verdict, slug: str) -> int:
    """Return 2 where an entry answers, 1 where it is offered, 0 where it is neither."""
    slugs = tuple(hit.slug for hit in verdict.hits)
    if verdict.band is Band.ANSWER and slugs[:1] == (slug,):
        return _ANSWERED
    return int(verdict.band is Band.CHOOSE and slug in (verdict.meanings or slugs[:SHOWN]))


def _seen(verdict: Verdict) -> Seen:
    return Seen(verdict.band.value, verdict.hits[0].slug if verdict.hits else "")


def to_json(report: GateReport) -> str:
    """Return a report as JSON; equal reports give equal texts."""
    kept = {
        "slug": report.slug,
        "tallies": [astuple(tally) for tally in report.tallies],
        "rows": [asdict(row) for row in report.rows],
    }
    return json.dumps(kept, ensure_ascii=False)


def from_json(text: str) -> GateReport:
    """Return the report that a JSON text holds."""
    kept = json.loads(text)
    return GateReport(
        kept["slug"],
        tuple(Tally(*tally) for tally in kept["tallies"]),
        tuple(
            Row(**{**row, "before": Seen(**row["before"]), "after": Seen(**row["after"])})
            for row in kept["rows"]
        ),
    )


def without(kept: str, text: str, *, instead: str) -> str:
    """Return a report as JSON in which a citizen's question is replaced.

    What an entry says of itself stays: those words are its own.
    """
    report = json.loads(kept)
    for row in report["rows"]:
        if row["check"] in _OF_CITIZENS and row["text"] == text:
            row["text"] = instead
    return json.dumps(report, ensure_ascii=False)
