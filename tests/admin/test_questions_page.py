"""The log of questions in the browser: what was asked, considered and done next."""

import re

import pytest
from starlette.testclient import TestClient

from knowledge import questions
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.people import StaffMember
from office.unit import Office
from tests.people import BU_SARI, NIK


def ask(office: Office, key: str, text: str, band: Band = Band.ANSWER) -> None:
    hits = (Hit("ppid-waktu", 0.934, "", ()), Hit("ppid-biaya", 0.41, "", ()))
    with office.unit(BU_SARI) as unit:
        verdict = Verdict(band, hits)
        questions.log(unit, key=key, text=text, route="question", verdict=verdict)


@pytest.fixture
def asked(office: Office) -> None:
    """Three questions, one of each outcome."""
    ask(office, "a", f"Kapan dijawab? NIK saya {NIK}")
    ask(office, "b", "Berapa biayanya?", Band.CHOOSE)
    ask(office, "c", "<b>Cara</b> ke Mars?", Band.UNKNOWN)


def rows(page: str) -> int:
    return len(re.findall(r'data-name="Pertanyaan"', page))


def test_the_log_shows_what_was_considered_and_masks_people(agus: TestClient, asked: None) -> None:
    page = agus.get("/pertanyaan").text
    assert rows(page) == 3
    assert NIK not in page
    assert "[nomor]" in page
    assert "&lt;b&gt;Cara" in page
    assert 'ppid-waktu <span class="quiet">0,93</span>' in page
    for outcome in ("Dijawab", "Diberi pilihan", "Tidak tahu"):
        assert outcome in page


def test_the_log_is_filtered_by_outcome_and_words(agus: TestClient, asked: None) -> None:
    assert rows(agus.get("/pertanyaan?hasil=pilih").text) == 1
    assert rows(agus.get("/pertanyaan?hasil=lainnya").text) == 3
    assert rows(agus.get("/pertanyaan?cari=BIAYA").text) == 1
    assert "Belum ada pertanyaan yang cocok." in agus.get("/pertanyaan?cari=%25").text


def test_the_log_shows_what_followed(agus: TestClient, office: Office, asked: None) -> None:
    with office.unit(BU_SARI) as unit:
        questions.follow_up(unit, "a", "helped")
    assert "Membantu" in agus.get("/pertanyaan").text


def test_the_log_turns_its_pages(agus: TestClient, office: Office) -> None:
    for count in range(55):
        ask(office, f"k{count}", f"Pertanyaan ke {count}")
    page = agus.get("/pertanyaan?cari=pertanyaan").text
    assert rows(page) == 50
    link = re.search(r'href="(/pertanyaan\?[^"]+)" rel="next"', page)
    assert link is not None
    assert rows(agus.get(link[1].replace("&amp;", "&")).text) == 5


def test_the_log_never_says_who_asked(budi: TestClient, pak_budi: StaffMember, asked: None) -> None:
    assert str(BU_SARI.person) not in budi.get("/pertanyaan").text
