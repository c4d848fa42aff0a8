"""The journal in the browser: every act, newest first, and whether the chain is whole."""

import re
from pathlib import Path

from sqlalchemy import delete, func, select, text
from starlette.testclient import TestClient

from admin.texts import table
from office.journal import journal
from office.people import Clockwork, StaffMember
from office.unit import Office
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK

ROOT = Path(__file__).parents[2]
GUARD = {"sqlite": "journal_no_delete", "postgresql": "journal_append_only ON journal"}


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'data-name="No.">(\d+)<', page)]


def test_the_newest_act_stands_first_with_who_did_it(
    budi: TestClient, agus: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    budi.post(f"/register/{number}/proses", data={"version": "1"})
    page = agus.get("/jurnal").text
    shown = numbers(page)
    assert shown == sorted(shown, reverse=True)
    assert "Permohonan mulai diproses" in page
    assert "request.taken_up" in page
    assert "<span>Budi Santoso</span>" in page
    raw = page[page.index('<details class="raw">') :].partition("</details>")[0]
    for code in ("request.taken_up", f"staff:{pak_budi.staff_id}", f"request:{number}"):
        assert f"<code>{code}</code>" in raw, code


def test_a_part_of_the_program_is_named_in_words(agus: TestClient, office: Office) -> None:
    for part in ("clockwork", "postman", "neu"):
        with office.unit(Clockwork(part)) as unit:
            unit.record("journal.exported", "journal")
    page = agus.get("/jurnal").text
    assert 'Sistem <span class="quiet">(penjadwal)</span>' in page
    assert 'Sistem <span class="quiet">(pengirim pesan)</span>' in page
    assert "<span>Sistem</span>" in page
    assert "<code>system:clockwork</code>" in page


def test_every_part_of_the_program_has_its_words() -> None:
    rooms = ("office", "register", "knowledge", "bot", "admin", "pendopo")
    sources = [path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")]
    parts = {part for source in sources for part in re.findall(r'Clockwork\("([^"]+)"\)', source)}
    assert {"panel", "postman", "command-line"} <= parts
    assert parts | {Clockwork().part} == set(table()["system_part"])


def test_the_journal_is_filtered_by_act_and_subject(agus: TestClient, street: Street) -> None:
    first, second = street.request("a"), street.request("b")
    page = agus.get("/jurnal?kegiatan=request.submitted").text
    assert len(numbers(page)) == 2
    page = agus.get(f"/jurnal?kegiatan=request.&perihal=request:{second}").text
    assert len(numbers(page)) == 1
    assert f">request:{first}<" not in page
    assert "Tidak ada baris yang cocok." in agus.get("/jurnal?kegiatan=%25").text


def test_the_journal_turns_its_pages(agus: TestClient, office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        for count in range(60):
            unit.record("test.entered", f"test:{count}")
    page = agus.get("/jurnal?kegiatan=test.&perihal=test:")
    first = numbers(page.text)
    assert len(first) == 50
    link = re.search(r'href="(/jurnal\?[^"]+)" rel="next"', page.text)
    assert link is not None
    rest = numbers(agus.get(link[1].replace("&amp;", "&")).text)
    assert len(rest) == 10
    assert max(rest) < min(first)


def test_a_whole_chain_is_called_whole(agus: TestClient, street: Street) -> None:
    street.request()
    assert "Belum pernah diperiksa sampai akhir." in agus.get("/jurnal").text
    answer = agus.post("/jurnal/periksa")
    assert (answer.status_code, answer.headers["location"]) == (303, "/jurnal")
    page = agus.get("/jurnal").text
    assert "Rantai utuh" in page
    assert "baris, diperiksa sampai 23 Nov 2026 09.00" in page
    assert "Rantai putus" not in page


def test_a_line_removed_behind_the_offices_back_shows(
    agus: TestClient, street: Street, office: Office
) -> None:
    street.request()
    with office.unit(CLOCKWORK) as unit:
        last = unit.session.scalar(select(func.max(journal.c.id)))
        unit.session.execute(text(f"DROP TRIGGER {GUARD[office.engine.dialect.name]}"))
        unit.session.execute(delete(journal).where(journal.c.id == last))
    agus.post("/jurnal/periksa")
    assert f"Rantai putus pada baris {last}" in agus.get("/jurnal").text


def test_the_journal_links_only_to_what_its_reader_may_open(
    budi: TestClient, agus: TestClient, street: Street
) -> None:
    number, talk = street.request(), street.asks("Halo")
    officer, auditor = budi.get("/jurnal").text, agus.get("/jurnal").text
    assert f'href="/register/{number}"' in officer
    assert f"Percakapan {talk}</a>" in officer
    assert f"<code>escalation:{talk}</code>" in officer
    assert f'href="/percakapan/{talk}"' in officer
    assert f'href="/register/{number}"' in auditor
    assert "/percakapan/" not in auditor


def test_the_journal_holds_no_personal_data(agus: TestClient, street: Street) -> None:
    street.request(purpose_of_use="penelitian rahasia", information_detail="Dokumen ABCDEF")
    page = agus.get("/jurnal").text
    for secret in ("Wulandari", "3507152102900001", "penelitian rahasia", "ABCDEF"):
        assert secret not in page


def test_who_may_not_know_citizens_does_not_learn_their_number(
    agus: TestClient, budi: TestClient, street: Street
) -> None:
    street.request()
    page = agus.get("/jurnal?kegiatan=request.submitted").text
    assert 'data-name="Pelaku"><span>Warga<' in page
    assert "citizen:" not in agus.get("/jurnal").text
    assert str(BU_SARI.person) not in agus.get("/jurnal").text


def test_lines_are_found_by_who_when_and_by_register_number(
    agus: TestClient, budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    first, second = street.request("a"), street.request("b")
    budi.post(f"/register/{first}/proses", data={"version": "1"})
    by_budi = agus.get(f"/jurnal?pelaku={pak_budi.label}&kegiatan=request.").text
    assert len(numbers(by_budi)) == 1
    by_citizens = agus.get("/jurnal?pelaku=citizen&kegiatan=request.submitted").text
    assert len(numbers(by_citizens)) == 2
    assert numbers(agus.get("/jurnal?pelaku=citizen:1").text) == numbers(agus.get("/jurnal").text)
    page = agus.get("/jurnal?perihal=0002/PPID/XI/2026").text
    assert f">request:{second}<" in page
    assert f">request:{first}<" not in page
    assert "0002/PPID/XI/2026</a>" in page
    assert numbers(agus.get("/jurnal?dari=2026-11-23&sampai=2026-11-23").text) != []
    for elsewhen in ("dari=2026-11-24", "sampai=2026-11-22"):
        assert numbers(agus.get(f"/jurnal?{elsewhen}").text) == [], elsewhen
    assert numbers(agus.get("/jurnal?dari=kemarin").text) != []
    for beyond in ("dari=0001-01-01", "sampai=9999-12-31"):
        assert numbers(agus.get(f"/jurnal?{beyond}").text) != [], beyond
        assert agus.get(f"/jurnal/identitas?{beyond}").status_code == 200


def test_the_number_of_a_citizen_is_not_found_out_by_trying(
    agus: TestClient, ratna: TestClient, office: Office
) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.record("test.entered", BU_SARI.label)
        unit.record("test.entered", "citizen:42")
    both = agus.get("/jurnal?kegiatan=test.").text
    for guess in (BU_SARI.label, "citizen:42", "citizen:43", "CITIZEN:4", "Citizen:5"):
        page = agus.get(f"/jurnal?kegiatan=test.&perihal={guess}").text
        assert numbers(page) == numbers(both), guess
    assert len(numbers(ratna.get("/jurnal?kegiatan=test.&perihal=citizen:42").text)) == 1


def test_every_act_has_its_group(agus: TestClient) -> None:
    page = agus.get("/jurnal").text
    assert '<option value="request.">Semua tentang permohonan</option>' in page
    groups = {name.partition(".")[0] for name in table()["act"]}
    assert groups <= set(table()["act_about"])
