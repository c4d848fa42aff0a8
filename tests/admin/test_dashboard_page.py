"""The dashboard: every figure with its table, and behind every linked number as many rows."""

import itertools
import re
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.chart_figures import parted, spread
from admin.pages.dashboard import choices
from admin.texts import table
from knowledge.figures import upkeep as of_questions
from knowledge.words import Band
from office.people import Role
from office.periods import Period
from office.unit import Office
from register.figures import upkeep as of_register
from tests.admin.library import asked, said
from tests.admin.street import Street, sign_in
from tests.house.year import SECRETS, fill
from tests.people import CLOCKWORK, staff_member

LINK = re.compile(r'<a href="(/(?:register|keberatan|pertanyaan)\?[^"]+)">(?:<b>)?([\d.]+)<')
FOUND = re.compile(r">\s*([\d.]+)\s+(?:permohonan|keberatan|pertanyaan)\b")
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


@pytest.fixture
def year(office: Office) -> None:
    """A small year of everything."""
    fill(office, questions=900, requests=260)


def links(page: str) -> dict[str, int]:
    """Return what each linked number leads to and how many it says there are."""
    found = [(unescape(path), int(count.replace(".", ""))) for path, count in LINK.findall(page)]
    assert len(dict(found)) == len(set(found)), "the same rows are counted differently"
    return dict(found)


def assert_rows_are_as_many(client: TestClient, query: str) -> dict[str, int]:
    told = links(client.get(f"/dasbor?{query}").text)
    for path, count in told.items():
        shown = FOUND.search(client.get(path).text)
        assert shown is not None, path
        assert int(shown[1].replace(".", "")) == count, path
    return told


def test_an_empty_office_has_a_dashboard_too(agus: TestClient) -> None:
    answer = agus.get("/dasbor")
    assert answer.status_code == 200
    page = said(answer.text)
    assert "Dasbor November 2026" in page
    assert "Dibandingkan dengan 1 Oktober 2026 s.d. 23 Oktober 2026 , sampai hari yang sama" in page
    assert "0 permohonan informasi sebelumnya 0" in page
    for lacking in (
        "pemberitahuan yang jatuh tempo", "pemberitahuan tertulis", "pertanyaan untuk dijawab bot",
        "audit jawaban yang selesai", "indeks kepuasan: baru 0 jawaban, dihitung mulai 5",
    ):  # fmt: skip
        assert f"belum ada {lacking}" in page
    assert "Belum ada permohonan periode ini yang jatuh tempo." in page
    assert page.count("Tidak ada pada periode ini.") > 15
    assert "–" not in page.partition("Tabel")[0]
    assert not re.search(r"\b(kami|saya)\b", page.partition("Isi halaman")[2].lower())
    assert "Belum ada audit jawaban yang selesai." in page
    assert "Belum cukup jawaban survei pada periode ini" in page
    assert not any(links(answer.text).values())


def test_behind_every_linked_number_of_a_year_are_as_many_rows(
    agus: TestClient, year: None
) -> None:
    told = assert_rows_are_as_many(agus, "periode=2026")
    for name in (
        "status", "keputusan", "dasar", "diperpanjang", "tepat", "tepat_perki", "waktu", "kanal",
        "jenis", "opd", "hasil", "bahasa", "alasan",
    ):  # fmt: skip
        assert any(re.search(rf"[?&]{name}=", path) for path in told), name
    assert {path.partition("?")[0] for path in told} == {"/register", "/keberatan", "/pertanyaan"}
    assert len(told) > 60
    assert not any("tujuan" in path for path in told), "nobody looks by purpose"


@pytest.mark.parametrize("query", ["periode=2026-10", "dari=2026-03-11&sampai=2026-06-02"])
def test_behind_every_linked_number_of_a_shorter_period_are_as_many_rows(
    agus: TestClient, year: None, query: str
) -> None:
    assert len(assert_rows_are_as_many(agus, query)) > 20


def test_kept_tallies_show_what_fresh_ones_showed(
    agus: TestClient, year: None, office: Office
) -> None:
    fresh = agus.get("/dasbor?periode=2026").text
    for upkeep in (of_register, of_questions):
        with office.unit(CLOCKWORK) as unit:
            while upkeep.refresh(unit):
                pass
    assert agus.get("/dasbor?periode=2026").text == fresh


def test_every_figure_has_a_title_a_definition_a_plot_and_its_table(
    agus: TestClient, year: None
) -> None:
    page = agus.get("/dasbor?periode=2026").text
    figures = page.split("<figure ")[1:]
    assert len(figures) >= 25
    for one in figures:
        key = re.search(r'aria-labelledby="([\w-]+)-h"', one)
        assert key is not None
        assert re.search(r"<h3 [^>]*>[^<]{5,}</h3>", one), key[1]
        assert re.search(r"<figcaption>[^<]{20,}", one), key[1]
        assert one.count("<svg ") == one.count("<table>") == 1, key[1]
        assert key[1] in table()["figure_means"]
        assert "{" not in said(one), key[1]
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(identities) == len(set(identities))


def test_nobody_is_named_and_no_style_or_script_stands_in_the_page(
    agus: TestClient, year: None
) -> None:
    page = agus.get("/dasbor?periode=2026").text
    assert not [secret for secret in SECRETS if secret in page]
    assert "style=" not in page
    assert "<style" not in page


