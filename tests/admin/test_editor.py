"""Writing an entry in the browser: drafts, faults that keep what was typed, and the preview."""

import re

import pytest
from starlette.testclient import TestClient

from knowledge import curate, editions
from knowledge.edition import from_json
from knowledge.words import Band, VersionStatus
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.library import PACK, SLUG, WORDS, a_pair, an_edition, follow, said, value_of
from tests.knowledge.asking import ask
from tests.knowledge.samples import drafted, given_now, row, statuses


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


def newest(office: Office, reader: StaffMember, slug: str) -> editions.VersionFile:
    with office.reading(reader) as unit:
        return editions.version(unit, editions.entry(unit, slug).versions[0].id)


def test_a_new_entry_is_kept_as_a_draft_and_answers_nobody(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    assert value_of(budi.get("/entri/baru").text, "as_of") == "2026-11-23"
    answer = budi.post("/entri/baru", data={**WORDS, "slug": SLUG, "do": "simpan"})
    page = follow(budi, answer)
    assert "Draf disimpan." in page
    assert "Ajukan untuk ditinjau" in page
    found = newest(office, pak_budi, SLUG)
    assert (found.line.status, found.pack, found.author) == (
        VersionStatus.DRAFT, PACK, pak_budi.staff_id,
    )  # fmt: skip
    assert found.edition == an_edition()
    assert given_now(office) is None


def test_a_name_is_made_of_the_title_where_none_is_given(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    answer = budi.post("/entri/baru", data={**WORDS, "do": "simpan"})
    assert answer.headers["location"].startswith("/entri/bagaimana-mendaftarkan-becak-wisata?")
    again = budi.post("/entri/baru", data={**WORDS, "do": "simpan"})
    assert again.status_code == 422
    assert "sudah dipakai entri lain" in again.text


def test_what_was_typed_stays_and_each_field_says_what_is_wrong(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    wrong = {
        **WORDS, "title": "", "body": "x" * 901, "review_by": "besok", "valid_from": "2027-01-02",
        "valid_until": "2027-01-01", "phrasings": "satu\nSATU", "not_this": "satu",
        "related_1": "tidak-ada", "jv_title": "Kados pundi?", "note": "catatan saya",
        "slug": SLUG, "do": "ajukan",
    }  # fmt: skip
    answer = budi.post("/entri/baru", data=wrong)
    assert answer.status_code == 422
    page = answer.text
    for name in ("body", "phrasings", "note", "related_1", "jv_title", "slug"):
        assert value_of(page, name) == wrong[name], name
    for name in (
        "title", "body", "review_by", "valid_until", "phrasings", "not_this", "related_1",
        "jv_body",
    ):  # fmt: skip
        assert f'id="salah-{name}"' in page, name
        assert f'aria-describedby="salah-{name}"' in page, name
    with office.reading(pak_budi) as unit:
        assert SLUG not in editions.titles(unit)


def test_a_draft_may_be_incomplete_but_not_be_handed_in_so(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    form = {**WORDS, "slug": SLUG, "source": "", "body": "Datang ke {isi: alamat}."}
    kept = follow(budi, budi.post("/entri/baru", data={**form, "do": "simpan"}))
    assert "Menunggu isian: alamat" in said(kept)
    number = newest(office, pak_budi, SLUG).line.id
    refused = budi.post(f"/entri/{SLUG}/ajukan", data={"version": number})
    assert refused.status_code == 422
    assert "Sumber: Isian ini wajib diisi." in said(refused.text)
    again = budi.post(
        f"/entri/{SLUG}/ubah", data={**form, "source": "SK", "version": number, "do": "ajukan"}
    )
    assert again.status_code == 422
    assert "Masih menunggu isian kantor: alamat." in said(again.text)


def test_saving_and_handing_in_at_once_leads_to_what_the_gate_found(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    answer = budi.post("/entri/baru", data={**WORDS, "slug": SLUG, "do": "ajukan"})
    page = follow(budi, answer)
    assert "Versi diajukan." in page
    assert "2 dari 2 frasa menemukan entrinya" in said(page)
    assert statuses(office) == [VersionStatus.IN_REVIEW]
    number = newest(office, pak_budi, SLUG).line.id
    assert answer.headers["location"] == f"/tinjau/{number}?pesan=submitted"
    assert row(office, number).gate


def test_the_next_version_begins_with_what_is_given_now(
    budi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    page = budi.get(f"/entri/{SLUG}/ubah").text
    assert value_of(page, "body") == an_edition().body
    assert value_of(page, "base") == "1"
    form = {**WORDS, "body": "Sekarang di loket.", "base": "1", "note": "pindah", "do": "simpan"}
    follow(budi, budi.post(f"/entri/{SLUG}/ubah", data=form))
    draft = newest(office, pak_budi, SLUG)
    assert (draft.edition.body, draft.line.note, draft.line.number) == (
        "Sekarang di loket.", "pindah", 2,
    )  # fmt: skip
    again = budi.get(f"/entri/{SLUG}/ubah").text
    assert value_of(again, "version") == str(draft.line.id)
    form = {**form, "body": "Di loket 3.", "version": draft.line.id}
    follow(budi, budi.post(f"/entri/{SLUG}/ubah", data=form))
    assert newest(office, pak_budi, SLUG).edition.body == "Di loket 3."
    assert statuses(office) == [VersionStatus.PUBLISHED, VersionStatus.DRAFT]
    assert given_now(office) == an_edition().body


def test_questions_that_citizens_rejected_stand_beside_the_field_for_them(
    budi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    assert 'id="bukan-ini"' not in budi.get(f"/entri/{SLUG}/ubah").text
    ask(office, "becak <mainan>", key="a", band=Band.ANSWER, slugs=(SLUG,), follow_up="not_this")
    page = budi.get(f"/entri/{SLUG}/ubah").text
    assert "becak &lt;mainan&gt;" in page
    assert "(1 orang)" in page


def test_somebody_elses_draft_is_not_opened_and_loses_nothing_of_ones_own(
    budi: TestClient, dewi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    assert dewi.get(f"/entri/{SLUG}/ubah").status_code == 409
    form = {**WORDS, "body": "Kata Bu Dewi.", "do": "simpan"}
    second = dewi.post(f"/entri/{SLUG}/ubah", data=form)
    assert second.status_code == 409
    assert value_of(second.text, "body") == "Kata Bu Dewi."
    assert "Rekan lain sedang mengerjakan" in second.text
    taken = dewi.post(f"/entri/{SLUG}/ubah", data={**form, "version": number})
    assert taken.status_code == 403
    assert value_of(taken.text, "body") == "Kata Bu Dewi."
    assert from_json(row(office, number).content) == an_edition()


def test_whoever_writes_over_a_newer_version_is_told_and_keeps_the_text(
    budi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    form = {**WORDS, "body": "Kata saya.", "base": "7", "do": "simpan"}
    answer = budi.post(f"/entri/{SLUG}/ubah", data=form)
    assert answer.status_code == 409
    assert "Versi lain sudah terbit" in answer.text
    assert value_of(answer.text, "body") == "Kata saya."


def test_a_returned_text_opens_with_the_reviewers_reason(
    budi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    with office.unit(bu_dewi) as unit:
        curate.send_back(unit, number, "Sebut alamat loketnya.")
    assert "Sebut alamat loketnya." in budi.get(f"/entri/{SLUG}/ubah").text


PREVIEWS = [("/entri/pratinjau", {}), ("/entri/baru", {"do": "pratinjau"})]


@pytest.mark.parametrize(("address", "button"), PREVIEWS, ids=["while typing", "with the button"])
def test_the_preview_shows_the_chat_and_what_to_look_at(
    budi: TestClient,
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    address: str,
    button: dict[str, str],
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    body = (
        "**Datang** saja <b>sekarang</b>. Hubungi 081234567890 atau http://contoh.id, lalu isi "
        + "formulir dan tunggu " * 12
    )
    form = {**WORDS, "body": body, "phrasings": "bikin kartu perpustakaan\nurus becak wisata"}
    page = budi.post(address, data={**form, **button}).text
    bubble = re.search(r'<div class="bubble">(.*?)</div>', page, re.DOTALL)
    assert bubble is not None
    assert "<b>Bagaimana mendaftarkan becak wisata?</b>" in bubble[1]
    assert "<b>Datang</b> saja &lt;b&gt;sekarang&lt;/b&gt;" in bubble[1]
    assert "Minggu, 1 November 2026" in bubble[1]
    told = said(page)
    assert f"{len(body.strip())} dari 900 huruf" in told
    assert "Nomor ponsel: pastikan nomor kantor" in told
    assert "Tautan tanpa https:" in told
    assert "pecah menjadi dua" in told
    assert "“bikin kartu perpustakaan” pada Di mana membuat kartu perpustakaan?" in told
    near = told.partition("Entri terdekat")[2]
    assert "Di mana membuat kartu perpustakaan?" in near
    with office.reading(pak_budi) as unit:
        assert set(editions.titles(unit)) >= {SLUG, "uji-perpus"}
        assert len(editions.entry(unit, SLUG).versions) == 1


def test_an_entry_is_not_its_own_nearest_neighbour(
    budi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    page = said(budi.get(f"/entri/{SLUG}/ubah").text)
    assert "Frasa yang sudah dipakai entri lain" not in page
    assert "mendaftarkan becak" not in page.partition("Entri terdekat")[2]


def test_only_who_may_write_opens_the_form(agus: TestClient, ratna: TestClient) -> None:
    for client in (agus, ratna):
        assert client.get("/entri/baru").status_code == 403
        assert client.post("/entri/pratinjau", data=WORDS).status_code == 403
