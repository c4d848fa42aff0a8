"""To whom a message is said is not what it asks: "petugas, ...?" is searched without it."""

import pytest

from bot.handlers import ask
from knowledge.finding.salutation import without_salutation
from knowledge.words import Route
from office.unit import Office
from tests.bot.booth import Booth

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("petugas, saya mau tanya syarat ktp", "saya mau tanya syarat ktp"),
        ("Pak petugas mau tanya berapa lama dijawab", "mau tanya berapa lama dijawab"),
        ("Halo petugas PPID: cara mengajukan keberatan?", "cara mengajukan keberatan?"),
        ("min, jam buka?", "jam buka?"),
        ("admin - biaya salinan", "biaya salinan"),
        # Asked about, not spoken to.
        ("petugas ppid itu siapa", "petugas ppid itu siapa"),
        ("siapa petugas ppid", "siapa petugas ppid"),
        ("administrasi kependudukan", "administrasi kependudukan"),
        # Nothing is asked besides: it stays the wish for a person.
        ("petugas, saya mau tanya", "petugas, saya mau tanya"),
        ("petugas, tolong dibantu ya", "petugas, tolong dibantu ya"),
        ("petugas", "petugas"),
    ],
)
def test_the_salutation_is_left_out_and_nothing_else(said: str, asked: str, database: str) -> None:
    del database
    assert without_salutation(said) == asked


@pytest.mark.parametrize("question", ["apa itu ppid?", "berapa lama permohonan informasi"])
def test_what_is_asked_of_staff_finds_what_it_finds_without_them(
    office: Office, question: str
) -> None:
    booth = Booth(office)
    plain, spoken = booth.asks(question).says, booth.asks(f"Petugas, {question}").says
    assert [one.key for one in spoken] == [one.key for one in plain]
    assert spoken[0].data.get("title") == plain[0].data.get("title")
    assert spoken[0].data.get("titles") == plain[0].data.get("titles")


def test_the_wish_for_a_person_and_a_cry_for_help_are_heard_all_the_same(office: Office) -> None:
    booth = Booth(office)
    verdicts = [
        booth.shelf.ask(text).route
        for text in ("petugas, tolong sambungkan", "petugas, tolong ada kebakaran di rumah saya")
    ]
    assert verdicts == [Route.STAFF, Route.EMERGENCY]
    assert booth.does(ask.asked, "petugas, tolong sambungkan").says == ()
