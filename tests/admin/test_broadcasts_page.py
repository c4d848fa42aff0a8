"""Broadcasts in the panel: written, looked at, approved by somebody else, watched and stopped."""

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from knowledge import programmes
from knowledge.broadcasts.words import BroadcastCheck, BroadcastStatus
from knowledge.words import ProgrammeStatus
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import version_on
from tests.knowledge.broadcasts.crowd import carry_on, crowd, known, post_everything, to_the_end
from tests.knowledge.programme_desk import a_card
from tests.people import CLOCKWORK

FORM = {
    "kind": "immediate",
    "title_id": "Banjir di Desa Kepet",
    "text_id": "Warga di bantaran sungai <b>diminta</b> mengungsi ke balai desa.",
    "title_jv": "Banjir ing Desa Kepet",
    "text_jv": "Warga ing pinggir lepen katuran ngungsi dhateng bale desa.",
    "source": "BPBD Kabupaten Contoh",
    "valid_until": "2026-11-24",
}
CHECKS = {f"check_{one}": "1" for one in BroadcastCheck}
WHY = {"reason": "Isinya keliru, perlu diperbaiki"}


def written(author: TestClient, **changes: str) -> str:
    """Write a broadcast; return its address."""
    answer = author.post("/siaran/baru", data={**FORM, **changes, "do": "simpan"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def does(client: TestClient, address: str, act: str, **fields: str) -> int:
    page = client.get(address).text
    carried = {"version": version_on(page), **people_on(page)}
    return client.post(f"{address}/{act}", data={**carried, **fields}).status_code


def people_on(page: str) -> dict[str, str]:
    """Return how many recipients the form of an approval carries."""
    found = re.search(r'name="people" value="(\d+)"', page)
    return {"people": found[1]} if found else {}


def submitted(author: TestClient, **changes: str) -> str:
    address = written(author, **changes)
    assert does(author, address, "ajukan") == 303
    return address


def test_before_it_is_kept_it_is_seen_as_citizens_read_it(budi: TestClient, office: Office) -> None:
    crowd(office, 300)
    page = budi.post("/siaran/baru", data={**FORM, "do": "periksa"}).text
    assert "PENGUMUMAN SERTA-MERTA" in page
    assert "WARA-WARA SERTA-MERTA" in page
    assert "not yet available in English" in page
    assert "&lt;b&gt;diminta" in page
    assert "<b>300 penerima</b>" in page
    assert re.search(r"Bahasa Indonesia: 1\d\d huruf", page)
    assert "Belum ada siaran" in budi.get("/siaran").text


def test_only_programmes_that_run_in_this_office_can_be_told_about(
    budi: TestClient, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        for slug, pack, changes in (
            ("becak", "ppid", {}),
            ("tetangga", "contoh-madiun", {}),
            ("usai", "ppid", {"status": ProgrammeStatus.FINISHED}),
            ("habis", "ppid", {"valid_until": date(2026, 11, 1)}),
        ):
            programmes.add(unit, slug, pack, a_card(**changes))
    page = budi.get("/siaran/baru").text
    offered = set(re.findall(r'<option value="([a-z]+)"', page))
    assert offered & {"becak", "tetangga", "usai", "habis"} == {"becak"}
    news = {"kind": "programme", "programme": "usai"}
    address = written(budi, **news)
    kept = budi.get(address).text
    assert re.findall(r'<option value="([a-z]+)" selected>', kept) == ["usai"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title_id", "", "Judul: "),
        ("text_id", "pendek", "Isi: "),
        ("text_jv", "", "Isi bahasa Jawa: "),
        ("valid_until", "2026-11-22", "Masa berlakunya sudah lewat"),
        ("valid_until", "kapan", "Berlaku sampai: "),
        ("kind", "programme", "Pilih program atau tulis desanya"),
        ("kind", "lain", "Jenis: "),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    budi: TestClient, field: str, value: str, said: str
) -> None:
    answer = budi.post("/siaran/baru", data={**FORM, field: value, "do": "simpan"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "BPBD Kabupaten Contoh" in answer.text


def test_somebody_else_approves_what_was_written(
    budi: TestClient, ratna: TestClient, office: Office, bu_ratna: StaffMember
) -> None:
    address = submitted(budi)
    assert "tulisan Anda" in budi.get("/siaran").text
    assert f"{address}/setujui" not in budi.get(address).text
    assert does(budi, address, "setujui", **CHECKS) == 403
    assert does(ratna, address, "setujui", check_source="1") == 422
    assert does(ratna, address, "setujui", **CHECKS) == 303
    crowd(office, 3)
    assert len(to_the_end(office)) == 3
    assert known(office, bu_ratna, 1).status is BroadcastStatus.FINISHED
    page = ratna.get(address).text
    assert "3 dari 3 selesai" in page
    assert "disetujui Ratna Sekda" in page


def test_who_approves_decides_about_as_many_as_were_shown(
    budi: TestClient, ratna: TestClient, office: Office, bu_ratna: StaffMember
) -> None:
    crowd(office, 20)
    address = submitted(budi)
    page = ratna.get(address).text
    assert "Akan dikirim kepada <b>20 penerima</b>" in page
    form = {"version": version_on(page), **people_on(page), **CHECKS}
    crowd(office, 60)
    refused = ratna.post(f"{address}/setujui", data=form)
    assert refused.status_code == 422
    assert "Jumlah penerima berubah dari 20 menjadi 60" in refused.text
    # What was ticked stays ticked, and the form carries what is shown now.
    assert refused.text.count(" checked") == len(CHECKS)
    assert known(office, bu_ratna, 1).status is BroadcastStatus.WAITING
    crowd(office, 62)
    again = {**form, **people_on(refused.text)}
    assert ratna.post(f"{address}/setujui", data=again).status_code == 303
    assert known(office, bu_ratna, 1).figures.recipients == 62


def test_it_is_not_approved_without_having_been_counted(
    budi: TestClient, ratna: TestClient
) -> None:
    address = submitted(budi)
    version = version_on(ratna.get(address).text)
    answer = ratna.post(f"{address}/setujui", data={"version": version, **CHECKS})
    assert answer.status_code == 422


def test_it_begins_at_the_instant_that_was_chosen(
    budi: TestClient, ratna: TestClient, office: Office, bu_ratna: StaffMember
) -> None:
    address = submitted(budi, kind="programme", village="Desa Kepet")
    assert 'name="at"' in ratna.get(address).text
    early = {**CHECKS, "at": "2026-11-23T08:00", "do": "jadwalkan"}
    assert does(ratna, address, "setujui", **early) == 422
    assert does(ratna, address, "setujui", **{**early, "at": "2026-11-25T08:00"}) == 422
    # Enter in the field of the instant presses the button that means now.
    both = {**early, "at": "2026-11-23T10:00", "do": "kirim"}
    assert does(ratna, address, "setujui", **both) == 422
    assert does(ratna, address, "setujui", **{**both, "do": "jadwalkan"}) == 303
    assert carry_on(office) == 0
    assert known(office, bu_ratna, 1).status is BroadcastStatus.SCHEDULED


def test_a_serta_merta_notice_begins_at_once_or_not_at_all(
    budi: TestClient, ratna: TestClient, office: Office, bu_ratna: StaffMember
) -> None:
    address = submitted(budi)
    page = ratna.get(address).text
    assert 'name="at"' not in page
    assert 'value="jadwalkan"' not in page
    later = {**CHECKS, "at": "2026-11-23T10:00", "do": "jadwalkan", "version": version_on(page)}
    answer = ratna.post(f"{address}/setujui", data=later)
    assert answer.status_code == 422
    assert "Pengumuman serta-merta tidak boleh ditunda (UU 14/2008 Pasal 10" in answer.text
    assert known(office, bu_ratna, 1).status is BroadcastStatus.WAITING


def test_it_goes_back_with_a_reason_and_comes_again(budi: TestClient, ratna: TestClient) -> None:
    address = submitted(budi)
    assert does(ratna, address, "kembalikan", reason="kurang") == 422
    assert does(ratna, address, "kembalikan", reason="Sumbernya belum jelas") == 303
    assert "Dikembalikan: Sumbernya belum jelas" in budi.get(address).text
    assert does(budi, address, "ubah", **{**FORM, "source": "BPBD dan PMI"}) == 303
    assert does(budi, address, "ajukan") == 303


def test_the_stop_button_holds_everything_that_has_not_left(
    budi: TestClient, ratna: TestClient, office: Office
) -> None:
    address = submitted(budi)
    assert does(ratna, address, "setujui", **CHECKS) == 303
    crowd(office, 30)
    carry_on(office, ahead=20)
    assert "Hentikan sekarang" in budi.get(address).text
    assert budi.post(f"{address}/hentikan", data={"reason": "x"}).status_code == 422
    assert budi.post(f"{address}/hentikan", data=WHY).status_code == 303
    assert post_everything(office) == []
    page = budi.get(address).text
    assert "Dihentikan oleh Budi Santoso: Isinya keliru" in page
    assert "every 2s" not in page


def test_the_progress_renews_itself_while_something_moves(
    budi: TestClient, ratna: TestClient, office: Office
) -> None:
    address = submitted(budi)
    assert does(ratna, address, "setujui", **CHECKS) == 303
    crowd(office, 8)
    carry_on(office, ahead=5)
    page = budi.get(address).text
    assert 'hx-trigger="every 2s"' in page
    # How many it would reach was a question before it began.
    assert "penerima</b>" not in page
    assert '<progress max="8" value="0"' in page


def test_who_only_reads_sees_it_and_moves_nothing(
    budi: TestClient, agus: TestClient, office: Office
) -> None:
    address = submitted(budi)
    page = agus.get(address).text
    assert '<form method="post" action="/siaran' not in page
    assert agus.get("/siaran/baru").status_code == 403
    assert agus.post(f"{address}/hentikan", data=WHY).status_code == 403
    assert agus.post(f"{address}/ulangi").status_code == 403


def test_two_people_at_once_do_not_overwrite_one_another(
    budi: TestClient, dewi: TestClient
) -> None:
    address = written(budi)
    version = version_on(budi.get(address).text)
    first = dewi.post(f"{address}/ubah", data={**FORM, "version": version})
    second = budi.post(f"{address}/ubah", data={**FORM, "version": version})
    assert (first.status_code, second.status_code) == (303, 409)


def test_nothing_is_at_a_number_that_was_never_given(budi: TestClient) -> None:
    assert budi.get("/siaran/99").status_code == 404
