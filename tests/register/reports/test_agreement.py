"""The figures of a report are those of the register's pages, and those of the rows themselves."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from office.periods import Period
from office.unit import Office
from register.figures import reading, slices
from register.figures.words import Dimension
from register.reports import compose, editions, files, shelf
from register.reports.facts import Facts
from register.reports.words import Format, Size, Span
from register.tables import Request
from tests.house.year import SECRETS, Year, fill
from tests.register.reports.sample import HEAD
from tests.register.reports.test_files import words_of

SPANS = [(Span.YEAR, 1), (Span.HALF, 1), (Span.QUARTER, 3), (Span.MONTH, 10)]


@pytest.fixture
def year(office: Office) -> Year:
    return fill(office, questions=200, requests=400)


def facts_of(office: Office, year: Year, span: Span, place: int) -> Facts:
    with office.unit(year.officer) as unit:
        number = editions.begin(unit, span, 2026, place)
    with office.reading(year.officer) as unit:
        return shelf.facts(unit, number, HEAD)


def count(office: Office, table: str, column: str, facts: Facts) -> dict[str, int]:
    """Return what a plain query counts of a period."""
    # What is only proposed is no refusal yet.
    counted = "CASE WHEN decision IS NOT NULL THEN refusal_ground END"
    value = counted if column == "refusal_ground" else column
    query = text(
        f"SELECT {value}, count(*) FROM {table} "  # noqa: S608 - names of this file's own
        "WHERE received_date BETWEEN :since AND :until GROUP BY 1"
    )
    days = {"since": facts.since.isoformat(), "until": facts.until.isoformat()}
    with office.engine.connect() as connection:
        rows = connection.execute(query, days).all()
    return {str(one or "none"): int(many) for one, many in rows}


@pytest.mark.parametrize(("span", "place"), SPANS)
def test_report_pages_and_rows_count_the_same(
    office: Office, year: Year, span: Span, place: int
) -> None:
    facts = facts_of(office, year, span, place)
    period = Period(facts.since, facts.until)
    with office.reading(year.officer) as unit:
        shown = reading.requests(unit, period)
    for column in ("decision", "refusal_ground", "channel", "applicant_type"):
        direct = count(office, "requests", column, facts)
        told = {one: many for one, many in facts.requests.by[column].items() if many}
        assert told == direct, column
        assert told == {one: many for one, many in shown.by[Dimension(column)].items() if many}
        assert sum(told.values()) == facts.requests.total == shown.total
    objections = count(office, "objections", "decision", facts)
    told = {one: many for one, many in facts.objections.by["decision"].items() if many}
    assert told == objections
    assert sum(facts.objections.by["ground"].values()) >= facts.objections.total


def test_every_dimension_adds_up_and_so_do_the_months(office: Office, year: Year) -> None:
    facts = facts_of(office, year, Span.YEAR, 1)
    assert facts.requests.total > 0
    assert sum(facts.requests.per_month.values()) == facts.requests.total
    for dimension in Dimension:
        if dimension.adds_up:
            assert sum(facts.requests.by[dimension].values()) == facts.requests.total, dimension
    months = [facts_of(office, year, Span.MONTH, place) for place in range(1, 12)]
    assert sum(one.requests.total for one in months) == facts.requests.total
    halves = [facts_of(office, year, Span.HALF, place) for place in (1, 2)]
    for decision, many in facts.requests.by["decision"].items():
        assert sum(one.requests.of("decision", decision) for one in halves) == many


def test_the_time_needed_is_counted_from_the_rows(office: Office, year: Year) -> None:
    facts = facts_of(office, year, Span.YEAR, 1)
    with office.engine.connect() as connection:
        days = [
            row[0]
            for row in connection.execute(
                select(Request.notice_days)
                .where(Request.received_date >= facts.since, Request.notice_days.is_not(None))
                .order_by(Request.notice_days)
            )
        ]
    middle = len(days) // 2
    median = days[middle] if len(days) % 2 else Decimal(days[middle - 1] + days[middle]) / 2
    assert facts.requests.median == median
    classes = facts.requests.by["time_class"]
    assert classes["same_day"] == sum(1 for one in days if one == 0)
    assert classes["11_17"] == sum(1 for one in days if 10 < one <= 17)
    assert classes["over_17"] == sum(1 for one in days if one > 17)
    with office.reading(year.officer) as unit:
        shown = reading.requests(unit, facts.period)
    for strict, clock in ((True, "strict_clock"), (False, "perki_clock")):
        share, told = shown.on_time_share(strict=strict), facts.requests.share_on_time(clock)
        assert share is not None
        assert told is not None
        assert abs(Decimal(share) * 100 - told) <= Decimal("0.05001")


def test_the_rows_behind_a_figure_are_as_many_as_it_says(office: Office, year: Year) -> None:
    facts = facts_of(office, year, Span.YEAR, 1)
    with office.reading(year.officer) as unit:
        for dimension in slices.PARAMETERS:
            for value, many in facts.requests.by[dimension].items():
                where = slices.conditions(unit, {dimension: value}, facts.period)
                rows = unit.session.scalar(select(func.count()).select_from(Request).where(*where))
                assert rows == many, (dimension, value)


def test_nobody_who_asked_is_in_any_file(office: Office, year: Year) -> None:
    facts = facts_of(office, year, Span.YEAR, 1)
    said = facts.to_json()
    for size in Size:
        document = repr(compose.compose(facts, size))
        paper = words_of(files.draw(facts, size, Format.PDF).content)
        names = "".join(files.file_name(facts, size, kind) for kind in Format)
        for secret in SECRETS:
            assert secret not in said
            assert secret not in document
            assert secret not in paper
            assert secret not in names


def test_a_report_of_a_year_before_the_office_is_empty(office: Office, year: Year) -> None:
    with office.unit(year.officer) as unit:
        number = editions.begin(unit, Span.YEAR, 2024)
    with office.reading(year.officer) as unit:
        facts = shelf.facts(unit, number, HEAD)
    assert facts.requests.total == 0
    assert facts.since == date(2024, 1, 1)
    assert compose.compose(facts, Size.FULL).chapters
