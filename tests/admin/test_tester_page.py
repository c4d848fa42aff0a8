"""The tester in the browser: what is read in a question, who answers, who does not, and why."""

import pytest
from starlette.testclient import TestClient

from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, a_pair, said, value_of


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def pair(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> None:
    """Two published entries."""
    a_pair(office, pak_budi, bu_dewi)


def test_a_question_shows_its_words_its_answer_and_who_was_rejected(
    budi: TestClient, pair: None
) -> None:
    page = budi.get("/uji?tanya=gmn+daftar+becak+wisata").text
    told = said(page)
    assert "gmn → bagaimana" in told
    assert "Bahasa Bahasa Indonesia" in told
    assert "Arah dicari di pengetahuan" in told
    accepted, _, rejected = told.partition("Calon yang tidak dipakai")
    assert "Bagaimana mendaftarkan becak wisata?" in accepted
    assert "Di mana membuat kartu perpustakaan?" in rejected
    assert "kemiripan tulisan" in accepted
    assert "menambah" in accepted
    assert page.count("<meter ") == 2
    assert "<progress " in page


def test_a_question_becomes_a_phrasing_of_an_entry_or_a_new_one(
    budi: TestClient, pair: None
) -> None:
    page = budi.get("/uji?tanya=becak+turis+%26+izin").text
    assert f'href="/entri/{SLUG}/ubah?frasa=becak%20turis%20%26%20izin"' in page
    form = budi.get(f"/entri/{SLUG}/ubah?frasa=becak%20turis%20%26%20izin").text
    assert value_of(form, "phrasings").splitlines()[-1] == "becak turis & izin"
    fresh = budi.get("/entri/baru?frasa=becak%20turis").text
    assert value_of(fresh, "phrasings") == "becak turis"


def test_what_was_just_published_is_tested_at_once(
    agus: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    assert "Tidak ada satu kata pun" in said(agus.get("/uji?tanya=becak+wisata").text)
    a_pair(office, pak_budi, bu_dewi)
    page = agus.get("/uji?tanya=becak+wisata").text
    assert "Bagaimana mendaftarkan becak wisata?" in page
    assert "Jadikan frasa" not in page, "an auditor only reads"


def test_an_empty_or_hostile_question_does_no_harm(budi: TestClient, pair: None) -> None:
    assert "Hasil:" not in budi.get("/uji").text
    page = budi.get("/uji", params={"tanya": "<script>alert(1)</script>" + "x" * 5000}).text
    assert "<script>alert" not in page
    assert "Hasil:" in page
