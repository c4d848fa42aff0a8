"""Programmes, the agenda and subscriptions in the chat, and what a link from a poster opens."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.handlers import start
from bot.practice.markup import parse_html
from bot.speak import LONGEST, voice
from bot.standing import Standing
from bot.turn import Arrival, Turn
from knowledge import agenda, programmes, shelf
from knowledge.agenda import When
from knowledge.deep_links import Opens, payload
from knowledge.programme_card import LONGEST as LONGEST_OF_CARD
from office.unit import Office
from tests.bot.conftest import Guest, Hall
from tests.bot.programme_samples import card_sample
from tests.knowledge.programme_desk import PROGRAMME, a_card, an_occasion
from tests.knowledge.samples import PACK, an_edition
from tests.people import BU_SARI, CLOCKWORK

ENTRY = "ppid-waktu"


def prepared(hall: Hall, **changes: Any) -> int:
    """Add a programme with one event; return the event's number."""
    with hall.office.unit(CLOCKWORK) as unit:
        programmes.add(unit, PROGRAMME, "ppid", a_card(entries=(ENTRY, "tidak-ada"), **changes))
        return agenda.plan(unit, PROGRAMME, an_occasion())


async def card_of(sari: Guest, said: str = "program") -> dict[str, Any]:
    """Let a guest open the programme's card from the list."""
    await sari.hall.street.say(sari.number, said)
    (shown,) = await sari.sees()
    await sari.hall.street.press(
        sari.number, message_id=shown["message_id"], label="Gotong Royong Desa"
    )
    (card,) = await sari.sees()
    return card


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["inline"] for button in row]


@pytest.mark.parametrize("said", ["program", "/program", "Program"])
async def test_a_programme_is_opened_from_the_list_and_says_everything(
    hall: Hall, said: str
) -> None:
    prepared(hall)
    card = await card_of(await hall.newcomer(), said)
    for words in ("Kerja bakti", "Siapa: Semua warga", "Cara ikut: Daftar", "Sumber: Keputusan"):
        assert words in card["text"]
    assert "Per Minggu, 1 November 2026 · Bappeda" in card["text"]
    assert {"Agenda program ini", "Langganan", "Bagikan"} <= set(labels(card))


async def test_only_programmes_of_packs_that_are_on_are_listed(hall: Hall) -> None:
    sari = await hall.newcomer()
    (shown,) = await sari.says("daftar program")
    assert "Musrenbang" in shown
    assert "BST" not in shown


async def test_a_programme_that_was_replaced_says_so_first_and_leads_to_its_successor(
    hall: Hall,
) -> None:
    prepared(hall, valid_until=date(2026, 11, 1), superseded_by="musrenbang")
    sari = await hall.newcomer()
    card = await card_of(sari)
    first = card["text"].splitlines()[0]
    assert first.startswith("Program ini sudah digantikan oleh Musrenbang")
    (opened,) = await sari.taps("Buka penggantinya", card["message_id"])
    assert opened.startswith("Musrenbang")


async def test_a_programme_that_has_run_out_says_that_it_is_over(hall: Hall) -> None:
    prepared(hall, valid_until=date(2026, 11, 1))
    card = await card_of(await hall.newcomer())
    assert card["text"].startswith("Program ini sudah selesai.")


async def test_a_related_entry_is_shown_as_an_answer(hall: Hall) -> None:
    prepared(hall)
    sari = await hall.newcomer()
    card = await card_of(sari)
    related = [name for name in labels(card) if "?" in name or "lama" in name.lower()]
    (answer,) = await sari.taps(related[0], card["message_id"])
    assert "Sumber: " in answer


async def test_whoever_subscribes_hears_of_the_moved_date_and_after_leaving_no_more(
    hall: Hall,
) -> None:
    number = prepared(hall)
    sari = await hall.newcomer()
    card = await card_of(sari)
    (followed,) = await sari.taps("Langganan", card["message_id"])
    assert "berlangganan Gotong Royong Desa" in followed
    with hall.office.unit(CLOCKWORK) as unit:
        when = When(date(2026, 12, 14), time="09.00", place="Balai Desa")
        agenda.move(unit, number, when, reason="Hujan <deras>", version=1)
    (told,) = await sari.hears()
    assert told.startswith("Jadwal berubah: Kerja bakti Desa Kepet")
    assert told.index("7 Desember 2026") < told.index("14 Desember 2026")
    assert "Alasan: Hujan <deras>" in told
    card = await card_of(sari)
    await sari.taps("Berhenti langganan", card["message_id"])
    with hall.office.unit(CLOCKWORK) as unit:
        assert agenda.cancel(unit, number, reason="Hujan terus", version=2) == 0


