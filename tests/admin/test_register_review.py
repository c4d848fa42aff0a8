"""Reviewing the register: filters that take each other along, saved views, a case on paper."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from office.people import Citizen, StaffMember
from office.unit import Office
from register import decisions, objections, requests
from register.decisions import Refusal
from register.figures.slices import PARAMETERS
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.views import KNOWN, Book
from register.words import RefusalGround
from tests.admin.street import REASON, Street
from tests.people import BU_SARI, NIK, PAK_JOKO


def shown(client: TestClient, query: str = "", room: str = "register") -> list[int]:
    """Return the cases a page of a register lists, in order."""
    page = client.get(f"/{room}{query}")
    assert page.status_code == 200, (query, page.text)
    return [int(one) for one in re.findall(rf'Nomor"><a href="/{room}/(\d+)">', page.text)]


def chips(page: str) -> dict[str, str]:
    """Return what is chosen with the way to take it away."""
    found = re.findall(
        r'<a href="([^"]+)"><span class="unseen">Hapus saringan </span>(\w[^:<]*)', page
    )
    return {words.strip(): unescape(href) for href, words in found}


@pytest.fixture
def three(street: Street, pak_budi: StaffMember, office: Office) -> list[int]:
    """One that waits, one refused, one that came to the counter and was withdrawn."""
    waits = street.request("a", information_detail="Dokumen jalan desa")
    refused = street.request("b", PAK_JOKO, information_detail="Dokumen pasar")
    counter = street.enters(pak_budi, information_detail="Dokumen jalan kota")
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, refused, version=1)
    with office.unit(pak_budi) as unit:
        decisions.refuse(
            unit, refused, version=2, refusal=Refusal(RefusalGround.NOT_DOCUMENTED, REASON)
        )
    return [waits, refused, counter]


def test_every_filter_narrows(budi: TestClient, three: list[int]) -> None:
    waits, refused, counter = three
    for query, expected in (
        ("?kanal=walk_in", [counter]),
        ("?jenis=individual", [counter, refused, waits]),
        ("?jenis=group", []),
        ("?keputusan=refused_not_documented", [refused]),
        ("?keputusan=none", [counter, waits]),
        ("?dasar=not_documented", [refused]),
        ("?dasar=exempt_a", []),
        ("?opd=none", [counter, refused, waits]),
        ("?waktu=same_day", [refused]),
        ("?waktu=none", [counter, waits]),
        ("?tepat=on_time", [refused]),
        ("?tepat=open", [counter, waits]),
        ("?tepat=late_open", []),
        ("?tepat_perki=open", [counter, waits]),
        ("?diperpanjang=no", [counter, refused, waits]),
        ("?diperpanjang=yes", []),
        ("?dari=2026-11-23&sampai=2026-11-23", [counter, refused, waits]),
        ("?dari=2026-11-24", []),
        ("?sampai=2026-11-22", []),
        ("?sampai=2026-11-23&tepat=open&kanal=telegram", [waits]),
    ):
        assert shown(budi, query) == expected, query


def test_a_value_nobody_knows_narrows_nothing(budi: TestClient, three: list[int]) -> None:
    for name in (*PARAMETERS.values(), "dari", "sampai", "tahun", "terlambat"):
        assert shown(budi, f"?{name}=%27+OR+1%3D1") == three[::-1], name
    assert shown(budi, "?tujuan=research&purpose=research") == three[::-1]


def test_purpose_is_no_filter() -> None:
    assert not {"tujuan", "purpose"} & set(KNOWN[Book.REQUESTS])
    assert set(PARAMETERS.values()) <= set(KNOWN[Book.REQUESTS])


def test_what_is_chosen_is_said_and_taken_away_one_by_one(
    budi: TestClient, three: list[int]
) -> None:
    page = budi.get("/register?cari=dokumen&kanal=telegram&keputusan=none").text
    assert "1 permohonan" in page
    assert "<details open><summary>Saringan lain" in page
    ways = chips(page)
    assert ways == {
        "Cari": "/register?kanal=telegram&keputusan=none",
        "Kanal": "/register?cari=dokumen&keputusan=none",
        "Keputusan": "/register?cari=dokumen&kanal=telegram",
    }
    assert [len(shown(budi, way.removeprefix("/register"))) for way in ways.values()] == [1, 2, 2]
    assert re.findall(r"tanpa ini (\d+)", page) == ["1", "2", "2"]
    assert "<details><summary>Saringan lain" in budi.get("/register?status=registered").text


def test_what_the_office_wrote_is_found(budi: TestClient, three: list[int]) -> None:
    assert shown(budi, "?cari=belum+pernah+dibuat") == [three[1]]
    assert shown(budi, "?cari=belum+pernah+dibuat&kanal=walk_in") == []


@pytest.fixture
def objected(
    street: Street, three: list[int], office: Office, pak_budi: StaffMember
) -> tuple[int, int]:
    """Two objections, about the refused request and about what was not published."""
    form = ObjectionForm((Ground.REQUEST_NOT_FULFILLED,), "Dokumen pasar pasti ada di dinas.")
    with office.unit(PAK_JOKO) as unit:
        one = objections.raise_about(unit, three[1], form, draft_key="o1").id
    form = ObjectionForm(
        (Ground.REQUEST_NOT_FULFILLED, Ground.UNREASONABLE_FEE), "Biaya terlalu mahal sekali."
    )
    with office.unit(PAK_JOKO) as unit:
        other = objections.raise_about(unit, three[1], form, draft_key="o2").id
    return one, other


def test_objections_are_narrowed_and_searched(budi: TestClient, objected: tuple[int, int]) -> None:
    one, other = objected
    for query, expected in (
        ("", [other, one]),
        ("?alasan=e", [other, one]),
        ("?alasan=f", [other]),
        ("?alasan=a", []),
        ("?alasan=z", [other, one]),
        ("?status=recorded", [other, one]),
        ("?status=answered", []),
        ("?keputusan=rejected", []),
        ("?kanal=telegram", [other, one]),
        ("?kanal=post", []),
        ("?tepat=open", [other, one]),
        ("?tepat=on_time", []),
        ("?dari=2026-11-23&sampai=2026-11-23", [other, one]),
        ("?sampai=2026-11-22", []),
        ("?cari=mahal", [other]),
        ("?cari=dinas+pasar", [one]),
        ("?cari=maha", [other]),
        ("?cari=helikopter", []),
        ("?cari=penelitian", []),
        (f"?cari={NIK}", [other, one]),
        ("?cari=mahal&alasan=e", [other]),
    ):
        assert shown(budi, query, "keberatan") == expected, query
    assert "Hapus semua" in budi.get("/keberatan?alasan=e&status=recorded").text


def test_a_view_is_saved_used_shared_and_taken_away(
    budi: TestClient, dewi: TestClient, three: list[int]
) -> None:
    form = {"book": "requests", "name": "Pasar & toko", "shared": "1", "cari": "pasar"}
    form |= {"status": "refused", "tujuan": "skripsi", "sebelum": "3"}
    answer = budi.post("/register/tampilan", data=form)
    assert answer.headers["location"] == "/register?cari=pasar&status=refused&pesan=view_kept"
    page = dewi.get("/register").text
    (way,) = re.findall(r'<a href="/register(\?[^"]*)">Pasar &amp; toko', page)
    assert unescape(way) == "?status=refused"  # what was searched for may name somebody
    assert shown(dewi, unescape(way)) == [three[1]]
    assert "dari Budi Santoso" in page
    assert "Kelola tampilan saya" not in page
    (drop,) = re.findall(r'action="(/register/tampilan/\d+/hapus)"', budi.get("/register").text)
    assert dewi.post(drop).status_code == 404
    assert budi.post(drop).headers["location"] == "/register?pesan=view_dropped"
    assert "Pasar &amp; toko" not in dewi.get("/register").text


def test_a_view_of_nobodys_number(budi: TestClient) -> None:
    form = {"book": "requests", "name": "Satu orang", "cari": NIK}
    answer = budi.post("/register/tampilan", data=form)
    assert answer.status_code == 422
    assert "tidak boleh memuat NIK" in answer.text
    assert budi.post("/register/tampilan", data={**form, "book": "x"}).status_code == 422


def test_a_case_tells_every_notice_and_leads_to_paper(budi: TestClient, three: list[int]) -> None:
    page = budi.get(f"/register/{three[1]}").text
    assert "Pesan kepada pemohon" in page
    assert f'href="/register/{three[1]}/cetak">Cetak' in page


def test_paper_tells_the_whole_story_and_hides_who_it_is(
    budi: TestClient, agus: TestClient, street: Street, objected: tuple[int, int], three: list[int]
) -> None:
    case = three[1]
    budi.post(f"/register/{case}/identitas", data={"reason": "memanggil pemohon"})
    for client in (budi, agus):
        page = client.get(f"/register/{case}/cetak").text
        for told in (
            "Tenggat dan cara hitungnya", "hari kerja sesudah", "Perjalanan", "Surat",
            "Pesan kepada pemohon", "Keberatan 0001/KBR", "Dokumen pasar pasti ada", REASON,
            "Identitas disamarkan",
        ):  # fmt: skip
            assert told in page, told
        for hidden in ("Sari Wulandari", NIK, "Jalan Melati", "081234567890", "sari@contoh.id"):
            assert hidden not in page, hidden
        assert "<textarea" not in page
        paper = client.get(f"/keberatan/{objected[0]}/cetak").text
        assert "Dokumen pasar pasti ada" in paper
        assert NIK not in paper
    assert agus.get("/register/4711/cetak").status_code == 404


def test_numbers_inside_texts_stay_hidden_on_paper(budi: TestClient, street: Street) -> None:
    number = street.request(information_detail=f"Data atas nama NIK {NIK} dan 081234567890")
    page = budi.get(f"/register/{number}/cetak").text
    assert "[nomor]" in page
    assert NIK not in page


def test_ways_through_pages_keep_every_filter(budi: TestClient, street: Street) -> None:
    for number in range(27):
        street.request(f"d{number}", Citizen(BU_SARI.person + 10 + number))
    page = budi.get("/register?tepat=open&dari=2026-11-01&jenis=individual").text
    (way,) = re.findall(r'<a href="/register(\?[^"]*)" rel="next">', page)
    assert "tepat=open" in way
    assert "dari=2026-11-01" in way
    assert len(shown(budi, unescape(way))) == 2
