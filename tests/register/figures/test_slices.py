"""From a figure to its rows: what leads there, and what never does."""

from datetime import date

import pytest

from office.periods import Period
from office.unit import Office
from register.figures import definitions, slices
from register.figures.words import ClockState, Dimension, ObjectionDimension
from tests.people import CLOCKWORK

PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))


def test_a_link_names_the_days_and_the_value() -> None:
    assert slices.link(Dimension.STRICT_CLOCK, ClockState.LATE, PERIOD) == {
        "dari": "2026-03-01", "sampai": "2026-03-31", "tepat": "late",
    }  # fmt: skip


@pytest.mark.parametrize("dimension", [Dimension.PURPOSE, Dimension.HOUR, Dimension.WEEKDAY])
def test_nobody_looks_for_requests_by_purpose_hour_or_weekday(
    office: Office, dimension: Dimension
) -> None:
    assert slices.link(dimension, "research", PERIOD) is None
    with office.reading(CLOCKWORK) as unit, pytest.raises(ValueError, match="nobody"):
        slices.conditions(unit, {dimension: "research"})


@pytest.mark.parametrize("dimension", list(slices.PARAMETERS))
def test_a_value_that_no_figure_has_leads_nowhere(office: Office, dimension: Dimension) -> None:
    with office.reading(CLOCKWORK) as unit, pytest.raises(ValueError, match="bukan"):
        slices.conditions(unit, {dimension: "bukan-apa-apa"})


def test_every_figure_is_defined_and_every_definition_is_of_a_figure() -> None:
    named = {dimension.value for dimension in Dimension}
    named |= {f"objection_{dimension.value}" for dimension in ObjectionDimension}
    named |= {definitions.RECEIVED, definitions.OBJECTIONS, definitions.MEDIAN}
    assert set(definitions.every()) == named
    for dimension in (*Dimension, *ObjectionDimension):
        assert definitions.definition(dimension).text.endswith(".")