async def test_the_agenda_is_shown_by_month_with_what_was_cancelled(hall: Hall) -> None:
    number = prepared(hall)
    with hall.office.unit(CLOCKWORK) as unit:
        agenda.plan(unit, PROGRAMME, an_occasion(title="Pasar", starts_on=date(2027, 1, 5)))
        agenda.cancel(unit, number, reason="Hujan deras", version=1)
    sari = await hall.newcomer()
    (shown,) = await sari.says("/agenda")
    assert shown.index("Desember 2026") < shown.index("BATAL") < shown.index("Januari 2027")
    assert "Selasa, 5 Januari 2027, 08.00: Pasar" in shown


async def test_a_programme_s_own_agenda_shows_what_is_past_too(hall: Hall) -> None:
    prepared(hall)
    hall.clock.instant += timedelta(days=60)
    sari = await hall.newcomer()
    card = await card_of(sari)
    (shown,) = await sari.taps("Agenda program ini", card["message_id"])
    assert "Belum ada kegiatan" in shown
    assert "Yang sudah lewat\n• Senin, 7 Desember 2026: Kerja bakti" in shown


async def village_asked(sari: Guest) -> None:
    await sari.hall.street.say(sari.number, "agenda")
    (shown,) = await sari.sees()
    (asked,) = await sari.taps("Langganan desa saya", shown["message_id"])
    assert "Desa atau kelurahan mana?" in asked


async def test_a_village_is_subscribed_to_by_its_name(hall: Hall) -> None:
    prepared(hall)
    sari = await hall.newcomer()
    await village_asked(sari)
    (unclear,) = await sari.says("3507152102900001")
    assert "belum tampak seperti nama desa" in unclear
    (followed,) = await sari.says("kepet")
    assert "berlangganan Desa Kepet" in followed
    with hall.office.unit(CLOCKWORK) as unit:
        agenda.plan(unit, PROGRAMME, an_occasion(title="Sarasehan"))
    (told,) = await sari.hears()
    assert told.startswith("Jadwal baru: Sarasehan")


async def test_a_mistyped_village_is_offered_and_one_not_yet_planned_is_taken(hall: Hall) -> None:
    prepared(hall)
    sari = await hall.newcomer()
    await village_asked(sari)
    await hall.street.say(sari.number, "kepett")
    (offer,) = await sari.sees()
    assert labels(offer) == ["Desa Kepet", "Kepett"]
    (followed,) = await sari.taps("Desa Kepet", offer["message_id"])
    assert "berlangganan Desa Kepet" in followed
    await village_asked(sari)
    await hall.street.say(sari.number, "Desa Sidomulyo")
    (confirm,) = await sari.sees()
    assert labels(confirm) == ["Ya, langganan desa Sidomulyo", "Batal"]
    (followed,) = await sari.taps("Ya, langganan desa Sidomulyo", confirm["message_id"])
    assert "berlangganan Sidomulyo" in followed
    await village_asked(sari)
    await sari.says("kepett")
    assert "memang sudah berlangganan Desa Kepet" in (await sari.says("1"))[0]


