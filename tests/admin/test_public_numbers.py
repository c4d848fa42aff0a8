"""Everybody's pages write numbers in one way: a dot at the thousands, a comma before tenths."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from office.people import StaffMember
from office.unit import Office
from tests.admin.public_street import furnish, pages_of
from tests.admin.street import Street
from tests.house import year

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
MANY = 1_400
# Longer than three digits without a dot; numbers of letters and decrees have their own way.
BARE = re.compile(r"(?<![\w/.,+-])\d{4,}(?![\w/-])")
A_YEAR = re.compile(r"(?:19|20)\d\d")
# A decimal point, or a percent sign that stands apart.
FOREIGN = re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)|\d %")
# What is written by its own rule: terms of standards, clock times, code.
OWN = re.compile(
    r"<(code|pre|style|script|title)\b.*?</\1>|RFC \d+|\d\d\.\d\d|Schema \d+-\d+|(?:BY|API) \d\.\d"
    r"|Internasional 4\.0|4\.0 Internasional",
    re.DOTALL,
)


def words_of(html: str) -> str:
    """Return what a reader sees of a page."""
    return unescape(re.sub(r"<[^>]+>", " ", OWN.sub(" ", html)))


def test_every_number_on_every_page_is_written_as_indonesians_write_it(
    office: Office,
    street: Street,
    stranger: TestClient,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
) -> None:
    year.fill(office, questions=20, requests=MANY)
    furnish(office, street, pak_budi, bu_ratna)
    seen = ""
    for address, html in pages_of(office, 2026, stranger):
        if address == "/api":
            continue  # What is said there is what a program sends.
        said = words_of(html)
        bare = [found for found in BARE.findall(said) if not A_YEAR.fullmatch(found)]
        assert bare == [], address
        assert FOREIGN.findall(said) == [], address
        seen += said
    assert re.search(r"\b1\.\d{3}\s+permohonan", seen)
    assert re.search(r"\d%\s+tepat waktu", seen)


def test_files_keep_numbers_plain(office: Office, stranger: TestClient) -> None:
    year.fill(office, questions=20, requests=2_200)
    name = "/publik/data/statistik-2026"
    rows = stranger.get(f"{name}.json").json()["data"]
    largest = max(row["jumlah"] for row in rows if row["ukuran"] == "notice")
    assert largest > 999
    assert f",{largest}," in stranger.get(f"{name}.csv").text
