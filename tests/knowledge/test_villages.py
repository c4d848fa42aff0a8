"""Names of villages: compared plainly, and found although mistyped."""

import pytest

from knowledge.villages import is_name, meant, plain

KNOWN = ("Desa Kepet", "Karangrejo", "Bulakrejo", "Sumber Rejo")


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("  Desa   KEPET ", "kepet"),
        ("ds. Kepet", "kepet"),
        ("Kel. Sukorejo", "sukorejo"),
        ("Desa", "desa"),
        ("Ma'rang", "ma'rang"),
        ("", ""),
    ],
)
def test_what_stands_before_a_name_and_its_capitals_do_not_count(typed: str, compared: str) -> None:
    assert plain(typed) == compared


def test_a_known_village_is_found_by_any_spelling_of_its_name() -> None:
    assert meant("desa kepet", KNOWN) == ["Desa Kepet"]
    assert meant("kepett", KNOWN) == ["Desa Kepet"]
    assert meant("karang rejo", KNOWN)[0] == "Karangrejo"
    assert meant("Sidomulyo", KNOWN) == []
    assert meant("kepet", ()) == []


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [("Kepet", True), ("Desa 4 Suku", True), ("ab", False), ("0812 3456 789", False)],
)
def test_a_number_is_no_village(typed: str, is_one: bool) -> None:
    assert is_name(typed) is is_one
