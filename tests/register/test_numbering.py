"""Register numbers: their form, one row per year, and codes nobody can guess."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from office.unit import Office
from register import numbering
from register.privacy import mask_email, mask_name, mask_number
from tests.people import BU_SARI

MISREAD = set("01ILO")


def test_a_number_shows_sequence_series_month_and_year() -> None:
    assert numbering.registration_number(7, "PPID", date(2026, 11, 23)) == "0007/PPID/XI/2026"
    assert numbering.registration_number(12345, "PPID", date(2027, 4, 1)) == "12345/PPID/IV/2027"


@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 99_999))
def test_two_different_requests_of_a_year_never_share_a_number(day: date, sequence: int) -> None:
    printed = numbering.registration_number(sequence, "PPID", day)
    count, series, month, year = printed.split("/")
    assert (int(count), series, int(year)) == (sequence, "PPID", day.year)
    assert month in numbering._ROMAN


def test_each_series_and_year_counts_for_itself(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        first = [numbering.take(unit, "PPID", date(2026, 1, 2))[0] for _ in range(3)]
        other = numbering.take(unit, "KBR", date(2026, 1, 2))
        later = numbering.take(unit, "PPID", date(2027, 1, 4))
    assert first == [1, 2, 3]
    assert other == (1, "0001/KBR/I/2026")
    assert later == (1, "0001/PPID/I/2027")


def test_a_tracking_code_cannot_be_guessed_or_misread() -> None:
    codes = {numbering.tracking_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    assert all(len(code) == 10 for code in codes)
    assert not MISREAD & set("".join(codes))


def test_masked_fields_show_only_what_is_agreed() -> None:
    assert mask_number("3507152102900001") == "•" * 12 + "0001"
    assert mask_number("123") == "••••"
    assert mask_number("") == ""
    assert mask_name("Sari Wulandari") == "S••• W••••••"
    assert mask_email("sari@contoh.id") == "s•••@contoh.id"
    assert mask_email("") == ""


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_masked_field_gives_the_whole_away(text: str) -> None:
    assert len(text) < 3 or mask_number(text) != text
    # A word of one letter has nothing left to hide.
    assert all(
        len(word) == 1 or mask_name(word) != word for word in text.split() if "•" not in word
    )