async def test_naming_a_village_can_be_left_and_a_question_is_then_a_question(hall: Hall) -> None:
    sari = await hall.newcomer()
    await village_asked(sari)
    await sari.says("batal")
    (answer,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "dijawab" in answer


@pytest.mark.parametrize(
    "text",
    [
        "apakah ini bayar?",
        "kapan ada jadwal",
        "desa saya di ujung kabupaten sana",
        "Wonosari?",
        "satu dua tiga empat lima",
    ],
)
async def test_a_question_or_a_sentence_is_no_village(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    await village_asked(sari)
    assert "belum tampak seperti nama desa" in (await sari.says(text))[0]


@pytest.mark.parametrize("text", ["gak jadi", "tidak jadi", "ora sido"])
async def test_whoever_thinks_better_of_it_gets_the_menu_back(hall: Hall, text: str) -> None:
    sari = await hall.newcomer()
    await village_asked(sari)
    await sari.says(text)
    (answer,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "10 hari kerja" in answer


async def test_a_village_that_the_agenda_does_not_know_can_be_declined(hall: Hall) -> None:
    sari = await hall.newcomer()
    await village_asked(sari)
    await hall.street.say(sari.number, "Sidomulyo")
    (confirm,) = await sari.sees()
    await sari.taps("Batal", confirm["message_id"])
    (answer,) = await sari.says("berapa lama permohonan informasi dijawab")
    assert "10 hari kerja" in answer


async def test_subscriptions_are_shown_and_ended_one_by_one_or_all(hall: Hall) -> None:
    prepared(hall)
    sari = await hall.newcomer()
    await village_asked(sari)
    await sari.says("Kepet")
    for name in ("Muneng", "Wungu"):
        await village_asked(sari)
        await hall.street.say(sari.number, name)
        (confirm,) = await sari.sees()
        await sari.taps(f"Ya, langganan desa {name}", confirm["message_id"])
    await hall.street.say(sari.number, "agenda")
    (shown,) = await sari.sees()
    await hall.street.press(sari.number, message_id=shown["message_id"], label="Langganan saya")
    (mine,) = await sari.sees()
    assert labels(mine) == ["Desa Kepet", "Muneng", "Wungu", "Hentikan semuanya"]
    (ended,) = await sari.taps("Muneng", mine["message_id"])
    assert "tidak lagi berlangganan Muneng" in ended
    (again,) = await sari.taps("Muneng", mine["message_id"])
    assert "sudah berhenti" in again
    await sari.taps("Hentikan semuanya", mine["message_id"])
    (none,) = await sari.taps("Langganan saya", shown["message_id"])
    assert "belum berlangganan apa pun" in none


async def test_a_link_from_a_poster_opens_its_entry_and_a_newcomer_gets_the_menu(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    answer, menu = await sari.says(f"/start {payload(Opens.ENTRY, ENTRY)}")
    assert "Sumber: " in answer
    assert "PPID Kabupaten Contoh" in menu
    assert ["Program", "Agenda"] in await sari.keyboard()
    (answer,) = await sari.says(f"/start {payload(Opens.ENTRY, ENTRY)}")
    assert "Sumber: " in answer


async def test_a_link_to_a_programme_of_a_very_long_name_opens_its_card(hall: Hall) -> None:
    slug = "gotong-royong-membangun-desa-bersama-sama-seluruh-warga-kita"
    with hall.office.unit(CLOCKWORK) as unit:
        programmes.add(unit, slug, "ppid", a_card())
    sari = await hall.newcomer()
    heard = await sari.says(f"/start {payload(Opens.PROGRAMME, slug)}")
    assert heard[0].startswith("Gotong Royong Desa")
    await hall.street.say(sari.number, "program")
    (shown,) = await sari.sees()
    (card,) = await sari.taps("Gotong Royong Desa", shown["message_id"])
    assert "Kerja bakti" in card


@pytest.mark.parametrize("text", ["j-tidak-ada", "p-tidak-ada", "p-bst", "xyz", "j-<b>", "j-" * 40])
async def test_a_link_that_opens_nothing_leads_to_the_greeting_with_a_hint(
    hall: Hall, text: str
) -> None:
    sari = await hall.newcomer()
    heard = await sari.says(f"/start {text}")
    if len(f"/start {text}") <= 80:
        assert "tidak kami kenali" in heard[0]
        assert "Selamat datang" in heard[1]
    else:
        assert heard


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("successor", ["uji-bemo", "tidak-ada"])
def test_an_entry_that_has_run_out_opens_as_no_answer(office: Office, successor: str) -> None:
    over = an_edition(valid_until=date(2026, 1, 1), superseded_by=successor)
    entries = [
        shelf.article("uji-becak", PACK, "", 1, over),
        shelf.article("uji-bemo", PACK, "", 1, an_edition(title="Bemo", phrasings=("bemo",))),
    ]
    with office.reading(BU_SARI) as unit:
        arrival = Arrival(BU_SARI.person, 1, text="/start j-uji-becak")
        turn = Turn(unit, arrival, Standing(), shelf.from_articles(1, entries))
        outcome = start.greet(turn)
    said = outcome.says[0]
    assert said.key == "entry_over"
    assert said.data["has_successor"] is (successor == "uji-bemo")
    words = voice("PPID Kabupaten Contoh").text(said.key, said.data)
    assert "hanya berlaku sampai" in words
    assert said.keyboard is not None
    assert ("e:uji-bemo" in str(said.keyboard)) is (successor == "uji-bemo")


async def test_a_draft_survives_a_link(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("permohonan")
    await sari.says(f"/start {payload(Opens.ENTRY, ENTRY)}")
    (hint,) = await sari.says("/start")
    assert "lanjutkan draf" in hint


async def test_in_a_group_programmes_point_to_the_private_chat(hall: Hall) -> None:
    sari = await hall.newcomer()
    group = (await hall.street.do("groups", title="Warga RT 2"))["id"]
    await hall.street.do(f"groups/{group}/members", citizen=sari.number)
    for command in ("/program@latihan_bot", "/agenda@latihan_bot"):
        await hall.street.say(sari.number, command, chat_id=group)
    await hall.settle()
    said = [row for row in await hall.street.ask("transcript") if row["chat_id"] == group]
    assert len(said) == 2
    assert all("Gotong" not in row["text"] and "Agenda" not in row["text"] for row in said)


def test_the_longest_card_fits_in_one_message() -> None:
    longest = {name: "a" * size for name, size in LONGEST_OF_CARD.items()}
    said = voice("PPID Kabupaten Contoh").text(
        "programme_card", card_sample("", **longest, successor="a" * 120)
    )
    assert 3500 < len(parse_html(said)[0]) <= LONGEST
