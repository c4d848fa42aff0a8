"""Questions without an answer in the browser: five things to do about each, and judging answers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from knowledge import editions, misses, shelf
from knowledge.curation_tables import Cluster, Judgement, OffTopic
from knowledge.words import Band, VersionStatus
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, WORDS, a_pair, asked, follow, said, value_of
from tests.people import CLOCKWORK, NIK


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def cluster(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> int:
    """Three citizens asked about a licence for pedicabs, one about chilli; the first cluster."""
    a_pair(office, pak_budi, bu_dewi)
    asked(office, "a", "izin becak listrik", who=11)
    asked(office, "b", "Izin becak listrik", who=12)
    asked(office, "c", f"izin becak listrik {NIK}", who=13)
    asked(office, "d", "harga cabai", who=14)
    clock.advance(timedelta(hours=2))
    with office.unit(CLOCKWORK) as unit:
        misses.cluster(unit, shelf.read(unit, [PACK]).finder)
        return unit.session.scalars(select(Cluster.id).order_by(Cluster.rank.desc())).first() or 0


def cluster_row(office: Office, number: int) -> Cluster:
    with office.reading(CLOCKWORK) as unit:
        found = unit.session.get_one(Cluster, number)
        unit.session.expunge(found)
        return found


def test_what_matters_most_comes_first_with_examples_and_figures(
    agus: TestClient, cluster: int
) -> None:
    page = agus.get("/antrean-jawaban").text
    told = said(page)
    assert "2 kelompok menunggu." in told
    assert told.index("izin becak listrik") < told.index("harga cabai")
    assert "3 pertanyaan dari 3 orang · 3 minggu ini, 0 minggu sebelumnya (naik)" in told
    assert "Entri terdekat: Bagaimana mendaftarkan becak wisata? , keyakinan" in told
    assert NIK not in page
    assert "Tambah frasa" not in page, "an auditor only reads"


def test_whoever_works_off_the_last_page_sees_what_is_left_and_not_that_nothing_is(
    agus: TestClient, cluster: int
) -> None:
    page = said(agus.get("/antrean-jawaban?halaman=2").text)
    assert "izin becak listrik" in page
    assert "Tidak ada yang menunggu" not in page


def test_the_questions_since_the_night_are_gathered_when_somebody_asks_for_it(
    budi: TestClient, office: Office, cluster: int
) -> None:
    asked(office, "pagi", "izin becak listrik bentor", who=15)
    assert "3 pertanyaan dari 3 orang" in said(budi.get("/antrean-jawaban").text)
    page = follow(budi, budi.post("/antrean-jawaban/kumpulkan"))
    assert "Pertanyaan yang masuk sejak semalam sudah dikelompokkan." in page
    assert "4 pertanyaan dari 4 orang" in said(page)
    page = follow(budi, budi.post("/antrean-jawaban/kumpulkan"))
    assert "Tidak ada pertanyaan baru untuk dikelompokkan." in page


def test_ticked_questions_become_phrasings_of_a_draft_that_can_be_handed_in_there(
    budi: TestClient, office: Office, cluster: int, pak_budi: StaffMember
) -> None:
    page = budi.get("/antrean-jawaban").text
    assert re.search(r'name="text_0" value="izin becak listrik"\s+checked', page)
    form = {"slug": SLUG, "text_0": "izin becak listrik", "from": "list"}
    page = follow(budi, budi.post(f"/antrean-jawaban/{cluster}/alias", data=form))
    assert "Frasa masuk draf." in page
    assert "Draf Anda yang belum diajukan" in page
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    with office.reading(pak_budi) as unit:
        draft = editions.version(unit, int(found[1]))
    assert draft.edition.phrasings[-1] == "izin becak listrik"
    assert draft.line.status is VersionStatus.DRAFT
    follow(budi, budi.post(f"/entri/{SLUG}/ajukan", data={"version": found[1]}))
    closed = said(budi.get("/antrean-jawaban").text).partition("Baru diselesaikan")[2]
    assert "Tambah frasa: Bagaimana mendaftarkan becak wisata? Budi Santoso" in closed


def test_a_form_with_a_fault_stays_open_and_keeps_what_was_typed(
    budi: TestClient, office: Office, cluster: int
) -> None:
    for where in ("list", "one"):
        nothing = budi.post(
            f"/antrean-jawaban/{cluster}/alias", data={"slug": "uji-perpus", "from": where}
        )
        assert nothing.status_code == 422
        assert "Isian ini wajib diisi." in nothing.text
        assert value_of(nothing.text, "slug") == "uji-perpus"
        form = {"office": "Dinas Perhubungan", "due_on": "2026-11-01", "from": where}
        late = budi.post(f"/antrean-jawaban/{cluster}/tunda", data=form)
        assert late.status_code == 422
        assert value_of(late.text, "office") == "Dinas Perhubungan"
        assert '<details class="act" open><summary>Tunda ke OPD' in late.text
    assert cluster_row(office, cluster).status == "open"


def test_a_new_entry_begins_with_the_clusters_words_and_closes_it(
    budi: TestClient, office: Office, cluster: int
) -> None:
    page = budi.get(f"/entri/baru?kelompok={cluster}").text
    assert value_of(page, "title") == "izin becak listrik"
    assert "izin becak listrik" in value_of(page, "phrasings")
    form = {**WORDS, "slug": "uji-listrik", "cluster": value_of(page, "cluster"), "do": "simpan"}
    follow(budi, budi.post("/entri/baru", data=form))
    closed = cluster_row(office, cluster)
    assert (closed.status, closed.action, closed.slug) == ("closed", "draft", "uji-listrik")
    again = budi.post("/entri/baru", data={**form, "slug": "uji-lagi"})
    assert again.status_code == 409
    assert "sudah ditutup" in again.text
    assert value_of(again.text, "title") == WORDS["title"]


def test_entries_to_be_parted_or_joined_are_opened_with_a_note(
    budi: TestClient, office: Office, cluster: int, pak_budi: StaffMember
) -> None:
    form = {"slug_1": SLUG, "slug_2": "uji-perpus", "note": "Pisahkan izin dari pendaftaran."}
    follow(budi, budi.post(f"/antrean-jawaban/{cluster}/pisah-gabung", data=form))
    with office.reading(pak_budi) as unit:
        notes = [editions.entry(unit, slug).versions[0].note for slug in (SLUG, "uji-perpus")]
    assert notes == ["Pisahkan izin dari pendaftaran."] * 2


def test_what_is_not_the_offices_is_asked_by_the_gate_from_then_on_and_can_be_taken_back(
    budi: TestClient, office: Office, cluster: int
) -> None:
    form = {"text_0": "izin becak listrik"}
    follow(budi, budi.post(f"/antrean-jawaban/{cluster}/luar-lingkup", data=form))
    with office.reading(CLOCKWORK) as unit:
        assert list(unit.session.scalars(select(OffTopic.text))) == ["izin becak listrik"]
    page = budi.get(f"/antrean-jawaban/{cluster}").text
    assert "Diselesaikan Budi Santoso" in said(page)
    follow(budi, budi.post(f"/antrean-jawaban/{cluster}/buka-lagi"))
    assert cluster_row(office, cluster).status == "open"


def test_what_an_office_is_to_answer_waits_with_its_date(
    budi: TestClient, office: Office, cluster: int, bappeda: int
) -> None:
    assert '<option value="Bappeda">' in budi.get("/antrean-jawaban").text
    form = {"office": "Bappeda", "due_on": "2026-12-01", "note": "Sudah ditelepon."}
    page = follow(budi, budi.post(f"/antrean-jawaban/{cluster}/tunda", data=form))
    assert "Bappeda, paling lambat Selasa, 1 Desember 2026" in said(page)
    one = said(budi.get(f"/antrean-jawaban/{cluster}").text)
    assert "Sudah ditelepon." in one
    assert "Tindak lanjut" in one, "it may be settled before its date"


def test_only_who_writes_may_act_on_a_cluster(agus: TestClient, cluster: int) -> None:
    for what in ("alias", "pisah-gabung", "luar-lingkup", "tunda", "buka-lagi"):
        assert agus.post(f"/antrean-jawaban/{cluster}/{what}").status_code == 403, what
    assert agus.post("/antrean-jawaban/kumpulkan").status_code == 403
    assert "/antrean-jawaban/kumpulkan" not in agus.get("/antrean-jawaban").text
    assert agus.get(f"/antrean-jawaban/{cluster}").status_code == 200
    assert agus.get("/antrean-jawaban/4711").status_code == 404


def test_answers_are_judged_in_the_log_and_the_last_word_counts(
    budi: TestClient, agus: TestClient, office: Office, cluster: int
) -> None:
    asked(office, "e", "daftar becak", Band.ANSWER)
    page = budi.get("/pertanyaan?hasil=jawab").text
    found = re.search(r'action="(/pertanyaan/\d+/nilai)"', page)
    assert found is not None
    answer = budi.post(found[1], data={"do": "benar", "hasil": "jawab"})
    assert answer.headers["location"] == "/pertanyaan?hasil=jawab&pesan=judged"
    assert "benar" in said(follow(budi, answer)).partition("Penilaian")[2]
    budi.post(found[1], data={"do": "salah", "right_slug": "uji-perpus"})
    assert "salah Di mana membuat kartu perpustakaan?" in said(budi.get("/pertanyaan").text)
    with office.reading(CLOCKWORK) as unit:
        kept = unit.session.scalars(select(Judgement)).one()
        assert (kept.is_right, kept.right_slug) == (False, "uji-perpus")
    assert budi.post(found[1], data={"do": "mungkin"}).status_code == 422
    unknown = budi.post(found[1], data={"do": "salah", "right_slug": "tidak-ada"})
    assert unknown.status_code == 404
    assert agus.post(found[1], data={"do": "benar"}).status_code == 403
    assert "/nilai" not in agus.get("/pertanyaan").text
