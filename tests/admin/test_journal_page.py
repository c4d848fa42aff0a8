"""The journal in the browser: every act, newest first, and whether the chain is whole."""

import re

from sqlalchemy import delete, func, select, text
from starlette.testclient import TestClient

from office.journal import journal
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import Street
from tests.people import CLOCKWORK

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
    assert f'staff:{pak_budi.staff_id} <span class="quiet">Budi Santoso' in page


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
    assert "Rantai utuh" in agus.get("/jurnal?periksa=1").text
    assert "Rantai" not in agus.get("/jurnal").text.replace("Periksa rantai", "")


def test_a_line_removed_behind_the_offices_back_shows(
    agus: TestClient, street: Street, office: Office
) -> None:
    street.request()
    with office.unit(CLOCKWORK) as unit:
        last = unit.session.scalar(select(func.max(journal.c.id)))
        unit.session.execute(text(f"DROP TRIGGER {GUARD[office.engine.dialect.name]}"))
        unit.session.execute(delete(journal).where(journal.c.id == last))
    assert f"Rantai putus pada baris {last}" in agus.get("/jurnal?periksa=1").text


def test_the_journal_links_only_to_what_its_reader_may_open(
    budi: TestClient, agus: TestClient, street: Street
) -> None:
    number, talk = street.request(), street.asks("Halo")
    officer, auditor = budi.get("/jurnal").text, agus.get("/jurnal").text
    assert f'href="/register/{number}"' in officer
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
    assert 'data-name="Pelaku">warga<' in page
    assert "citizen:" not in agus.get("/jurnal").text
