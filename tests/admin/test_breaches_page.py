"""The pages about failures to protect data: recorded, told in time, confirmed by somebody else."""

import csv
import io
import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.pages.breaches import rooms
from admin.texts import table
from bot.crier import languages
from office import breach_people, journal, outbox, switches
from office.breach_words import Outcome, Whom
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.switches import Function
from office.unit import Office
from tests.admin.street import Street, sign_in, version_on
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form, staff_member

HOME = "/data-pribadi/kegagalan"
SECRET = "Laptop loket hilang di kereta pada malam hari."
FORM = {
    "known_at": "2026-11-23T08:00",
    "happened_at": "2026-11-22T20:00",
    "activity_0": "1",
    "data": "Nama, alamat, dan nomor telepon pemohon.",
    "how": SECRET,
    "handling": "Sandi diganti dan laptop dikunci dari jauh.",
    "advice": "Waspadai telepon yang meminta kode.",
    "whom": "chosen",
    "people": f"{BU_SARI.person}, {PAK_JOKO.person}",
    "estimate": "1.200",
}
OTHERS = {"at": "2026-11-23T08:50", "others": "=Surat tercatat kepada dua pemohon."}


@pytest.fixture
def rina(app: Starlette, office: Office) -> TestClient:
    """The data protection officer's browser."""
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)
    return sign_in(app, "rina")


