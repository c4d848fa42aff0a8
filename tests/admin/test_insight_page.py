"""The readers' side in the browser: what is asked, what grows old, and how far the bot is right."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from admin.pages.insight import EDGE, SIDE, points
from knowledge import judging, questions
from knowledge.reliability import bins
from knowledge.tables import questions as log
from knowledge.usage import uses
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, a_pair, asked, said
from tests.people import PASSWORD


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def pair(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> None:
    """Two published entries."""
    a_pair(office, pak_budi, bu_dewi)


def test_an_empty_library_has_a_page_too(agus: TestClient) -> None:
    page = said(agus.get("/pengetahuan").text)
    assert "Belum ada pertanyaan dalam 30 hari terakhir." in page
    assert "Belum ada jawaban yang dinilai." in page


def test_what_is_asked_most_stands_with_what_people_said(
    agus: TestClient, office: Office, pair: None
) -> None:
    for count in range(3):
        asked(office, f"k{count}", "daftar becak", Band.ANSWER, who=20 + count % 2)
    asked(office, "m", "harga cabai")
    with office.unit(Citizen(20)) as unit:
        questions.follow_up(unit, "k0", "helped")
    with office.unit(Citizen(21)) as unit:
        questions.follow_up(unit, "k1", "not_this")
    page = said(agus.get("/pengetahuan").text)
    row = page.partition("Paling sering ditanya (30 hari)")[2].partition("Bukan ini")[2]
    assert row.strip().startswith("Bagaimana mendaftarkan becak wisata? 3× 2 1 1")
    assert "23 Nov 2026 4 75% (3) 0% (0) 25% (1) 0" in page
    assert "0,80 ambang dijawab langsung" in page


def test_the_plot_has_a_mark_for_each_bin_and_its_table_beside_it(
    agus: TestClient, office: Office, pair: None, pak_budi: StaffMember
) -> None:
    for count in range(4):
        asked(office, f"k{count}", "daftar becak", Band.ANSWER)
    with office.reading(pak_budi) as unit:
        numbers = [row.id for row in unit.session.execute(log.select())]
    for number in numbers:
        with office.unit(pak_budi) as unit:
            judging.judge(unit, number, is_right=number != numbers[0])
    page = agus.get("/pengetahuan").text
    assert page.count("<circle ") == 1
    assert re.search(r'<svg class="plot"[^>]*role="img" aria-labelledby="judul-plot"', page)
    assert "90%–100% 4 93% 75%" in said(page)
    assert "4 dinilai petugas" in said(page)


def test_marks_stand_where_confidence_and_truth_put_them() -> None:
    seen = [(0.95, True)] * 9 + [(0.15, False)]
    low, high = points(tuple(bins(seen)))
    assert (low.x, low.y, low.count) == (EDGE + 0.15 * SIDE, SIDE + 10, 1)
    assert (high.x, high.y, high.count) == (EDGE + 0.95 * SIDE, 10, 9)
    assert high.radius > low.radius
    assert points(tuple(bins([]))) == []


def test_what_grows_old_and_what_nobody_was_given_is_named(
    agus: TestClient, office: Office, pair: None, clock: StandingClock
) -> None:
    clock.advance(timedelta(days=170))
    agus.post("/masuk", data={"login": "agus", "password": PASSWORD})
    asked(office, "k", "daftar becak", Band.ANSWER)
    page = agus.get("/pengetahuan").text
    old = said(page).partition("Lewat atau segera perlu ditinjau")[2].partition("Bahasa Entri")[0]
    assert "Bagaimana mendaftarkan becak wisata? Dinas Pariwisata 1 Mei 2027 lewat" in old
    never = page.partition('id="diam"')[2]
    assert "/entri/uji-perpus" in never
    assert f"/entri/{SLUG}" not in never


def test_weak_entries_and_language_coverage_are_shown(agus: TestClient, pair: None) -> None:
    page = said(agus.get("/pengetahuan").text)
    assert "frasa menemukan entrinya saat frasa itu disisihkan" in page
    assert re.search(r"Bahasa Jawa \d+ dari \d+ \d+% 0", page)


def test_use_counts_answers_and_picks_of_the_last_days(
    office: Office, pair: None, agus: TestClient, pak_agus: StaffMember, clock: StandingClock
) -> None:
    asked(office, "old", "daftar becak", Band.ANSWER)
    clock.advance(timedelta(days=31))
    asked(office, "a", "daftar becak", Band.ANSWER)
    asked(office, "b", "becak", Band.CHOOSE)
    asked(office, "c", "becak", Band.CHOOSE)
    with office.unit(Citizen(7)) as unit:
        judging.pick(unit, "b", SLUG)
    with office.reading(pak_agus) as unit:
        assert uses(unit)[SLUG] == 2
        assert uses(unit, days=40)[SLUG] == 3
