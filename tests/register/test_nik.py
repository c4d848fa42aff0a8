"""What a NIK says by its form: the worked examples, and that nothing typed ever raises."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register import nik

TODAY = date(2026, 11, 21)
CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("fixtures.json").read_text(encoding="utf-8")
)["nik_cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_a_worked_example_reads_as_stated(case: dict[str, Any]) -> None:
    found = nik.read(case["input"], TODAY)
    assert (found.doubt.value if found.doubt else None) == case.get("error")
    if case["ok"]:
        assert found.birth_date == date.fromisoformat(case["birth_date"])
        assert found.is_woman == (case["sex"] == "F")


@settings(deadline=None)
@given(st.text())
def test_no_text_whatever_raises(text: str) -> None:
    assert nik.read(text, TODAY).digits == nik.plain(text)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_any_sixteen_digits_are_read_or_doubted(digits: str) -> None:
    found = nik.read(digits, TODAY)
    assert found.doubt is not None or (found.birth_date is not None and found.birth_date <= TODAY)


@settings(deadline=None)
@given(
    st.dates(date(1927, 1, 1), TODAY),
    st.booleans(),
    st.integers(1, 9999),
    st.sampled_from(["350715", "110101", "917101", "317406"]),
)
def test_a_nik_made_by_the_rules_gives_its_birth_date_and_sex_back(
    born: date, is_woman: bool, serial: int, region: str
) -> None:
    born_day = born.day + (40 if is_woman else 0)
    digits = f"{region}{born_day:02d}{born:%m%y}{serial:04d}"
    found = nik.read(digits, TODAY)
    assert found.doubt is None
    assert found.is_woman == is_woman
    assert found.birth_date is not None
    # Two digits of a year: whoever is under a hundred is read exactly.
    assert found.birth_date == born or found.birth_date.year == born.year + 100