def recorded(client: TestClient, **changes: str) -> str:
    """Record a failure on the page; return its address."""
    answer = client.post(f"{HOME}/baru", data=FORM | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def presses(client: TestClient, path: str, what: str) -> int:
    version = version_on(client.get(path).text)
    return client.post(f"{path}/{what}", data={"version": version}).status_code


def sent(office: Office) -> None:
    """Let the clockwork hand over the notices and the poster settle all; none reaches Pak Joko."""
    with office.unit(CLOCKWORK) as unit:
        breach_people.run(unit, languages)
    while settled(office):
        pass


def settled(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        heads = outbox.heads(unit.session, now=unit.now)
        outbox.start(unit.session, [head.number for head in heads], now=unit.now, vault=unit.vault)
        for head in heads:
            if head.chat_id == PAK_JOKO.person:
                outbox.undeliverable(unit.session, head.number, failure="Forbidden", now=unit.now)
            else:
                outbox.sent(
                    unit.session, head.number, message_id=1, said="ya", now=unit.now,
                    vault=unit.vault,
                )  # fmt: skip
        return len(heads)


def test_a_failure_is_recorded_and_its_clock_is_shown_where_the_day_begins(
    app: Starlette, rina: TestClient, clock: StandingClock
) -> None:
    assert "Belum ada kejadian yang dicatat." in rina.get(HOME).text
    assert "kegagalan pelindungan data belum" not in rina.get("/").text
    path = recorded(rina)
    page = rina.get(path).text
    assert "tinggal 71 jam" in page
    assert SECRET in page
    assert "perkiraan 1.200 orang" in page
    assert f'href="{HOME}"><b>1</b> kegagalan pelindungan data belum diberitahukan' in (
        rina.get("/").text
    )
    clock.advance(timedelta(hours=73))
    again = sign_in(app, "rina")
    assert "terlambat 2 jam" in again.get(HOME).text
    assert "terlambat 2 jam" in again.get(path).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"known_at": "2026-11-23T09:01"}, "Waktunya belum tiba"),
        ({"known_at": ""}, "wajib diisi"),
        ({"known_at": "kemarin"}, "tidak terbaca"),
        ({"happened_at": "2026-11-23T08:30"}, "sesudah waktu diketahui"),
        ({"activity_0": ""}, "sedikitnya satu kegiatan"),
        ({"how": "hilang"}, "terlalu pendek"),
        ({"whom": "semua"}, "wajib diisi"),
        ({"whom": "rooms"}, "sedikitnya satu bagian"),
        ({"people": "sari"}, "Bukan nomor akun: sari"),
        ({"people": ""}, "sedikitnya satu nomor akun"),
        ({"estimate": "banyak"}, "Tulis dengan angka"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    rina: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = rina.post(f"{HOME}/baru", data=FORM | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert FORM["handling"] in answer.text
    path = recorded(rina)
    version = {"version": version_on(rina.get(path).text)}
    answer = rina.post(f"{path}/ubah", data=FORM | changes | version)
    assert answer.status_code == 422
    assert said in answer.text


def test_the_notice_is_seen_confirmed_by_somebody_else_and_counted(
    rina: TestClient, budi: TestClient, dewi: TestClient, office: Office, street: Street
) -> None:
    path = recorded(budi)
    page = budi.get(path).text
    assert "<b>2 akun Telegram</b>" in page
    assert "Pemberitahuan kegagalan pelindungan data pribadi" in page, "as it is read"
    assert "Notice of a personal data breach" in page
    assert presses(budi, path, "setujui") == 409
    assert presses(budi, path, "ajukan") == 303
    page = budi.get(path).text
    assert "Menunggu konfirmasi Dewi Lestari, Rina PPDP." in page
    assert f"{path}/setujui" not in page
    assert presses(budi, path, "setujui") == 403
    assert presses(rina, path, "setujui") == 303
    assert dewi.post(f"{path}/setujui", data={"version": "3"}).status_code == 409
    sent(office)
    assert street.keys("data_breach:1:") == ["data_breach", "data_breach"]
    page = rina.get(path).text
    assert re.search(r"Tidak sampai atau tidak pasti</td><td [^>]*>1<", page)
    assert re.search(r"Sampai</td><td [^>]*>1<", page)


def test_what_waits_is_taken_back_and_changed(
    budi: TestClient, rina: TestClient, office: Office
) -> None:
    path = recorded(budi)
    presses(budi, path, "ajukan")
    stale = {"version": version_on(rina.get(path).text)}
    assert presses(budi, path, "kembalikan") == 303
    form = FORM | {"how": "Surel terkirim ke alamat yang salah.", "version": "3"}
    assert budi.post(f"{path}/ubah", data=form).status_code == 303
    assert "alamat yang salah" in rina.get(path).text
    assert rina.post(f"{path}/setujui", data=stale).status_code == 409


def test_a_closed_switch_of_broadcasts_is_told_where_it_holds_a_notice_up(
    budi: TestClient, rina: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    confirmed, waiting = recorded(budi), recorded(budi)
    for path in (confirmed, waiting):
        presses(budi, path, "ajukan")
    assert "mulai kurang dari satu menit sesudah dikonfirmasi" in rina.get(waiting).text
    presses(rina, confirmed, "setujui")
    for path in (confirmed, waiting):
        assert "Sakelar siaran sedang ditutup" not in rina.get(path).text
    with office.unit(pak_budi) as unit:
        switches.close(
            unit, Function.BROADCAST, reason="Ada gangguan pada siaran.",
            words={"id": "Siaran sedang ditutup karena gangguan."}, seen=0,
        )  # fmt: skip
    assert "pemberitahuan ini ikut tertahan" in rina.get(confirmed).text
    assert "menunggu sampai sakelarnya dibuka" in rina.get(waiting).text


def test_the_letter_to_the_body_is_a_paper_and_its_going_is_noted(
    rina: TestClient, office: Office
) -> None:
    path = recorded(rina)
    form = {"addressee": "Menteri <Komdigi>\nJakarta", "letter_number": "500/12/2026"}
    answer = rina.post(f"{path}/surat", data=form)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert rina.post(f"{path}/surat", data={"addressee": " "}).status_code == 422
    told = {"at": "2026-11-23T08:30", "letter": "500/12/2026"}
    assert rina.post(f"{path}/lembaga", data=told | {"at": "2026-11-23T07:00"}).status_code == 422
    assert rina.post(f"{path}/lembaga", data=told | {"letter": ""}).status_code == 422
    assert rina.post(f"{path}/lembaga", data=told).status_code == 303
    assert "surat nomor 500/12/2026" in rina.get(path).text
    assert rina.post(f"{path}/lembaga", data=told).status_code == 409
    assert acts(office) == ["data_breach.body_told", "data_breach.letter_drawn"]


def acts(office: Office) -> list[str]:
    """Return what was entered since the record, the newest first."""
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="data_breach.")
    return [line.act for line in lines][:-1]


def test_who_is_not_reached_leaves_as_a_list_without_numbers_of_identity(
    rina: TestClient, budi: TestClient, office: Office, street: Street, pak_budi: StaffMember
) -> None:
    street.request(citizen=PAK_JOKO, identity={"applicant_name": "=Joko", "phone": "0811"})
    street.enters(pak_budi)
    path = recorded(budi, whom="rooms", room_requests="1")
    presses(budi, path, "ajukan")
    presses(rina, path, "setujui")
    sent(office)
    page = rina.get(path).text
    assert "1 akun tidak menerima" in page
    assert "1 perkara dari pemohon tanpa akun" in page
    assert "Joko" not in page
    answer = rina.post(f"{path}/tidak-terjangkau")
    assert answer.headers["content-type"].startswith("text/csv")
    assert NIK not in answer.text
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [
        [str(PAK_JOKO.person), "Tidak sampai", "0001/PPID/XI/2026", "'=Joko"],
        ["", "Tanpa akun Telegram", "0002/PPID/XI/2026", a_form().identity.applicant_name],
    ]
    assert acts(office)[0] == "data_breach.list_exported"
    assert rina.post(f"{path}/cara-lain", data=OTHERS | {"others": "ya"}).status_code == 422
    assert rina.post(f"{path}/cara-lain", data=OTHERS).status_code == 303
    assert "Surat tercatat" in rina.get(path).text


def test_what_disturbs_the_public_has_a_text_to_copy(rina: TestClient) -> None:
    path = recorded(rina)
    assert "PENGUMUMAN" not in rina.get(path).text
    page = rina.get(recorded(rina, is_public="1", how="<script>alert(1)</script> terpasang")).text
    assert "PENGUMUMAN" in page
    assert "Pasal 46 ayat (3)" in page
    assert "<script>alert" not in page


def test_it_is_closed_with_what_was_learned(rina: TestClient) -> None:
    path = recorded(rina, whom="unknown")
    form = {"outcome": "confirmed", "lessons": "Laptop wajib terenkripsi."}
    assert rina.post(f"{path}/tutup", data=form).status_code == 409
    assert rina.post(f"{path}/tutup", data=form | {"outcome": ""}).status_code == 422
    assert rina.post(f"{path}/tutup", data=form | {"lessons": "-"}).status_code == 422
    rina.post(f"{path}/lembaga", data={"at": "2026-11-23T08:30", "letter": "500/12/2026"})
    rina.post(f"{path}/cara-lain", data=OTHERS)
    assert rina.post(f"{path}/tutup", data=form).status_code == 303
    page = rina.get(path).text
    assert "Laptop wajib terenkripsi." in page
    assert '<form method="post" action="/data-pribadi/kegagalan/1/tutup"' not in page
    assert "ditutup" in rina.get(HOME).text
    assert "kegagalan pelindungan data belum" not in rina.get("/").text


def test_only_who_protects_data_comes_in(agus: TestClient, rina: TestClient) -> None:
    path = recorded(rina)
    for address in (HOME, f"{HOME}/baru", path):
        assert agus.get(address).status_code == 403
    for what in ("surat", "tidak-terjangkau", "setujui"):
        assert agus.post(f"{path}/{what}").status_code == 403
    assert "kegagalan" not in agus.get("/").text
    assert rina.get(f"{HOME}/9").status_code == 404


def test_every_choice_has_its_words() -> None:
    assert set(table()["breach_whom"]) == set(Whom)
    assert set(table()["breach_outcome"]) == set(Outcome)
    assert set(table()["breach_room"]) == set(rooms())
