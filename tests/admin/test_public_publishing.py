"""The officer's page that words a request for everybody."""

import re

import pytest
from starlette.testclient import TestClient

from tests.admin.public_street import WORDS
from tests.admin.street import Street
from tests.people import NIK, PAK_JOKO

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = {"subject": WORDS, "information_class": "periodic"}


def test_an_officer_finds_what_waits_words_it_and_takes_it_back(
    street: Street, budi: TestClient, stranger: TestClient
) -> None:
    first, second = street.request(), street.request("draft-2", PAK_JOKO)
    case = budi.get(f"/register/{first}").text
    assert f'href="/register/{first}/umum"' in case
    page = budi.get("/register/umum").text
    assert "0001/PPID" in page
    assert "0002/PPID" in page
    sent = budi.post(f"/register/{first}/umum", data=FORM)
    assert sent.headers["location"] == f"/register/{first}/umum?pesan=subject_published"
    page = budi.get(sent.headers["location"]).text
    assert "Rincian untuk umum diterbitkan" in page
    assert WORDS in page
    assert waiting(budi) == [second]
    assert WORDS in stranger.get("/publik/register/2026/1").text
    budi.post(f"/register/{first}/umum/tarik")
    assert WORDS not in stranger.get("/publik/register/2026/1").text
    assert budi.post(f"/register/{second}/umum/tarik").status_code == 409


def test_what_the_officer_sees_is_masked_and_without_purpose(
    street: Street, budi: TestClient
) -> None:
    number = street.request(information_detail=f"Data bansos atas NIK {NIK}")
    for address in ("/register/umum", f"/register/{number}/umum"):
        page = budi.get(address).text
        assert "Data bansos" in page
        assert NIK not in page
        assert "skripsi" not in page
        assert "Sari" not in page


def test_words_that_give_away_come_back_with_what_is_wrong(
    street: Street, budi: TestClient, stranger: TestClient
) -> None:
    number = street.request()
    refused = budi.post(f"/register/{number}/umum", data={"subject": "Dokumen milik Bu Wulandari"})
    assert refused.status_code == 422
    assert "nama atau alamat pemohon" in refused.text
    assert "Dokumen milik Bu Wulandari" in refused.text
    assert "Wulandari" not in stranger.get("/publik/register").text
    strange = budi.post(f"/register/{number}/umum", data={**FORM, "information_class": "rahasia"})
    assert strange.status_code == 422


def seen(browser: TestClient, number: int) -> dict[str, str]:
    """Return which words the open form replaces, as a browser would send it."""
    page = browser.get(f"/register/{number}/umum").text
    return {"seen": re.findall(r'type="hidden" name="seen" value="(\w*)"', page)[0]}


def test_of_two_officers_at_one_request_the_second_is_shown_what_the_first_wrote(
    street: Street, budi: TestClient, dewi: TestClient, stranger: TestClient
) -> None:
    number = street.request()
    address, theirs = f"/register/{number}/umum", "Rencana kerja daerah tahun 2026"
    budis, dewis = {**FORM, **seen(budi, number)}, {"subject": theirs, **seen(dewi, number)}
    assert budi.post(address, data=budis).status_code == 303
    refused = dewi.post(address, data=dewis)
    assert refused.status_code == 409
    assert "Rekan mengubah atau menarik" in refused.text
    assert f">{theirs}</textarea>" in refused.text
    assert WORDS in refused.text
    assert "Budi Santoso" in refused.text
    assert WORDS in stranger.get("/publik/register/2026/1").text
    # What is sent twice, by oneself or by both, is no quarrel.
    assert budi.post(address, data=budis).status_code == 303
    again = re.findall(r'name="seen" value="(\w+)"', refused.text)[0]
    assert dewi.post(address, data={**dewis, "seen": again}).status_code == 303
    assert theirs in stranger.get("/publik/register/2026/1").text


def test_what_a_colleague_took_back_is_not_published_again_by_an_open_form(
    street: Street, budi: TestClient, dewi: TestClient, stranger: TestClient
) -> None:
    number = street.request()
    address = f"/register/{number}/umum"
    budi.post(address, data=FORM)
    form = {"subject": "Rencana kerja daerah tahun 2026", **seen(dewi, number)}
    budi.post(f"{address}/tarik")
    refused = dewi.post(address, data=form)
    assert refused.status_code == 409
    assert "sudah ditarik" in refused.text
    assert "Rencana kerja daerah tahun 2026</textarea>" in refused.text
    assert "Rencana kerja" not in stranger.get("/publik/register/2026/1").text


