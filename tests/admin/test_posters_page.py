"""Codes and posters: they lead where they say, can be printed, and exist only for what does."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
import segno
from PIL import Image
from pypdf import PdfReader
from starlette.testclient import TestClient

from admin.app import build
from admin.poster import Poster, code, draw
from knowledge.deep_links import Opens, address
from office import chat
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from tests.admin.street import sign_in
from tests.knowledge.programme_desk import PROGRAMME, programme
from tests.people import CLOCKWORK

ENTRY = "ppid-waktu"
TOKEN = "700000000:bukan-token-sungguhan-hanya-untuk-uji"


def at_work(office: Office, *names: str) -> None:
    """Let bots of these names have been at work, the last one latest."""
    for name in names:
        with office.unit(CLOCKWORK) as unit:
            chat.remember(unit, name)


def on_telegram(folder: Path) -> Settings:
    return Settings(data_dir=folder, telegram_token=TOKEN, _env_file=None)


def test_the_bot_s_chat_is_where_it_was_last_at_work(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    settings = on_telegram(tmp_path)
    with office.reading(CLOCKWORK) as unit:
        assert chat.address(unit, settings) is None
    at_work(office, "bot_lama")
    clock.instant += timedelta(minutes=1)
    at_work(office, "bot_baru")
    with office.reading(CLOCKWORK) as unit:
        assert chat.address(unit, settings) == "https://t.me/bot_baru"


def test_in_the_practice_room_links_lead_to_its_chat(budi: TestClient, office: Office) -> None:
    programme(office)
    page = budi.get(f"/program/{PROGRAMME}").text
    assert f"http://127.0.0.1:8081/?start=p-{PROGRAMME}" in page
    assert f'src="/program/{PROGRAMME}/qr.svg"' in page


@pytest.mark.parametrize(
    ("path", "opens", "slug"),
    [
        (f"/entri/{ENTRY}", Opens.ENTRY, ENTRY),
        ("/program/musrenbang", Opens.PROGRAMME, "musrenbang"),
    ],
)
def test_a_code_leads_to_what_it_says_and_the_poster_shows_it(
    office: Office, writer: Writer, tmp_path: Path, pak_budi: StaffMember, path: str,
    opens: Opens, slug: str,
) -> None:  # fmt: skip
    at_work(office, "contoh_bot")
    budi = sign_in(build(on_telegram(tmp_path), office, writer), "budi")
    link = address("https://t.me/contoh_bot", opens, slug)
    png, svg = budi.get(f"{path}/qr.png"), budi.get(f"{path}/qr.svg")
    assert png.content == code(link, "png")
    assert png.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(png.content)).size[0] > 400
    assert svg.content == code(link, "svg")
    assert b"<svg" in svg.content
    pdf = budi.get(f"{path}/poster.pdf")
    assert pdf.headers["content-disposition"] == f'attachment; filename="poster-{slug}.pdf"'
    (page,) = PdfReader(io.BytesIO(pdf.content)).pages
    words = page.extract_text()
    assert "PPID Kabupaten Contoh" in words
    assert "Pindai untuk" in words
    assert "Per " in words
    assert link in "".join(words.split())


def test_a_code_holds_the_link_and_bears_a_scratch() -> None:
    link = "https://t.me/contoh_bot?start=j-ktp-hilang"
    assert segno.make(link, error="q", micro=False).error in {"Q", "H"}
    assert code(link, "png") == code(link, "png")
    assert code(link, "png") != code(f"{link}x", "png")


@pytest.mark.parametrize("title", ["KTP hilang", "a" * 200, '#let x = 1 "]" \\ <b>', "😀 ජ"])
def test_whatever_the_title_the_poster_is_one_page_of_a4_and_always_the_same(title: str) -> None:
    poster = Poster(
        title, "Pindai", "http://a.b/?start=j-" + "x" * 60, "PPID", "Per", date(2026, 1, 1)
    )
    drawn = draw(poster)
    assert drawn == draw(poster)
    (page,) = PdfReader(io.BytesIO(drawn)).pages
    assert round(page.mediabox.width) == 595


def test_without_a_known_bot_there_is_no_code(
    office: Office, writer: Writer, tmp_path: Path, pak_budi: StaffMember
) -> None:
    budi = sign_in(build(on_telegram(tmp_path), office, writer), "budi")
    answer = budi.get("/program/musrenbang/qr.png")
    assert answer.status_code == 409
    assert "Nama bot belum dikenal" in answer.text
    assert "Nama bot belum dikenal" in budi.get("/program/musrenbang").text


def test_what_is_not_published_has_no_poster_and_only_curators_print(
    budi: TestClient, agus: TestClient
) -> None:
    for name in ("qr.png", "qr.svg", "poster.pdf"):
        assert budi.get(f"/entri/tidak-ada/{name}").status_code == 404
        assert agus.get(f"/entri/{ENTRY}/{name}").status_code == 403
        assert agus.get(f"/program/musrenbang/{name}").status_code == 403
