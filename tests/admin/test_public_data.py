"""Open data and figures: by the schema, the same bytes, and nobody told apart."""

import csv
import io
import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import jsonschema_rs
import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.public.measures import measures
from admin.public.opendata import SCHEMAS
from admin.public.statistics import closed_year
from admin.texts import table
from knowledge.published import REGION, TOPICS
from office.clock import StandingClock
from office.people import StaffMember
from office.periods import Period
from office.unit import Office
from register import open_subjects
from register.figures import reading
from register.tables import Request
from tests.admin.public_street import a_while_later
from tests.admin.street import Street, browser
from tests.house import year
from tests.people import CLOCKWORK

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
AFTERWARDS = datetime(2027, 4, 1, 2, 0, tzinfo=UTC)
# How many these are, the decisions tell.
TOLD_AS_DECISIONS = {"none", "exempt_j", "not_held", "not_documented"}
OF_PEOPLE = {"refusal_ground", "purpose", "channel", "applicant_type", "objection_decision"}


@pytest.fixture
def filled(office: Office) -> year.Year:
    """A year of an office, small enough to be filled for every test."""
    return year.fill(office, questions=40, requests=260)


def rows_of(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.parametrize("kind", ["permohonan", "statistik"])
def test_every_file_is_as_its_schema_says(
    filled: year.Year, stranger: TestClient, kind: str
) -> None:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate(schema)
    proves = jsonschema_rs.validator_for(schema)
    for name in (f"{kind}-2026", f"{kind}-2025", f"{kind}-2026-03"):
        told = stranger.get(f"/publik/data/{name}.json").json()
        proves.validate(told)
        assert told["data"], name
        assert told["nama"] == name
        lead = told["$schema"].removeprefix("http://127.0.0.1:8080")
        assert stranger.get(lead).json()["$id"] == told["$schema"]
        sheet = rows_of(stranger.get(f"/publik/data/{name}.csv").text)
        assert [list(row) for row in sheet[:1]] == [list(told["data"][0])]
        assert len(sheet) == len(told["data"])


def test_the_register_has_every_request_once_and_the_months_make_the_year(
    filled: year.Year, office: Office, stranger: TestClient
) -> None:
    whole = rows_of(stranger.get("/publik/data/permohonan-2026.csv").text)
    with office.reading(CLOCKWORK) as unit:
        count = unit.session.scalar(
            select(func.count()).select_from(Request).where(Request.year == 2026)
        )
    assert len(whole) == count
    assert len({row["nomor"] for row in whole}) == count
    months = [
        row
        for month in range(1, 12)
        for row in rows_of(stranger.get(f"/publik/data/permohonan-2026-{month:02d}.csv").text)
    ]
    assert months == whole


def test_the_same_rows_are_the_same_bytes_on_another_day(
    filled: year.Year, app: Starlette, clock: StandingClock
) -> None:
    names = ("permohonan-2026.csv", "permohonan-2026.json", "statistik-2025.csv",
             "statistik-2026.json", "statistik-2026-05.csv")  # fmt: skip
    first = {name: browser(app).get(f"/publik/data/{name}").content for name in names}
    clock.advance(timedelta(days=9))
    for name in names:
        assert browser(app).get(f"/publik/data/{name}").content == first[name], name


def test_figures_and_register_agree(filled: year.Year, stranger: TestClient) -> None:
    register = rows_of(stranger.get("/publik/data/permohonan-2026.csv").text)
    figures = rows_of(stranger.get("/publik/data/statistik-2026.csv").text)
    counted: dict[str, dict[str, int]] = {}
    for row in figures:
        if row["ukuran"] not in OF_PEOPLE:
            counted.setdefault(row["ukuran"], {})[row["nilai"]] = int(row["jumlah"])
    assert counted["status"] == Counter(row["status"] for row in register)
    assert counted["decision"] == Counter(row["putusan"] or "none" for row in register)
    received = {month: count for month, count in counted["received"].items() if count}
    assert received == Counter(row["diterima"][:7] for row in register)
    for parts in counted.values():
        assert sum(parts.values()) == len(register)


@pytest.mark.parametrize("whole", [2025, 2026])
def test_small_counts_of_people_are_hidden_and_cannot_be_computed(
    filled: year.Year, app: Starlette, clock: StandingClock, whole: int
) -> None:
    clock.instant = AFTERWARDS
    stranger = browser(app)
    told = stranger.get(f"/publik/data/statistik-{whole}.json").json()["data"]
    assert {row["ukuran"] for row in told} >= OF_PEOPLE
    hidden = Counter(row["ukuran"] for row in told if row["disembunyikan"])
    for row in told:
        if row["ukuran"] in OF_PEOPLE:
            assert (row["dari"], row["sampai"]) == (f"{whole}-01-01", f"{whole}-12-31")
            is_open = row["ukuran"] == "refusal_ground" and row["nilai"] in TOLD_AS_DECISIONS
            assert row["jumlah"] is None or row["jumlah"] >= 3 or is_open
    assert hidden or whole == 2026, "the year's few weeks have small counts"
    assert all(count > 1 for count in hidden.values())
    page = stranger.get(f"/publik/statistik/{whole}").text
    assert page.count('<td class="n">*</td>') == hidden.total()
    assert "Alasan tidak diberikan" in page


def test_of_a_month_nothing_is_told_that_tells_people_apart(
    filled: year.Year, stranger: TestClient
) -> None:
    told = stranger.get("/publik/data/statistik-2026-03.json").json()["data"]
    assert not {row["ukuran"] for row in told} & OF_PEOPLE


def test_of_the_running_year_nobody_is_told_apart_and_it_is_said_why(
    filled: year.Year, app: Starlette, clock: StandingClock
) -> None:
    address = "/publik/data/statistik-2026"
    for day in (clock.now(), AFTERWARDS - timedelta(days=1)):
        clock.instant = day
        stranger = browser(app)
        told = stranger.get(f"{address}.json").json()["data"]
        sheet = rows_of(stranger.get(f"{address}.csv").text)
        api = stranger.get("/api/v1/statistics?year=2026").json()["measures"]
        for names in (
            {row["ukuran"] for row in told},
            {row["ukuran"] for row in sheet},
            {one["name"] for one in api},
        ):
            assert names == {"received", "status", "decision", "time_class", "notice"}
        page = stranger.get("/publik/statistik/2026").text
        assert "mulai Kamis, 1 April 2027" in page
        assert "Kanal" not in page
    clock.instant = AFTERWARDS
    stranger = browser(app)
    api = stranger.get("/api/v1/statistics?year=2025").json()["measures"]
    people = [one for one in api if one["name"] in OF_PEOPLE]
    assert {one["name"] for one in people} == OF_PEOPLE
    counts = [
        line["count"]
        for one in people
        for line in one["lines"]
        if one["name"] != "refusal_ground" or line["value"] not in TOLD_AS_DECISIONS
    ]
    assert None in counts
    assert not {1, 2} & set(counts)
    month = stranger.get("/api/v1/statistics?year=2026&month=3").json()["measures"]
    assert not {one["name"] for one in month} & OF_PEOPLE
    page = stranger.get("/publik/statistik/2026").text
    assert "mulai Kamis, 1 April 2027" not in page
    assert "Alasan tidak diberikan" in page


def test_people_and_the_survey_are_told_by_whole_years(filled: year.Year, office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        found = measures(unit, reading.requests(unit, Period.year(2026)), None)
    assert not {one.name for one in found} & OF_PEOPLE
    assert closed_year(2026, date(2026, 10, 1)) is None
    assert closed_year(2026, date(2027, 3, 31)) is None
    assert closed_year(2026, date(2027, 4, 1)) == Period.year(2026)


def test_words_that_begin_like_a_formula_are_disarmed(
    office: Office, street: Street, stranger: TestClient, pak_budi: StaffMember
) -> None:
    number = street.request()
    with office.unit(pak_budi) as unit:
        open_subjects.publish(unit, number, subject='=HYPERLINK("x", "Dokumen APBD")')
    (row,) = rows_of(stranger.get("/publik/data/permohonan-2026.csv").text)
    assert row["rincian"].startswith("'=")
    told = stranger.get("/publik/data/permohonan-2026.json").json()["data"]
    assert told[0]["rincian"].startswith("=HYPERLINK")


def test_a_file_is_named_and_dated_by_what_it_holds(
    office: Office, street: Street, stranger: TestClient, clock: StandingClock,
    pak_budi: StaffMember,
) -> None:  # fmt: skip
    number = street.request()
    answer = stranger.get("/publik/data/permohonan-2026-11.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="permohonan-2026-11.json"'
    assert answer.json()["diperbarui"] == "2026-11-23"
    clock.advance(timedelta(days=2))
    assert stranger.get("/publik/data/permohonan-2026-11.json").json()["diperbarui"] == "2026-11-23"
    with office.unit(pak_budi) as unit:
        open_subjects.publish(unit, number, subject="Dokumen APBD tahun 2026")
    a_while_later(clock)
    assert stranger.get("/publik/data/permohonan-2026-11.json").json()["diperbarui"] == "2026-11-25"
    assert "Rabu, 25 November 2026" in stranger.get("/publik/data").text


@pytest.mark.parametrize(
    "name", ["permohonan-2026-13.csv", "permohonan-2026.xlsx", "rahasia.csv", "statistik-2027.csv",
             "permohonan-2026-12.csv", "..%2f..%2fsecret.json"]
)  # fmt: skip
def test_an_address_nobody_gave_has_nothing(
    street: Street, stranger: TestClient, name: str
) -> None:
    street.request()
    assert stranger.get(f"/publik/data/{name}").status_code == 404


def test_the_dictionary_explains_every_column(filled: year.Year, stranger: TestClient) -> None:
    page = stranger.get("/publik/data/kamus").text
    for kind in ("permohonan", "statistik"):
        header = stranger.get(f"/publik/data/{kind}-2026.csv").text.splitlines()[0]
        for column in header.split(","):
            assert f"<code>{column}</code>" in page


def test_the_page_of_a_year_says_what_the_law_wants_announced(
    filled: year.Year, office: Office, stranger: TestClient
) -> None:
    lead = stranger.get("/publik/statistik")
    assert lead.headers["location"] == "/publik/statistik/2026"
    page = stranger.get("/publik/statistik/2026").text
    with office.reading(CLOCKWORK) as unit:
        count = unit.session.scalar(
            select(func.count()).select_from(Request).where(Request.year == 2026)
        )
    assert re.search(rf"<b>{count}</b> permohonan diterima", page)
    for said in ("tepat waktu", "(nilai tengah)", "Alasan, tujuan, kanal",
                 "Ketepatan jawaban", "Kepuasan masyarakat"):  # fmt: skip
        assert said in page


def test_every_measure_and_topic_has_its_words(office: Office) -> None:
    columns = json.loads((SCHEMAS / "statistik.json").read_text(encoding="utf-8"))
    row = columns["properties"]["data"]["items"]["properties"]
    assert set(table()["measure"]) == set(table()["measure_head"]) == set(row["ukuran"]["enum"])
    assert set(table()["topic"]) == {*TOPICS, REGION}
