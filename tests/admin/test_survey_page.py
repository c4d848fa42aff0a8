"""The satisfaction survey in the panel: both figures, nine elements, and what may not be shown."""

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from admin.pages.survey import period
from office.unit import Office
from register import survey
from register.satisfaction import Element
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK

GOOD = dict.fromkeys(Element, 3)


def answered(office: Office, street: Street, times: int, words: str = "", **scores: int) -> None:
    """Let some closed cases be answered alike."""
    for ordinal in range(times):
        case = f"request:{street.request(f'survey-{ordinal}')}"
        with office.unit(BU_SARI) as unit:
            survey.invite(unit, case)
            survey.answer(
                unit, case, {**GOOD, **{Element(one): scores[one] for one in scores}}, words
            )


def widths(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<rect width="(\d+)" height="6"/>', page)]


def test_an_empty_year_says_that_silence_is_no_score(agus: TestClient) -> None:
    page = agus.get("/survei").text
    assert "Belum ada jawaban" in page
    assert "belum ada yang diundang" in page
    assert "Indeks" not in page


def test_both_figures_the_response_and_nine_bars_are_shown(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 30, time=1)
    silent = street.request("silent")
    with office.unit(CLOCKWORK) as unit:
        survey.invite(unit, f"request:{silent}")
    page = agus.get("/survei").text
    assert "<b>69,44</b>, mutu C (kurang baik)" in page
    assert "68,75, mutu C (kurang baik)" in page
    assert "30 responden" in page
    assert "96,8% (30 dari 31 perkara yang diundang)" in page
    assert sorted(widths(page)) == [0, *[200] * 8]
    assert "1,000" in page
    assert "75,00" not in page


def test_all_good_is_a_c_and_the_page_explains_it(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 30)
    page = agus.get("/survei").text
    assert "mutu C" in page
    assert "rentang 65,00 sampai 76,60" in page


def test_below_the_minimum_there_is_an_index_without_a_grade(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 5)
    page = agus.get("/survei").text
    assert "<b>75,00</b>, belum diberi mutu" in page
    assert "mulai 30 jawaban" in page


def test_a_handful_of_answers_shows_no_score_and_no_words(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 4, "Mohon lebih cepat")
    page = agus.get("/survei").text
    assert "4 responden" in page
    assert "mulai 5 jawaban" in page
    assert widths(page) == []
    assert "Mohon lebih cepat" not in page


def test_comments_are_shown_as_written_and_as_text(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 5, "<b>Ramah</b> & cepat")
    page = agus.get("/survei").text
    assert page.count("&lt;b&gt;Ramah&lt;/b&gt; &amp; cepat") == 5


def test_a_quarter_shows_only_its_own_answers(
    agus: TestClient, office: Office, street: Street
) -> None:
    answered(office, street, 5)
    assert "5 responden" in agus.get("/survei?tahun=2026&triwulan=4").text
    assert "0 responden" in agus.get("/survei?tahun=2026&triwulan=3").text


@pytest.mark.parametrize(
    "query", ["tahun=0", "tahun=99999", "tahun=x", "triwulan=5", "triwulan=%00", "tahun=2019"]
)
def test_a_period_that_does_not_exist_is_the_present_year(agus: TestClient, query: str) -> None:
    answer = agus.get(f"/survei?{query}")
    assert answer.status_code == 200
    assert '<h2 id="hasil">Tahun 2026</h2>' in answer.text


def test_the_page_is_for_readers_of_the_register(stranger: TestClient, budi: TestClient) -> None:
    assert stranger.get("/survei").status_code == 303
    assert budi.get("/survei").status_code == 200


def test_quarters_meet_without_gap_or_overlap() -> None:
    assert period(2028, None) == (date(2028, 1, 1), date(2028, 12, 31))
    assert [period(2028, quarter) for quarter in (1, 2, 3, 4)] == [
        (date(2028, 1, 1), date(2028, 3, 31)),
        (date(2028, 4, 1), date(2028, 6, 30)),
        (date(2028, 7, 1), date(2028, 9, 30)),
        (date(2028, 10, 1), date(2028, 12, 31)),
    ]
