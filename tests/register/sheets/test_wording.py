"""Days, sums, periods and headings as an Indonesian office book writes them."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from register.labels import label
from register.objection_words import SuperiorDecision
from register.sheets.columns import decision_words, superior_decision_words
from register.sheets.lines import Heading
from register.sheets.wording import full_day, period, short_day, weekday_and_day
from register.words import Decision
from tests.register.sheets.entries import GRANTED, HEADING, OBJECTION


def test_days_are_written_in_indonesian() -> None:
    day = date(2026, 8, 7)
    assert short_day(day) == "7 Agu 2026"
    assert full_day(day) == "7 Agustus 2026"
    assert weekday_and_day(day) == "Jumat, 7 Agustus 2026"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "Tahun 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "Februari 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "Februari 2028"),
        (date(2028, 2, 1), date(2028, 2, 28), "1 Februari 2028 s.d. 28 Februari 2028"),
        (date(2026, 1, 1), date(2026, 3, 31), "1 Januari 2026 s.d. 31 Maret 2026"),
        (date(2025, 11, 1), date(2026, 11, 30), "1 November 2025 s.d. 30 November 2026"),
        (date(2026, 11, 23), date(2026, 11, 23), "23 November 2026"),
        (date(9999, 1, 1), date.max, "Tahun 9999"),
    ],
)
def test_a_period_is_called_by_its_name(first: date, last: date, words: str) -> None:
    assert period(replace(HEADING, first_day=first, last_day=last)) == words


def test_a_heading_needs_a_zone_and_a_period_that_runs_forward() -> None:
    with pytest.raises(ValueError, match="zone"):
        replace(HEADING, issued=datetime(2026, 11, 25, 9, 30))  # noqa: DTZ001
    with pytest.raises(ValueError, match="before it begins"):
        Heading("PPID", date(2026, 2, 1), date(2026, 1, 1), HEADING.issued)


def test_every_decision_has_its_official_words() -> None:
    assert decision_words(replace(GRANTED, decision=None)) == ""
    for decision in Decision:
        words = decision_words(replace(GRANTED, decision=decision.value))
        assert words == label("decision", decision)
    for superior in SuperiorDecision:
        found = superior_decision_words(replace(OBJECTION, superior_decision=superior.value))
        assert found == label("superior_decision", superior)