def test_who_only_reads_words_nothing(street: Street, agus: TestClient) -> None:
    number = street.request()
    assert agus.get("/register/umum").status_code == 403
    for address in (f"/register/{number}/umum", "/register/umum", "/register/umum/tarik"):
        assert agus.post(address, data=FORM).status_code == 403
    assert f'href="/register/{number}/umum"' not in agus.get(f"/register/{number}").text


def waiting(browser: TestClient, query: str = "") -> list[int]:
    page = browser.get(f"/register/umum{query}").text
    return [int(found) for found in re.findall(r'id="baris-(\d+)"', page)]


def form_of(browser: TestClient, query: str = "") -> dict[str, str]:
    """Return the marks that the page carries, as a browser would send them."""
    page = browser.get(f"/register/umum{query}").text
    return dict(re.findall(r'type="hidden" name="(tanda-\d+)" value="(\w+)"', page))


def test_one_press_publishes_a_request_as_it_is_and_another_takes_it_back(
    street: Street, budi: TestClient, stranger: TestClient
) -> None:
    first, second = street.request(), street.request("draft-2", PAK_JOKO)
    assert waiting(budi) == [second, first]
    assert waiting(budi, "?urut=lama") == [first, second]
    sent = budi.post("/register/umum?urut=lama", data={**form_of(budi), "satu": str(first)})
    assert sent.headers["location"] == f"/register/umum?urut=lama&terbit={first}"
    assert waiting(budi) == [second]
    assert "RKPD" in stranger.get("/publik/register/2026/1").text
    page = budi.get(sent.headers["location"]).text
    assert "1 rincian diterbitkan." in page
    undone = budi.post("/register/umum/tarik?urut=lama", data={"terbit": str(first)})
    assert undone.headers["location"] == "/register/umum?urut=lama&pesan=subject_withdrawn"
    assert "RKPD" not in stranger.get("/publik/register/2026/1").text
    assert waiting(budi) == [second, first]


def test_a_ticked_selection_is_published_at_once_and_some_of_it_taken_back(
    street: Street, budi: TestClient, stranger: TestClient
) -> None:
    numbers = [street.request(f"draft-{turn}") for turn in range(1, 5)]
    everything = budi.get("/register/umum?centang=semua").text
    assert everything.count(" checked") == 4
    ticks = {f"pilih-{number}": "1" for number in numbers[:3]}
    data = {**form_of(budi), **ticks, "do": "pilihan"}
    sent = budi.post("/register/umum", data=data)
    assert sent.headers["location"] == "/register/umum?terbit=1-2-3"
    assert waiting(budi) == [numbers[3]]
    budi.post("/register/umum/tarik", data={f"pilih-{numbers[1]}": "1"})
    assert waiting(budi) == [numbers[3], numbers[1]]
    assert "RKPD" in stranger.get("/publik/register/2026/1").text
    assert "RKPD" not in stranger.get("/publik/register/2026/2").text


def test_what_holds_personal_data_shows_the_finding_and_has_no_button(
    street: Street, budi: TestClient, stranger: TestClient
) -> None:
    number = street.request(information_detail=f"Data bansos atas NIK {NIK}")
    page = budi.get("/register/umum?centang=semua").text
    assert "Rincian ini memuat nomor" in page
    assert f'name="pilih-{number}"' not in page
    assert 'name="satu"' not in page
    forced = budi.post("/register/umum", data={f"pilih-{number}": "1", f"tanda-{number}": "x"})
    assert forced.headers["location"] == "/register/umum?tertinggal=1"
    assert "1 rincian tidak diterbitkan" in budi.get(forced.headers["location"]).text
    assert "bansos" not in stranger.get("/publik/register/2026/1").text


def test_nothing_is_done_with_nothing_ticked_and_an_address_says_nothing_untrue(
    street: Street, budi: TestClient
) -> None:
    number = street.request()
    for address in ("/register/umum", "/register/umum/tarik"):
        refused = budi.post(address, data={})
        assert refused.status_code == 422
        assert "Belum ada yang dicentang" in refused.text
    assert "diterbitkan." not in budi.get(f"/register/umum?terbit={number}-999-x").text


def test_editing_from_the_list_leads_back_to_it(street: Street, budi: TestClient) -> None:
    number = street.request()
    page = budi.get("/register/umum?urut=lama").text
    assert f'href="/register/{number}/umum?urut=lama&amp;dari=daftar"' in page
    editor = budi.get(f"/register/{number}/umum?urut=lama&dari=daftar").text
    assert re.search(r"<textarea[^>]*>[^<]*RKPD", editor), "what was asked stands there already"
    sent = budi.post(f"/register/{number}/umum?urut=lama&dari=daftar", data=FORM)
    assert sent.headers["location"] == f"/register/umum?urut=lama&terbit={number}"