def test_the_tables_of_single_counts_add_up_to_the_total(agus: TestClient, year: None) -> None:
    page = agus.get("/dasbor?periode=2026").text
    for one in page.split("<figure ")[1:]:
        if 'aria-labelledby="pekerjaan-h"' in one:
            continue  # some of its counts are withheld
        total = re.search(r"<tfoot>.*?Jumlah</td><td[^>]*>([\d.]+)<", one, re.S)
        if total is None:
            continue
        rows = re.findall(r"<tr><td[^>]*>.*?</td><td[^>]*>(?:<a [^>]*>)?([\d.]+)<", one)
        counts = [int(count.replace(".", "")) for count in rows]
        assert sum(counts[:-1]) == counts[-1] == int(total[1].replace(".", "")), one[:80]


def test_a_work_of_one_person_alone_is_not_told_nor_to_be_computed(
    agus: TestClient, year: None
) -> None:
    page = agus.get("/dasbor?periode=2026").text
    [one] = [part for part in page.split("<figure ") if "pekerjaan-h" in part]
    rows = re.findall(r'<tr><td data-name="Pekerjaan">([^<]+)</td><td[^>]*>([^<]+)</td>', one)
    counts = dict(rows)
    assert counts["Advokat dan notaris"] == "*"
    assert list(counts.values()).count("*") == 2
    assert int(counts["Guru, dosen, dan peneliti"]) > 10
    assert "/register?" not in one, "nobody looks for requests by it"


def test_a_key_figure_says_what_it_is(agus: TestClient, year: None) -> None:
    page = said(agus.get("/dasbor?periode=2026").text)
    assert re.search(r"[\d,]+ hari kerja sampai pemberitahuan, nilai tengah", page)
    assert re.search(r"\d+ hari kerja paling lama, bagi sembilan dari sepuluh", page)


def test_the_period_before_stands_beside_this_one(
    agus: TestClient, street: Street, office: Office
) -> None:
    asked(office, "a", "daftar becak", Band.ANSWER)
    street.request()
    page = said(agus.get("/dasbor?periode=2026").text)
    assert "1 pertanyaan ke bot sebelumnya 0" in page
    later = said(agus.get("/dasbor?dari=2026-11-24&sampai=2026-11-24").text)
    assert "0 permohonan informasi sebelumnya 1" in later


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("periode=2026-t4", "Triwulan IV 2026"),
        ("periode=2026-s1", "Semester I 2026"),
        ("periode=2025", "Tahun 2025"),
        ("dari=2026-11-02&sampai=2026-11-05", "2 November 2026 s.d. 5 November 2026"),
        ("dari=2026-01-01&sampai=2026-12-31", "Tahun 2026"),
        ("periode=2027", "November 2026"),
        ("periode=%00", "November 2026"),
        ("dari=2026-11-05&sampai=2026-11-02", "November 2026"),
        ("dari=0001-01-01&sampai=9999-12-31", "November 2026"),
        ("dari=kemarin&sampai=2026-11-02", "November 2026"),
    ],
)
def test_a_period_is_chosen_by_its_code_or_by_two_days(
    agus: TestClient, query: str, title: str
) -> None:
    page = agus.get(f"/dasbor?{query}").text
    assert f'<h1>Dasbor <span class="quiet">{title}</span></h1>' in page


def test_a_range_that_cannot_be_read_is_said_and_stays_in_its_fields(agus: TestClient) -> None:
    page = agus.get("/dasbor?dari=2026-11-05&sampai=2026-11-02").text
    assert "Rentang tanggal itu tidak dapat dibaca" in page
    assert 'name="dari" value="2026-11-05"' in page
    assert 'role="alert"' not in agus.get("/dasbor").text


def test_who_may_not_read_questions_sees_the_register_alone(
    app: Starlette, office: Office, year: None
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "lia", "Lia Pelindungan", Role.DATA_PROTECTION_OFFICER)
    page = sign_in(app, "lia").get("/dasbor?periode=2026").text
    assert 'id="permohonan"' in page
    assert 'id="pertanyaan"' not in page
    assert "/pertanyaan" not in page


def test_the_page_is_for_readers_of_the_register(
    stranger: TestClient, app: Starlette, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "rini", "Rini Kurator", Role.KB_CURATOR)
    assert stranger.get("/dasbor").status_code == 303
    assert sign_in(app, "rini").get("/dasbor").status_code == 403


@given(DAYS, st.integers(0, 800))
def test_the_parts_of_a_period_meet_without_gap_or_overlap(since: date, more: int) -> None:
    period = Period(since, since + timedelta(days=more))
    parts = [one.period for one in parted(period)]
    assert (parts[0].since, parts[-1].until) == (period.since, period.until)
    for one, following in itertools.pairwise(parts):
        assert following.since - one.until == timedelta(days=1)
    assert len(parts) <= 31


@given(DAYS)
def test_every_period_that_is_offered_has_begun_and_says_its_own_code(today: date) -> None:
    offered = [one for listed in choices(today).values() for one in listed]
    assert len({one.code for one in offered}) == len(offered)
    assert all(one.period.since <= today and one.period.unit for one in offered)
    assert any(today in one.period for one in offered)


def test_the_last_column_of_a_spread_takes_the_rest() -> None:
    found = spread("balasan", "Judul", {0: 1, 29: 2, 30: 4, 5000: 8}, head="Menit", last=3, step=30)
    assert [(row[0].said, row[1].said) for row in found.rows] == [
        ("0 sampai 29", "3"), ("30 sampai 59", "4"), ("60 sampai 89", "0"), ("90 atau lebih", "8"),
    ]  # fmt: skip
    assert found.total == 15
